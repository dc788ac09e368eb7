"""A matter of Kreis Probe with Musterstadt and Beispieldorf; Fremdstadt must not see it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from allmende.accounts.models import User
from allmende.joint_decisions import actions, core_actions, partner_actions
from allmende.joint_decisions.core_text import CoreText, read_typed
from allmende.joint_decisions.domain import ResultKind, Visibility
from allmende.joint_decisions.models import (
    CoreVersion,
    JointDecision,
    Partner,
    PartnerDecision,
    PartnerResult,
)
from allmende.joint_decisions.partner_actions import DecisionEntry, ResultEntry
from allmende.joint_decisions.states import Station
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SINCE = date(2026, 1, 1)
KNOWN = datetime(2026, 1, 1, 9, tzinfo=UTC)
TEXT = """Der Rat stimmt der Vereinbarung über das gemeinsame Standesamt zu.

[[mittel: Woher das Geld kommt]]

Die Verwaltung berichtet jährlich über die Kosten."""
CORE = read_typed(TEXT)
RESOLVED = CORE.filled({})


def a_matter(
    lead: BodyView,
    *partners: BodyView,
    core: CoreText = CORE,
    by: User | None = None,
    title: str = "Standesamt",
) -> JointDecision:
    """Return a matter in work with its partners."""
    entry = actions.MatterEntry(title=title)
    matter = actions.create_matter(body=lead, entry=entry, core=core, by=by, on=TODAY)
    for body in partners:
        actions.join(
            matter_id=matter.pk,
            body=body,
            entry=actions.TermEntry(),
            first_day=SINCE,
            by=None,
            on=TODAY,
            at=KNOWN,
        )
    return matter


def released(matter: JointDecision) -> CoreVersion:
    """Return the first version, co-signed by nobody but released all the same, as the installation may."""
    core = matter.core_versions.get(number=1)
    core_actions.offer_core(core_id=core.pk, by=None, on=TODAY, at=NOW)
    for signature in core.signatures.all():
        core_actions.waive_signature(signature_id=signature.pk, note="Test", by=None, on=TODAY, at=NOW)
    return core_actions.release_core(core_id=core.pk, by=None, on=TODAY, at=NOW)


def partner_of(matter: JointDecision, body: BodyView) -> Partner:
    return matter.partners.get(body_id=body.id)


def a_go(
    partner: Partner,
    *,
    visibility: Visibility = Visibility.PARTNERS,
    stations: tuple[Station, ...] = (),
    reference: str = "",
    local: Mapping[str, str] | None = None,
    by: User | None = None,
) -> PartnerDecision:
    """Return a partner's own paper in the matter."""
    decision = partner_actions.begin_decision(partner_id=partner.pk, by=by, on=TODAY)
    entry = DecisionEntry(
        reference=reference,
        local_texts=local or {},
        stations=stations,
        visibility=visibility,
        is_released=True,
    )
    return partner_actions.save_decision(
        decision_id=decision.pk, entry=entry, version=decision.version, by=by, on=TODAY
    )


def a_result(
    decision: PartnerDecision,
    kind: ResultKind = ResultKind.ADOPTED,
    *,
    text: str = "",
    on: date = date(2026, 2, 18),
    conditions: tuple[str, ...] = (),
    by: User | None = None,
    corrects: PartnerResult | None = None,
) -> PartnerResult:
    """Return what the council did."""
    entry = ResultEntry(kind=kind, decided_on=on, resolved_text=text, conditions=conditions)
    return partner_actions.record_result(
        decision_id=decision.pk, entry=entry, by=by, on=TODAY, corrects_id=corrects.pk if corrects else None
    )
