"""A review computed as of now: what it says, and all that is missing to say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from allmende.catalog.suitability.assessment.criteria import (
    PRICE,
    Assessed,
    CriteriaSet,
    Criterion,
    ranking,
)
from allmende.catalog.suitability.assessment.evidence import Evidence, frozen
from allmende.catalog.suitability.assessment.own_cost import CostEntry, OwnCost
from allmende.catalog.suitability.assessment.present_value import (
    Payment,
    PaymentKind,
    Rate,
    by_kind,
    present_value,
)
from allmende.catalog.suitability.assessment.telling import (
    BreakEven,
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
    break_evens: Sequence[BreakEven] = ()

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
            *break_even_sentences(self.break_evens),
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
