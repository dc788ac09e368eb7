"""Periods: `[from, until)` inside, the last day for people. Pure."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)  # days outside are slips of the keyboard


def is_plausible(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def last_day(until: date | None) -> date | None:
    """Return the last day of a period that ends before `until`."""
    return until - ONE_DAY if until else None


def until(last: date | None) -> date | None:
    """Return the first day after a period whose last day is `last`."""
    return last + ONE_DAY if last else None
