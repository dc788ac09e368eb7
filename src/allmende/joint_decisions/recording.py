"""Locking a matter for a change, and the events that changes leave."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.joint_decisions.errors import UnknownMatter
from allmende.joint_decisions.models import JointDecision, PartnerDecision
from allmende.joint_decisions.permissions import require_lead

if TYPE_CHECKING:
    from allmende.accounts.models import User

MATTER = "joint_decision"
PARTNER_DECISION = "partner_decision"


def locked_matter(matter_id: int, by: "User | None", on: date) -> JointDecision:
    """Return a matter for a change by its lead; raise UnknownMatter or NotAllowed."""
    rows = JointDecision.objects.select_related("body").select_for_update(of=("self",))
    matter: JointDecision | None = rows.filter(pk=matter_id).first()
    if matter is None:
        raise UnknownMatter
    require_lead(by, matter, on=on)
    return matter


def record(
    by: "User | None", matter: JointDecision, action: str, details: Mapping[str, str] | None = None
) -> None:
    """Leave an event of the matter with its leading body."""
    record_event(
        actor=by,
        chain=matter.body.key,
        action=action,
        object_type=MATTER,
        object_id=str(matter.pk),
        object_label=str(matter),
        details=details,
    )


def record_own(
    by: "User | None", decision: PartnerDecision, action: str, details: Mapping[str, str] | None = None
) -> None:
    """Leave an event of a partner's own paper with that partner: nobody else reads its chain."""
    partner = decision.partner
    record_event(
        actor=by,
        chain=partner.body.key,
        action=action,
        object_type=PARTNER_DECISION,
        object_id=str(decision.pk),
        object_label=str(partner.joint_decision),
        details=details,
    )
