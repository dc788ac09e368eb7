"""What other apps add to a person's subscribed calendar; they register on start, papers know none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with what happens on it; `path` leads to its page, `uid` stays the same for the same thing."""

    uid: str
    on: date
    summary: str
    path: str
    changed_at: datetime
    text: str = ""


SOURCES: "list[Callable[[User, date], Iterable[CalendarDay]]]" = []


def days_for(user: "User", *, on: date) -> list[CalendarDay]:
    """Return all days that other apps know of for this person."""
    return [day for source in SOURCES for day in source(user, on)]
