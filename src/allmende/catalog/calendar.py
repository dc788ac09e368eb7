"""Deadlines of a municipality as a calendar file: to decide, to give notice, to review what fits."""

from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from allmende.catalog.customer_page import CustomerPage

PRODUCT = "-//Allmende//Leistungen//DE"
REMIND_BEFORE = timedelta(days=-14)


def calendar_of(page: CustomerPage, *, name: str, address: str, made_at: datetime) -> bytes:
    """Return an iCalendar file; each event reminds two weeks before and links to what it is about."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for row in page.rows:
        if row.deadline is None:
            continue
        url = address + row.subscription.get_absolute_url()
        decide = _("Über {title} entscheiden").format(title=row.title)
        notice = _("Letzter Tag für die Kündigung von {title}").format(title=row.title)
        for kind, on, said in (
            ("decide", row.deadline.decide_by, decide),
            ("notice", row.deadline.notice_by, notice),
        ):
            calendar.add_component(
                _event(f"subscription-{row.subscription.pk}-{kind}", on, said, url, made_at)
            )
    for review in page.reviews:
        if review.due_on is None:
            continue
        review_url = address + (
            review.running.get_absolute_url() if review.running else reverse("suitability:reviews")
        )
        said = _("Eignung prüfen: {need}").format(need=review.need)
        calendar.add_component(_event(f"review-{review.key}", review.due_on, said, review_url, made_at))
    return bytes(calendar.to_ical())


def _event(uid: str, on: date, summary: str, url: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}-{on.isoformat()}@allmende")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", summary[:250])
    event.add("description", url)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary[:250])
    alarm.add("trigger", REMIND_BEFORE)
    event.add_component(alarm)
    return event
