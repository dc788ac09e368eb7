"""What people type becomes exact values, and only what can be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.papers.domain.values import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_CENTS,
    UnlikelyDay,
    UnreadableAmount,
    UnreadableDay,
    UnreadableYear,
    german_amount,
    german_day,
    parse_cents,
    parse_day,
    parse_year,
    plain_amount,
    reference_key,
    storable,
)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("651.895,80", 65_189_580),
        ("651895,8 €", 65_189_580),
        ("651895.80", 65_189_580),
        ("1.234", 123_400),
        ("57 000 EUR", 5_700_000),
        ("215.342.--", None),
        ("215.342,--", 21_534_200),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_germans_write_them(text: str, cents: int | None) -> None:
    if cents is None:
        with pytest.raises(UnreadableAmount):
            parse_cents(text)
    else:
        assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "-5", "1,234", "1.2345", "12.34.567", "1e5", "²", "9" * 20, "NaN"])
def test_an_amount_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_cents(text)


@given(st.integers(0, MAX_CENTS))
def test_amounts_survive_being_shown_and_typed_again(cents: int) -> None:
    assert parse_cents(german_amount(cents)) == parse_cents(plain_amount(cents)) == cents


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_days_survive_being_shown_and_typed_again(day: date) -> None:
    assert parse_day(german_day(day)) == parse_day(day.isoformat()) == day


@pytest.mark.parametrize("text", ["31.12.9999", "9999-12-31", "31.12.1799", "01.01.2201"])
def test_a_day_that_no_paper_can_mean_is_refused(text: str) -> None:
    with pytest.raises(UnlikelyDay, match="zwischen 1800 und 2200"):
        parse_day(text)


@pytest.mark.parametrize("text", ["31.02.2026", "1.1.26", "2026-13-01", "heute", "01/02/2026"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDay):
        parse_day(text)


@pytest.mark.parametrize("text", ["26", "1789", "2300", "２０２６"])
def test_a_year_has_four_digits_of_our_time(text: str) -> None:
    with pytest.raises(UnreadableYear):
        parse_year(text)


@pytest.mark.parametrize(
    "text",
    ["2024/3092", "Vorlage Nr. 2024/3092", " 2024 / 3092", "Vorlagen-Nr.: 2024/3092", "Antrag 2024/3092"],
)
def test_ways_of_writing_a_reference_are_one_reference(text: str) -> None:
    assert reference_key(text) == "2024/3092"


def test_a_reference_that_begins_with_letters_keeps_them() -> None:
    assert reference_key("VII-F-08613") == "vii-f-08613"
    assert reference_key("SV-10-1234") == "sv-10-1234"


@given(st.text(alphabet=st.characters(codec=None)))
def test_stored_text_keeps_its_length_and_can_be_encoded(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert "\x00" not in kept
    kept.encode("utf-8")
