"""What subscriptions cost in a year, from their prices, reported quantities and the register's figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

from allmende.catalog.models import PriceComponent, ProductVersion, Quantity, Subscription, SubscriptionTerm
from allmende.catalog.prices.charging import Counted, LevyShare, Situation
from allmende.catalog.prices.components import PayerGroup, Price, PriceKind
from allmende.catalog.prices.estimating import Estimate, estimate
from allmende.catalog.prices.levies import Figures, shares, words_of
from allmende.catalog.prices.periods import Span, year
from allmende.catalog.takeup.states import BOUND
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.sharing.errors import SharingError
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


def figures_of(body_ids: Sequence[int], on: date, product_id: int | None = None) -> Figures:
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


def levy_share(
    price: Price, body_id: int, members: Sequence[int], on: date, product_id: int
) -> LevyShare | None:
    """Return what one member bears of a levy; None where a figure is missing."""
    ids = sorted({*members, body_id})
    by_id = sizes(ids, on)
    keys = [by_id[each].key for each in ids if each in by_id]
    try:
        found = shares(price.total_cents, keys, price.key, figures_of(ids, on, product_id))
    except SharingError:
        return None
    return LevyShare(found[by_id[body_id].key], words_of(price.key)) if body_id in by_id else None


def share_of_levies(prices: Sequence[Price], body_id: int, product_id: int, on: date) -> LevyShare | None:
    """Return what a body bears of the levy among prices, beside all who take the product."""
    levy = next((price for price in prices if price.kind is PriceKind.LEVY), None)
    if levy is None:
        return None
    return levy_share(levy, body_id, takers(product_id, on), on, product_id)


def yearly_costs(subscriptions: Sequence[Subscription], on: date) -> dict[int, Estimate]:
    """Return what each subscription costs in the year of a day, if it ran all year; few queries.

    Levies need every member: one more query for each product that has one.
    """
    terms = terms_on(subscriptions, on)
    counted = reported(subscriptions, on)
    by_id = sizes([each.customer_id for each in subscriptions], on)
    prices: dict[int, list[Price]] = defaultdict(list)
    versions = {term.version_id for term in terms.values()}
    for component in PriceComponent.objects.filter(version__in=versions).order_by("pk"):
        prices[component.version_id].append(component.price())
    period = year(on.year)
    found = {}
    for each in subscriptions:
        term = terms.get(each.pk)
        if term is None:
            continue
        size = by_id.get(each.customer_id)
        mine = prices[term.version_id]
        situation = Situation(
            active=Span(_start(each, on)),
            quantities=with_population(counted.get(each.pk, {}), size),
            is_member=term.payer_group == PayerGroup.MEMBER.value,
            ordered_on=each.ordered_on,
            levy_share=share_of_levies(mine, each.customer_id, each.product_id, on),
            customer=size.name if size else "",
        )
        found[each.pk] = estimate(mine, situation, period)
    return found


def _start(subscription: Subscription, on: date) -> date:
    """Return a day from which the whole year counts; single amounts fall due only where it begins then."""
    starts = subscription.starts_on
    return date(on.year - 1, 12, 31) if starts and starts.year < on.year else date(on.year, 1, 1)
