"""A whole entry as forms, lists and the demo hand it over, and whether it makes sense. No Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from allmende.common.formats import euro, number
from allmende.cooperations.domain import (
    Confidence,
    DataProtectionRole,
    EventKind,
    LegalForm,
    PartyRole,
    TaskExtent,
    TaskMode,
    VatTreatment,
)
from allmende.cooperations.errors import PartyTwice, SharesExceedCapital, VotesDoNotSum
from allmende.register.domain import WrongPeriod

SHARE_PLACES = 1


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """A body that takes part; `last_day` None: until further notice."""

    body_id: int
    name: str
    role: PartyRole = PartyRole.MEMBER
    first_day: date | None = None  # None: from the first day of the cooperation
    last_day: date | None = None
    capital_cents: int | None = None
    votes: int | None = None
    seats: int | None = None
    task_codes: tuple[str, ...] = ()
    confidence: Confidence = Confidence.NAMED


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task done together."""

    code: str
    extent: TaskExtent = TaskExtent.FULL
    mode: TaskMode = TaskMode.UNKNOWN
    area: str = ""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Where an entry comes from: shown beside it."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StateEntry:
    """What is said of a cooperation as a whole; field names as in the model."""

    name: str
    legal_form: LegalForm
    short_name: str = ""
    variant: str = ""
    purpose: str = ""
    seat_id: int | None = None
    authority: str = ""
    vat: VatTreatment = VatTreatment.UNKNOWN
    procurement_basis: str = ""
    data_protection: DataProtectionRole = DataProtectionRole.UNKNOWN
    notice_period: str = ""
    capital_total_cents: int | None = None
    votes_total: int | None = None
    is_start_known: bool = True
    confidence: Confidence = Confidence.NAMED


@dataclass(frozen=True, slots=True)
class CooperationEntry:
    """A cooperation with all that is known of it from its first day on."""

    key: str
    state: StateEntry
    source: SourceEntry
    first_day: date
    last_day: date | None = None
    body_id: int | None = None
    steward_id: int | None = None
    parties: Sequence[PartyEntry] = ()
    tasks: Sequence[TaskEntry] = ()
    events: Sequence[tuple[EventKind, date, str]] = ()
    organs: Sequence[tuple[str, str]] = field(default=())


def check_entry(entry: CooperationEntry) -> None:
    """Raise what is wrong with the entry in itself; nothing of it is saved then."""
    _check_period(entry.first_day, entry.last_day)
    for party in entry.parties:
        _check_period(party.first_day or entry.first_day, party.last_day)
    _check_once(entry)
    check_sums(entry.state, [party for party in entry.parties if party.last_day is None])


def check_sums(state: StateEntry, parties: Iterable[PartyEntry]) -> None:
    """Raise SharesExceedCapital or VotesDoNotSum; what nobody stated is not compared."""
    together = list(parties)
    held = sum(party.capital_cents or 0 for party in together)
    total = state.capital_total_cents
    if total is not None and held > total:
        percent = number(Decimal(held) * 100 / total, SHARE_PLACES) if total else "–"
        raise SharesExceedCapital(held=euro(held), total=euro(total), percent=percent)
    votes = [party.votes for party in together if party.votes is not None]
    if state.votes_total is not None and votes and sum(votes) != state.votes_total:
        raise VotesDoNotSum(held=sum(votes), total=state.votes_total)


def _check_period(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise WrongPeriod(first=first, last=last)


def _check_once(entry: CooperationEntry) -> None:
    ends_of: dict[int, date | None] = {}
    for party in sorted(entry.parties, key=lambda each: (each.body_id, each.first_day or entry.first_day)):
        first = party.first_day or entry.first_day
        if party.body_id in ends_of:
            former = ends_of[party.body_id]
            if former is None or first <= former:
                raise PartyTwice(body=party.name)
        ends_of[party.body_id] = party.last_day
