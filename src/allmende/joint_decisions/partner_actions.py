"""A partner's own paper in the matter: number, dates, local texts, whom to show it, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max

from allmende.joint_decisions.core_text import from_json, normal
from allmende.joint_decisions.deviation import as_json, deviation
from allmende.joint_decisions.domain import TAKEN, CoreMatch, ResultKind, Visibility
from allmende.joint_decisions.errors import (
    ChangedMeanwhile,
    DecidedInTheFuture,
    ForeignPaper,
    NotAPartner,
    NothingReleased,
    PaperTaken,
    ResultWithoutText,
    UnknownSlot,
    Vanished,
)
from allmende.joint_decisions.models import (
    Partner,
    PartnerDecision,
    PartnerResult,
    PlannedConsultation,
)
from allmende.joint_decisions.permissions import current_terms, is_lead, require_partner
from allmende.joint_decisions.recording import record_own
from allmende.joint_decisions.states import Station
from allmende.papers import queries as papers
from allmende.register import queries as register
from allmende.register.domain import Capability

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry:
    """What a partner says of its own paper."""

    reference: str = ""
    local_texts: Mapping[str, str] = field(default_factory=dict)
    stations: Sequence[Station] = ()
    visibility: Visibility = Visibility.OWN
    is_released: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntry:
    """What a council did, as a person enters it."""

    kind: ResultKind
    decided_on: date
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    resolved_text: str = ""
    conditions: tuple[str, ...] = ()
    judged: CoreMatch | None = None
    note: str = ""


@transaction.atomic
def begin_decision(*, partner_id: int, by: "User | None", on: date) -> PartnerDecision:
    """Begin the partner's paper, or another one if its council decides again.

    The lead may begin one that all partners see; a partner's own is its own at first. Raises NothingReleased.
    """
    partner = _locked_partner(partner_id)
    is_reported = not _acts_for(partner, Capability.EDIT_PAPERS, by, on)
    core = partner.joint_decision.core_versions.filter(released_at__isnull=False).order_by("-number").first()
    if core is None:
        raise NothingReleased
    if not current_terms([partner.body_id], on=on).filter(partner=partner).exists():
        raise NotAPartner(body=register.bodies_by_id([partner.body_id], on=on)[partner.body_id], day=on)
    number = (partner.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    visibility = Visibility.PARTNERS if is_reported else Visibility.OWN
    made: PartnerDecision = PartnerDecision.objects.create(
        partner=partner,
        number=number,
        core_version=core,
        visibility=visibility.value,
        created_by=by,
        modified_by=by,
    )
    record_own(by, made, "joint_paper_changed")
    return made


@transaction.atomic
def save_decision(
    *, decision_id: int, entry: DecisionEntry, version: int, by: "User | None", on: date
) -> PartnerDecision:
    """Keep what a partner says of its paper; raise ChangedMeanwhile if somebody saved since."""
    found = _locked_decision(decision_id, Capability.EDIT_PAPERS, by, on)
    if found.version != version:
        raise ChangedMeanwhile(person=str(found.modified_by or "Allmende"))
    local = {name: text for name, text in entry.local_texts.items() if normal(text)}
    slots = {each.name for each in from_json(found.core_version.paragraphs).slots}
    if unknown := sorted(set(local) - slots):
        raise UnknownSlot(number=found.core_version.number, name=unknown[0])
    found.reference, found.local_texts = entry.reference, local
    found.visibility, found.note = entry.visibility.value, entry.note
    found.released_on = (found.released_on or on) if entry.is_released else None
    found.version, found.modified_by = found.version + 1, by
    found.save()
    found.planned.all().delete()
    PlannedConsultation.objects.bulk_create(
        PlannedConsultation(
            decision=found,
            order=order,
            organization=each.organization,
            date=each.on,
            authoritative=each.authoritative,
        )
        for order, each in enumerate(entry.stations)
    )
    record_own(by, found, "joint_paper_changed")
    return found


@transaction.atomic
def attach_paper(*, decision_id: int, paper_id: int, by: "User | None", on: date) -> PartnerDecision:
    """Tie a partner's own paper: its number, Beratungsfolge and decision count from then on.

    Raises ForeignPaper unless it is a paper of that partner which the person sees, PaperTaken.
    """
    found = _locked_decision(decision_id, Capability.CONFIRM_PAPERS, by, on, only_own=True)
    paper = papers.paper_for(by or AnonymousUser(), paper_id, on=on)
    if paper is None or paper.body_id != found.partner.body_id:
        raise ForeignPaper
    if PartnerDecision.objects.filter(partner=found.partner, paper_id=paper_id).exclude(pk=found.pk).exists():
        raise PaperTaken
    found.paper, found.reference = paper, paper.reference or found.reference
    found.version, found.modified_by = found.version + 1, by
    found.save()
    record_own(by, found, "joint_match_confirmed", {"Vorlage": str(paper)[:200]})
    return found


@transaction.atomic
def record_result(
    *,
    decision_id: int,
    entry: ResultEntry,
    by: "User | None",
    on: date,
    corrects_id: int | None = None,
) -> PartnerResult:
    """Add what a council did, compared with the core; a correction is one more result.

    What the lead enters counts as reported until the partner confirms it. Raises DecidedInTheFuture,
    ResultWithoutText, Vanished for a result that was corrected already.
    """
    found = _locked_decision(decision_id, Capability.CONFIRM_PAPERS, by, on)
    if entry.decided_on > on:
        raise DecidedInTheFuture
    if entry.resolved_text and entry.kind not in TAKEN:
        raise ResultWithoutText
    corrected = _corrected(found, corrects_id)
    core = from_json(found.core_version.paragraphs)
    compared = deviation(core, found.local_texts, entry.resolved_text)
    result: PartnerResult = PartnerResult.objects.create(
        decision=found,
        core_version=found.core_version,
        kind=entry.kind.value,
        decided_on=entry.decided_on,
        yes=entry.yes,
        no=entry.no,
        abstentions=entry.abstentions,
        resolved_text=entry.resolved_text,
        conditions=list(entry.conditions),
        deviation=as_json(compared),
        judged=entry.judged.value if entry.judged else "",
        note=entry.note,
        is_reported=by is not None and not _acts_for_own(found.partner, by, on),
        corrects=corrected,
        recorded_by=by,
    )
    record_own(by, found, "joint_result_corrected" if corrected else "joint_result_recorded")
    return result


def _corrected(found: PartnerDecision, corrects_id: int | None) -> PartnerResult | None:
    if corrects_id is None:
        return None
    corrected = found.results.filter(pk=corrects_id, correction=None).first()
    if corrected is None:
        raise Vanished
    return corrected


def _locked_partner(partner_id: int) -> Partner:
    rows = Partner.objects.select_related("joint_decision", "body")
    partner: Partner | None = rows.select_for_update(of=("self",)).filter(pk=partner_id).first()
    if partner is None:
        raise Vanished
    return partner


def _locked_decision(
    decision_id: int, capability: Capability, by: "User | None", on: date, *, only_own: bool = False
) -> PartnerDecision:
    rows = PartnerDecision.objects.select_related(
        "partner__joint_decision", "partner__body", "core_version", "modified_by"
    )
    found: PartnerDecision | None = rows.select_for_update(of=("self",)).filter(pk=decision_id).first()
    if found is None:
        raise Vanished
    if only_own:
        require_partner(by, found.partner.body_id, capability, on=on)
    elif not _acts_for(found.partner, capability, by, on) and found.visibility == Visibility.OWN:
        raise Vanished  # the lead does not even learn that there is something
    return found


def _acts_for(partner: Partner, capability: Capability, by: "User | None", on: date) -> bool:
    """Return whether the person acts for the partner; False: for the lead. Raise NotAllowed for others."""
    if is_lead(by, partner.joint_decision, on=on) and not _acts_for_own(partner, by, on):
        return False
    require_partner(by, partner.body_id, capability, on=on)
    return True


def _acts_for_own(partner: Partner, by: "User | None", on: date) -> bool:
    return by is None or register.may(by, partner.body_id, Capability.EDIT_PAPERS, on=on)
