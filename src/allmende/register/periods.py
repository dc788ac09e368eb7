"""Periods: `[from, until)` inside, the last day for people. Pure."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day(until: date | None) -> date | None:
    """Return the last day of a period that ends before `until`."""
    return until - ONE_DAY if until else None


def until(last: date | None) -> date | None:
    """Return the first day after a period whose last day is `last`."""
    return last + ONE_DAY if last else None
