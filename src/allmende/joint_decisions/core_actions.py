"""The joint text on its way: written, offered for signature, co-signed by other eyes, released."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.joint_decisions.core_text import CoreText, as_json, from_json, shown_digest
from allmende.joint_decisions.domain import SignatureState
from allmende.joint_decisions.errors import (
    AlreadySettled,
    ChangedMeanwhile,
    CoreFrozen,
    DraftExists,
    NoPartners,
    NotAsked,
    NotOffered,
    OwnText,
    ReasonMissing,
    SignaturesMissing,
    Vanished,
)
from allmende.joint_decisions.models import CoreRevision, CoreVersion, CoSignature, JointDecision, PartnerTerm
from allmende.joint_decisions.permissions import require_lead
from allmende.joint_decisions.recording import locked_matter, record
from allmende.joint_decisions.thresholds import named
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import Capability, NotAllowed
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

VERSION = "Fassung"


@transaction.atomic
def save_core(*, core_id: int, core: CoreText, version: int, by: "User | None", on: date) -> CoreVersion:
    """Keep a draft of the joint text; raise ChangedMeanwhile if somebody was faster, CoreFrozen.

    The stand that is replaced stays: a second editor's changes are compared with it.
    """
    found, matter = _locked(core_id, by, on)
    if found.offered_at is not None:
        raise CoreFrozen(number=found.number)
    if found.version != version:
        raise ChangedMeanwhile(person=str(found.modified_by or "Allmende"))
    core.checked()
    if from_json(found.paragraphs) == core:
        return found
    CoreRevision.objects.create(
        core_version=found, version=found.version, paragraphs=found.paragraphs, saved_by=found.modified_by
    )
    found.paragraphs, found.digest = as_json(core), core.digest
    found.version, found.modified_by = found.version + 1, by
    found.save(update_fields=["paragraphs", "digest", "version", "modified_by", "modified_at"])
    record(by, matter, "joint_core_saved", {VERSION: str(found.number)})
    return found


@transaction.atomic
def new_core(*, matter_id: int, by: "User | None", on: date) -> CoreVersion:
    """Begin the next version with the text of the last one; raise DraftExists while one is in work."""
    matter = locked_matter(matter_id, by, on)
    last = matter.core_versions.order_by("-number").first()
    assert last is not None  # noqa: S101 - a matter begins with its first version
    if last.offered_at is None:
        raise DraftExists(number=last.number)
    made: CoreVersion = CoreVersion.objects.create(
        joint_decision=matter,
        number=last.number + 1,
        paragraphs=last.paragraphs,
        digest=last.digest,
        created_by=by,
        modified_by=by,
    )
    record(by, matter, "joint_core_saved", {VERSION: str(made.number)})
    return made


@transaction.atomic
def offer_core(
    *, core_id: int, by: "User | None", on: date, at: datetime, remind_on: date | None = None
) -> CoreVersion:
    """Freeze a version and ask the leading and all partner administrations to co-sign it."""
    found, matter = _locked(core_id, by, on)
    if found.offered_at is not None:
        raise CoreFrozen(number=found.number)
    body_ids = set(
        PartnerTerm.objects.filter(KNOWN_NOW, valid__contains=on, partner__joint_decision=matter).values_list(
            "partner__body_id", flat=True
        )
    )
    if not body_ids:
        raise NoPartners
    found.offered_at = at
    found.save(update_fields=["offered_at", "modified_at"])
    CoSignature.objects.bulk_create(
        CoSignature(core_version=found, body_id=body_id, remind_on=remind_on)
        for body_id in sorted(body_ids | {matter.body_id})
    )
    details = {VERSION: str(found.number), "Prüfsumme": shown_digest(found.digest)}
    record(by, matter, "joint_core_offered", details)
    return found


@transaction.atomic
def name_signers(
    *,
    signature_id: int,
    asked_id: int | None,
    deputy_id: int | None,
    remind_on: date | None,
    by: "User | None",
    on: date,
) -> CoSignature:
    """Name who is asked, who stands in, and when to remind; the own administration or the lead may."""
    signature = _open_signature(signature_id)
    matter = signature.core_version.joint_decision
    if by is not None and not register.may(by, signature.body_id, Capability.CONFIRM_PAPERS, on=on):
        require_lead(by, matter, on=on)
    able = {
        each.user_id for each in register.members_with(signature.body_id, Capability.CONFIRM_PAPERS, on=on)
    }
    if {asked_id, deputy_id} - {None} - able:
        raise NotAllowed
    signature.asked_id, signature.deputy_id = asked_id, deputy_id
    signature.remind_on, signature.reminded_on = remind_on, None
    signature.save(update_fields=["asked", "deputy", "remind_on", "reminded_on"])
    return signature


@transaction.atomic
def sign_core(
    *, signature_id: int, by: "User", on: date, at: datetime, refuses: bool = False, note: str = ""
) -> CoSignature:
    """Co-sign a version for one's administration, or refuse with a reason.

    Raises OwnText for who wrote it, NotAsked if others were named, AlreadySettled, ReasonMissing.
    """
    signature = _open_signature(signature_id)
    core = signature.core_version
    require(by, signature.body_id, Capability.CONFIRM_PAPERS, on=on)
    if by.pk in (core.created_by_id, core.modified_by_id):
        raise OwnText
    named_ids = {signature.asked_id, signature.deputy_id} - {None}
    if named_ids and by.pk not in named_ids:
        raise NotAsked(asked=str(signature.asked or signature.deputy))
    if refuses and not note:
        raise ReasonMissing
    _settle(signature, SignatureState.REFUSED if refuses else SignatureState.SIGNED, by, at, note)
    action = "joint_core_refused" if refuses else "joint_core_signed"
    record(by, core.joint_decision, action, _told(signature, on))
    return signature


@transaction.atomic
def waive_signature(
    *, signature_id: int, note: str, by: "User | None", on: date, at: datetime
) -> CoSignature:
    """Go on without one administration's signature; the reason stays in the history."""
    signature = _open_signature(signature_id)
    matter = signature.core_version.joint_decision
    require_lead(by, matter, on=on)
    if not note:
        raise ReasonMissing
    _settle(signature, SignatureState.WAIVED, by, at, note)
    record(by, matter, "joint_core_waived", {**_told(signature, on), "Grund": note[:300]})
    return signature


@transaction.atomic
def waive_open_signatures(
    *, core_id: int, note: str, by: "User | None", on: date, at: datetime
) -> list[CoSignature]:
    """Go on without all administrations that have not answered, for one reason."""
    ids = CoSignature.objects.filter(core_version=core_id, state=SignatureState.REQUESTED.value)
    return [
        waive_signature(signature_id=each, note=note, by=by, on=on, at=at)
        for each in ids.order_by("pk").values_list("pk", flat=True)
    ]


@transaction.atomic
def release_core(*, core_id: int, by: "User | None", on: date, at: datetime) -> CoreVersion:
    """Release a version that all have co-signed; from then on partners write their papers for it.

    Raises NotOffered, or SignaturesMissing with the names.
    """
    found, matter = _locked(core_id, by, on)
    if found.offered_at is None:
        raise NotOffered(number=found.number)
    if found.released_at is not None:
        raise CoreFrozen(number=found.number)
    settled = (SignatureState.SIGNED.value, SignatureState.WAIVED.value)
    missing = list(found.signatures.exclude(state__in=settled).values_list("body_id", flat=True))
    if missing:
        names = sorted(str(body) for body in register.bodies_by_id(missing, on=on).values())
        raise SignaturesMissing(count=len(missing), names=named(names))
    found.released_at, found.released_by = at, by
    found.save(update_fields=["released_at", "released_by"])
    details = {VERSION: str(found.number), "Prüfsumme": shown_digest(found.digest)}
    record(by, matter, "joint_core_released", details)
    return found


def _settle(
    signature: CoSignature, state: SignatureState, by: "User | None", at: datetime, note: str
) -> None:
    signature.state, signature.signer, signature.settled_at = state.value, by, at
    signature.note = note[:500]
    signature.save(update_fields=["state", "signer", "settled_at", "note"])


def _told(signature: CoSignature, on: date) -> dict[str, str]:
    body = register.bodies_by_id([signature.body_id], on=on).get(signature.body_id)
    return {VERSION: str(signature.core_version.number), "Verwaltung": str(body or "")}


def _open_signature(signature_id: int) -> CoSignature:
    rows = CoSignature.objects.select_related("core_version__joint_decision__body", "asked", "deputy")
    signature: CoSignature | None = rows.select_for_update(of=("self",)).filter(pk=signature_id).first()
    if signature is None:
        raise Vanished
    if signature.state != SignatureState.REQUESTED:
        raise AlreadySettled
    return signature


def _locked(core_id: int, by: "User | None", on: date) -> tuple[CoreVersion, JointDecision]:
    rows = CoreVersion.objects.select_related("modified_by").select_for_update(of=("self",))
    found: CoreVersion | None = rows.filter(pk=core_id).first()
    if found is None:
        raise Vanished
    return found, locked_matter(found.joint_decision_id, by, on)
