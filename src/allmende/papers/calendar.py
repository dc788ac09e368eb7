"""Days as calendar files: a paper's consultations, or all that a person's bodies have to do with."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from allmende.papers.calendar_days import CalendarDay
from allmende.papers.models import Consultation, FollowUp

LONGEST_SUMMARY = 250


def consultation_days(consultations: Iterable[Consultation]) -> list[CalendarDay]:
    """Return the dated consultations; their papers come with them."""
    return [
        CalendarDay(
            uid=f"consultation-{each.paper_id}-{each.order}",
            on=each.date,
            summary=f"{each.organization_name}: {each.paper.title}",
            path=each.paper.get_absolute_url(),
            changed_at=each.paper.modified_at,
            text="\n".join(filter(None, [each.paper.reference, each.get_role_display()])),
        )
        for each in consultations
        if each.date is not None
    ]


def duty_days(duties: Iterable[FollowUp]) -> list[CalendarDay]:
    """Return the days on which duties are due; their papers come with them."""
    return [
        CalendarDay(
            uid=f"duty-{each.pk}",
            on=each.due_on,
            summary=f"{each.addressee}: {each.duty}" if each.addressee else each.duty,
            path=each.get_absolute_url(),
            changed_at=each.decision.paper.modified_at,
            text=str(each.decision.paper),
        )
        for each in duties
        if each.due_on is not None
    ]


def calendar_of(days: Iterable[CalendarDay], *, name: str, address: str, product: str) -> bytes:
    """Return an iCalendar file with one all-day event per day.

    `address` is where the product runs (`https://allmende.example`); events link to their pages.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Allmende//{product}//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for day in days:
        calendar.add_component(_event(day, address))
    return bytes(calendar.to_ical())


def _event(day: CalendarDay, address: str) -> Event:
    url = address + day.path
    event = Event()
    event.add("uid", f"{day.uid}@allmende")
    event.add("dtstamp", day.changed_at)
    event.add("last-modified", day.changed_at)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.summary[:LONGEST_SUMMARY])
    event.add("description", "\n".join(filter(None, [day.text, url])))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
