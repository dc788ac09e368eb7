"""Council papers in OParl's words, each confirmed value with its evidence; drafts that wait for a person."""

from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.papers.models.decisions import (
    Condition,
    Decision,
    DecisionItem,
    DutyDigest,
    FollowUp,
    FollowUpReport,
    RollCallVote,
    Vote,
)
from allmende.papers.models.drafts import DraftRevision, PaperDraft, ReadingCorrection
from allmende.papers.models.evidence import Evidenced
from allmende.papers.models.feeds import CalendarFeed
from allmende.papers.models.mentions import (
    DateNote,
    Figure,
    FinanceEntry,
    ImpactStatement,
    LegalCitation,
    OrganisationMention,
    PaperReference,
)
from allmende.papers.models.papers import INDEXED_CHARACTERS, File, Paper
from allmende.papers.models.sittings import AgendaItem, Consultation, Meeting, Organization

__all__ = [
    "INDEXED_CHARACTERS",
    "AgendaItem",
    "BulkImport",
    "BulkItem",
    "CalendarFeed",
    "Condition",
    "Consultation",
    "DateNote",
    "Decision",
    "DecisionItem",
    "DraftRevision",
    "DutyDigest",
    "Evidenced",
    "Figure",
    "File",
    "FinanceEntry",
    "FollowUp",
    "FollowUpReport",
    "ImpactStatement",
    "LegalCitation",
    "Meeting",
    "OrganisationMention",
    "Organization",
    "Paper",
    "PaperDraft",
    "PaperReference",
    "ReadingCorrection",
    "RollCallVote",
    "Vote",
]
