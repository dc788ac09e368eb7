"""Spans of days `[start, end)`. An open end is `None`."""

from dataclasses import dataclass
from datetime import date, timedelta

from allmende.common.formats import day as shown_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to, but without, `end`. No start means: always so far."""

    start: date
    end: date | None = None

    def __contains__(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)

    @property
    def last_day(self) -> date | None:
        """Return the last day inside."""
        return None if self.end is None else self.end - ONE_DAY

    def overlap(self, other: "Span") -> "Span | None":
        """Return the days both share."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Span(start, end) if end is None or start < end else None

    def without(self, other: "Span") -> "list[Span]":
        """Return what is left of these days when those of `other` are taken away."""
        common = self.overlap(other)
        if common is None:
            return [self]
        rest = []
        if self.start < common.start:
            rest.append(Span(self.start, common.start))
        if common.end is not None and (self.end is None or common.end < self.end):
            rest.append(Span(common.end, self.end))
        return rest

    def german(self) -> str:
        """Return `1.1.2021 bis 31.12.2023` or `ab 1.1.2024`."""
        last = self.last_day
        if last is None:
            return f"ab {shown_day(self.start)}"
        return f"{shown_day(self.start)} bis {shown_day(last)}"

    def as_json(self) -> dict[str, str | None]:
        """Return ISO days; `until` is the first day after the span."""
        return {"from": self.start.isoformat(), "until": self.end.isoformat() if self.end else None}
