"""The text layer of a PDF page -> words with the places where they stand on paper."""

import ctypes
from collections.abc import Iterator, Sequence
from math import pi
from typing import Any

import pypdfium2.raw as pdfium

from allmende.reading.sources.limits import MAX_CHARACTERS_PER_PAGE
from allmende.reading.sources.page_layout import Word
from allmende.reading.sources.symbols import SIGNS

WORD_GAP = 0.35
"""Characters further apart than this share of the type size are two words, even without a blank."""
LEAST_SIZE = 0.1
BLANKS = frozenset(map(ord, " \t\n\r\N{NO-BREAK SPACE}"))
SECOND_HALVES = range(0xDC00, 0xE000)
"""The second of two units that make one rare character, such as an emoji."""


def words_by_direction(page: Any) -> dict[int, list[Word]]:
    """Return the words of a page in the order of the file, by their direction in quarter turns."""
    turned: dict[int, list[Word]] = {}
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return turned
    try:
        for quarter, word in _words(text_page):
            turned.setdefault(quarter, []).append(word)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return turned


def _words(text_page: Any) -> Iterator[tuple[int, Word]]:
    """Yield the words in the order of the file, each with its direction in quarter turns."""
    box = pdfium.FS_RECTF()
    box_pointer = ctypes.byref(box)
    codes: list[int] = []
    begin = bottom = right = size = baseline = 0.0
    quarter, after_blank = 0, True
    get_box = pdfium.FPDFText_GetLooseCharBox
    # This loop runs once for each character of the file; so it calls nothing it can do without.
    for index, code in enumerate(_codes(text_page)):
        if code in BLANKS or not get_box(text_page, index, box_pointer):
            if codes:
                yield quarter, Word(_text(codes), begin, right, baseline, size, after_blank)
                codes = []
            after_blank = True
            continue
        x0, y0, x1 = (box.left, box.bottom, box.right) if quarter == 0 else turned_box(box, quarter)[:3]
        is_next = -0.5 * size < x0 - right < WORD_GAP * size and -0.05 * size < y0 - bottom < 0.05 * size
        if codes and (is_next or code in SECOND_HALVES):
            codes.append(code)
            right = x1
            continue
        if codes:
            yield quarter, Word(_text(codes), begin, right, baseline, size, after_blank)
            after_blank = False
        quarter = _quarter(text_page, index)
        begin, bottom, right, top = turned_box(box, quarter)
        size = max(top - bottom, LEAST_SIZE)
        baseline = _baseline(text_page, index, quarter)
        codes = [code]
    if codes:
        yield quarter, Word(_text(codes), begin, right, baseline, size, after_blank)


def _codes(text_page: Any) -> Sequence[int]:
    """Return the code of each character of a page."""
    count = min(pdfium.FPDFText_CountChars(text_page), MAX_CHARACTERS_PER_PAGE)
    buffer = (ctypes.c_ushort * (count + 1))()
    # One call gives them all, unless some have no code or need two units; the length tells. It counts
    # the zero at the end.
    if pdfium.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        return list(buffer[:count])
    return [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]


def turned_box(box: Any, quarter: int) -> tuple[float, float, float, float]:
    """Return (x0, y0, x1, y1) of a box as seen when the page is turned so that its text is level."""
    if quarter == 0:
        return box.left, box.bottom, box.right, box.top
    if quarter == 1:
        return box.bottom, -box.right, box.top, -box.left
    if quarter == 2:
        return -box.right, -box.top, -box.left, -box.bottom
    return -box.top, box.left, -box.bottom, box.right


def _quarter(text_page: Any, index: int) -> int:
    """Return the direction of a character: 0 level, 1 running upward, 2 upside down, 3 running downward."""
    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    # PDFium counts the angle clockwise.
    return int(-round(angle / (pi / 2)) % 4)


def _baseline(text_page: Any, index: int, quarter: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    return (y.value, -x.value, -y.value, x.value)[quarter]


def _text(codes: list[int]) -> str:
    """Return the word for its character codes; halves of broken pairs are lost characters."""
    text = "".join(map(chr, codes)).translate(SIGNS)
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
