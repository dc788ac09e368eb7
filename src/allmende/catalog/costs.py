"""What subscriptions cost in a year, from their prices, reported quantities and the register's figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Q

from allmende.catalog.indexes import IndexValues
from allmende.catalog.models import (
    PriceComponent,
    Product,
    ProductVersion,
    Quantity,
    Subscription,
    SubscriptionTerm,
)
from allmende.catalog.permissions import offering_body_id
from allmende.catalog.prices.charging import Counted, LevyShare, Situation
from allmende.catalog.prices.components import PayerGroup, Price, PriceKind
from allmende.catalog.prices.estimating import Estimate, estimate
from allmende.catalog.prices.levies import shares_of_period
from allmende.catalog.prices.periods import Span, started_months, year
from allmende.catalog.takeup.states import BOUND
from allmende.common.errors import AllmendeError
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.sharing.keys import Driver

REPORTED_DRIVERS = {Driver.USERS: PriceKind.WORKPLACE, Driver.CASES: PriceKind.CASE}


@dataclass(frozen=True, slots=True)
class Size:
    """The register's figures of a body."""

    key: str
    name: str
    population: Fraction | None
    area: Fraction | None
    population_on: date | None


def sizes(body_ids: Iterable[int], on: date) -> dict[int, Size]:
    """Return key, name, population and area of bodies on a day."""
    rows = bodies_on(on).filter(body_id__in=set(body_ids))
    return {
        row["body_id"]: Size(
            row["key"],
            row["name"],
            None if row["population"] is None else Fraction(row["population"]),
            None if row["area"] is None else Fraction(row["area"]),
            row["population_date"],
        )
        for row in rows.values("body_id", "key", "name", "population", "area", "population_date")
    }


def prices_of(version: ProductVersion) -> list[Price]:
    """Return the prices of a version in their order."""
    return [component.price() for component in version.prices.order_by("pk")]


def terms_on(subscriptions: Sequence[Subscription], on: date) -> dict[int, SubscriptionTerm]:
    """Return the version that holds for each subscription on a day, else the first that will."""
    rows = (
        SubscriptionTerm.objects.filter(KNOWN_NOW, subscription__in=subscriptions)
        .select_related("version")
        .order_by("-valid")
    )
    found: dict[int, SubscriptionTerm] = {}
    for row in rows:
        if on in row.valid or row.subscription_id not in found or on < row.valid.lower:
            found[row.subscription_id] = row
    return found


def reported(subscriptions: Sequence[Subscription], on: date) -> dict[int, dict[PriceKind, Counted]]:
    """Return the quantities that hold on a day, for each subscription."""
    rows = Quantity.objects.filter(KNOWN_NOW, subscription__in=subscriptions, valid__contains=on)
    found: dict[int, dict[PriceKind, Counted]] = defaultdict(dict)
    for row in rows:
        found[row.subscription_id][PriceKind(row.kind)] = Counted(
            Fraction(row.value), row.reference_date, row.origin
        )
    return found


def registered(size: Size) -> Counted | None:
    """Return how many people the register counts; None where it knows no number."""
    if size.population is None:
        return None
    return Counted(size.population, size.population_on, "Register der Körperschaften")


def with_population(counted: Mapping[PriceKind, Counted], size: Size | None) -> dict[PriceKind, Counted]:
    """Add the register's population where nobody reported another number."""
    found = dict(counted)
    if size is not None and (people := registered(size)) is not None:
        found.setdefault(PriceKind.INHABITANT, people)
    return found


def figures_of(
    body_ids: Sequence[int], on: date, product_id: int | None = None
) -> dict[Driver, dict[str, Fraction]]:
    """Return what is known of bodies for each driver: the register's figures and reported quantities."""
    by_id = sizes(body_ids, on)
    found: dict[Driver, dict[str, Fraction]] = {
        Driver.INHABITANTS: {s.key: s.population for s in by_id.values() if s.population is not None},
        Driver.AREA: {s.key: s.area for s in by_id.values() if s.area is not None},
    }
    if product_id is not None:
        for driver, kind in REPORTED_DRIVERS.items():
            rows = Quantity.objects.filter(
                KNOWN_NOW,
                kind=kind.value,
                valid__contains=on,
                subscription__product_id=product_id,
                subscription__customer_id__in=body_ids,
            )
            found[driver] = {
                by_id[customer].key: Fraction(value)
                for customer, value in rows.values_list("subscription__customer_id", "value")
                if customer in by_id
            }
    return found


def takers(product_id: int, on: date) -> list[int]:
    """Return who has ordered a product and is not out of it on a day."""
    rows = Subscription.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on), product_id=product_id, state__in=[s.value for s in BOUND]
    )
    return sorted(set(rows.values_list("customer_id", flat=True)))


def levy_shares(
    prices: Sequence[Price],
    body_id: int,
    product_id: int,
    counted: Mapping[PriceKind, Counted],
    period: Span,
    as_of: date,
) -> dict[str, LevyShare | AllmendeError]:
    """Return what a body bears of each levy among prices in a period, if it takes the product all the time.

    It is shared with those who have ordered by `as_of`, since nobody knows who will; else it is computed as
    a bill would be: figures count on the reference day of the levy, or on the first day of the period. Where
    the body has reported nothing, its figures are those `counted` for it.
    """
    found: dict[str, LevyShare | AllmendeError] = {}
    levies = [price for price in prices if price.kind is PriceKind.LEVY]
    ids = sorted({*takers(product_id, as_of), body_id}) if levies else []
    by_id = sizes(ids, as_of)
    if body_id not in by_id:
        return found
    own = by_id[body_id].key
    for levy in levies:
        reference = levy.reference_day
        on = reference.in_year(period.start.year) if reference else period.start
        figures = figures_of(ids, on, product_id)
        for driver, kind in REPORTED_DRIVERS.items():
            if kind in counted:
                figures[driver] = {own: counted[kind].value, **figures[driver]}
        months = {size.key: started_months(period) for size in by_id.values()}
        names = {size.key: size.name for size in by_id.values()}
        try:
            shares = shares_of_period(levy, period, months, figures, names)
        except AllmendeError as error:
            found[levy.code] = error
            continue
        found[levy.code] = replace(shares[own], as_of=as_of)
    return found


def indexes_for(product: Product, prices: Sequence[Price], at: date, on: date) -> dict[str, Counted]:
    """Return what the indexes of prices stand at on a day, by the values of who offers the product."""
    if not any(price.index for price in prices):
        return {}
    return IndexValues(offering_body_id(product, on=on)).of(prices, at)


def yearly_costs(subscriptions: Sequence[Subscription], on: date) -> dict[int, Estimate]:
    """Return what each subscription costs in the year of a day, if it ran all year; few queries.

    Levies need every member and clauses their provider's index: more queries for each product that has one.
    """
    terms = terms_on(subscriptions, on)
    counted = reported(subscriptions, on)
    by_id = sizes([each.customer_id for each in subscriptions], on)
    prices: dict[int, list[Price]] = defaultdict(list)
    versions = {term.version_id for term in terms.values()}
    for component in PriceComponent.objects.filter(version__in=versions).order_by("pk"):
        prices[component.version_id].append(component.price())
    period = year(on.year)
    indexes: dict[int, dict[str, Counted]] = {}
    found = {}
    for each in subscriptions:
        term = terms.get(each.pk)
        if term is None:
            continue
        size = by_id.get(each.customer_id)
        mine = prices[term.version_id]
        if term.version_id not in indexes:
            indexes[term.version_id] = indexes_for(each.product, mine, period.start, on)
        quantities = with_population(counted.get(each.pk, {}), size)
        situation = Situation(
            active=Span(_start(each, on)),
            quantities=quantities,
            is_member=term.payer_group == PayerGroup.MEMBER.value,
            ordered_on=each.ordered_on,
            levy_shares=levy_shares(mine, each.customer_id, each.product_id, quantities, period, on),
            indexes=indexes[term.version_id],
            customer=size.name if size else "",
        )
        found[each.pk] = estimate(mine, situation, period)
    return found


def _start(subscription: Subscription, on: date) -> date:
    """Return a day from which the whole year counts; single amounts fall due only where it begins then."""
    starts = subscription.starts_on
    return date(on.year - 1, 12, 31) if starts and starts.year < on.year else date(on.year, 1, 1)
