"""The way of a grant from application to settlement: what follows what, where the money stands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allmende.common.formats import day, euro
from allmende.funding.domain.words import Stage, StepKind, StepState

NEEDS: dict[StepKind, StepKind] = {
    StepKind.NOTICE: StepKind.APPLICATION,
    StepKind.REJECTION: StepKind.APPLICATION,
    StepKind.CALL: StepKind.NOTICE,
    StepKind.RECEIPT: StepKind.NOTICE,
    StepKind.FORWARDING: StepKind.RECEIPT,
    StepKind.PROOF: StepKind.NOTICE,
    StepKind.SETTLEMENT: StepKind.PROOF,
    StepKind.REPAYMENT: StepKind.NOTICE,
}
"""What must have been released before; a step that is not here can stand at the beginning."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its amount; a notice says what is granted in all, a later notice replaces it."""

    kind: StepKind
    state: StepState
    dated: date
    cents: int
    due: date | None = None
    late_reason: str = ""

    @property
    def counts(self) -> bool:
        return self.state is StepState.RELEASED


@dataclass(frozen=True, slots=True)
class Money:
    """Where the money of a grant stands, in cents."""

    applied: int
    granted: int
    called: int
    received: int
    forwarded: int
    settled: int
    repaid: int

    @property
    def open_to_call(self) -> int:
        return self.granted - self.called

    @property
    def in_hand(self) -> int:
        """What came in and was neither handed on nor paid back."""
        return self.received - self.forwarded - self.repaid


def money_of(steps: Iterable[Step]) -> Money:
    """Return the sums of what was released; of applications and notices the last one holds."""
    released = sorted((each for each in steps if each.counts), key=lambda each: each.dated)

    def last(kind: StepKind) -> int:
        return next((each.cents for each in reversed(released) if each.kind is kind), 0)

    def total(kind: StepKind) -> int:
        return sum(each.cents for each in released if each.kind is kind)

    return Money(
        applied=last(StepKind.APPLICATION),
        granted=last(StepKind.NOTICE),
        called=total(StepKind.CALL),
        received=total(StepKind.RECEIPT),
        forwarded=total(StepKind.FORWARDING),
        settled=last(StepKind.SETTLEMENT),
        repaid=total(StepKind.REPAYMENT),
    )


def stage_of(steps: Iterable[Step]) -> Stage:
    """Return where a grant stands: the furthest of what was released."""
    kinds = {each.kind for each in steps if each.counts}
    reached = (
        (StepKind.SETTLEMENT, Stage.SETTLED),
        (StepKind.PROOF, Stage.PROVED),
        (StepKind.CALL, Stage.PAID_OUT),
        (StepKind.RECEIPT, Stage.PAID_OUT),
        (StepKind.NOTICE, Stage.GRANTED),
        (StepKind.REJECTION, Stage.REJECTED),
        (StepKind.APPLICATION, Stage.APPLIED),
    )
    return next((stage for kind, stage in reached if kind in kinds), Stage.PLANNED)


def refusals(step: Step, before: Sequence[Step]) -> list[str]:
    """Return in German why a step cannot be released after `before`; empty if it can."""
    found = []
    released = {each.kind for each in before if each.counts}
    needed = NEEDS.get(step.kind)
    if needed and needed not in released:
        found.append(
            f"Vor „{step.kind.label}“ muss „{needed.label}“ freigegeben sein. "
            "Tragen Sie diesen Schritt zuerst ein."
        )
    if step.due and step.dated > step.due and not step.late_reason.strip():
        found.append(
            f"Die Frist ist am {day(step.due)} abgelaufen, der Schritt ist vom {day(step.dated)}. "
            "Nennen Sie den Grund der Verspätung oder berichtigen Sie den Tag."
        )
    found.extend(_over_the_sum(step, money_of(before)))
    return found


def _over_the_sum(step: Step, money: Money) -> list[str]:
    """Tell which sum a step would exceed."""
    limits = {
        StepKind.CALL: (money.open_to_call, "noch nicht abgerufen sind"),
        StepKind.FORWARDING: (money.in_hand, "eingegangen und noch nicht weitergeleitet sind"),
        StepKind.REPAYMENT: (money.in_hand, "eingegangen und noch nicht weitergeleitet sind"),
        StepKind.SETTLEMENT: (money.granted, "bewilligt sind"),
    }
    if step.kind not in limits:
        return []
    limit, words = limits[step.kind]
    if step.cents <= limit:
        return []
    return [
        f"{step.kind.label} über {euro(step.cents)}: {words} nur {euro(max(limit, 0))}. "
        "Berichtigen Sie den Betrag oder tragen Sie den fehlenden Schritt nach."
    ]
