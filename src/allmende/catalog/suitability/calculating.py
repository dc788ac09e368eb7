"""From what a body has entered to the computed review: own cost, offers, payments, points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from allmende.catalog import costs
from allmende.catalog.models import ProductVersion
from allmende.catalog.prices.charging import Counted, Situation
from allmende.catalog.prices.components import Price, PriceKind
from allmende.catalog.prices.estimating import counted_by
from allmende.catalog.prices.periods import Span, year
from allmende.catalog.suitability.assessment.offer_payments import (
    crossing,
    offer_cost,
    yearly_by,
)
from allmende.catalog.suitability.assessment.own_cost import (
    CostCenter,
    CostEntry,
    OwnCost,
    own_cost,
    workplace_cost,
)
from allmende.catalog.suitability.assessment.present_value import Payment, PaymentKind, Rate, Tariff
from allmende.catalog.suitability.assessment.telling import BreakEven
from allmende.catalog.suitability.computed import Assessment, PostCost, Valued
from allmende.catalog.suitability.models import (
    AlternativePayment,
    AlternativePoints,
    OwnPost,
    ReviewAlternative,
    SuitabilityReview,
)
from allmende.common.errors import AllmendeError
from allmende.ledger.computing import rules_of
from allmende.rules import Rules
from allmende.rules.errors import ValueUnknown

OWN = "eigen"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an alternative offers: a version, its prices, and the situation in which they are computed."""

    version: ProductVersion
    prices: Sequence[Price]
    situation: Situation


def assessment_of(review: SuitabilityReview, on: date) -> Assessment:
    """Compute a review; `on` is the day whose local values and register figures hold."""
    posts = _post_costs(review, on)
    entries = [
        CostEntry(CostCenter(row.center), row.label, row.cents, row.source)
        for row in review.own_costs.order_by("pk")
    ]
    entries += [
        CostEntry(CostCenter(each.post.center), each.post.label, each.cents, each.sentence)
        for each in posts
        if each.cents is not None
    ]
    own, cost_missing = _own(review, entries, [each.missing for each in posts if each.missing])
    rate = (
        Rate(Fraction(review.rate_percent), review.rate_source) if review.rate_percent is not None else None
    )
    rows = list(
        review.alternatives.select_related("version__product")
        .prefetch_related(
            Prefetch("payments", AlternativePayment.objects.order_by("year", "pk")),
            Prefetch("points", AlternativePoints.objects.select_related("criterion")),
        )
        .order_by("position", "pk")
    )
    situation = _situation(review, on)
    offers = {row.pk: _offer(row.version, row, situation, review, on) for row in rows if row.version}
    valued = [_valued(review, row, offers.get(row.pk), own, cost_missing, rate) for row in rows]
    return Assessment(
        review,
        list(review.criteria.order_by("position", "pk")),
        entries,
        posts,
        own,
        cost_missing,
        rate,
        valued,
        _break_evens(review, rows, offers, own),
    )


def _post_costs(review: SuitabilityReview, on: date) -> list[PostCost]:
    posts = list(review.own_posts.order_by("pk"))
    if not posts:
        return []
    law = rules_of(review.body_id)
    return [_post_cost(each, law, on) for each in posts]


def _post_cost(post: OwnPost, law: Rules, on: date) -> PostCost:
    """Return personnel, material and overhead by KGSt; material cost comes from the body's local values."""
    try:
        result = workplace_cost(
            law,
            personnel_cost=Decimal(post.personnel_cents) / 100,
            workplaces=post.workplaces,
            kind=post.kind,
            on=on,
        )
    except ValueUnknown:
        text = f"fehlt: Sachkosten eines Büroarbeitsplatzes nach KGSt für „{post.label}“ (örtlicher Wert)."
        return PostCost(post, None, missing=text)
    except AllmendeError as problem:
        return PostCost(post, None, missing=f"„{post.label}“: {problem}")
    return PostCost(post, result.cents, sentence=f"{result.sentence()} {post.source}".strip())


def _own(
    review: SuitabilityReview, entries: Sequence[CostEntry], missing: Sequence[str]
) -> tuple[OwnCost | None, tuple[str, ...]]:
    found = list(missing)
    if not entries and not missing:
        found.append("fehlt: eigene Kosten nach Kostenstellen.")
    if not review.workplaces:
        found.append("fehlt: Zahl der Standardarbeitsplätze.")
    if found:
        return None, tuple(found)
    keys = {
        CostCenter(center): {CostCenter(final): Fraction(part) for final, part in parts.items()}
        for center, parts in review.keys.items()
    }
    try:
        return own_cost(entries, keys, Fraction(review.workplaces or 0)), ()
    except AllmendeError as problem:
        return None, (str(problem),)


def _situation(review: SuitabilityReview, on: date) -> Situation:
    size = costs.sizes([review.body_id], on).get(review.body_id)
    counted = {
        PriceKind(kind): Counted(Fraction(value), None, review.quantities_source)
        for kind, value in review.quantities.items()
    }
    if review.workplaces:
        counted.setdefault(PriceKind.WORKPLACE, Counted(Fraction(review.workplaces), None, "Eignungsprüfung"))
    return Situation(
        active=Span(date(review.first_year, 1, 1)),
        quantities=costs.with_population(counted, size),
        customer=size.name if size else "",
    )


def _offer(
    version: ProductVersion,
    row: ReviewAlternative,
    situation: Situation,
    review: SuitabilityReview,
    on: date,
) -> Offer:
    """Return the prices of an offer, and the situation with its price group, levies and indexes.

    Shares of levies and values of indexes are those of the first year: what comes later nobody knows.
    """
    prices = costs.prices_of(version)
    first_year = year(review.first_year)
    return Offer(
        version,
        prices,
        replace(
            situation,
            is_member=row.is_member,
            levy_shares=costs.levy_shares(
                prices, review.body_id, version.product_id, situation.quantities, first_year, on
            ),
            indexes=costs.indexes_for(version.product, prices, first_year.start, on),
        ),
    )


def _valued(
    review: SuitabilityReview,
    row: ReviewAlternative,
    offer: Offer | None,
    own: OwnCost | None,
    cost_missing: tuple[str, ...],
    rate: Rate | None,
) -> Valued:
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    if offer is None:
        payments = _own_payments(review, own)
        missing = ("fehlt: vollständige eigene Kosten.",) if cost_missing else ()
    else:
        offered = offer_cost(offer.prices, offer.situation, review.first_year, review.years)
        payments, missing, notes = offered.payments, offered.missing, offered.notes
        payments += _exit(offer.version, review)
        if offer.version.exit_price_cents is None:
            notes += (f"„{row.title}“ nennt keinen Preis für den Ausstieg.",)
    entered = tuple(
        Payment(each.year, each.cents, PaymentKind(each.kind), each.label, each.source)
        for each in row.payments.all()
    )
    rows = row.points.all()
    return Valued(
        row,
        (*payments, *entered),
        missing,
        notes,
        {each.criterion.key: Fraction(each.points) for each in rows},
        {each.criterion.key: each.reason for each in rows},
        rate,
    )


def _own_payments(review: SuitabilityReview, own: OwnCost | None) -> tuple[Payment, ...]:
    cents = own.cents if own else 0
    return tuple(
        Payment(number, cents, PaymentKind.RUNNING, "eigene Erledigung", "Kostenstellen dieser Prüfung")
        for number in range(1, review.years + 1)
    )


def _exit(version: ProductVersion, review: SuitabilityReview) -> tuple[Payment, ...]:
    if not version.exit_price_cents:
        return ()
    label = "Preis des Ausstiegs am Ende"
    source = f"Fassung {version.number} der Leistung"
    return (Payment(review.years, version.exit_price_cents, PaymentKind.EXIT, label, source),)


def _break_evens(
    review: SuitabilityReview,
    rows: Sequence[ReviewAlternative],
    offers: Mapping[int, Offer],
    own: OwnCost | None,
) -> list[BreakEven]:
    """Return where each offer and the own operation cost the same in a year, by whatever the offer counts.

    An offer whose cost is not known is left out: what is missing is told elsewhere.
    """
    if own is None or not review.workplaces:
        return []
    per_workplace = Fraction(own.by_center[CostCenter.STANDARDARBEITSPLATZ], review.workplaces)
    growing = Tariff(Fraction(own.cents) - per_workplace * review.workplaces, per_workplace)
    found = []
    for row in rows:
        offer = offers.get(row.pk)
        for kind in counted_by(offer.prices) if offer else ():
            tariff = growing if kind is PriceKind.WORKPLACE else Tariff(Fraction(own.cents), Fraction(0))
            if offer and (turn := _break_even(row.title, kind, offer, tariff, review.first_year + 1)):
                found.append(turn)
    return found


def _break_even(title: str, kind: PriceKind, offer: Offer, own: Tariff, on_year: int) -> BreakEven | None:
    cost = yearly_by(kind, offer.prices, offer.situation, on_year)
    today = offer.situation.quantities.get(kind)
    if today is None or cost(int(today.value)) is None:
        return None
    return BreakEven(title, kind, crossing(own, cost, int(today.value)), today.value)
