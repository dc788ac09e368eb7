"""Deadlines of subscriptions as a calendar file: one event to decide, one to give notice."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from allmende.catalog.customer_page import CustomerRow

PRODUCT = "-//Allmende//Leistungen//DE"
REMIND_BEFORE = timedelta(days=-14)


def calendar_of(rows: Iterable[CustomerRow], *, name: str, address: str) -> bytes:
    """Return an iCalendar file; each event reminds two weeks before and links to its subscription."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for row in rows:
        if row.deadline is None:
            continue
        decide = _("Über {title} entscheiden").format(title=row.title)
        notice = _("Letzter Tag für die Kündigung von {title}").format(title=row.title)
        calendar.add_component(_event(row, "decide", row.deadline.decide_by, decide, address))
        calendar.add_component(_event(row, "notice", row.deadline.notice_by, notice, address))
    return bytes(calendar.to_ical())


def _event(row: CustomerRow, kind: str, on: date, summary: str, address: str) -> Event:
    url = address + row.subscription.get_absolute_url()
    event = Event()
    event.add("uid", f"subscription-{row.subscription.pk}-{kind}-{on.isoformat()}@allmende")
    event.add("dtstamp", datetime.combine(row.subscription.created_at.date(), time(), UTC))
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
