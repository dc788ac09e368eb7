"""The content of a confirmed paper: what the reader found or a person entered, typed, with its evidence."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from allmende.papers.domain.follow_ups import Recurrence
from allmende.reading.facts import (
    AmountLabel,
    ConsultationRole,
    FinanceField,
    ImpactTopic,
    PaperKind,
    Relation,
    Treatment,
)

DRAFT_OBJECT = "paper-draft"
"""What the audit trail calls a draft. It stays when a confirmation is taken back and the paper goes, so
everything is told of the draft, also what happened to its paper."""

PAPER_OBJECT = "paper"
"""What the audit trail calls a paper that never was a draft: a server has published it."""

CHANGED_FIELDS = "fields"
"""The detail of an event that names the fields a person changed; their values are nobody's business later."""


class DraftState(StrEnum):
    """Where an uploaded paper stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"


class OrganizationKind(StrEnum):
    """What sort of committee it is."""

    COUNCIL = "council"
    COMMITTEE = "committee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands in the text, and how sure the reader was."""

    start: int
    end: int
    page: int
    line: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidenced:
    """A value with its evidence; a value that a person added has none."""

    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationContent(Evidenced):
    """One station of the Beratungsfolge."""

    body: str
    date: datetime.date | None = None
    role: ConsultationRole | None = None
    treatment: Treatment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionContent(Evidenced):
    """One point of the proposed decision."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountContent(Evidenced):
    """One sum of money."""

    cents: int
    currency: str = "EUR"
    label: AmountLabel | None = None
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceContent(Evidenced):
    """Another paper, by number or by date."""

    reference: str = ""
    date: datetime.date | None = None
    relation: Relation = Relation.BEZUG


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationContent(Evidenced):
    """One section of a law."""

    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContent(Evidenced):
    """A further date and what it means."""

    date: datetime.date
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationContent(Evidenced):
    """A body, provider or association named in the text; `key` if a person chose a body of the register."""

    name: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteContent(Evidenced):
    """One vote that the paper reports: its words, and its counts as far as they are given."""

    outcome: str = ""
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionContent(Evidenced):
    """A condition of what is decided."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyContent(Evidenced):
    """What somebody is told to do, until when, and how often."""

    addressee: str
    text: str
    due: datetime.date | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceContent(Evidenced):
    """One entry of the finance block."""

    field: FinanceField
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactContent(Evidenced):
    """What the paper states about climate, staff or the staffing plan."""

    topic: ImpactTopic
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """Everything a person confirmed about one paper."""

    kind: PaperKind | None = None
    issuer: str = ""
    reference: str = ""
    department: str = ""
    file_number: str = ""
    date: datetime.date | None = None
    status: Treatment | None = None
    subject: str = ""
    consultations: tuple[ConsultationContent, ...] = ()
    resolution: tuple[ResolutionContent, ...] = ()
    amounts: tuple[AmountContent, ...] = ()
    references: tuple[ReferenceContent, ...] = ()
    legal: tuple[CitationContent, ...] = ()
    dates: tuple[DateContent, ...] = ()
    organisations: tuple[OrganisationContent, ...] = ()
    votes: tuple[VoteContent, ...] = ()
    conditions: tuple[ConditionContent, ...] = ()
    duties: tuple[DutyContent, ...] = ()
    finance: tuple[FinanceContent, ...] = ()
    impacts: tuple[ImpactContent, ...] = ()
    header_evidence: dict[str, Evidence] = field(default_factory=dict)


def organization_kind(name: str) -> OrganizationKind:
    """Return the sort of committee its name tells: the council itself, a committee, or another body."""
    folded = name.casefold()
    if "ausschuss" in folded or "ausschuß" in folded or "kommission" in folded:
        return OrganizationKind.COMMITTEE
    first = folded.split()[0] if folded.split() else ""
    if first.endswith(("rat", "tag", "versammlung", "präsidium")) and "beirat" not in folded:
        return OrganizationKind.COUNCIL
    return OrganizationKind.OTHER


def title_of(subject: str, kind: str, fallback: str) -> str:
    """Return what a paper is called in lists: its subject, else its kind and where it came from."""
    if subject:
        return subject
    return (
        f"{kind or 'Dokument'} ohne Betreff ({fallback})"
        if fallback
        else f"{kind or 'Dokument'} ohne Betreff"
    )
