"""What the steps of a grant post in the ledger when they are released, and take back when withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from allmende.funding.domain.dues import Way, due_of
from allmende.funding.errors import StepRefused
from allmende.funding.models import GrantStep
from allmende.funding.queries import steps_of
from allmende.ledger import actions as ledger
from allmende.ledger.domain import PostingKind
from allmende.register import queries as register

if TYPE_CHECKING:
    from allmende.accounts.models import User

NO_AGREEMENT = (
    "Für die Weiterleitung fehlt der Vertrag: Sonst ist nicht zu sagen, wer das Geld erhält. Tragen Sie "
    "zuerst den Weiterleitungsvertrag ein und wählen Sie ihn dann beim Schritt."
)


def post_step(step: GrantStep, others: Sequence[GrantStep], *, by: "User | None", on: date) -> int | None:
    """Post what a step makes due; return the number of the posting, None if nothing changes hands."""
    due = due_of(steps_of([step])[0], steps_of(others))
    if due is None:
        return None
    grant = step.grant
    payer, payee = _between(step, due.way)
    bodies = register.bodies_by_id([grant.body_id, payer, payee], on=on)
    posting = ledger.post_due(
        body=bodies[grant.body_id],
        due=ledger.Due(
            payer=bodies[payer],
            payee=bodies[payee],
            cents=due.cents,
            kind=due.kind,
            period=(grant.period.lower, grant.period.upper),
            document=f"{due.sentence} {step.document}",
            from_own_money=due.way is Way.IN,
            causes=(due.sentence,) if due.kind is PostingKind.KORREKTUR else (),
            parts=due.parts,
            subject=(grant.title, grant.get_absolute_url()),
        ),
        by=by,
        on=on,
    )
    return posting.pk


def take_step_back(
    step: GrantStep, others: Sequence[GrantStep], *, reason: str, by: "User | None", on: date
) -> None:
    """Take back what a step posted. Raises StepRefused if later steps were posted on top of it."""
    due = due_of(steps_of([step])[0], steps_of(others))
    posted = step.posting.cents if step.posting else 0
    if (due.cents if due else 0) != posted:
        raise StepRefused(
            problems=f"Spätere Schritte sind mit dem Unterschied zu „{step}“ gebucht. "
            "Nehmen Sie jene zuerst zurück."
        )
    if step.posting_id is not None:
        ledger.take_back(posting_id=step.posting_id, reason=reason, by=by, on=on)


def _between(step: GrantStep, way: Way) -> tuple[int, int]:
    """Return who pays whom."""
    grant = step.grant
    if way is Way.IN:
        return grant.giver_id, grant.body_id
    if way is Way.BACK:
        return grant.body_id, grant.giver_id
    assert step.forwarding is not None  # noqa: S101 - nobody can enter a forwarding without its agreement
    return grant.body_id, step.forwarding.provider_id
