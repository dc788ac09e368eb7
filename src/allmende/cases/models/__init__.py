"""Case work as stored: agreements (public), files of people (ident, fall), frozen statistics (stat)."""

from allmende.cases.models.course import Action, Evaluation, PhaseChange, Transfer
from allmende.cases.models.emergencies import EmergencyAccess
from allmende.cases.models.facts import StatusFact
from allmende.cases.models.files import CaseFile, CaseMember, Goal, Note, Plan
from allmende.cases.models.identity import Identity, WrappedKey
from allmende.cases.models.sealing import Seal
from allmende.cases.models.sharing import DataConsent, Share
from allmende.cases.models.statistics import CaseSnapshot, ReleasedCell, SnapshotRow, TableRelease
from allmende.cases.models.work import Agreement, Assignment, Organisation, Region

__all__ = [
    "Action",
    "Agreement",
    "Assignment",
    "CaseFile",
    "CaseMember",
    "CaseSnapshot",
    "DataConsent",
    "EmergencyAccess",
    "Evaluation",
    "Goal",
    "Identity",
    "Note",
    "Organisation",
    "PhaseChange",
    "Plan",
    "Region",
    "ReleasedCell",
    "Seal",
    "Share",
    "SnapshotRow",
    "StatusFact",
    "TableRelease",
    "Transfer",
    "WrappedKey",
]
