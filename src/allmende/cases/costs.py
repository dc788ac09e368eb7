"""Money beside released numbers: what a post costs at each provider and how many cases it carries.

Everything here comes from contracts and from tables that were released; no data of a client is near. Where
fewer than three people work, a caseload would be somebody's performance: such providers are shown together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allmende.cases.domain.access import Role
from allmende.cases.domain.words import OrganisationKind, ReleaseState
from allmende.cases.models import Agreement, Assignment, Organisation, Region, TableRelease
from allmende.funding.queries import grants_of_body
from allmende.funding.standing import standings_of

LEAST_STAFF = 3
TABLE = "traeger"


@dataclass(frozen=True, slots=True)
class ProviderCost:
    """What one provider, or several together, cost and carry; None where it is not known."""

    names: tuple[str, ...]
    cents: int | None
    posts: Decimal | None
    cases: int | None
    staff: int

    @property
    def name(self) -> str:
        return ", ".join(self.names)

    @property
    def per_post(self) -> int | None:
        """Return the cost of a post in cents, rounded down."""
        return int(self.cents / self.posts) if self.cents and self.posts else None

    @property
    def cases_per_post(self) -> Decimal | None:
        if self.cases is None or not self.posts:
            return None
        return (Decimal(self.cases) / self.posts).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class CostPage:
    """The rows of a region, and of which released table the cases are."""

    rows: tuple[ProviderCost, ...]
    release: TableRelease | None


def costs_of(region: Region, *, on: date) -> CostPage:
    """Return cost and caseload of a region's providers on a day."""
    release = (
        TableRelease.objects.filter(region=region, table=TABLE, state=ReleaseState.RELEASED.value)
        .select_related("snapshot")
        .order_by("-snapshot__key_date", "-snapshot__version")
        .first()
    )
    cases = {each.codes[0]: each.value for each in release.cells.all()} if release else {}
    money = _money(region, on)
    staff = _staff(region, on)
    rows = []
    for organisation in Organisation.objects.filter(region=region).order_by("name"):
        cents, posts = money.get(organisation.pk, (None, None))
        if organisation.kind in {OrganisationKind.KOMMUNE, OrganisationKind.TRAEGER}:
            rows.append(
                ProviderCost(
                    (organisation.name,),
                    cents,
                    posts,
                    cases.get(organisation.name),
                    staff.get(organisation.pk, 0),
                )
            )
    return CostPage(tuple(together(rows)), release)


def together(rows: Sequence[ProviderCost]) -> list[ProviderCost]:
    """Put providers with few staff into one row; if they are still few, the next smallest joins them."""
    few = [row for row in rows if row.staff < LEAST_STAFF]
    many = sorted((row for row in rows if row.staff >= LEAST_STAFF), key=lambda row: row.staff)
    while few and sum(row.staff for row in few) < LEAST_STAFF and many:
        few.append(many.pop(0))
    merged = [_sum(few)] if len(few) > 1 else few
    return sorted([*many, *merged], key=lambda row: row.name)


def _sum(rows: Sequence[ProviderCost]) -> ProviderCost:
    cents = [row.cents for row in rows if row.cents is not None]
    posts = [row.posts for row in rows if row.posts is not None]
    cases = [row.cases for row in rows]
    known = [each for each in cases if each is not None]
    return ProviderCost(
        tuple(name for row in rows for name in row.names),
        sum(cents) if len(cents) == len(rows) else None,
        sum(posts, Decimal(0)) if len(posts) == len(rows) else None,
        sum(known) if len(known) == len(cases) else None,
        sum(row.staff for row in rows),
    )


def _money(region: Region, on: date) -> dict[int, tuple[int | None, Decimal | None]]:
    """Return forecast and posts by organisation, of the agreements under which it works."""
    held = dict(
        Agreement.objects.filter(organisation__region=region).values_list("forwarding_id", "organisation_id")
    )
    found: dict[int, tuple[int | None, Decimal | None]] = {}
    for standing in standings_of(grants_of_body(region.body_id), on=on):
        for each in standing.agreements:
            if each.agreement.pk in held:
                found[held[each.agreement.pk]] = (each.forecast, each.agreement.most_posts)
    return found


def _staff(region: Region, on: date) -> dict[int, int]:
    rows = Assignment.objects.filter(region=region, role=Role.CASE_MANAGER.value, valid__contains=on)
    counted: dict[int, set[int]] = {}
    for organisation, user in rows.values_list("organisation_id", "user_id"):
        counted.setdefault(organisation, set()).add(user)
    return {organisation: len(users) for organisation, users in counted.items()}
