"""Who asks for a page of case work, and for which regions; what is not theirs is not there (404)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from allmende.cases.domain.access import Role
from allmende.cases.duties import Duty, duties_of
from allmende.register import queries as register
from allmende.register.visitors import person, today

if TYPE_CHECKING:
    from allmende.cases.models import Region

SEES_STATISTICS = (Role.CONTROLLING, Role.SUPERVISION, Role.COORDINATION, Role.AUDIT, Role.FINANCE)
"""Who sees key dates and tables before they are released."""


def duties(request: HttpRequest, roles: Collection[Role]) -> list[Duty]:
    """Return the visitor's duties of some kinds; raise 404 without any."""
    found = [duty for duty in duties_of(person(request), on=today()) if duty.role in roles]
    if not found:
        raise Http404
    return found


def roles_of(request: HttpRequest) -> set[Role]:
    """Return the roles of the visitor anywhere; none for who is not signed in."""
    if not request.user.is_authenticated:
        return set()
    return {duty.role for duty in duties_of(person(request), on=today())}


def region_names(regions: "Collection[Region]") -> dict[int, str]:
    """Return the names of regions by their number."""
    bodies = register.bodies_by_id([region.body_id for region in regions], on=today())
    return {region.pk: str(bodies[region.body_id]) for region in regions}
