"""Record what became of a decision, and of the duties that follow from it. Every write leaves an event."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.papers.actions import locked_paper, record_of_paper
from allmende.papers.decisions.errors import DecidedInTheFuture, HoldsBeforeDecided, OnlyDecisionsHold
from allmende.papers.domain.follow_ups import FollowUpState, Recurrence, next_due
from allmende.papers.domain.outcomes import DecisionState, Outcome
from allmende.papers.errors import Vanished
from allmende.papers.models import Decision, FollowUp, Paper
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@transaction.atomic
def record_outcome(*, paper_id: int, outcome: Outcome, by: "User | None", on: date) -> Paper:
    """Keep the result for the decision of a paper; what was recorded before is replaced.

    Raises DecidedInTheFuture, OnlyDecisionsHold or HoldsBeforeDecided.
    """
    paper = locked_paper(paper_id, by, on)
    if outcome.decided_on > on:
        raise DecidedInTheFuture
    if outcome.effective_on is not None and outcome.state is not DecisionState.TAKEN:
        raise OnlyDecisionsHold
    if outcome.effective_on is not None and outcome.effective_on < outcome.decided_on:
        raise HoldsBeforeDecided
    Decision.objects.update_or_create(paper=paper, defaults=asdict(outcome))
    record_of_paper(by, paper, "outcome_recorded")
    return paper


@transaction.atomic
def withdraw_outcome(*, paper_id: int, by: "User", on: date) -> Paper:
    """Take a recorded result back: the decision is a proposal again."""
    paper = locked_paper(paper_id, by, on)
    changed = (
        Decision.objects.filter(paper=paper)
        .exclude(state=DecisionState.PROPOSED.value)
        .update(
            state=DecisionState.PROPOSED.value,
            decided_on=None,
            effective_on=None,
            outcome="",
            yes=None,
            no=None,
            abstentions=None,
        )
    )
    if changed:
        record_of_paper(by, paper, "outcome_withdrawn")
    return paper


@transaction.atomic
def settle_follow_up(*, follow_up_id: int, state: FollowUpState, by: "User | None", on: date) -> FollowUp:
    """Report a duty as done, dropped or pending again. A recurring one that is done is due again later."""
    rows = FollowUp.objects.select_related("decision__paper__body", "decision__paper__draft__body")
    follow_up = rows.select_for_update(of=("self",)).filter(pk=follow_up_id).first()
    if follow_up is None:
        raise Vanished
    paper = follow_up.decision.paper
    require(by, paper.body_id, Capability.EDIT_PAPERS, on=on)
    if state is FollowUpState.DONE:
        _done(follow_up, on)
    else:
        follow_up.state = state.value
    follow_up.save(update_fields=["state", "due_on", "last_done_on"])
    record_of_paper(by, paper, _EVENTS[state])
    return follow_up


def _done(follow_up: FollowUp, on: date) -> None:
    follow_up.last_done_on = on
    if follow_up.recurrence and follow_up.first_due_on and follow_up.due_on:
        passed = max(on, follow_up.due_on)
        follow_up.due_on = next_due(follow_up.first_due_on, Recurrence(follow_up.recurrence), passed)
    else:
        follow_up.state = FollowUpState.DONE.value


_EVENTS = {
    FollowUpState.DONE: "follow_up_done",
    FollowUpState.DROPPED: "follow_up_dropped",
    FollowUpState.PENDING: "follow_up_reopened",
}
