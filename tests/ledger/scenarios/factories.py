"""Words and files of the scenario tests."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

TODAY = date(2026, 3, 2)
HEADER = "Schlüssel;Gemeinde;Zeitraum;Wert"
FLUEAG = {
    "regel": "flueag_lump_sum",
    "jahre": "2026",
    "e1.name": "+25 %",
    "e1.flueag_rate.kreisangehoerig": "+25 %",
    "e1.flueag_rate.kreisfrei": "+25 %",
}


def a_csv(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def an_xlsx(*rows: tuple[Any, ...], header: str = HEADER, formats: Mapping[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (tuple(header.split(";")), *rows):
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def form(data: bytes, **changes: Any) -> dict[str, Any]:
    """Return the upload form with a file."""
    return {
        "input_name": "persons",
        "title": "Monatsmeldungen",
        "source": "Bezirksregierung, Stand 1.2.2026",
        "kind": "real",
        "file": SimpleUploadedFile("daten.csv", data),
        **changes,
    }
