"""Holidays of North Rhine-Westphalia against days that calendars print."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.common.holidays import easter, holiday_name, holidays, is_working_day, working_day_from

YEARS = st.integers(1900, 2199)


@pytest.mark.parametrize(
    "sunday",
    [
        date(1943, 4, 25),  # the latest Easter possible
        date(1818, 3, 22),  # the earliest
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
    ],
)
def test_easter_is_where_calendars_print_it(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_the_year_2026_has_its_eleven_holidays() -> None:
    assert list(holidays(2026).items()) == [
        (date(2026, 1, 1), "Neujahr"),
        (date(2026, 4, 3), "Karfreitag"),
        (date(2026, 4, 6), "Ostermontag"),
        (date(2026, 5, 1), "Tag der Arbeit"),
        (date(2026, 5, 14), "Christi Himmelfahrt"),
        (date(2026, 5, 25), "Pfingstmontag"),
        (date(2026, 6, 4), "Fronleichnam"),
        (date(2026, 10, 3), "Tag der Deutschen Einheit"),
        (date(2026, 11, 1), "Allerheiligen"),
        (date(2026, 12, 25), "1. Weihnachtstag"),
        (date(2026, 12, 26), "2. Weihnachtstag"),
    ]


def test_the_reformation_was_a_holiday_once() -> None:
    assert holiday_name(date(2017, 10, 31)) == "Reformationstag (einmalig)"
    assert holiday_name(date(2018, 10, 31)) == ""


@given(YEARS)
def test_easter_is_a_sunday_between_its_bounds(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_period_ends_on_the_first_working_day(day: date) -> None:
    end = working_day_from(day)
    assert is_working_day(end)
    between = [day + timedelta(days=number) for number in range((end - day).days)]
    assert not any(is_working_day(each) for each in between)
    assert (end - day).days <= 5
