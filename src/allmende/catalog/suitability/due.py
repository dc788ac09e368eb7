"""When a body has to review what again: before the last day for notice, or on the day it set itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from allmende.catalog.models import Subscription
from allmende.catalog.suitability.domain import ReviewOccasion
from allmende.catalog.suitability.models import SuitabilityReview
from allmende.catalog.suitability.queries import last_decided, running
from allmende.catalog.takeup.states import TakeUp
from allmende.catalog.takeup.terms import Deadline
from allmende.register.names import fold

SOON = 92
"""Days before a due date from which it is marked."""


@dataclass(frozen=True, slots=True)
class ReviewDate:
    """A need, when it is to be reviewed, and what there is so far."""

    need: str
    due_on: date | None
    occasion: ReviewOccasion
    last: SuitabilityReview | None
    running: SuitabilityReview | None
    is_due: bool

    @property
    def key(self) -> str:
        return fold(self.need).replace(" ", "-")

    @property
    def start_url(self) -> str:
        query = urlencode({"bedarf": self.need, "anlass": self.occasion.value})
        return f"{reverse('suitability:new')}?{query}"


def review_dates(
    body_id: int, deadlines: Mapping[int, Deadline], subscriptions: Iterable[Subscription], on: date
) -> list[ReviewDate]:
    """Return what is to be reviewed, the earliest first.

    `subscriptions`: those of the body with their products, open ones and declined ones; `deadlines` by
    subscription: term end − notice − the council's lead time is the day by which the result must stand.
    """
    needs: dict[str, str] = {}
    due: dict[str, list[date]] = {}
    occasions: dict[str, ReviewOccasion] = {}
    for each in subscriptions:
        folded = each.product.need_folded
        if each.pk in deadlines:
            due.setdefault(folded, []).append(deadlines[each.pk].decide_by)
            occasions[folded] = ReviewOccasion.TERM_END
        elif each.take_up is TakeUp.DECLINED:
            occasions.setdefault(folded, ReviewOccasion.DECLINED)
        else:
            continue
        needs[folded] = each.product.need
    decided, open_ = last_decided(body_id), running(body_id)
    for folded, review in (decided | open_).items():
        needs.setdefault(folded, review.need)
        occasions.setdefault(folded, ReviewOccasion.DECLINED if folded in decided else ReviewOccasion.FIRST)
    for folded, review in decided.items():
        if review.next_due_on:
            due.setdefault(folded, []).append(review.next_due_on)
    found = [
        _date(need, due.get(folded, []), occasions[folded], decided.get(folded), open_.get(folded), on)
        for folded, need in needs.items()
    ]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.need))


def _date(
    need: str,
    days: list[date],
    occasion: ReviewOccasion,
    last: SuitabilityReview | None,
    open_: SuitabilityReview | None,
    on: date,
) -> ReviewDate:
    first = min(days, default=None)
    return ReviewDate(need, first, occasion, last, open_, first is not None and (first - on).days < SOON)
