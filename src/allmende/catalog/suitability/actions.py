"""What people do with a review before its result: begin, enter, record criteria. Every write is atomic."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.catalog.permissions import require_body
from allmende.catalog.recording import record
from allmende.catalog.suitability.assessment.criteria import (
    MOST_POINTS,
    BadPoints,
    CriteriaSet,
    Criterion,
)
from allmende.catalog.suitability.domain import ReviewOccasion
from allmende.catalog.suitability.errors import (
    CriteriaLocked,
    OffersAlreadyOpen,
    OffersClosed,
    OpenReviewExists,
    ReviewDecided,
    UnknownReview,
)
from allmende.catalog.suitability.models import (
    AlternativePayment,
    AlternativePoints,
    OwnCostEntry,
    OwnPost,
    ReviewAlternative,
    ReviewCriterion,
    SuitabilityReview,
)
from allmende.register.domain import BodyView
from allmende.register.names import fold

if TYPE_CHECKING:
    from datetime import datetime

    from allmende.accounts.models import User

REVIEW = "catalog.review"
COPIED = (
    "first_year",
    "years",
    "rate_percent",
    "rate_source",
    "workplaces",
    "quantities",
    "quantities_source",
    "keys",
)


@transaction.atomic
def start_review(
    *,
    body: BodyView,
    need: str,
    occasion: ReviewOccasion,
    values: Mapping[str, Any],
    by: "User | None",
    on: date,
) -> SuitabilityReview:
    """Begin the review of a need by a body. Raises OpenReviewExists.

    If the body has reviewed the need before, criteria, own cost and quantities are taken over, so that the
    same is asked again; they can be changed until they are locked.
    """
    require_body(by, body.id, on=on)
    folded = fold(need)
    earlier = SuitabilityReview.objects.select_for_update().filter(body_id=body.id, need_folded=folded)
    last = earlier.order_by("-number").first()
    if last is not None and last.decided_at is None:
        raise OpenReviewExists(need=need)
    kept = {name: getattr(last, name) for name in COPIED} if last else {}
    review: SuitabilityReview = SuitabilityReview.objects.create(
        body_id=body.id,
        need=last.need if last else need,
        need_folded=folded,
        occasion=occasion.value,
        number=last.number + 1 if last else 1,
        previous=last,
        created_by=by,
        **{**kept, **values},
    )
    if last is not None:
        _take_over(last, review)
    record_review("review_started", review, by, on, {"Durchgang": str(review.number)})
    return review


def _take_over(last: SuitabilityReview, review: SuitabilityReview) -> None:
    for rows in (last.criteria.all(), last.own_costs.all(), last.own_posts.all()):
        for row in rows.order_by("pk"):
            row.pk, row.review = None, review
            row.save(force_insert=True)


@transaction.atomic
def save_basics(*, review: SuitabilityReview, values: Mapping[str, Any], by: "User | None", on: date) -> None:
    """Set years, rate, workplaces, quantities and keys."""
    locked = locked_review(review, by, on)
    SuitabilityReview.objects.filter(pk=locked.pk).update(**values)


@transaction.atomic
def save_cost(*, entry: OwnCostEntry | OwnPost, by: "User | None", on: date) -> None:
    """Add or change a cost of the own operation."""
    locked_review(entry.review, by, on)
    entry.save()


@transaction.atomic
def remove_part(*, part: OwnCostEntry | OwnPost | AlternativePayment, by: "User | None", on: date) -> None:
    """Take an own cost or a payment out of a review."""
    locked_review(part.review, by, on)
    part.delete()


@transaction.atomic
def save_criteria(
    *, review: SuitabilityReview, criteria: Sequence[Criterion], by: "User | None", on: date, at: "datetime"
) -> None:
    """Replace the criteria. Raises CriteriaLocked, BadCriteria."""
    locked = locked_review(review, by, on)
    if locked.criteria_locked_at is not None:
        raise CriteriaLocked
    CriteriaSet(tuple(criteria), at, "")
    locked.criteria.all().delete()
    ReviewCriterion.objects.bulk_create(
        ReviewCriterion(review=locked, key=each.key, label=each.label, weight=each.weight, position=index)
        for index, each in enumerate(criteria)
    )


@transaction.atomic
def lock_criteria(*, review: SuitabilityReview, by: "User | None", on: date, at: "datetime") -> None:
    """Record criteria and weights with person and time, before any offer is opened. Raises BadCriteria."""
    locked = locked_review(review, by, on)
    if locked.criteria_locked_at is not None:
        raise CriteriaLocked
    rows = locked.criteria.order_by("position", "pk")
    CriteriaSet(tuple(Criterion(row.key, row.label, row.weight) for row in rows), at, "")
    SuitabilityReview.objects.filter(pk=locked.pk).update(criteria_locked_at=at, criteria_locked_by=by)
    weights = ", ".join(f"{row.label}: {row.weight}" for row in rows)
    record_review("review_criteria_locked", locked, by, on, {"Gewichte": weights})


@transaction.atomic
def unlock_criteria(*, review: SuitabilityReview, by: "User | None", on: date) -> None:
    """Let criteria be changed again while no offer is opened. Raises OffersAlreadyOpen."""
    locked = locked_review(review, by, on)
    if locked.opened_at is not None:
        raise OffersAlreadyOpen
    SuitabilityReview.objects.filter(pk=locked.pk).update(criteria_locked_at=None, criteria_locked_by=None)
    record_review("review_criteria_unlocked", locked, by, on)


@transaction.atomic
def save_points(
    *,
    alternative: ReviewAlternative,
    points: Mapping[int, tuple[int, str]],
    is_member: bool,
    by: "User | None",
    on: date,
) -> None:
    """Set points and reasons of an alternative by criterion. Raises OffersClosed, BadPoints."""
    locked = locked_review(alternative.review, by, on)
    if locked.opened_at is None:
        raise OffersClosed
    criteria = {row.pk: row for row in locked.criteria.all()}
    for pk, (value, reason) in points.items():
        if not 0 <= value <= MOST_POINTS:
            problem = "Punkte gehen von 0 bis 10."
            raise BadPoints(alternative=alternative.title, criterion=criteria[pk].label, problem=problem)
        AlternativePoints.objects.update_or_create(
            alternative=alternative,
            criterion=criteria[pk],
            defaults={"review": locked, "points": value, "reason": reason},
        )
    alternative.points.exclude(criterion__in=points).delete()
    ReviewAlternative.objects.filter(pk=alternative.pk).update(is_member=is_member)


@transaction.atomic
def save_payment(*, payment: AlternativePayment, by: "User | None", on: date) -> None:
    """Add or change what comes on top of the running cost of an alternative."""
    locked_review(payment.review, by, on)
    payment.save()


@transaction.atomic
def delete_review(*, review: SuitabilityReview, by: "User | None", on: date) -> None:
    """Remove a review whose offers were never opened. Raises OffersAlreadyOpen."""
    locked = locked_review(review, by, on)
    if locked.opened_at is not None:
        raise OffersAlreadyOpen
    SuitabilityReview.objects.filter(pk=locked.pk).update(criteria_locked_at=None)
    record_review("review_deleted", locked, by, on)
    locked.delete()


def locked_review(review: SuitabilityReview, by: "User | None", on: date) -> SuitabilityReview:
    """Return the review locked in the database; raise UnknownReview, ReviewDecided or NotAllowed."""
    locked = SuitabilityReview.objects.select_for_update(of=("self",)).filter(pk=review.pk).first()
    if locked is None:
        raise UnknownReview
    require_body(by, locked.body_id, on=on)
    if locked.decided_at is not None:
        raise ReviewDecided
    return locked


def record_review(
    action: str,
    review: SuitabilityReview,
    by: "User | None",
    on: date,
    details: Mapping[str, str] | None = None,
) -> None:
    """Leave an event in the trail of the body."""
    record(
        action,
        by=by,
        body_id=review.body_id,
        on=on,
        kind=REVIEW,
        object_id=str(review.pk),
        label=str(review),
        details=details,
    )
