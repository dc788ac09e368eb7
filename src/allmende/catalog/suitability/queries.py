"""Reads of reviews: published ones for everyone, the others for people of their body only."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from allmende.catalog.permissions import keeping_body_ids, reading_body_ids
from allmende.catalog.suitability.errors import UnknownReview
from allmende.catalog.suitability.models import SuitabilityReview
from allmende.register.names import fold
from allmende.register.queries import AnyUser


def reviews_for(user: AnyUser, *, on: date) -> QuerySet[SuitabilityReview]:
    """Return the reviews the person may read."""
    mine = reading_body_ids(user, on=on)
    shown = Q(is_published=True)
    return SuitabilityReview.objects.filter(shown | Q(body_id__in=mine) if mine else shown)


def review_for(user: AnyUser, pk: int, *, on: date) -> SuitabilityReview:
    """Return a review the person may read; raise UnknownReview."""
    rows = reviews_for(user, on=on).select_related("body", "criteria_locked_by", "decided_by", "previous")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise UnknownReview
    return found


def may_edit(user: AnyUser, review: SuitabilityReview, *, on: date) -> bool:
    """Return whether the person keeps the take-up of the body."""
    return review.body_id in keeping_body_ids(user, on=on)


def reviews_of_paper(paper_id: int, *, user: AnyUser, on: date) -> QuerySet[SuitabilityReview]:
    """Return the reviews that led to a council paper, as far as the person may read them."""
    return reviews_for(user, on=on).filter(paper_id=paper_id).order_by("need", "pk")


def last_decided(body_id: int, needs: Iterable[str] | None = None) -> dict[str, SuitabilityReview]:
    """Return the latest decided review of each need of a body, by folded need."""
    rows = SuitabilityReview.objects.filter(body_id=body_id, decided_at__isnull=False)
    if needs is not None:
        rows = rows.filter(need_folded__in=[fold(need) for need in needs])
    return {row.need_folded: row for row in rows.order_by("number")}


def running(body_id: int) -> dict[str, SuitabilityReview]:
    """Return the reviews of a body that have no result yet, by folded need."""
    rows = SuitabilityReview.objects.filter(body_id=body_id, decided_at=None)
    return {row.need_folded: row for row in rows}
