"""PDF -> text layer, page by page, with the words where they stand on paper.

Runs in the limited process only: PDFium reads files of strangers and knows no threads.
"""

import ctypes
import time
from collections.abc import Iterator, Sequence
from math import pi
from typing import Any

import pypdfium2.raw as pdfium

from allmende.reading.sources.errors import DamagedFile, PasswordProtected, TooCostly
from allmende.reading.sources.extract import Extract, Remark
from allmende.reading.sources.limits import (
    MAX_CHARACTERS,
    MAX_CHARACTERS_PER_PAGE,
    MAX_PAGES,
    PAGE_SECONDS,
)
from allmende.reading.sources.page_layout import Word, page_text
from allmende.reading.sources.symbols import SIGNS

MEDIA_TYPE = "application/pdf"
WORD_GAP = 0.35
"""Characters further apart than this share of the type size are two words, even without a blank."""
LEAST_SIZE = 0.1
BLANKS = frozenset(map(ord, " \t\n\r\N{NO-BREAK SPACE}"))
SECOND_HALVES = range(0xDC00, 0xE000)
"""The second of two units that make one rare character, such as an emoji."""
FULL_PAGE = 0.6
"""An image covering this share of a page with hardly any text is a scan."""
HARDLY_ANY_TEXT = 100


def read_pdf(data: bytes) -> Extract:
    """Return the text layer of a PDF and remarks on pages that have none."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordProtected(name="")
        raise DamagedFile(name="", kind="PDF")
    pages = pdfium.FPDF_GetPageCount(document)
    if pages < 1:
        raise DamagedFile(name="", kind="PDF")
    texts: list[str] = []
    scanned: list[int] = []
    length = 0
    for index in range(min(pages, MAX_PAGES)):
        if time.process_time() > PAGE_SECONDS and texts:
            break
        text, is_scan = _read_page(document, index)
        length += len(text)
        if length > MAX_CHARACTERS:
            raise TooCostly(name="")
        texts.append(text)
        if is_scan:
            scanned.append(index + 1)
    remarks = [*_scan_remarks(texts, scanned), *_other_remarks(document, texts, pages)]
    return _joined(texts, remarks)


def _joined(texts: list[str], remarks: list[Remark]) -> Extract:
    """Return the pages as one text with an empty line between them."""
    starts, offset = [], 0
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    return Extract("\n".join(texts), MEDIA_TYPE, tuple(starts), tuple(remarks))


def _scan_remarks(texts: list[str], scanned: list[int]) -> Iterator[Remark]:
    if not any(text.strip() for text in texts):
        yield Remark(
            "kein_textlayer",
            "Die Datei enthält keinen Text, vielleicht nur Bilder von Seiten. Lesen Sie sie mit "
            "Texterkennung (OCR) neu ein.",
            "error",
        )
        return
    for page in scanned:
        yield Remark(
            "kein_textlayer",
            f"Seite {page} ist ein Bild ohne Text. Lesen Sie die Seite mit Texterkennung (OCR) neu ein.",
            "warning",
            page,
        )


def _other_remarks(document: Any, texts: list[str], pages: int) -> Iterator[Remark]:
    if len(texts) < pages:
        yield Remark(
            "seiten_ausgelassen",
            f"Nur die ersten {len(texts)} von {pages} Seiten wurden gelesen. Teilen Sie die Datei.",
            "warning",
            len(texts),
        )
    if pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE:
        yield Remark(
            "formularfelder",
            "Die Datei hat ausfüllbare Felder; was in ihnen steht, wurde nicht gelesen. Drucken Sie sie in "
            "eine neue PDF-Datei.",
            "warning",
        )
    characters = sum(map(len, texts))
    lost = sum(text.count("\N{REPLACEMENT CHARACTER}") for text in texts)
    if lost * 50 > characters:
        yield Remark(
            "zeichen_verloren",
            f"{lost} von {characters} Zeichen sind unlesbar, weil der Datei die Zuordnung ihrer Schrift "
            "fehlt. Lesen Sie sie mit Texterkennung (OCR) neu ein.",
            "warning",
        )


def _read_page(document: Any, index: int) -> tuple[str, bool]:
    """Return the text of one page and whether the page is a picture of text."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return "", False
    try:
        text = _page_text(page)
        return text, len(text) < HARDLY_ANY_TEXT and _is_scan(page, text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _page_text(page: Any) -> str:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return ""
    try:
        turned: dict[int, list[Word]] = {}
        for quarter, word in _words(text_page):
            turned.setdefault(quarter, []).append(word)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    # The direction of most words is that of the page; stamps at its edge come last.
    directions = sorted(turned, key=lambda quarter: -len(turned[quarter]))
    return "\n".join(page_text(turned[quarter]) for quarter in directions)


def _is_scan(page: Any, text: str) -> bool:
    """Return whether the page shows something but says nothing, or is one image with a stamp."""
    count = pdfium.FPDFPage_CountObjects(page)
    if not text.strip():
        return bool(count > 0)
    area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(count, 200)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        if pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            if (right - left) * (top - bottom) > FULL_PAGE * area:
                return True
    return False


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
        x0, y0, x1 = (box.left, box.bottom, box.right) if quarter == 0 else _turned(box, quarter)[:3]
        is_next = -0.5 * size < x0 - right < WORD_GAP * size and -0.05 * size < y0 - bottom < 0.05 * size
        if codes and (is_next or code in SECOND_HALVES):
            codes.append(code)
            right = x1
            continue
        if codes:
            yield quarter, Word(_text(codes), begin, right, baseline, size, after_blank)
            after_blank = False
        quarter = _quarter(text_page, index)
        begin, bottom, right, top = _turned(box, quarter)
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


def _turned(box: Any, quarter: int) -> tuple[float, float, float, float]:
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
