"""By which day a contract must be given notice of, and when it then ends. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from allmende.funding.domain.words import NoticeTo

MONTHS_OF = {NoticeTo.MONTH: 1, NoticeTo.QUARTER: 3, NoticeTo.HALF_YEAR: 6, NoticeTo.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Notice:
    """The last day to give notice, and the first day on which the contract no longer holds."""

    by: date
    until: date


def next_notice(on: date, months: int, to: NoticeTo) -> Notice:
    """Return the next notice that is still possible on `on`.

    Notice is in time if it is received so many months before the end: six months to the end of the year
    means the 30th of June.
    """
    until = _next_end(on, MONTHS_OF[to])
    while (by := _months_before(until, months) - timedelta(days=1)) < on:
        until = _next_end(until, MONTHS_OF[to])
    return Notice(by, until)


def _next_end(on: date, length: int) -> date:
    """Return the first day after the period of so many months in which `on` lies."""
    months = ((on.month - 1) // length + 1) * length
    return date(on.year + months // 12, months % 12 + 1, 1)


def _months_before(first: date, months: int) -> date:
    """Return the first of the month so many months before a first of a month."""
    index = first.year * 12 + first.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
