"""Grants and their steps: entered by one person, released by another."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from allmende.funding.domain.programmes import BuildingBlock
from allmende.funding.domain.steps import Step, refusals
from allmende.funding.domain.words import StepKind, StepState
from allmende.funding.errors import AlreadySettled, NameTaken, NoReason, SameHands, StepRefused, UnknownMatter
from allmende.funding.models import Grant, GrantDeadline, GrantStep, OwnProgramme
from allmende.funding.queries import steps_of
from allmende.funding.recording import record
from allmende.funding.step_postings import NO_AGREEMENT, post_step, take_step_back
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What somebody enters about a step; `fte` only with a notice."""

    kind: StepKind
    dated: date
    cents: int
    document: str
    fte: Decimal | None = None
    due: date | None = None
    late_reason: str = ""
    forwarding_id: int | None = None


@transaction.atomic
def create_grant(
    *,
    body: BodyView,
    giver: BodyView,
    title: str,
    block: BuildingBlock | None,
    period: tuple[date, date],
    by: "User | None",
    on: date,
    programme: OwnProgramme | None = None,
    reference: str = "",
    decision_id: int | None = None,
    cooperation_id: int | None = None,
) -> Grant:
    """Open the matter of a grant for `[from, until)`; money comes with its steps. Raises NameTaken."""
    require(by, body.id, Capability.CALCULATE, on=on)
    if Grant.objects.filter(body_id=body.id, title=title).exists():
        raise NameTaken(name=title)
    grant = Grant.objects.create(
        body_id=body.id,
        giver_id=giver.id,
        title=title,
        block=block.key if block else "",
        programme=programme,
        reference=reference,
        period=period,
        decision_id=decision_id,
        cooperation_id=cooperation_id,
        created_by=by,
    )
    record(grant, body.id, "grant_created", by, on)
    return grant


@transaction.atomic
def enter_step(*, grant_id: int, entry: StepEntry, by: "User | None", on: date) -> GrantStep:
    """Enter a step; it counts once somebody else has released it. Raises StepRefused or NoReason."""
    grant = locked_grant(grant_id)
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    if not entry.document.strip():
        raise NoReason
    if (
        entry.kind is StepKind.FORWARDING
        and not grant.forwardings.filter(pk=entry.forwarding_id or 0).exists()
    ):
        raise StepRefused(problems=NO_AGREEMENT)
    if entry.due and entry.dated > entry.due and not entry.late_reason.strip():
        raise StepRefused(problems=" ".join(refusals(_as_step(entry), steps_of(grant.steps.all()))))
    step = GrantStep.objects.create(
        grant=grant,
        kind=entry.kind,
        dated=entry.dated,
        cents=entry.cents,
        fte=entry.fte,
        due=entry.due,
        late_reason=entry.late_reason.strip(),
        document=entry.document.strip(),
        forwarding_id=entry.forwarding_id,
        entered_by=by,
    )
    record(step, grant.body_id, "grant_step_entered", by, on, {"Zuwendung": grant.title})
    return step


@transaction.atomic
def release_step(*, step_id: int, by: "User | None", on: date) -> GrantStep:
    """Let a step count and post what it makes due.

    Raises SameHands, AlreadySettled, or StepRefused with all that stands against it.
    """
    step = _locked_step(step_id)
    grant = step.grant
    require(by, grant.body_id, Capability.POST_MONEY, on=on)
    if step.state != StepState.ENTERED:
        raise AlreadySettled(what=step, state=step.get_state_display())
    if by is not None and step.entered_by_id == by.pk:
        raise SameHands
    others = list(grant.steps.exclude(pk=step.pk))
    against = refusals(steps_of([step])[0], steps_of(others))
    if against:
        raise StepRefused(problems=" ".join(against))
    step.posting_id = post_step(step, others, by=by, on=on)
    step.state, step.released_by, step.released_at = StepState.RELEASED, by, timezone.now()
    step.save(update_fields=["posting", "state", "released_by", "released_at"])
    record(step, grant.body_id, "grant_step_released", by, on, {"Zuwendung": grant.title})
    return step


@transaction.atomic
def withdraw_step(*, step_id: int, reason: str, by: "User | None", on: date) -> GrantStep:
    """Take a step and its posting back, with a reason; both stay readable. Raises NoReason, StepRefused."""
    step = _locked_step(step_id)
    grant = step.grant
    require(by, grant.body_id, Capability.POST_MONEY, on=on)
    if step.state == StepState.WITHDRAWN:
        raise AlreadySettled(what=step, state=step.get_state_display())
    if not reason.strip():
        raise NoReason
    _refuse_orphans(step)
    if step.state == StepState.RELEASED:
        others = list(grant.steps.exclude(pk=step.pk))
        take_step_back(step, others, reason=reason.strip(), by=by, on=on)
    step.state, step.withdrawn_by, step.withdrawn_because = StepState.WITHDRAWN, by, reason.strip()
    step.save(update_fields=["state", "withdrawn_by", "withdrawn_because"])
    record(step, grant.body_id, "grant_step_withdrawn", by, on, {"Grund": reason.strip()})
    return step


@transaction.atomic
def set_deadline(
    *, grant_id: int, kind: StepKind, due: date, source: str, by: "User | None", on: date
) -> GrantDeadline:
    """Say until when a step is due; what was said before stays readable. Raises NoReason."""
    grant = locked_grant(grant_id)
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    if not source.strip():
        raise NoReason
    row = GrantDeadline.objects.create(grant=grant, kind=kind, due=due, source=source.strip(), created_by=by)
    record(row, grant.body_id, "grant_deadline_set", by, on, {"Zuwendung": grant.title})
    return row


def _refuse_orphans(step: GrantStep) -> None:
    """Raise StepRefused if a released step would lose what it rests on: the later ones go first."""
    if step.state != StepState.RELEASED:
        return
    rest = list(step.grant.steps.exclude(pk=step.pk).filter(state=StepState.RELEASED).order_by("dated", "pk"))
    for index, row in enumerate(rest):
        against = refusals(steps_of([row])[0], steps_of(rest[:index]))
        if against:
            raise StepRefused(problems=f"„{row}“ beruht auf diesem Schritt. Nehmen Sie jenen zuerst zurück.")


def _as_step(entry: StepEntry) -> Step:
    return Step(entry.kind, StepState.ENTERED, entry.dated, entry.cents, entry.due, entry.late_reason.strip())


def locked_grant(grant_id: int) -> Grant:
    """Return the grant; two changes of one grant wait for each other. Raises UnknownMatter."""
    grant = Grant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None:
        raise UnknownMatter
    return grant


def _locked_step(step_id: int) -> GrantStep:
    """Return the step with its grant locked: two releases of one grant wait for each other."""
    step = GrantStep.objects.filter(pk=step_id).first()
    if step is None:
        raise UnknownMatter
    step.grant = locked_grant(step.grant_id)
    step.refresh_from_db(fields=["state"])
    return step
