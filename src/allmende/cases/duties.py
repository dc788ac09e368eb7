"""What a person does in case work today, asked on the connection of pages; no data of a client is near.

The database asks the same of itself for the planes of people (`ctx.assignments`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from allmende.cases.domain.access import Role
from allmende.cases.domain.words import OrganisationKind
from allmende.cases.errors import NotYourDuty
from allmende.cases.models import Agreement, Assignment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Duty:
    """One role for one organisation of one region, valid on the day that was asked."""

    assignment_id: int
    region_id: int
    region_key: str
    organisation_id: int
    organisation: str
    role: Role


def duties_of(user: "User | AnonymousUser", *, on: date) -> list[Duty]:
    """Return the roles that hold on a day; none of a charity whose agreement has ended. One query."""
    if user.pk is None:
        return []
    holding = Agreement.objects.filter(
        organisation=OuterRef("organisation"), valid__contains=on, forwarding__valid__contains=on
    )
    rows = (
        Assignment.objects.filter(user_id=user.pk, user__is_active=True, valid__contains=on)
        .filter(~Q(organisation__kind=OrganisationKind.TRAEGER.value) | Exists(holding))
        .select_related("organisation", "region")
        .order_by("region__key", "organisation__name", "role")
    )
    return [
        Duty(
            row.pk,
            row.region_id,
            row.region.key,
            row.organisation_id,
            row.organisation.name,
            Role(row.role),
        )
        for row in rows
    ]


def regions_of(user: "User | AnonymousUser", roles: Collection[Role], *, on: date) -> set[int]:
    """Return the regions in which a person has one of some roles."""
    return {duty.region_id for duty in duties_of(user, on=on) if duty.role in roles}


def require_duty(user: "User", region_id: int, roles: Collection[Role], *, on: date) -> None:
    """Raise NotYourDuty unless the person has one of some roles in a region."""
    if region_id not in regions_of(user, roles, on=on):
        raise NotYourDuty(roles=" oder ".join(f"„{role.label}“" for role in roles))
