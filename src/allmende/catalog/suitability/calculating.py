"""From what a body has entered to the result: own cost, offers, present values, points, and all "
"that is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from allmende.catalog import costs
from allmende.catalog.prices.charging import Counted, Situation
from allmende.catalog.prices.components import Price, PriceKind
from allmende.catalog.prices.periods import Span
from allmende.catalog.suitability.assessment.criteria import (
    PRICE,
    Assessed,
    CriteriaSet,
    Criterion,
    ranking,
)
from allmende.catalog.suitability.assessment.evidence import Evidence, frozen
from allmende.catalog.suitability.assessment.offer_payments import (
    crossing,
    offer_cost,
    yearly_by_workplaces,
)
from allmende.catalog.suitability.assessment.own_cost import (
    CostCenter,
    CostEntry,
    OwnCost,
    own_cost,
    workplace_cost,
)
from allmende.catalog.suitability.assessment.present_value import (
    Payment,
    PaymentKind,
    Rate,
    Tariff,
    by_kind,
    present_value,
)
from allmende.catalog.suitability.assessment.telling import (
    break_even_sentences,
    result_sentences,
    sensitivity_sentences,
)
from allmende.catalog.suitability.models import (
    OwnPost,
    ReviewAlternative,
    ReviewCriterion,
    SuitabilityReview,
)
from allmende.common.errors import AllmendeError
from allmende.ledger.computing import rules_of
from allmende.rules.errors import ValueUnknown

OWN = "eigen"


@dataclass(frozen=True, slots=True)
class PostCost:
    """What people of the own operation cost by KGSt's scheme, or what is missing to say so."""

    post: OwnPost
    cents: int | None
    sentence: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Valued:
    """An alternative with all its payments, and what is missing."""

    alternative: ReviewAlternative
    payments: tuple[Payment, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    points: Mapping[str, Fraction]
    reasons: Mapping[str, str]
    rate: Rate | None

    @property
    def present_cents(self) -> Fraction | None:
        if self.rate is None or self.missing:
            return None
        return present_value(self.payments, self.rate)

    @property
    def by_kind(self) -> dict[PaymentKind, int]:
        return by_kind(self.payments)

    def in_year(self, year: int) -> int:
        return sum(each.cents for each in self.payments if each.year == year)


@dataclass(frozen=True)
class Assessment:
    """A review computed as of now."""

    review: SuitabilityReview
    criteria_rows: Sequence[ReviewCriterion]
    entries: Sequence[CostEntry]
    posts: Sequence[PostCost]
    own: OwnCost | None
    cost_missing: tuple[str, ...]
    rate: Rate | None
    alternatives: Sequence[Valued] = ()
    break_evens: Mapping[str, Fraction | None] = field(default_factory=dict)

    @cached_property
    def criteria(self) -> CriteriaSet | None:
        """Return the criteria once they are locked."""
        review = self.review
        if review.criteria_locked_at is None:
            return None
        rows = tuple(Criterion(row.key, row.label, row.weight) for row in self.criteria_rows)
        who = str(review.criteria_locked_by) if review.criteria_locked_by else "Vorführung"
        return CriteriaSet(rows, review.criteria_locked_at, who)

    @cached_property
    def missing(self) -> list[str]:
        """Return everything that stands between the review and its result."""
        found = [*self.cost_missing]
        if self.rate is None:
            found.append("fehlt: Zinssatz mit Quelle.")
        if self.criteria is None:
            found.append("fehlt: festgelegte Kriterien.")
        if not self.alternatives:
            found.append("fehlt: geöffnete Angebote.")
        for each in self.alternatives:
            found += [f"„{each.alternative.title}“ – {text}" for text in each.missing]
            absent = [
                row.label for row in self.criteria_rows if row.key != PRICE and row.key not in each.points
            ]
            if absent:
                found.append(f"„{each.alternative.title}“ – fehlt: Punkte für {', '.join(absent)}.")
        return found

    @cached_property
    def assessed(self) -> list[Assessed]:
        """Return the alternatives ready to be ranked, nothing while something is missing."""
        if self.missing:
            return []
        return [
            Assessed(
                each.alternative.key,
                each.alternative.title,
                each.present_cents if each.present_cents is not None else Fraction(0),
                each.points,
                each.reasons,
            )
            for each in self.alternatives
        ]

    @cached_property
    def ranked(self) -> list[tuple[Assessed, Fraction]]:
        return ranking(self.criteria, self.assessed) if self.criteria and self.assessed else []

    @cached_property
    def result(self) -> list[str]:
        if not (self.criteria and self.assessed and self.rate):
            return []
        return result_sentences(self.criteria, self.assessed, self.rate)

    @cached_property
    def sensitivity(self) -> list[str]:
        if not (self.criteria and self.assessed):
            return []
        return [
            *sensitivity_sentences(self.criteria, self.assessed),
            *break_even_sentences(self.break_evens, self.review.workplaces or 0),
        ]

    def evidence(self) -> Evidence:
        """Return the review as a document with its hash; the criteria are locked by then."""
        assert self.criteria is not None  # noqa: S101 - offers are opened only after that
        return frozen(self.criteria, self.rate, self.assessed, self._details())

    def _details(self) -> dict[str, Any]:
        review = self.review
        return {
            "need": review.need,
            "years": [review.first_year, review.last_year],
            "workplaces": review.workplaces,
            "quantities": {**review.quantities, "source": review.quantities_source},
            "keys": review.keys,
            "own_cost": [
                {"center": each.center.value, "label": each.label, "cents": each.cents, "source": each.source}
                for each in self.entries
            ],
            "by_center": {center.value: cents for center, cents in self.own.by_center.items()}
            if self.own
            else {},
            "payments": {
                each.alternative.key: [
                    {
                        "year": payment.year,
                        "kind": payment.kind.value,
                        "label": payment.label,
                        "cents": payment.cents,
                        "source": payment.source,
                    }
                    for payment in each.payments
                ]
                for each in self.alternatives
            },
            "versions": {
                each.alternative.key: each.alternative.version_id
                for each in self.alternatives
                if each.alternative.version_id
            },
            "missing": self.missing,
            "notes": [note for each in self.alternatives for note in each.notes],
            "result": self.result,
            "sensitivity": self.sensitivity,
        }


def assessment_of(review: SuitabilityReview, on: date) -> Assessment:
    """Compute a review; `on` is the day whose local values and register figures hold."""
    posts = [_post_cost(each, on) for each in review.own_posts.order_by("pk")]
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
    rows = list(review.alternatives.select_related("version").order_by("position", "pk"))
    situation = _situation(review, on)
    prices = {row.pk: costs.prices_of(row.version) for row in rows if row.version}
    valued = [
        _valued(review, row, prices.get(row.pk, []), situation, own, cost_missing, rate) for row in rows
    ]
    return Assessment(
        review,
        list(review.criteria.order_by("position", "pk")),
        entries,
        posts,
        own,
        cost_missing,
        rate,
        valued,
        _break_evens(review, rows, prices, situation, own),
    )


def _post_cost(post: OwnPost, on: date) -> PostCost:
    """Return personnel, material and overhead by KGSt; material cost comes from the body's local values."""
    try:
        result = workplace_cost(
            rules_of(post.review.body_id),
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


def _situation_for(
    row: ReviewAlternative, prices: Sequence[Price], situation: Situation, review: SuitabilityReview
) -> Situation:
    """Return the situation with the price group of an offer and, for a levy, the share of the body."""
    levy = next((price for price in prices if price.kind is PriceKind.LEVY), None)
    share = None
    if levy is not None and row.version is not None:
        on = date(review.first_year, 1, 1)
        members = costs.takers(row.version.product_id, on)
        share = costs.levy_share(levy, review.body_id, members, on, row.version.product_id)
    return Situation(
        active=situation.active,
        quantities=situation.quantities,
        is_member=row.is_member,
        levy_share=share,
        customer=situation.customer,
    )


def _valued(
    review: SuitabilityReview,
    row: ReviewAlternative,
    prices: Sequence[Price],
    situation: Situation,
    own: OwnCost | None,
    cost_missing: tuple[str, ...],
    rate: Rate | None,
) -> Valued:
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    if row.version is None:
        payments = _own_payments(review, own)
        missing = ("fehlt: vollständige eigene Kosten.",) if cost_missing else ()
    else:
        offered = offer_cost(
            prices, _situation_for(row, prices, situation, review), review.first_year, review.years
        )
        payments, missing, notes = offered.payments, offered.missing, offered.notes
        payments += _exit(row, review)
        if row.version.exit_price_cents is None:
            notes += (f"„{row.title}“ nennt keinen Preis für den Ausstieg.",)
    entered = tuple(
        Payment(each.year, each.cents, PaymentKind(each.kind), each.label, each.source)
        for each in row.payments.order_by("year", "pk")
    )
    rows = list(row.points.select_related("criterion"))
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


def _exit(row: ReviewAlternative, review: SuitabilityReview) -> tuple[Payment, ...]:
    version = row.version
    if version is None or not version.exit_price_cents:
        return ()
    label = "Preis des Ausstiegs am Ende"
    source = f"Fassung {version.number} der Leistung"
    return (Payment(review.years, version.exit_price_cents, PaymentKind.EXIT, label, source),)


def _break_evens(
    review: SuitabilityReview,
    rows: Sequence[ReviewAlternative],
    prices: Mapping[int, Sequence[Price]],
    situation: Situation,
    own: OwnCost | None,
) -> dict[str, Fraction | None]:
    """Return for each offer priced by workplaces where it and the own operation cost the same in a year."""
    if own is None or not review.workplaces:
        return {}
    per_workplace = Fraction(own.by_center[CostCenter.STANDARDARBEITSPLATZ], review.workplaces)
    tariff = Tariff(Fraction(own.cents) - per_workplace * review.workplaces, per_workplace)
    found = {}
    for row in rows:
        mine = prices.get(row.pk, [])
        if any(price.kind is PriceKind.WORKPLACE for price in mine):
            cost = yearly_by_workplaces(
                mine, _situation_for(row, mine, situation, review), review.first_year + 1
            )
            found[row.title] = crossing(tariff, cost, review.workplaces)
    return found
