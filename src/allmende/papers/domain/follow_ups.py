"""Duties that follow from a decision: their kind and state, and when a recurring one is due again."""

import calendar
import re
from datetime import date
from enum import StrEnum


class FollowUpState(StrEnum):
    """What became of a duty."""

    PENDING = "pending"
    DONE = "done"
    DROPPED = "dropped"


class FollowUpKind(StrEnum):
    """Whether one's own people have to act, or somebody else is asked to."""

    DUTY = "duty"
    DEMAND = "demand"


class ReportKind(StrEnum):
    """What was reported about a duty: proof that it was done, or the answer of a third party."""

    PROOF = "proof"
    ANSWER = "answer"
    NOTE = "note"


class RollCall(StrEnum):
    """How a member voted in a roll call."""

    YES = "yes"
    NO = "no"
    ABSTENTION = "abstention"
    ABSENT = "absent"


_THIRD_PARTIES = re.compile(
    r"\b(?:land|landes\w*|landtag\w*|bund|bundes\w*|minister\w*|bezirksregierung)\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:landrat|landrätin|landkreis)\b", re.IGNORECASE)


def kind_told_by(addressee: str) -> FollowUpKind:
    """Return whether the addressee is a third party that can only be asked: the Land, a ministry."""
    if _THIRD_PARTIES.search(addressee) and not _OWN.search(addressee):
        return FollowUpKind.DEMAND
    return FollowUpKind.DUTY


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


def occurrences(first: date, recurrence: Recurrence, *, after: date, count: int) -> list[date]:
    """Return the next days on which a recurring duty is due."""
    days: list[date] = []
    while len(days) < count:
        after = next_due(first, recurrence, after)
        days.append(after)
    return days


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
