"""Consultations as calendar files: one paper's, or all of a person's bodies."""

from collections.abc import Iterable
from datetime import date, timedelta

from icalendar import Calendar, Event

from allmende.papers.models import Consultation

PRODUCT = "-//Allmende//Beratungsfolge//DE"


def calendar_of(consultations: Iterable[Consultation], *, name: str, address: str) -> bytes:
    """Return an iCalendar file with one all-day event per dated consultation.

    `address` is where the product runs (`https://allmende.example`); events link to their papers.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for consultation in consultations:
        if consultation.date is not None:
            calendar.add_component(_event(consultation, consultation.date, address))
    return bytes(calendar.to_ical())


def _event(consultation: Consultation, day: date, address: str) -> Event:
    paper = consultation.paper
    url = address + paper.get_absolute_url()
    role = consultation.get_role_display()
    event = Event()
    event.add("uid", f"consultation-{paper.pk}-{consultation.order}@allmende")
    event.add("dtstamp", paper.modified_at)
    event.add("last-modified", paper.modified_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{consultation.organization_name}: {paper.title}"[:250])
    event.add("description", "\n".join(filter(None, [paper.reference, role, url])))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
