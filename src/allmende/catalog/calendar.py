"""Deadlines of a municipality as a calendar file: to decide, to give notice, to review what fits."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from allmende.catalog.customer_page import CustomerPage
from allmende.catalog.deadlines import AHEAD, due_days

PRODUCT = "-//Allmende//Leistungen//DE"


def calendar_of(page: CustomerPage, *, name: str, address: str, made_at: datetime) -> bytes:
    """Return an iCalendar file; each event reminds two weeks before and links to what it is about."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in due_days(page):
        calendar.add_component(_event(each.uid, each.on, each.text, address + each.url, made_at))
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
    alarm.add("trigger", -AHEAD)
    event.add_component(alarm)
    return event
