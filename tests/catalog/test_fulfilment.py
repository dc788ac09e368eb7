"""Availability over the agreed measure period."""

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.domain import MeasurePeriod
from allmende.catalog.fulfilment import Failure, allowed_minutes, availability, failed_minutes, period_of
from allmende.catalog.prices.periods import Span

MARCH = Span(date(2026, 3, 1), date(2026, 4, 1))
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def failure(start: int, end: int, *, is_planned: bool = False) -> Failure:
    """Return a failure on 10 March between two hours."""
    return Failure(
        datetime(2026, 3, 10, start, tzinfo=UTC), datetime(2026, 3, 10, end, tzinfo=UTC), is_planned
    )


def test_98_percent_a_month_are_about_15_hours_and_a_year_about_a_week() -> None:
    month = period_of(date(2026, 3, 10), MeasurePeriod.MONTH)
    year = period_of(date(2026, 3, 10), MeasurePeriod.YEAR)
    assert (month, year.start) == (MARCH, date(2026, 1, 1))
    assert round(allowed_minutes(Fraction(98), month) / 60) == 15
    assert round(allowed_minutes(Fraction(98), year) / 60 / 24) == 7


def test_a_quarter_begins_with_its_first_month() -> None:
    assert period_of(date(2026, 12, 31), MeasurePeriod.QUARTER) == Span(date(2026, 10, 1), date(2027, 1, 1))


def test_failures_that_overlap_count_once_and_planned_ones_not_at_all() -> None:
    failures = [failure(8, 12), failure(10, 14), failure(16, 20, is_planned=True)]
    assert failed_minutes(failures, MARCH, now=LATER) == 6 * 60


def test_a_failure_that_lasts_counts_until_now() -> None:
    lasting = Failure(datetime(2026, 2, 27, tzinfo=UTC), None)
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert failed_minutes([lasting], MARCH, now=now) == 36 * 60


def test_a_month_without_failure_is_full() -> None:
    assert availability([], MARCH, now=LATER) == 100


@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda pair: pair[0] < pair[1])))
def test_availability_is_a_percentage(pairs: list[tuple[int, int]]) -> None:
    failures = [failure(start, end) for start, end in pairs]
    found = availability(failures, MARCH, now=LATER)
    assert 0 <= found <= 100
    assert found >= availability([*failures, failure(0, 23)], MARCH, now=LATER)
