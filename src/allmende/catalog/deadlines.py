"""The days that a municipality must not miss: to decide, to give notice, to review what fits."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.catalog.customer_page import CustomerPage

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DueDay:
    """One such day; `uid` stays the same while the day does."""

    uid: str
    on: date
    text: str
    url: str


def due_days(page: CustomerPage) -> list[DueDay]:
    """Return all such days of a municipality in the order of its page."""
    found = []
    for row in page.rows:
        if row.deadline is None:
            continue
        url = row.subscription.get_absolute_url()
        decide = _("Über {title} entscheiden").format(title=row.title)
        notice = _("Letzter Tag für die Kündigung von {title}").format(title=row.title)
        for kind, on, said in (
            ("decide", row.deadline.decide_by, decide),
            ("notice", row.deadline.notice_by, notice),
        ):
            found.append(DueDay(f"subscription-{row.subscription.pk}-{kind}", on, said, url))
    for review in page.reviews:
        if review.due_on is not None:
            url = review.running.get_absolute_url() if review.running else reverse("suitability:reviews")
            said = _("Eignung prüfen: {need}").format(need=review.need)
            found.append(DueDay(f"review-{review.key}", review.due_on, said, url))
    return found


def to_tell(days: list[DueDay], *, after: date, on: date) -> list[DueDay]:
    """Return what a mail of `on` tells: what is due, or due in two weeks, and was not told `after` before."""
    told = [each for each in days if after < each.on <= on or after < each.on - AHEAD <= on]
    return sorted(told, key=lambda each: (each.on, each.text))
