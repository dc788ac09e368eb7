"""Two axes of time: what becomes known later replaces what was known, on the days it speaks about."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allmende.rules.errors import Contradiction
from allmende.rules.spans import Span
from allmende.rules.timeline import Statement, days_held, gaps, in_force, settle

DAYS = st.integers(0, 30).map(lambda number: date(2024, 1, 1) + timedelta(days=number))
SPANS = st.builds(
    lambda start, length: Span(start, start + timedelta(days=length) if length else None),
    DAYS,
    st.integers(0, 9),
)


def stated(spans: list[Span], known: list[date]) -> list[Statement[int]]:
    return [
        Statement(span, Span(day), number, f"Zeile {number}")
        for number, (span, day) in enumerate(zip(spans, known, strict=True))
    ]


STATEMENTS = st.integers(1, 6).flatmap(
    lambda n: st.builds(
        stated, st.lists(SPANS, min_size=n, max_size=n), st.lists(DAYS, min_size=n, max_size=n, unique=True)
    )
)


@given(STATEMENTS, DAYS, DAYS)
def test_the_latest_known_statement_about_a_day_holds(
    statements: list[Statement[int]], on: date, known: date
) -> None:
    about = [s for s in statements if on in s.valid and s.known.start <= known]
    expected = max(about, key=lambda s: s.known.start).what if about else None
    found = in_force(settle("x", statements), on, known)
    assert (found.what if found else None) == expected


@given(STATEMENTS, DAYS, DAYS)
def test_settled_statements_never_overlap(statements: list[Statement[int]], on: date, known: date) -> None:
    settled = settle("x", statements)
    assert sum(on in s.valid and known in s.known for s in settled) <= 1


@given(STATEMENTS, DAYS, DAYS)
def test_days_held_are_those_around_with_the_same_statement(
    statements: list[Statement[int]], on: date, known: date
) -> None:
    settled = settle("x", statements)
    found = in_force(settled, on, known)
    assume(found is not None)
    assert found is not None
    held = days_held(settled, found, known)
    assert on in held
    for day in (held.start, held.last_day or date(2030, 1, 1)):
        there = in_force(settled, day, known)
        assert there is not None
        assert there.what == found.what
    after = in_force(settled, held.end, known) if held.end else None
    assert after is None or after.what != found.what


def test_a_retroactive_statement_can_remove_a_later_step() -> None:
    first = Statement(Span(date(2024, 1, 1)), Span(date(2023, 1, 1)), "alt", "a")
    step = Statement(Span(date(2025, 1, 1)), Span(date(2023, 1, 1)), "Stufe", "b")
    with pytest.raises(Contradiction, match="a und b"):
        settle("x", [first, step])
    bounded = Statement(Span(date(2024, 1, 1), date(2025, 1, 1)), Span(date(2023, 1, 1)), "alt", "a")
    new = Statement(Span(date(2024, 1, 1)), Span(date(2024, 6, 1)), "neu", "c")
    settled = settle("x", [bounded, step, new])
    before = in_force(settled, date(2025, 3, 1), date(2024, 5, 31))
    after = in_force(settled, date(2025, 3, 1), date(2024, 6, 1))
    assert before is not None
    assert after is not None
    assert (before.what, after.what) == ("Stufe", "neu")


def test_what_a_withdrawn_statement_had_replaced_holds_again() -> None:
    law = Statement(Span(date(2024, 1, 1)), Span(date(2023, 1, 1)), "Gesetz", "a")
    slip = Statement(Span(date(2024, 1, 1)), Span(date(2024, 6, 1), date(2024, 7, 1)), "Irrtum", "b")
    right = Statement(Span(date(2024, 1, 1)), Span(date(2024, 7, 1)), "richtig", "c")

    def held(statements: list[Statement[str]], known: date) -> str | None:
        found = in_force(settle("x", statements), date(2024, 3, 1), known)
        return found.what if found else None

    days = [date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 30), date(2024, 7, 1)]
    assert [held([law, slip], day) for day in days] == ["Gesetz", "Irrtum", "Irrtum", "Gesetz"]
    assert [held([law, slip, right], day) for day in days] == ["Gesetz", "Irrtum", "Irrtum", "richtig"]


def test_gaps_between_statements_are_found() -> None:
    known = Span(date(2020, 1, 1))
    parts = [
        Statement(Span(date(2020, 1, 1), date(2021, 1, 1)), known, "a", "a"),
        Statement(Span(date(2022, 1, 1)), known, "b", "b"),
    ]
    assert gaps(parts) == [Span(date(2021, 1, 1), date(2022, 1, 1))]


@given(SPANS, SPANS, DAYS)
def test_without_and_overlap_part_a_span(first: Span, second: Span, day: date) -> None:
    rest = first.without(second)
    common = first.overlap(second)
    pieces = [*rest, common] if common else rest
    assert sum(day in piece for piece in pieces) == (day in first)
