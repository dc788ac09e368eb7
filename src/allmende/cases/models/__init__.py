"""Case work as stored: who works under which agreement (public), and the files of people (ident, fall)."""

from allmende.cases.models.files import CaseFile, CaseMember, Goal, Note, Plan
from allmende.cases.models.identity import Identity, WrappedKey
from allmende.cases.models.work import Agreement, Assignment, Organisation, Region

__all__ = [
    "Agreement",
    "Assignment",
    "CaseFile",
    "CaseMember",
    "Goal",
    "Identity",
    "Note",
    "Organisation",
    "Plan",
    "Region",
    "WrappedKey",
]
