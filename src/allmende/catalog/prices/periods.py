"""Spans of time `[start, until)` and how many started months of them somebody takes a service. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from allmende.common.formats import day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until the day before `until`; without `until` open."""

    start: date
    until: date | None = None

    def __contains__(self, on: date) -> bool:
        return self.start <= on and (self.until is None or on < self.until)

    def overlap(self, other: "Span") -> "Span | None":
        """Return what both have in common, None if nothing."""
        start = max(self.start, other.start)
        ends = [each for each in (self.until, other.until) if each is not None]
        until = min(ends, default=None)
        return None if until is not None and until <= start else Span(start, until)

    @property
    def german(self) -> str:
        if self.until is None:
            return f"ab {day(self.start)}"
        if (self.start.month, self.start.day) == (1, 1) and self.until == date(self.start.year + 1, 1, 1):
            return str(self.start.year)
        return f"{day(self.start)} bis {day(self.until - ONE_DAY)}"


def year(number: int) -> Span:
    """Return a calendar year."""
    return Span(date(number, 1, 1), date(number + 1, 1, 1))


def started_months(span: Span) -> int:
    """Return how many calendar months a closed span touches: a started month counts whole."""
    if span.until is None:
        raise ValueError("an open span has no number of months")
    last = span.until - ONE_DAY
    return (last.year - span.start.year) * 12 + last.month - span.start.month + 1


def months_later(on: date, months: int) -> date:
    """Return the same day so many months later, the last day of the month where there is none."""
    index = on.year * 12 + on.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=on.day - 1), following - ONE_DAY)
