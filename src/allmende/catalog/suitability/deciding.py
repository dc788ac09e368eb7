"""Opening offers and recording the result: what was known then is frozen under a hash."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.catalog import queries as catalog
from allmende.catalog.permissions import require_body
from allmende.catalog.suitability.actions import locked_review, record_review
from allmende.catalog.suitability.assessment.criteria import CriteriaSet, Criterion
from allmende.catalog.suitability.calculating import OWN, assessment_of
from allmende.catalog.suitability.domain import ReviewOutcome
from allmende.catalog.suitability.errors import (
    CriteriaOpen,
    ForeignPaper,
    NotComplete,
    NotDecidedYet,
    NothingOffered,
    OffersAlreadyOpen,
    OffersClosed,
    WrongChoice,
)
from allmende.catalog.suitability.models import ReviewAlternative, ReviewEvidence, SuitabilityReview
from allmende.papers.queries import is_paper_of

if TYPE_CHECKING:
    from allmende.accounts.models import User

OWN_TITLE = "Eigene Erledigung"


@transaction.atomic
def open_offers(*, review: SuitabilityReview, by: "User | None", on: date, at: datetime) -> int:
    """Put the offers of that day beside the own operation; criteria stay from now on. Return how many.

    Raises CriteriaOpen, OffersOpen, OffersAlreadyOpen, NothingOffered.
    """
    locked = locked_review(review, by, on)
    if locked.criteria_locked_at is None:
        raise CriteriaOpen
    if locked.opened_at is not None:
        raise OffersAlreadyOpen
    rows = tuple(Criterion(row.key, row.label, row.weight) for row in locked.criteria.order_by("position"))
    CriteriaSet(rows, locked.criteria_locked_at, "").require_before(at)
    offers = list(catalog.offered(on).filter(product__need_folded=locked.need_folded).order_by("title", "pk"))
    if not offers:
        raise NothingOffered(need=locked.need)
    SuitabilityReview.objects.filter(pk=locked.pk).update(opened_at=at)
    own = ReviewAlternative(review=locked, key=OWN, title=OWN_TITLE)
    ReviewAlternative.objects.bulk_create(
        [own]
        + [
            ReviewAlternative(
                review=locked,
                key=each.key,
                title=f"{each.title} – {each.provider_name}" if each.provider_name else each.title,
                version_id=each.pk,
                position=index,
            )
            for index, each in enumerate(offers, start=1)
        ]
    )
    _take_payments_over(locked)
    record_review("review_offers_opened", locked, by, on, {"Angebote": str(len(offers))})
    return len(offers)


def _take_payments_over(review: SuitabilityReview) -> None:
    """Copy what was entered last time for alternatives that are offered again; points are given anew."""
    if review.previous is None:
        return
    by_key = {each.key: each for each in review.alternatives.all()}
    for former in review.previous.alternatives.prefetch_related("payments"):
        now = by_key.get(former.key)
        if now is None:
            continue
        ReviewAlternative.objects.filter(pk=now.pk).update(is_member=former.is_member)
        for payment in former.payments.order_by("pk"):
            payment.pk, payment.review, payment.alternative = None, review, now
            payment.save(force_insert=True)


@transaction.atomic
def decide(
    *,
    review: SuitabilityReview,
    outcome: ReviewOutcome,
    chosen: ReviewAlternative | None,
    reason: str,
    next_due_on: date | None,
    paper_id: int | None,
    by: "User | None",
    on: date,
    at: datetime,
) -> ReviewEvidence:
    """Record the result and freeze what was known. Who adopts needs all figures; who waits may have gaps.

    Raises OffersClosed, NotComplete, WrongChoice, ForeignPaper, ReviewDecided.
    """
    locked = locked_review(review, by, on)
    if locked.opened_at is None:
        raise OffersClosed
    if paper_id is not None and not is_paper_of(paper_id, locked.body_id):
        raise ForeignPaper
    found = assessment_of(locked, on)
    if outcome is ReviewOutcome.ADOPT:
        if found.missing:
            raise NotComplete(missing=" ".join(found.missing))
        if chosen is None or chosen.review_id != locked.pk:
            raise WrongChoice
    evidence = found.evidence()
    SuitabilityReview.objects.filter(pk=locked.pk).update(
        decided_at=at,
        decided_by=by,
        outcome=outcome.value,
        chosen=chosen if outcome is ReviewOutcome.ADOPT else None,
        reason=reason,
        next_due_on=next_due_on,
        paper_id=paper_id,
    )
    frozen: ReviewEvidence = ReviewEvidence.objects.create(
        review=locked, document=dict(evidence.document), sha256=evidence.sha256, created_by=by
    )
    record_review(
        "review_decided", locked, by, on, {"Ergebnis": outcome.label, "Prüfsumme": evidence.sha256[:16]}
    )
    return frozen


@transaction.atomic
def set_published(*, review: SuitabilityReview, is_published: bool, by: "User | None", on: date) -> None:
    """Show a decided review to everyone, or only to its body again. Raises NotDecidedYet."""
    require_body(by, review.body_id, on=on)
    if is_published and not ReviewEvidence.objects.filter(review=review).exists():
        raise NotDecidedYet
    SuitabilityReview.objects.filter(pk=review.pk).update(is_published=is_published)
    record_review("review_published" if is_published else "review_unpublished", review, by, on)


@transaction.atomic
def attach_paper(*, review: SuitabilityReview, paper_id: int | None, by: "User | None", on: date) -> None:
    """Say with which paper the result goes to the council. Raises ForeignPaper."""
    require_body(by, review.body_id, on=on)
    if paper_id is not None and not is_paper_of(paper_id, review.body_id):
        raise ForeignPaper
    SuitabilityReview.objects.filter(pk=review.pk).update(paper_id=paper_id)
