"""Proofs of use: text blocks by hand, figures from the postings; frozen when somebody else releases."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone

from allmende.funding.domain.words import StepState
from allmende.funding.errors import AlreadySettled, NoReason, SameHands, UnknownMatter, WrongPeriod
from allmende.funding.models import Grant, ProofOfUse
from allmende.funding.recording import record
from allmende.funding.statement import statement_of
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

BLOCKS = ("purpose", "course", "success", "deviations")


@transaction.atomic
def create_proof(*, grant_id: int, period: tuple[date, date], by: "User | None", on: date) -> ProofOfUse:
    """Begin a proof for the days `[from, until)` of a grant. Raises WrongPeriod."""
    grant = Grant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None:
        raise UnknownMatter
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    if period[0] < grant.period.lower or period[1] > grant.period.upper or period[0] >= period[1]:
        raise WrongPeriod(
            problem="Der Zeitraum liegt nicht im Bewilligungszeitraum. Berichtigen Sie die Tage."
        )
    days = DateRange(*period)
    newest = grant.proofs.filter(period=days).aggregate(number=Max("number"))["number"]
    proof = ProofOfUse.objects.create(
        grant=grant, period=days, number=(newest or 0) + 1, texts={}, entered_by=by
    )
    record(proof, grant.body_id, "proof_entered", by, on)
    return proof


@transaction.atomic
def write_texts(*, proof_id: int, texts: Mapping[str, str], by: "User | None", on: date) -> ProofOfUse:
    """Write the text blocks of a proof that nobody has released. Raises AlreadySettled."""
    proof = _locked(proof_id)
    require(by, proof.grant.body_id, Capability.CALCULATE, on=on)
    _refuse_settled(proof)
    proof.texts = {name: texts.get(name, "").strip() for name in BLOCKS}
    proof.save(update_fields=["texts"])
    record(proof, proof.grant.body_id, "proof_changed", by, on)
    return proof


@transaction.atomic
def release_proof(*, proof_id: int, by: "User | None", on: date) -> ProofOfUse:
    """Freeze the figures as they are now. Raises SameHands or AlreadySettled."""
    proof = _locked(proof_id)
    require(by, proof.grant.body_id, Capability.POST_MONEY, on=on)
    _refuse_settled(proof)
    if by is not None and proof.entered_by_id == by.pk:
        raise SameHands
    proof.statement = statement_of(proof, on=on)
    proof.state, proof.released_by, proof.released_at = StepState.RELEASED, by, timezone.now()
    proof.save(update_fields=["statement", "state", "released_by", "released_at"])
    record(proof, proof.grant.body_id, "proof_released", by, on)
    return proof


@transaction.atomic
def withdraw_proof(*, proof_id: int, reason: str, by: "User | None", on: date) -> ProofOfUse:
    """Take a proof back, with a reason; it stays readable. Raises NoReason or AlreadySettled."""
    proof = _locked(proof_id)
    require(by, proof.grant.body_id, Capability.POST_MONEY, on=on)
    if not reason.strip():
        raise NoReason
    if proof.state == StepState.WITHDRAWN:
        raise AlreadySettled(what=proof, state=proof.get_state_display())
    proof.state, proof.withdrawn_by, proof.withdrawn_because = StepState.WITHDRAWN, by, reason.strip()
    proof.save(update_fields=["state", "withdrawn_by", "withdrawn_because"])
    record(proof, proof.grant.body_id, "proof_withdrawn", by, on, {"Grund": reason.strip()})
    return proof


def _refuse_settled(proof: ProofOfUse) -> None:
    if proof.state != StepState.ENTERED:
        raise AlreadySettled(what=proof, state=proof.get_state_display())


def _locked(proof_id: int) -> ProofOfUse:
    found = (
        ProofOfUse.objects.select_for_update(of=("self",)).select_related("grant").filter(pk=proof_id).first()
    )
    if found is None:
        raise UnknownMatter
    return found
