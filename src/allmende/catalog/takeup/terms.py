"""When a contract can end, until when notice must be given, and when the council must decide. Pure.

Days inside are half-open: `ends_on` is the first day on which the contract no longer holds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from allmende.catalog.prices.periods import ONE_DAY, months_later

MOST_RENEWALS = 1200


class NoticeTo(StrEnum):
    """To the end of what one can give notice."""

    TERM_END = "term_end"
    YEAR_END = "year_end"
    HALF_YEAR_END = "half_year_end"
    QUARTER_END = "quarter_end"
    MONTH_END = "month_end"

    @property
    def label(self) -> str:
        return {
            "term_end": "zum Ende der Laufzeit",
            "year_end": "zum Jahresende",
            "half_year_end": "zum Ende eines Halbjahres",
            "quarter_end": "zum Ende eines Quartals",
            "month_end": "zum Ende eines Monats",
        }[self.value]

    @property
    def months(self) -> int:
        """Return every how many months there is such an end; 0: only the term itself."""
        return {"term_end": 0, "year_end": 12, "half_year_end": 6, "quarter_end": 3, "month_end": 1}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says about its end."""

    starts_on: date
    notice_months: int = 6
    notice_to: NoticeTo = NoticeTo.YEAR_END
    minimum_months: int = 0
    renews_months: int = 12
    """By how many months a term renews itself if nobody gives notice; only for „zum Ende der Laufzeit“."""
    lead_days: int = 90
    """How long the council needs from the paper to its decision."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next chance to leave: decide, give notice, be out."""

    decide_by: date
    notice_by: date
    ends_on: date

    @property
    def last_day(self) -> date:
        return self.ends_on - ONE_DAY


def minimum_end(terms: Terms) -> date:
    """Return the first day on which the contract may have ended at the earliest."""
    return months_later(terms.starts_on, terms.minimum_months)


def possible_end(terms: Terms, not_before: date) -> date:
    """Return the first possible end on or after a day, as the first day on which nothing holds."""
    earliest = max(not_before, minimum_end(terms), terms.starts_on + ONE_DAY)
    if terms.notice_to is NoticeTo.TERM_END:
        return _term_end(terms, earliest)
    step = terms.notice_to.months
    end = date(earliest.year, 1, 1)
    while end < earliest:
        end = months_later(end, step)
    return end


def _term_end(terms: Terms, earliest: date) -> date:
    first = terms.minimum_months or terms.renews_months or 12
    step = terms.renews_months or 12
    for count in range(MOST_RENEWALS):
        end = months_later(terms.starts_on, first + count * step)
        if end >= earliest:
            return end
    return earliest


def notice_by(terms: Terms, ends_on: date) -> date:
    """Return the last day on which notice must have arrived for the contract to end before `ends_on`.

    Counted back from the last day: six months to 31 December is 30 June.
    """
    return months_later(ends_on, -terms.notice_months) - ONE_DAY


def earliest_end(terms: Terms, noticed_on: date) -> date:
    """Return the first end for which notice given on a day is in time."""
    end = possible_end(terms, noticed_on + ONE_DAY)
    while notice_by(terms, end) < noticed_on:
        end = possible_end(terms, end + ONE_DAY)
    return end


def next_deadline(terms: Terms, on: date) -> Deadline:
    """Return the next chance to leave whose last day for notice is not over on `on`."""
    end = earliest_end(terms, on)
    last = notice_by(terms, end)
    return Deadline(last - timedelta(days=terms.lead_days), last, end)
