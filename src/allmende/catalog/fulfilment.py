"""Whether a service was as available as promised, over the agreed measure period. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from allmende.catalog.domain import MeasurePeriod
from allmende.catalog.prices.periods import Span, months_later


@dataclass(frozen=True, slots=True)
class Failure:
    """A time without service; `end` None: it still lasts."""

    start: datetime
    end: datetime | None
    is_planned: bool = False


def period_of(day: date, measure: MeasurePeriod) -> Span:
    """Return the measure period in which a day lies."""
    first_month = (day.month - 1) // measure.months * measure.months + 1
    start = date(day.year, first_month, 1)
    return Span(start, months_later(start, measure.months))


def allowed_minutes(promised: Fraction, period: Span) -> Fraction:
    """Return how many minutes a service may fail in a period: 98 % of a month are about 14 hours."""
    return _minutes(period) * (100 - promised) / 100


def failed_minutes(failures: Iterable[Failure], period: Span, *, now: datetime) -> Fraction:
    """Return for how many minutes of a period the service failed; planned maintenance does not count.

    Failures that overlap count once.
    """
    start = datetime.combine(period.start, datetime.min.time(), now.tzinfo)
    until = min(datetime.combine(_end(period), datetime.min.time(), now.tzinfo), now)
    spans = sorted(
        (max(start, each.start), min(until, each.end or now)) for each in failures if not each.is_planned
    )
    total, reached = timedelta(), start
    for begin, end in spans:
        begin = max(begin, reached)
        if end > begin:
            total += end - begin
            reached = end
    return Fraction(total // timedelta(seconds=1), 60)


def availability(failures: Iterable[Failure], period: Span, *, now: datetime) -> Fraction:
    """Return the availability of a period in percent."""
    return 100 - failed_minutes(failures, period, now=now) * 100 / _minutes(period)


def _minutes(period: Span) -> Fraction:
    return Fraction((_end(period) - period.start).days * 24 * 60)


def _end(period: Span) -> date:
    if period.until is None:
        raise ValueError("an open period has no length")
    return period.until
