"""What steps make due: each cent once, differences only, the chain comes out even."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allmende.funding.domain.dues import StepDue, Way, due_of, instalments, owed
from allmende.funding.domain.steps import Step
from allmende.funding.domain.words import StepKind, StepState
from allmende.ledger.domain import PostingKind


def step(kind: StepKind, cents: int, month: int = 1, state: StepState = StepState.RELEASED) -> Step:
    return Step(kind, state, date(2025, month, 15), cents)


APPLIED, GRANTED = step(StepKind.APPLICATION, 400_00), step(StepKind.NOTICE, 342_00, 2)


def told(due: StepDue | None) -> tuple[Way, PostingKind, int] | None:
    return (due.way, due.kind, due.cents) if due else None


def test_the_first_notice_is_owed_and_a_later_one_only_its_difference() -> None:
    assert told(due_of(GRANTED, [APPLIED])) == (Way.IN, PostingKind.SOLL, 342_00)
    amended = step(StepKind.NOTICE, 300_00, 5)
    due = due_of(amended, [APPLIED, GRANTED])
    assert told(due) == (Way.IN, PostingKind.KORREKTUR, -42_00)
    assert due is not None
    assert dict(due.parts) == {"bisher": 342_00, "jetzt": 300_00}
    assert due_of(step(StepKind.NOTICE, 342_00, 6), [APPLIED, GRANTED]) is None


def test_a_settlement_posts_its_difference_to_the_notice() -> None:
    before = [APPLIED, GRANTED, step(StepKind.PROOF, 0, 6)]
    settled = due_of(step(StepKind.SETTLEMENT, 330_00, 7), before)
    assert told(settled) == (Way.IN, PostingKind.KORREKTUR, -12_00)
    assert due_of(step(StepKind.SETTLEMENT, 342_00, 7), before) is None


def test_a_receipt_never_counts_beside_its_call() -> None:
    call = step(StepKind.CALL, 100_00, 3)
    assert told(due_of(call, [APPLIED, GRANTED])) == (Way.IN, PostingKind.ABSCHLAG, 100_00)
    assert due_of(step(StepKind.RECEIPT, 100_00, 4), [APPLIED, GRANTED, call]) is None
    more = due_of(step(StepKind.RECEIPT, 150_00, 4), [APPLIED, GRANTED, call])
    assert told(more) == (Way.IN, PostingKind.ABSCHLAG, 50_00)
    uncalled = due_of(step(StepKind.RECEIPT, 80_00, 4), [APPLIED, GRANTED])
    assert told(uncalled) == (Way.IN, PostingKind.ABSCHLAG, 80_00)


def test_handing_on_and_paying_back_are_payments_and_papers_are_none() -> None:
    assert told(due_of(step(StepKind.FORWARDING, 57_00), [])) == (Way.ON, PostingKind.ABSCHLAG, 57_00)
    assert told(due_of(step(StepKind.REPAYMENT, 12_00), [])) == (Way.BACK, PostingKind.IST, 12_00)
    for kind in (StepKind.APPLICATION, StepKind.REJECTION, StepKind.PROOF):
        assert due_of(step(kind, 1_00), []) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from([StepKind.NOTICE, StepKind.CALL, StepKind.RECEIPT, StepKind.SETTLEMENT]),
            st.integers(0, 10**9),
            st.integers(1, 12),
        ),
        max_size=8,
    )
)
def test_whatever_comes_in_whatever_order_the_postings_add_up(
    entered: list[tuple[StepKind, int, int]],
) -> None:
    known: list[Step] = []
    posted = {"owed": 0, "instalments": 0}
    for kind, cents, month in entered:
        due = due_of(step(kind, cents, month, StepState.ENTERED), known)
        known.append(step(kind, cents, month))
        if due is not None:
            posted["instalments" if due.kind is PostingKind.ABSCHLAG else "owed"] += due.cents
    assert posted == {"owed": owed(known), "instalments": instalments(known)}
