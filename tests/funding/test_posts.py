"""Posts over time: months, sums, excesses over the notice, overlaps, pooled shares."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allmende.funding.domain.posts import (
    Stretch,
    excesses,
    fte_on,
    fte_text,
    full_time_posts,
    months_of,
    overlaps,
    post_months,
    too_small,
    vacant_months,
)

START, UNTIL = date(2025, 1, 1), date(2026, 1, 1)
AWO, CITY = 1, 2


def stretch(
    post: int = 1,
    start: date = START,
    until: date | None = UNTIL,
    fte: str = "1",
    *,
    employer: int = AWO,
    place: int = CITY,
    is_filled: bool = True,
) -> Stretch:
    return Stretch(post, f"S{post}", start, until, Fraction(fte), employer, CITY, CITY, place, is_filled)


def test_months_count_whole_months_as_one_and_parts_by_their_days() -> None:
    assert months_of(START, UNTIL) == 12
    assert months_of(date(2025, 2, 1), date(2025, 3, 1)) == 1
    assert months_of(date(2025, 4, 16), date(2025, 6, 1)) == Fraction(15, 30) + 1
    assert months_of(START, START) == 0


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 900), st.integers(0, 900))
def test_months_of_two_parts_add_up_to_those_of_the_whole(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert months_of(start, middle) + months_of(middle, end) == months_of(start, end)


def test_vacant_months_are_not_filled_months() -> None:
    filled = stretch(until=date(2025, 7, 1), fte="0.5")
    vacant = stretch(start=date(2025, 7, 1), fte="0.5", is_filled=False)
    assert post_months([filled, vacant], START, UNTIL) == 3
    assert vacant_months([filled, vacant], START, UNTIL) == 3
    assert full_time_posts([filled, vacant], START, UNTIL) == Fraction(1, 4)
    assert fte_on([filled, vacant], date(2025, 9, 1)) == Fraction(1, 2)


def test_excess_over_the_notice_names_its_days_and_joins_them() -> None:
    plan = [stretch(1), stretch(2, until=date(2025, 10, 1)), stretch(3, date(2025, 4, 1), date(2025, 10, 1))]
    found = excesses(plan, Fraction(2), START, UNTIL)
    assert [(each.start, each.until, each.fte) for each in found] == [
        (date(2025, 4, 1), date(2025, 10, 1), Fraction(3))
    ]
    assert found[0].sentence == (
        "Vom 01.04.2025 bis 30.09.2025 stehen 3,0 Stellen im Plan, bewilligt sind 2,0."
    )
    assert excesses(plan, Fraction(3), START, UNTIL) == []


def test_overlaps_are_found_behind_a_long_stretch_too() -> None:
    long = stretch(1, START, UNTIL)
    short = stretch(1, date(2025, 2, 1), date(2025, 3, 1))
    later = stretch(1, date(2025, 6, 1), date(2025, 7, 1))
    other = stretch(2, START, UNTIL)
    assert overlaps([later, other, short, long]) == [(long, short), (long, later)]


def test_small_municipalities_pool_a_post_at_one_employer() -> None:
    quarter = [stretch(1, fte="0.25", place=8), stretch(2, fte="0.25", place=9)]
    assert too_small(quarter, Fraction(1, 2), START) == []
    alone = too_small(quarter[:1], Fraction(1, 2), START)
    assert [(each.employer, each.fte) for each in alone] == [(AWO, Fraction(1, 4))]


def test_shares_are_written_as_people_do() -> None:
    assert [fte_text(Fraction(each)) for each in ("6", "1/2", "1/3", "0.75")] == [
        "6,0",
        "0,5",
        "0,333",
        "0,750",
    ]
