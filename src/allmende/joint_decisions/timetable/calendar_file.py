"""Calendars of committees from a file: a table (CSV, Excel) of all partners, or one calendar (ICS). Pure.

koerperschaft;gremium;tag;ladungsfrist;grundlage
05554004;Rat;17.03.2026;7;§ 2 Geschäftsordnung
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from allmende.common.errors import AllmendeError
from allmende.cooperations.importing.tables import read_table
from allmende.joint_decisions.timetable.domain import MOST_DAYS
from allmende.papers.domain.values import parse_day
from allmende.register.importing.records import BrokenFile, RowProblem, whole_file

NEEDED = ("koerperschaft", "gremium", "tag")
ICS_START = b"BEGIN:VCALENDAR"
LONGEST_NAME = 300
MOST_EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class ListedSitting:
    """One line: whose committee sits on which day, and which notice it names."""

    line: int
    body: str
    committee: str
    day: date
    notice_days: int | None = None
    notice_source: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeDays:
    """All days of one committee that a file names."""

    body: str
    committee: str
    days: tuple[date, ...]
    notice_days: int | None = None
    notice_source: str = ""


def read_calendars(data: bytes, *, of_body: str = "") -> list[CommitteeDays]:
    """Return the days by committee, in the order of the file; raise BrokenFile naming every wrong line.

    `of_body` says whose calendar an ICS file is: such a file does not tell.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(ICS_START):
        if not of_body:
            raise whole_file("Eine Kalenderdatei nennt keine Körperschaft; wählen Sie sie im Formular.")
        return joined(_from_calendar(data, of_body))
    header, rows = read_table(data)
    missing = [name for name in NEEDED if name not in header]
    if of_body and missing == ["koerperschaft"]:
        missing = []
    if missing:
        raise whole_file(f"Es fehlen Spalten: {', '.join(missing)}.")
    problems: list[RowProblem] = []
    found = [_row(line, values, of_body, problems) for line, values in rows]
    if problems:
        raise BrokenFile(problems)
    return joined(each for each in found if each is not None)


def joined(sittings: Iterable[ListedSitting]) -> list[CommitteeDays]:
    """Return the sittings by body and committee; the last notice named counts."""
    days: dict[tuple[str, str], set[date]] = {}
    notices: dict[tuple[str, str], tuple[int | None, str]] = {}
    for each in sittings:
        key = (each.body, each.committee)
        days.setdefault(key, set()).add(each.day)
        if each.notice_days is not None or key not in notices:
            notices[key] = (each.notice_days, each.notice_source)
    return [CommitteeDays(*key, tuple(sorted(found)), *notices[key]) for key, found in days.items()]


def _row(
    line: int, values: Mapping[str, str], of_body: str, problems: list[RowProblem]
) -> ListedSitting | None:
    before = len(problems)
    body = values.get("koerperschaft", "").strip() or of_body
    committee = " ".join(values.get("gremium", "").split())
    if not body:
        problems.append(RowProblem(line, "koerperschaft", "fehlt; tragen Sie Schlüssel oder Namen ein."))
    if not 0 < len(committee) <= LONGEST_NAME:
        problems.append(RowProblem(line, "gremium", f"fehlt oder hat mehr als {LONGEST_NAME} Zeichen."))
    day = _day(line, values.get("tag", ""), problems)
    notice = _notice(line, values.get("ladungsfrist", "").strip(), problems)
    if len(problems) > before or day is None:
        return None
    source = values.get("grundlage", "").strip()[:200] if notice is not None else ""
    return ListedSitting(line, body, committee, day, notice, source)


def _day(line: int, text: str, problems: list[RowProblem]) -> date | None:
    try:
        return parse_day(text)
    except AllmendeError as error:
        problems.append(RowProblem(line, "tag", str(error) or "ist kein Datum (TT.MM.JJJJ)."))
        return None


def _notice(line: int, text: str, problems: list[RowProblem]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        problems.append(
            RowProblem(line, "ladungsfrist", f"„{text[:20]}“ ist keine Zahl von 0 bis {MOST_DAYS}.")
        )
        return None
    return int(text)


def _from_calendar(data: bytes, of_body: str) -> list[ListedSitting]:
    """Return each event as a sitting: its title is the committee; cancelled ones are left out."""
    try:
        events = list(Calendar.from_ical(data).walk("VEVENT"))
    except ValueError as error:
        raise whole_file("Die Kalenderdatei ist nicht lesbar; exportieren Sie sie neu als .ics.") from error
    if len(events) > MOST_EVENTS:
        raise whole_file(f"Der Kalender hat mehr als {MOST_EVENTS} Termine; teilen Sie ihn auf.")
    found = []
    for number, event in enumerate(events, start=1):
        day, committee = _event_day(event), " ".join(str(event.get("summary", "")).split())[:LONGEST_NAME]
        if day is not None and committee and str(event.get("status", "")).upper() != "CANCELLED":
            found.append(ListedSitting(number, of_body, committee, day))
    if not found:
        raise whole_file("Die Kalenderdatei enthält keinen Termin mit Tag und Titel.")
    return found


def _event_day(event: Any) -> date | None:
    start = getattr(event.get("dtstart"), "dt", None)
    if isinstance(start, datetime):
        return start.date()
    return start if isinstance(start, date) else None
