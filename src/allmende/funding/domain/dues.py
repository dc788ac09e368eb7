"""What the steps of a grant make due: owed, paid on account, paid back. Each cent once. Pure.

The notice says what is owed; a later one, or the settlement, posts only the difference to it. A call asks
for an instalment; what comes in without a call is one, too, but never counts beside its call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from allmende.common.formats import day, euro
from allmende.funding.domain.steps import Step, money_of
from allmende.funding.domain.words import StepKind, StepState
from allmende.ledger.domain import PostingKind


class Way(StrEnum):
    """Between whom an amount goes."""

    IN = "in"
    ON = "on"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class StepDue:
    """What one step makes due in cents, beside all others that count."""

    way: Way
    kind: PostingKind
    cents: int
    sentence: str
    parts: Mapping[str, int] = field(default_factory=dict)
    """What the amount follows from, in cents by label."""


def owed(steps: Iterable[Step]) -> int:
    """Return what the funder owes: as settled, before that as granted."""
    known = list(steps)
    money = money_of(known)
    is_settled = any(each.counts and each.kind is StepKind.SETTLEMENT for each in known)
    return money.settled if is_settled else money.granted


def instalments(steps: Iterable[Step]) -> int:
    """Return what was asked for or came in: a receipt beyond what was called is an instalment of its own."""
    money = money_of(steps)
    return max(money.called, money.received)


def due_of(step: Step, others: Sequence[Step]) -> StepDue | None:
    """Return what a step makes due once it is released; None if nothing changes hands through it."""
    released = replace(step, state=StepState.RELEASED)
    name = f"{step.kind.label} vom {day(step.dated)}"
    match step.kind:
        case StepKind.NOTICE | StepKind.SETTLEMENT:
            return _owed_due(released, others, name)
        case StepKind.CALL | StepKind.RECEIPT:
            return _instalment_due(released, others, name)
        case StepKind.FORWARDING:
            return _plain(Way.ON, PostingKind.ABSCHLAG, step.cents, name)
        case StepKind.REPAYMENT:
            return _plain(Way.BACK, PostingKind.IST, step.cents, name)
        case _:
            return None


def _owed_due(step: Step, others: Sequence[Step], name: str) -> StepDue | None:
    before, after = owed(others), owed([*others, step])
    if before == after:
        return None
    if not any(each.counts and each.kind in {StepKind.NOTICE, StepKind.SETTLEMENT} for each in others):
        return _plain(Way.IN, PostingKind.SOLL, after, name)
    told = f"{name}: {euro(after)} statt {euro(before)}, gebucht ist der Unterschied."
    return StepDue(Way.IN, PostingKind.KORREKTUR, after - before, told, {"bisher": before, "jetzt": after})


def _instalment_due(step: Step, others: Sequence[Step], name: str) -> StepDue | None:
    cents = instalments([*others, step]) - instalments(others)
    if not cents:
        return None
    if cents == step.cents:
        return _plain(Way.IN, PostingKind.ABSCHLAG, cents, name)
    told = f"{name} über {euro(step.cents)}; davon ist {euro(step.cents - cents)} schon gebucht."
    parts = {step.kind.label: step.cents, "schon gebucht": cents - step.cents}
    return StepDue(Way.IN, PostingKind.ABSCHLAG, cents, told, parts)


def _plain(way: Way, kind: PostingKind, cents: int, name: str) -> StepDue | None:
    return StepDue(way, kind, cents, f"{name} über {euro(cents)}.") if cents else None
