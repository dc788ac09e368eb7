"""The filled fields of a PDF form -> words where they stand; nothing a form wants to do is done."""

import ctypes
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium

from allmende.reading.sources.limits import MAX_FIELD_CHARACTERS, MAX_FIELDS_PER_PAGE
from allmende.reading.sources.page_layout import Word
from allmende.reading.sources.pdf_words import turned_box
from allmende.reading.sources.symbols import SIGNS

TEXT_FIELDS = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
TICKS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
INVISIBLE = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
TICKED, OPEN = "☒", "☐"
CHARACTER_WIDTH = 0.5
"""Average width of a character as a share of its size."""
USUAL_SIZE = 11.0
FILL = 0.75
"""A line of a low field is set as high as this share of the field."""
LEADING = 1.2
MIDDLE = 0.35
"""The baseline lies this share of the size below the middle of a line."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field says, its box on the page, and the size of its type."""

    text: str
    box: Any
    size: float
    has_lines: bool = False


class Form:
    """The form of an open document, for the functions of PDFium that ask for it."""

    def __init__(self, document: Any) -> None:
        kind = pdfium.FPDF_GetFormType(document)
        self.is_dynamic = kind in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)
        self._handle = None
        if kind != pdfium.FORMTYPE_NONE:
            # Without the callbacks of a viewer PDFium can only look things up: no script, no network.
            self._information = pdfium.FPDF_FORMFILLINFO(version=2)
            self._handle = pdfium.FPDFDOC_InitFormFillEnvironment(document, self._information)

    def fields(self, page: Any) -> list[Field]:
        """Return the fields of a page that a person sees and that say something."""
        return list(self._fields(page)) if self._handle else []

    def draw(self, page: Any, bitmap: Any, width: int, height: int) -> None:
        """Draw the fields of a page into its picture."""
        if self._handle:
            pdfium.FPDF_FFLDraw(self._handle, bitmap, page, 0, 0, width, height, 0, 0)

    def _fields(self, page: Any) -> Iterator[Field]:
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_FIELDS_PER_PAGE)):
            widget = pdfium.FPDFPage_GetAnnot(page, index)
            if not widget:
                continue
            try:
                if (field := self._field(widget)) is not None:
                    yield field
            finally:
                pdfium.FPDFPage_CloseAnnot(widget)

    def _field(self, widget: Any) -> Field | None:
        is_widget = pdfium.FPDFAnnot_GetSubtype(widget) == pdfium.FPDF_ANNOT_WIDGET
        if not is_widget or pdfium.FPDFAnnot_GetFlags(widget) & INVISIBLE:
            return None
        box = pdfium.FS_RECTF()
        if not pdfium.FPDFAnnot_GetRect(widget, ctypes.byref(box)):
            return None
        kind = pdfium.FPDFAnnot_GetFormFieldType(self._handle, widget)
        if kind in TICKS:
            state = _string(partial(pdfium.FPDFAnnot_GetStringValue, widget, b"AS"))
            return Field(TICKED if state not in ("", "Off") else OPEN, box, abs(box.top - box.bottom))
        if kind not in TEXT_FIELDS:
            return None
        flags = pdfium.FPDFAnnot_GetFormFieldFlags(self._handle, widget)
        if flags & pdfium.FPDF_FORMFLAG_TEXT_PASSWORD:
            return None
        text = self._value(widget)
        size = ctypes.c_float()
        pdfium.FPDFAnnot_GetFontSize(self._handle, widget, ctypes.byref(size))
        has_lines = bool(flags & pdfium.FPDF_FORMFLAG_TEXT_MULTILINE)
        return Field(text, box, size.value, has_lines) if text.strip() else None

    def _value(self, widget: Any) -> str:
        text = _string(partial(pdfium.FPDFAnnot_GetFormFieldValue, self._handle, widget))
        return text.replace("\r\n", "\n").replace("\r", "\n").translate(SIGNS)


def _string(get: Callable[[Any, int], int]) -> str:
    """Return what a function of PDFium writes into a buffer; it tells how many bytes, two zeros included."""
    length = min(get(None, 0), 2 * MAX_FIELD_CHARACTERS)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    # Of a longer text it writes nothing.
    get(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").rstrip("\0")


def field_words(field: Field, quarter: int) -> Iterator[Word]:
    """Yield the words of a field; `quarter` is the direction in which the page is read."""
    x0, bottom, x1, top = turned_box(field.box, quarter)
    height = max(top - bottom, 0.1)
    size = field.size if field.size > 0 else min(USUAL_SIZE, height if field.has_lines else FILL * height)
    width = max(CHARACTER_WIDTH * size, 0.1)
    lines = field.text.split("\n")
    if field.has_lines:
        columns = max(int((x1 - x0) / width), 1)
        lines = [
            part for line in lines for part in textwrap.wrap(line, columns, break_long_words=False) or [""]
        ]
    middle = top - LEADING * size / 2 if field.has_lines else (top + bottom) / 2
    for number, line in enumerate(lines):
        x = x0
        for word in line.split():
            end = x + width * len(word)
            yield Word(word, x, end, middle - MIDDLE * size - number * LEADING * size, LEADING * size)
            x = end + width
