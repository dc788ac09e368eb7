"""No text makes the reader fail or hang; every value stands inside the text."""

import time
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.common.findings import Place
from allmende.reading import Document, Reading, read_paper, reading_as_json
from allmende.reading.as_json import LISTS, SCALARS
from allmende.reading.reader import MOST_CHARACTERS

PIECES = st.sampled_from(
    [
        "Beratungsfolge\n",
        "Rat der Stadt ",
        "12.03.2024",
        "\t",
        "   ",
        "\n",
        "Vorlage Nr. ",
        "2024/1 ",
        "§ 4 Abs. 2 GO ",
        "1.000 € ",
        "Beschluss:\n",
        "1. ",
        "Ö ",
        "x ",
        "Datum: ",
        "\ufffd",
        "\x00",
        "Ã¶",
        "a\u0308",
        "- ",
        "„",
        "|",
        "Mio. ",
        "Sitzung des Ausschusses für ",
        "Antrag ",
        "i. V. m. ",
        "= ",
        "+ ",
        "Angaben in T€ ",
        "gez. ",
    ]
)
LARGE = {
    "one letter": "A" * 100_000,
    "digits": "1" * 100_000,
    "blanks": " " * 100_000 + "x",
    "signs of sections": "§" * 100_000,
    "colons": "a: " * 40_000,
    "dates": "vom 01.02.2020 " * 8_000,
    "strokes": "BV/12-" * 20_000,
    "brackets": "<" * 100_000,
    "mojibake": "Ã¶" * 50_000,
    "bodies": "Ausschuss für " * 8_000,
    "sums": "1.000 € bis " * 8_000,
}


def places(reading: Reading) -> list[Place]:
    single = [getattr(reading.facts, field) for field in SCALARS]
    several = chain.from_iterable(getattr(reading.facts, field) for field in LISTS)
    found = [item.place for item in (*single, *several) if item is not None]
    return [*found, *(finding.place for finding in reading.findings if finding.place is not None)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join))
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    reading = read_paper(Document(text))
    reading_as_json(reading)
    assert all(0 <= place.start <= place.end <= len(text) for place in places(reading))


@pytest.mark.parametrize("name", LARGE)
def test_monotonous_text_is_read_in_linear_time(name: str) -> None:
    start = time.process_time()
    read_paper(Document(LARGE[name]))
    assert time.process_time() - start < 20


def test_an_empty_file_is_a_finding() -> None:
    assert [finding.code for finding in read_paper(Document(" \n\t ")).findings] == ["empty"]


def test_a_text_that_is_far_too_long_is_cut_and_says_so() -> None:
    reading = read_paper(Document("Vorlage Nr. 2024/0815\n" + "x\n" * (MOST_CHARACTERS // 2)))
    assert reading.findings[0].code == "too_long"
    assert reading.facts.reference is not None
    assert reading.facts.reference.value == "2024/0815"


def test_lost_and_wrongly_encoded_characters_are_findings() -> None:
    codes = {
        finding.code
        for finding in read_paper(Document("Status: \ufffdffentlich\nStraÃŸe fÃ¼r alle")).findings
    }
    assert {"lost_characters", "wrong_encoding"} <= codes
