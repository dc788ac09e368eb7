"""Duties that follow from a decision: in what state they are, and when a recurring one is due again."""

import calendar
from datetime import date
from enum import StrEnum


class FollowUpState(StrEnum):
    """What became of a duty."""

    PENDING = "pending"
    DONE = "done"
    DROPPED = "dropped"


class Recurrence(StrEnum):
    """How often a duty comes back."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


_MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: 12,
}


def next_due(first: date, recurrence: Recurrence, after: date) -> date:
    """Return the first day after `after` in the rhythm that begins with `first`.

    It counts from the first day, so that the 31st comes back after a short month.
    """
    months = _MONTHS[recurrence]
    passed = (after.year - first.year) * 12 + after.month - first.month
    step = max(passed // months, 0)
    while (due := _months_later(first, step * months)) <= after:
        step += 1
    return due


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
