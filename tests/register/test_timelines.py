"""Timelines: what a change withdraws and adds, for any history."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from allmende.register.periods import last_day, until
from allmende.register.timelines import Revision, Spell, coalesce, revise, revised, value_on

FIRST = date(2000, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
VALUES = st.sampled_from("ABC")
CHANGES = st.lists(st.tuples(DAYS, st.none() | VALUES), max_size=12)
ALL_DAYS = [FIRST + timedelta(days=days) for days in range(62)]


def timeline_after(changes: list[tuple[date, str | None]]) -> list[Spell[str]]:
    spells: list[Spell[str]] = []
    for starts, value in changes:
        spells = revised(spells, revise(spells, starts=starts, value=value))
    return spells


@given(CHANGES)
def test_spells_never_overlap_and_never_are_empty(changes: list[tuple[date, str | None]]) -> None:
    for day in ALL_DAYS:
        assert sum(spell.holds(day) for spell in timeline_after(changes)) <= 1
    assert all(spell.ends is None or spell.starts < spell.ends for spell in timeline_after(changes))


@given(CHANGES, DAYS, VALUES)
def test_a_stated_value_holds_from_its_day_until_the_next_change(
    changes: list[tuple[date, str | None]], starts: date, value: str
) -> None:
    before = timeline_after(changes)
    after = revised(before, revise(before, starts=starts, value=value))
    borders = [spell.starts for spell in before] + [spell.ends for spell in before if spell.ends]
    next_change = min((day for day in borders if day > starts), default=date.max)
    for day in ALL_DAYS:
        is_stated = starts <= day < next_change
        assert value_on(after, day) == (value if is_stated else value_on(before, day))


@given(CHANGES, DAYS, st.none() | VALUES)
def test_saying_the_same_again_changes_nothing(
    changes: list[tuple[date, str | None]], starts: date, value: str | None
) -> None:
    spells = timeline_after([*changes, (starts, value)])
    assert not revise(spells, starts=starts, value=value)


@given(CHANGES)
def test_joining_equal_neighbors_keeps_every_day(changes: list[tuple[date, str | None]]) -> None:
    spells = timeline_after(changes)
    assert [value_on(coalesce(spells), day) for day in ALL_DAYS] == [
        value_on(spells, day) for day in ALL_DAYS
    ]


def test_a_correction_withdraws_the_row_and_keeps_its_end() -> None:
    held = Spell(date(2010, 1, 1), date(2020, 1, 1), "A", row=7)
    assert revise([held], starts=date(2010, 1, 1), value="B") == Revision(
        (held,), (Spell(date(2010, 1, 1), date(2020, 1, 1), "B"),)
    )


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_people_see_the_last_day_and_the_register_the_day_after(day: date) -> None:
    assert last_day(until(day)) == day
