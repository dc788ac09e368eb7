"""The way of a grant: what may follow what, and where the money stands."""

from datetime import date

from allmende.funding.domain.steps import NEEDS, Step, money_of, refusals, stage_of
from allmende.funding.domain.words import Stage, StepKind, StepState

RELEASED, ENTERED = StepState.RELEASED, StepState.ENTERED


def step(
    kind: StepKind, cents: int = 0, *, state: StepState = RELEASED, month: int = 1, **more: object
) -> Step:
    return Step(kind, state, date(2025, month, 15), cents, **more)  # type: ignore[arg-type]


APPLIED = step(StepKind.APPLICATION, 400_000_00)
GRANTED = step(StepKind.NOTICE, 342_000_00, month=2)
RECEIVED = step(StepKind.RECEIPT, 171_000_00, month=4)


def test_every_step_needs_the_one_before_it_released() -> None:
    for kind, needed in NEEDS.items():
        found = refusals(step(kind, 0), [])
        assert found, kind
        assert f"„{needed.label}“ freigegeben" in found[0]
    unreleased = step(StepKind.APPLICATION, 1, state=ENTERED)
    assert refusals(step(StepKind.NOTICE, 1), [unreleased])
    assert refusals(step(StepKind.NOTICE, 1), [APPLIED]) == []


def test_nothing_is_called_beyond_the_notice_or_handed_on_before_it_came() -> None:
    assert refusals(step(StepKind.CALL, 342_000_00), [APPLIED, GRANTED]) == []
    over = refusals(step(StepKind.CALL, 342_000_01), [APPLIED, GRANTED])
    assert over == [
        "Mittelabruf über 342.000,01\u00a0€: noch nicht abgerufen sind nur 342.000,00\u00a0€. "
        "Berichtigen Sie den Betrag oder tragen Sie den fehlenden Schritt nach."
    ]
    before = [APPLIED, GRANTED, RECEIVED, step(StepKind.FORWARDING, 100_000_00, month=5)]
    assert refusals(step(StepKind.FORWARDING, 71_000_00, month=6), before) == []
    assert refusals(step(StepKind.FORWARDING, 71_000_01, month=6), before)


def test_a_step_after_its_deadline_needs_a_reason() -> None:
    late = step(StepKind.APPLICATION, 1, month=3, due=date(2025, 2, 28))
    assert "Die Frist ist am 28.02.2025 abgelaufen" in refusals(late, [])[0]
    assert (
        refusals(step(StepKind.APPLICATION, 1, month=3, due=date(2025, 2, 28), late_reason="Nachfrist"), [])
        == []
    )


def test_the_last_notice_holds_and_what_was_withdrawn_counts_no_more() -> None:
    amended = step(StepKind.NOTICE, 300_000_00, month=6)
    taken_back = step(StepKind.CALL, 50_000_00, state=StepState.WITHDRAWN, month=7)
    money = money_of([APPLIED, GRANTED, amended, taken_back, RECEIVED])
    assert (money.granted, money.called, money.open_to_call, money.in_hand) == (
        300_000_00,
        0,
        300_000_00,
        171_000_00,
    )


def test_the_stage_is_the_furthest_released() -> None:
    assert stage_of([]) is Stage.PLANNED
    assert stage_of([APPLIED]) is Stage.APPLIED
    assert stage_of([APPLIED, step(StepKind.REJECTION)]) is Stage.REJECTED
    assert stage_of([APPLIED, GRANTED, RECEIVED]) is Stage.PAID_OUT
    assert stage_of([APPLIED, GRANTED, step(StepKind.PROOF, state=ENTERED)]) is Stage.GRANTED
