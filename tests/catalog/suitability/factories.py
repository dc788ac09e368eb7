"""Reviews of Musterstadt's need for finance software at each stage."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from allmende.catalog.suitability import actions, deciding
from allmende.catalog.suitability.assessment.criteria import PRICE, Criterion
from allmende.catalog.suitability.domain import ReviewOccasion, ReviewOutcome
from allmende.catalog.suitability.models import (
    AlternativePayment,
    OwnCostEntry,
    ReviewAlternative,
    ReviewEvidence,
    SuitabilityReview,
)
from allmende.register.domain import BodyView
from tests.papers.factories import TODAY

LOCKED = datetime(2026, 3, 1, 9, tzinfo=UTC)
OPENED = datetime(2026, 3, 1, 10, tzinfo=UTC)
DECIDED = datetime(2026, 3, 1, 11, tzinfo=UTC)
CRITERIA = [Criterion(PRICE, "Kosten (Barwert)", 60), Criterion("exit", "Ausstieg und Datenmitnahme", 40)]


def a_review(town: BodyView, need: str = "Finanzsoftware") -> SuitabilityReview:
    return actions.start_review(
        body=town,
        need=need,
        occasion=ReviewOccasion.FIRST,
        values={"first_year": 2027, "years": 5},
        by=None,
        on=TODAY,
    )


def an_open_review(town: BodyView) -> SuitabilityReview:
    """Return a review whose offers are open and nothing else is entered."""
    review = a_review(town)
    actions.save_criteria(review=review, criteria=CRITERIA, by=None, on=TODAY, at=LOCKED)
    actions.lock_criteria(review=review, by=None, on=TODAY, at=LOCKED)
    deciding.open_offers(review=review, by=None, on=TODAY, at=OPENED)
    review.refresh_from_db()
    return review


def a_complete_review(town: BodyView, review: SuitabilityReview | None = None) -> SuitabilityReview:
    """Return a review with everything in it: 100 workplaces, own cost of 40,000 EUR, 8,000 EUR to change."""
    review = review or an_open_review(town)
    values = {"rate_percent": Decimal(3), "rate_source": "Kreditvertrag 2025", "workplaces": 100}
    actions.save_basics(review=review, values=values, by=None, on=TODAY)
    if not review.own_costs.exists():
        for center, label, cents in (
            ("fachanwendungen", "Lizenzen", 10_000_00),
            ("standardarbeitsplatz", "Geräte", 30_000_00),
        ):
            entry = OwnCostEntry(review=review, center=center, label=label, cents=cents, source="Konto 5429")
            actions.save_cost(entry=entry, by=None, on=TODAY)
    exit_ = review.criteria.get(key="exit")
    for alternative in review.alternatives.all():
        points = {exit_.pk: (9 if alternative.version_id is None else 6, "laut Angebot")}
        actions.save_points(alternative=alternative, points=points, is_member=True, by=None, on=TODAY)
    if not review.payments.exists():
        payment = AlternativePayment(
            review=review,
            alternative=review.alternatives.get(position=1),
            kind="transition",
            year=0,
            label="Datenübernahme",
            cents=8_000_00,
            source="Angebot vom 01.02.2026",
        )
        actions.save_payment(payment=payment, by=None, on=TODAY)
    review.refresh_from_db()
    return review


def decided(
    review: SuitabilityReview,
    *,
    outcome: ReviewOutcome,
    chosen: ReviewAlternative | None = None,
    **given: Any,
) -> ReviewEvidence:
    return deciding.decide(
        review=review,
        outcome=outcome,
        chosen=chosen,
        reason="Der Aufwand für den Wechsel lohnt sich.",
        by=None,
        on=TODAY,
        at=DECIDED,
        **{"next_due_on": None, "paper_id": None, **given},
    )
