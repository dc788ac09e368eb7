"""By when a contract must be given notice of."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.funding.domain.notice import next_notice
from allmende.funding.domain.words import NoticeTo


@pytest.mark.parametrize(
    ("on", "months", "to", "by", "until"),
    [
        (date(2024, 12, 16), 6, NoticeTo.YEAR, date(2025, 6, 30), date(2026, 1, 1)),
        (date(2025, 6, 30), 6, NoticeTo.YEAR, date(2025, 6, 30), date(2026, 1, 1)),
        (date(2025, 7, 1), 6, NoticeTo.YEAR, date(2026, 6, 30), date(2027, 1, 1)),
        (date(2025, 2, 10), 3, NoticeTo.QUARTER, date(2025, 3, 31), date(2025, 7, 1)),
        (date(2025, 1, 31), 0, NoticeTo.MONTH, date(2025, 1, 31), date(2025, 2, 1)),
        (date(2025, 3, 5), 1, NoticeTo.HALF_YEAR, date(2025, 5, 31), date(2025, 7, 1)),
    ],
)
def test_the_next_notice_that_is_still_possible(
    on: date, months: int, to: NoticeTo, by: date, until: date
) -> None:
    found = next_notice(on, months, to)
    assert (found.by, found.until) == (by, until)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.sampled_from(list(NoticeTo)))
def test_notice_is_never_due_in_the_past_and_ends_after_it(on: date, months: int, to: NoticeTo) -> None:
    found = next_notice(on, months, to)
    assert on <= found.by < found.until
    assert (found.until - timedelta(days=1)).month in {NoticeTo.YEAR: {12}, NoticeTo.HALF_YEAR: {6, 12}}.get(
        to, set(range(1, 13))
    )
