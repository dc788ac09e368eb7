"""Searching by leaps finds what a plain search finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading.leaps import any_of, by_first_letter, leaps, small_letters

WORDS = ("kosten", "kost", "kredit", r"\bplan\b", r"(?<!n)einlage", "ertrag", "% der")
TEXTS = st.lists(st.sampled_from((*"knpe %", "kosten", "kost", "plan", "einlage", "% der", "ertrag"))).map(
    "".join
)


@given(TEXTS)
def test_gathered_words_match_as_a_long_alternation(text: str) -> None:
    plain = re.compile("|".join(WORDS))
    assert [each.span() for each in re.finditer(any_of(WORDS), text)] == [
        each.span() for each in plain.finditer(text)
    ]


@given(TEXTS)
def test_leaps_find_what_a_plain_search_finds(text: str) -> None:
    plain = re.compile("|".join(WORDS))
    places = re.compile("[kpe%]")
    assert [each.span() for each in leaps(places, plain, text)] == [
        each.span() for each in plain.finditer(text)
    ]


def test_the_group_behind_a_word_tells_which_it_was() -> None:
    order = by_first_letter(("plan", "kosten", "preis"))
    pattern = re.compile(any_of(("plan", "kosten", "preis"), behind="()"))
    assert [order[(each.lastindex or 0) - 1] for each in pattern.finditer("preis plan kosten")] == [
        "preis",
        "plan",
        "kosten",
    ]


def test_a_word_that_begins_with_no_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with a letter"):
        any_of(("(?:a|b)c",))


def test_small_letters_stay_at_their_places() -> None:
    assert small_letters("İstanbul Straße") == "İstanbul straße"
