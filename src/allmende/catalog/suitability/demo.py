"""Two finished reviews of the demo: a town that takes the workplace, one that declines and will ask again."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from allmende.catalog.suitability import actions, deciding
from allmende.catalog.suitability.assessment.criteria import PRICE, Criterion
from allmende.catalog.suitability.assessment.own_cost import CostCenter
from allmende.catalog.suitability.calculating import OWN
from allmende.catalog.suitability.domain import ReviewOccasion, ReviewOutcome
from allmende.catalog.suitability.models import AlternativePayment, OwnCostEntry, SuitabilityReview
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.papers.models import Paper

SOURCE = "erfundene Beispielzahl"
CRITERIA = (
    Criterion(PRICE, "Kosten (Barwert)", 50),
    Criterion("exit", "Ausstieg und Datenmitnahme", 20),
    Criterion("security", "Sicherheit und Schutzbedarf", 30),
)
NEED = "Arbeitsplatz"
TAKING: dict[str, Any] = {
    "workplaces": 118,
    "costs": (
        (CostCenter.STANDARDARBEITSPLATZ, "Geräte und Büroprogramme", 96_000_00),
        (CostCenter.RECHENZENTRUM, "Serverraum", 41_000_00),
    ),
    "own_points": {
        "exit": (9, "Alles im Haus; kein Wechsel nötig"),
        "security": (4, "Eine Person, keine Vertretung"),
    },
    "transition": 18_000_00,
}
DECLINING: dict[str, Any] = {
    "workplaces": 62,
    "costs": ((CostCenter.STANDARDARBEITSPLATZ, "Geräte auf Zeit bis 2028", 38_000_00),),
    "own_points": {"exit": (9, "Kein Wechsel nötig"), "security": (7, "Vertrag mit der Nachbarstadt")},
    "transition": 44_000_00,
}
OFFER_POINTS = {
    "exit": (6, "Übergabe in drei Monaten zugesagt"),
    "security": (8, "Rechenzentrum mit Nachweis"),
}


def taken(town: BodyView, paper: "Paper", *, on: date, at: datetime) -> None:
    """Bring the review after which a town took the service."""
    review = _prepared(town, TAKING, ReviewOccasion.FIRST, on, at)
    offer = review.alternatives.exclude(key=OWN).order_by("position")[0]
    _decide(
        review,
        ReviewOutcome.ADOPT,
        "Die Vertretung ist gesichert, und auf fünf Jahre kostet es weniger (Beispiel).",
        on,
        at,
        chosen=offer,
        paper_id=paper.pk,
    )


def declined(town: BodyView, *, on: date, at: datetime) -> None:
    """Bring the review of a town that declined, with the day on which it will ask again."""
    review = _prepared(town, DECLINING, ReviewOccasion.DECLINED, on, at)
    _decide(
        review,
        ReviewOutcome.WATCH,
        "Die Geräte sind bis 2028 gemietet; vorher lohnt der Wechsel nicht (Beispiel).",
        on,
        at,
        next_due_on=date(2028, 1, 31),
    )


def _prepared(
    town: BodyView, told: dict[str, Any], occasion: ReviewOccasion, on: date, at: datetime
) -> SuitabilityReview:
    values = {
        "first_year": 2027,
        "years": 5,
        "rate_percent": Decimal("3.1"),
        "rate_source": SOURCE,
        "workplaces": told["workplaces"],
        "keys": {CostCenter.RECHENZENTRUM.value: {CostCenter.STANDARDARBEITSPLATZ.value: "1"}},
    }
    review = actions.start_review(body=town, need=NEED, occasion=occasion, values=values, by=None, on=on)
    for center, label, cents in told["costs"]:
        entry = OwnCostEntry(review=review, center=center.value, label=label, cents=cents, source=SOURCE)
        actions.save_cost(entry=entry, by=None, on=on)
    before = at - timedelta(hours=2)
    actions.save_criteria(review=review, criteria=CRITERIA, by=None, on=on, at=before)
    actions.lock_criteria(review=review, by=None, on=on, at=before)
    deciding.open_offers(review=review, by=None, on=on, at=at - timedelta(hours=1))
    criteria = {row.key: row.pk for row in review.criteria.all()}
    for each in review.alternatives.all():
        told_points = told["own_points"] if each.key == OWN else OFFER_POINTS
        points = {criteria[key]: given for key, given in told_points.items()}
        actions.save_points(alternative=each, points=points, is_member=True, by=None, on=on)
        if each.key != OWN:
            payment = AlternativePayment(
                review=review,
                alternative=each,
                kind="transition",
                year=0,
                label="Umstellung der Arbeitsplätze",
                cents=told["transition"],
                source=SOURCE,
            )
            actions.save_payment(payment=payment, by=None, on=on)
    return review


def _decide(
    review: SuitabilityReview, outcome: ReviewOutcome, reason: str, on: date, at: datetime, **given: Any
) -> None:
    values = {"chosen": None, "next_due_on": None, "paper_id": None} | given
    deciding.decide(review=review, outcome=outcome, reason=reason, by=None, on=on, at=at, **values)
    deciding.set_published(review=review, is_published=True, by=None, on=on)
