"""PDF -> text page by page, with the words where they stand on paper; pictures of text are recognised.

Runs in the limited process only: PDFium reads files of strangers and knows no threads.
"""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from allmende.reading.sources import pdf_remarks
from allmende.reading.sources.errors import DamagedFile, PasswordProtected, TooCostly
from allmende.reading.sources.extract import Extract, Recognition, Remark
from allmende.reading.sources.limits import (
    MAX_CHARACTERS,
    MAX_PAGES,
    PAGE_SECONDS,
    RECOGNITION_SECONDS_PER_PAGE,
)
from allmende.reading.sources.page_layout import page_text
from allmende.reading.sources.pdf_fields import OPEN, Form, field_words
from allmende.reading.sources.pdf_words import words_by_direction

if TYPE_CHECKING:
    from allmende.reading.sources.recognition import Tesseract

MEDIA_TYPE = "application/pdf"
FULL_PAGE = 0.6
"""An image covering this share of a page with hardly any text is a scan."""
HARDLY_ANY_TEXT = 100
POORLY_LEGIBLE = 75
"""Below this average certainty (in percent) a recognised page is called unsure."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says; `certainty` is set once its text was recognised in its picture."""

    text: str
    is_picture: bool = False
    filled_fields: int = 0
    certainty: float | None = None


def read_pdf(data: bytes, recognition: Recognition) -> Iterator[Extract]:
    """Yield the text layer of a PDF and, where pages are pictures, then a second answer with their text."""
    document = _open(data)
    count = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        raise DamagedFile(name="", kind="PDF")
    form = Form(document)
    pages = _read_pages(document, form, min(count, MAX_PAGES))
    others = [
        *pdf_remarks.pages_left_out(len(pages), count),
        *pdf_remarks.form_fields(sum(page.filled_fields for page in pages), form.is_dynamic),
    ]
    tesseract = _tesseract(pages, recognition.program)
    yield _joined(pages, [*_remarks(pages, tesseract), *others])
    if tesseract is not None:
        deadline = time.monotonic() + recognition.seconds
        pages = list(_recognized(document, form, pages, tesseract, deadline))
        yield _joined(pages, [*_remarks(pages, tesseract), *others])


def _tesseract(pages: list[Page], program: str) -> "Tesseract | None":
    """Return the program for pages that are pictures, or None where it is not needed or not usable."""
    if not program or not any(page.is_picture for page in pages):
        return None
    from allmende.reading.sources.recognition import Tesseract

    tesseract = Tesseract(program)
    return tesseract if tesseract.language else None


def _open(data: bytes) -> Any:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        raise PasswordProtected(name="")
    raise DamagedFile(name="", kind="PDF")


def _read_pages(document: Any, form: Form, count: int) -> list[Page]:
    pages: list[Page] = []
    length = 0
    for index in range(count):
        if time.process_time() > PAGE_SECONDS and pages:
            break
        with _page(document, index) as handle:
            pages.append(_read_page(handle, form) if handle else Page(""))
        length += len(pages[-1].text)
        if length > MAX_CHARACTERS:
            raise TooCostly(name="")
    return pages


@contextmanager
def _page(document: Any, index: int) -> Iterator[Any]:
    """Open one page; nothing where it is damaged."""
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _read_page(page: Any, form: Form) -> Page:
    """Return the text layer of a page with its filled fields, and whether it is a picture of text."""
    turned = words_by_direction(page)
    # The direction of most words is that of the page; stamps at its edge come last.
    directions = sorted(turned, key=lambda quarter: -len(turned[quarter])) or [0]
    fields = form.fields(page)
    for field in fields:
        turned.setdefault(directions[0], []).extend(field_words(field, directions[0]))
    text = "\n".join(page_text(turned[quarter]) for quarter in directions if quarter in turned)
    filled = sum(1 for field in fields if field.text != OPEN)
    return Page(text, len(text) < HARDLY_ANY_TEXT and _is_picture(page, text), filled)


def _recognized(
    document: Any, form: Form, pages: list[Page], tesseract: "Tesseract", deadline: float
) -> Iterator[Page]:
    """Yield the pages, those that are pictures with the text recognised in them while there is time."""
    from allmende.reading.sources.pdf_picture import draw

    for index, known in enumerate(pages):
        left = min(deadline - time.monotonic(), RECOGNITION_SECONDS_PER_PAGE)
        if not known.is_picture or left <= 0 or time.process_time() > PAGE_SECONDS:
            yield known
            continue
        with _page(document, index) as handle:
            picture = draw(handle, form)
        found = tesseract.read(picture, left) if picture else None
        if found is None:
            yield known
        elif found.words:
            yield replace(known, text=page_text(found.words), certainty=found.certainty)
        else:
            # A drawing, a photo or a map: there is nothing to read, and nothing to report.
            yield replace(known, is_picture=False)


def _joined(pages: list[Page], remarks: list[Remark]) -> Extract:
    """Return the pages as one text with an empty line between them."""
    starts, offset = [], 0
    for page in pages:
        starts.append(offset)
        offset += len(page.text) + 1
    recognized = tuple(number for number, page in enumerate(pages, 1) if page.certainty is not None)
    text = "\n".join(page.text for page in pages)
    return Extract(text, MEDIA_TYPE, tuple(starts), tuple(remarks), recognized)


def _remarks(pages: list[Page], tesseract: "Tesseract | None") -> Iterator[Remark]:
    """Yield what the pages show about themselves."""
    texts = [page.text for page in pages]
    pictures = {number: page for number, page in enumerate(pages, 1) if page.is_picture}
    read = [number for number, page in pictures.items() if page.certainty is not None]
    unread = [number for number in pictures if number not in read]
    if not any(text.strip() for text in texts):
        yield pdf_remarks.nothing_to_read(bool(unread), tesseract is not None)
        return
    yield from pdf_remarks.unread_pictures(unread, tesseract is not None)
    unsure = [number for number in read if (pictures[number].certainty or 0) < POORLY_LEGIBLE]
    yield from pdf_remarks.recognized(read, unsure, tesseract is None or tesseract.is_german)
    yield from pdf_remarks.lost_characters(texts)


def _is_picture(page: Any, text: str) -> bool:
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
