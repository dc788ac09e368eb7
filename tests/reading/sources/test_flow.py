"""Rows, cells and list numbers: the parts that DOCX, ODT and HTML share."""

import pytest

from allmende.reading.sources.flow import row_lines
from allmende.reading.sources.numbering import Counter, ListLevel, format_number
from allmende.reading.sources.symbols import symbol


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ([], []),
        ([[], []], []),
        ([["a"], ["b"]], ["a\tb"]),
        ([["a"], [], ["b"]], ["a\t\tb"]),
        ([[], ["b"]], ["\tb"]),
        ([["Gremien"], ["Rat", "Ausschuss"]], ["Gremien\tRat", "\tAusschuss"]),
        ([["Text"], list("abcde")], ["Text", *"abcde"]),
        ([list("abcdef"), list("uvwxyz")], ["a\tu", "b\tv", "c\tw", "d\tx", "e\ty", "f\tz"]),
        ([[], ["a", "b"]], ["a", "b"]),
    ],
)
def test_cells_become_lines(cells: list[list[str]], lines: list[str]) -> None:
    assert row_lines(cells) == lines


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (12, "decimal", "12"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (1999, "upperRoman", "MCMXCIX"),
        (0, "lowerRoman", "0"),
        (5000, "upperRoman", "5000"),
        (3, "unknown", "3"),
    ],
)
def test_numbers_are_shown_in_their_style(number: int, style: str, shown: str) -> None:
    assert format_number(number, style) == shown


def test_an_upper_item_restarts_the_lower_ones() -> None:
    counter = Counter({0: ListLevel(), 1: ListLevel("lowerLetter", "%2)")})
    assert [counter.next_label(depth) for depth in (0, 1, 1, 0, 1)] == ["1. ", "a) ", "b) ", "2. ", "a) "]


def test_a_lower_item_without_upper_one_counts_from_the_first() -> None:
    assert Counter({0: ListLevel(), 1: ListLevel("decimal", "%1.%2")}).next_label(1) == "1.1 "


@pytest.mark.parametrize(
    ("code", "sign"), [("F0FE", "☑"), ("a8", "☐"), ("20AC", "€"), ("zz", ""), ("D800", ""), ("0", "")]
)
def test_picture_fonts_become_signs(code: str, sign: str) -> None:
    assert symbol(code) == sign
