"""Deadlines as an iCalendar file: one all-day event each."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from allmende.funding.deadlines import Deadline

PRODUCT = "-//Allmende//Foerderung//DE"
REMINDER = timedelta(days=-14)


def calendar_of(deadlines: Iterable[Deadline], *, address: str, name: str) -> bytes:
    """Return the calendar; each event has a stable identity, so that a second import updates it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for each in deadlines:
        made.add_component(_event(each, address))
    return bytes(made.to_ical())


def _event(deadline: Deadline, address: str) -> Event:
    event = Event()
    event.add("uid", f"funding-{deadline.uid}@allmende")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + timedelta(days=1))
    told = f"{deadline.what}: {deadline.subject}"
    event.add("summary", f"{told} ({deadline.mark})" if deadline.mark else told)
    event.add("description", deadline.source)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", told)
    alarm.add("trigger", REMINDER)
    event.add_component(alarm)
    return event
