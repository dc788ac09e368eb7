"""Where a partner stands on a day, from its papers, dates and results. Pure.

A council may decide twice: the last result counts, both stay in the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allmende.joint_decisions.deviation import Deviation
from allmende.joint_decisions.domain import APPROVED, REFUSED, TAKEN, CoreMatch, PartnerState, ResultKind
from allmende.joint_decisions.thresholds import Stand

NO_WORDING = Deviation(CoreMatch.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Station:
    """A committee or council that deals with the matter on a day, if that is known."""

    organization: str
    on: date | None = None
    authoritative: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a council did, and what the comparison with the core found.

    `judged` is what a person said of a text that no comparison can match; it wins.
    """

    kind: ResultKind
    decided_on: date
    deviation: Deviation = NO_WORDING
    conditions: tuple[str, ...] = ()
    judged: CoreMatch | None = None
    is_reported: bool = False
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None

    @property
    def match(self) -> CoreMatch:
        """Return whether the core still holds; one adopted as proposed, without wording, keeps it."""
        if self.judged is not None:
            return self.judged
        if self.kind is ResultKind.ADOPTED and self.deviation.match is CoreMatch.UNKNOWN:
            return CoreMatch.UNCHANGED
        return self.deviation.match


@dataclass(frozen=True, slots=True)
class Attempt:
    """One go of a council at the matter: its paper, its dates, its result."""

    is_released: bool = False
    stations: tuple[Station, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to say of a partner on a day."""

    state: PartnerState
    result: Result | None = None
    next_station: Station | None = None
    deciding_on: date | None = None
    is_overdue: bool = False
    is_late: bool = False
    decisions: int = 0

    @property
    def stand(self) -> Stand:
        if self.state in APPROVED:
            return Stand.YES
        return Stand.NO if self.state in REFUSED else Stand.OPEN

    @property
    def agreed_on(self) -> date | None:
        """Return the day the council agreed, or can agree by what is planned."""
        if self.state in APPROVED and self.result is not None:
            return self.result.decided_on
        return None if self.state in REFUSED else self.deciding_on


def standing(
    attempts: Sequence[Attempt], *, on: date, deadline: date | None = None, has_left: bool = False
) -> Standing:
    """Return where a partner stands on a day; `attempts` in the order they were begun."""
    results = [each for attempt in attempts for each in attempt.results if each.decided_on <= on]
    last = max(enumerate(results), key=lambda pair: (pair[1].decided_on, pair[0]), default=(0, None))[1]
    coming = _coming(attempts, on, last)
    deciding = next((each.on for each in coming if each.authoritative), None)
    begun = attempts[-1] if attempts else None
    state = PartnerState.LEFT if has_left else _state(begun, last, coming, on)
    return Standing(
        state,
        result=last,
        next_station=coming[0] if coming else None,
        deciding_on=deciding,
        is_overdue=begun is not None and last is None and not has_left and _all_past(begun, on),
        is_late=not has_left and _is_late(state, last, deciding, deadline, on),
        decisions=len(results),
    )


def _coming(attempts: Sequence[Attempt], on: date, last: Result | None) -> list[Station]:
    """Return the stations still ahead; a day on which the council has decided already is not ahead."""
    decided = last.decided_on if last is not None else None
    dated = [
        each
        for attempt in attempts
        for each in attempt.stations
        if each.on is not None and each.on >= on and (decided is None or each.on > decided)
    ]
    return sorted(dated, key=lambda each: each.on or date.max)


def _state(begun: Attempt | None, last: Result | None, coming: Sequence[Station], on: date) -> PartnerState:
    if last is not None:
        return _state_of_result(last)
    if begun is None:
        return PartnerState.SILENT
    dated = [each.on for each in begun.stations if each.on is not None]
    if any(day <= on for day in dated):
        return PartnerState.IN_CONSULTATION if coming else PartnerState.SILENT
    return PartnerState.RELEASED if begun.is_released else PartnerState.DRAFT


def _state_of_result(last: Result) -> PartnerState:
    if last.kind is ResultKind.REJECTED:
        return PartnerState.REJECTED
    if last.kind not in TAKEN:
        return PartnerState.DEFERRED
    if not last.match.keeps_core:
        return (
            PartnerState.AMENDED_CHANGED if last.match is CoreMatch.CHANGED else PartnerState.AMENDED_UNCLEAR
        )
    is_plain = last.kind is ResultKind.ADOPTED and last.match is CoreMatch.UNCHANGED
    return PartnerState.DECIDED if is_plain else PartnerState.AMENDED_KEPT


def _all_past(begun: Attempt, on: date) -> bool:
    dated = [each.on for each in begun.stations if each.on is not None]
    return bool(dated) and max(dated) < on


def _is_late(
    state: PartnerState, last: Result | None, deciding: date | None, deadline: date | None, on: date
) -> bool:
    """Return whether the decision comes, or came, after the deadline."""
    if deadline is None:
        return False
    if state in APPROVED | REFUSED:
        return last is not None and last.decided_on > deadline
    return (deciding is not None and deciding > deadline) or on > deadline
