"""Papers whose structure is damaged the way files damage it: cut, spread, wrongly decoded, widened."""

import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.reading import Document, read_paper, reading_as_json
from allmende.reading.as_json import LISTS, SCALARS
from allmende.reading.facts import PaperFacts

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in LAYOUTS]
WIDE = 100_000


def spread(text: str) -> str:
    """Set the letters of the first lines apart, as titles are."""
    head, _, rest = text.partition("\n\n")
    return re.sub(r"(?<=\w)(?=\w)", " ", head) + "\n\n" + rest


def mojibake(text: str) -> str:
    return text.encode().decode("cp1252", errors="replace")


def without_umlauts(text: str) -> str:
    return re.sub("[äöüÄÖÜß]", "\ufffd", text)


def right_to_left(text: str) -> str:
    return "\u202e" + text.replace("\n", "\u200f\n\u202b")


def with_zeros(text: str) -> str:
    return text.replace(" ", "\x00", 20).replace("\n", "\x00\n", 5)


def in_wide_columns(text: str) -> str:
    first, _, rest = text.partition("\n")
    return first + " " * WIDE + "x\n" + rest.replace("\n", "\t\n")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def backwards(text: str) -> str:
    return "\n".join(reversed(text.split("\n")))


def doubled(text: str) -> str:
    return re.sub(r"(?m)^(.*)$", r"\1 \1", text)


SMALL = (spread, mojibake, without_umlauts, right_to_left, with_zeros)
DAMAGES = (*SMALL, in_wide_columns, in_one_line, backwards, doubled)


def check(text: str) -> PaperFacts:
    """Read a text; every value must stand inside it, be trusted between 0 and 1 and survive as JSON."""
    reading = read_paper(Document(text))
    reading_as_json(reading)
    facts = reading.facts
    several = chain.from_iterable(getattr(facts, field) for field in LISTS)
    for item in (*(getattr(facts, field) for field in SCALARS), *several):
        if item is not None:
            assert 0 <= item.place.start <= item.place.end <= len(text)
            assert 0 < item.confidence <= 1
    return facts


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_damage_makes_the_reader_fail(damage: object) -> None:
    assert callable(damage)
    for text in TEXTS:
        check(damage(text))


@settings(max_examples=30, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    cut=st.integers(0, 4000),
    damages=st.lists(st.sampled_from(SMALL), max_size=3),
    at=st.integers(0, 4000),
    strange=st.text(max_size=8),
)
def test_no_mixture_of_damages_does(
    text: str, cut: int, damages: list[object], at: int, strange: str
) -> None:
    for damage in damages:
        assert callable(damage)
        text = damage(text)
    check(text[:at] + strange + text[at : max(at, len(text) - cut)])


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in LAYOUTS])
def test_a_paper_cut_short_invents_no_sitting(text: str) -> None:
    whole = {item.date for item in check(text).consultations}
    for share in (3, 2):
        cut = check(text[: text.rfind("\n", 0, len(text) // share) + 1])
        assert {item.date for item in cut.consultations if item.date} <= whole | {None}


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in LAYOUTS])
def test_line_ends_and_trailing_blanks_change_no_sitting(text: str) -> None:
    plain = [(item.body, item.date, item.role) for item in check(text).consultations]
    padded = re.sub(r"(?m)(?<=\S)$", "  ", text)
    assert [(item.body, item.date, item.role) for item in check(padded).consultations] == plain
