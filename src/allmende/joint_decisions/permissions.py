"""Who sees and does what in a matter. A partner's own things stay its own until it shares them.

- The lead (the leading body and the one that keeps the matter) writes the joint text, partners and rules.
- A partner that takes part sees the offered text and what partners share; it alone writes its own paper.
- A partner that has left sees its own things and what is public.
- Everybody else sees published matters: released text, public entries.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from allmende.joint_decisions.domain import Visibility
from allmende.joint_decisions.models import JointDecision, PartnerTerm
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import Capability, NotAllowed, roles_with
from allmende.register.permissions import require
from allmende.register.queries import AnyUser

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may see and do in one matter."""

    body_ids: frozenset[int] = frozenset()
    editing_ids: frozenset[int] = frozenset()
    confirming_ids: frozenset[int] = frozenset()
    is_lead: bool = False
    is_partner: bool = False
    may_edit: bool = False
    lead_ids: frozenset[int] = frozenset()

    def sees(self, body_id: int, visibility: str) -> bool:
        """Return whether the person sees what this partner entered with this visibility."""
        if visibility == Visibility.PUBLIC or body_id in self.body_ids:
            return True
        return visibility == Visibility.PARTNERS and (self.is_lead or self.is_partner)

    @property
    def is_insider(self) -> bool:
        """Return whether the person sees what is for the partners."""
        return self.is_lead or self.is_partner

    def may_write(self, body_id: int) -> bool:
        """Return whether the person keeps this partner's own paper."""
        return body_id in self.editing_ids

    def may_confirm(self, body_id: int) -> bool:
        """Return whether the person signs and confirms results for this partner."""
        return body_id in self.confirming_ids


PUBLIC = Rights()


def rights_of(user: AnyUser, matter: JointDecision, *, on: date) -> Rights:
    """Return the rights of a person in a matter; two queries."""
    held = register.memberships_of(user, on=on)
    if not held or not user.is_active:
        return PUBLIC
    body_ids = frozenset(each.body.id for each in held)
    leads = frozenset(each for each in (matter.body_id, matter.steward_id) if each is not None)
    editing = frozenset(each.body.id for each in held if each.role in roles_with(Capability.EDIT_PAPERS))
    confirming = frozenset(
        each.body.id for each in held if each.role in roles_with(Capability.CONFIRM_PAPERS)
    )
    return Rights(
        body_ids=body_ids,
        editing_ids=editing,
        confirming_ids=confirming,
        is_lead=bool(body_ids & leads),
        is_partner=current_terms(body_ids, on=on).filter(partner__joint_decision=matter).exists(),
        may_edit=bool(editing & leads),
        lead_ids=leads,
    )


def current_terms(body_ids: Collection[int], *, on: date) -> QuerySet[PartnerTerm]:
    """Return the terms of these bodies that have not ended by that day."""
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=on)
    return PartnerTerm.objects.filter(KNOWN_NOW, lasting, partner__body_id__in=body_ids)


def visible_matters(user: AnyUser, *, on: date) -> QuerySet[JointDecision]:
    """Return the matters the person may open."""
    body_ids = register.body_ids_of(user, on=on) if user.is_active else []
    shown = Q(is_published=True)
    if body_ids:
        shown |= Q(body_id__in=body_ids) | Q(steward_id__in=body_ids)
        shown |= Q(partners__body_id__in=body_ids)
        # a matter with several of the person's bodies comes once
        return JointDecision.objects.filter(pk__in=JointDecision.objects.filter(shown).values("pk"))
    return JointDecision.objects.filter(shown)


def require_lead(user: "User | None", matter: JointDecision, *, on: date) -> None:
    """Raise NotAllowed unless the person writes for the leading body or for the one that keeps the matter."""
    if user is None:
        return
    leads = [each for each in (matter.body_id, matter.steward_id) if each is not None]
    if not any(register.may(user, body_id, Capability.EDIT_PAPERS, on=on) for body_id in leads):
        raise NotAllowed(body=None)


def require_partner(user: "User | None", body_id: int, capability: Capability, *, on: date) -> None:
    """Raise NotAllowed unless the person may do this for the partner."""
    require(user, body_id, capability, on=on)


def is_lead(user: "User | None", matter: JointDecision, *, on: date) -> bool:
    """Return whether the person writes for the lead."""
    try:
        require_lead(user, matter, on=on)
    except NotAllowed:
        return False
    return True
