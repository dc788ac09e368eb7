"""Rows of an uploaded file: CSV, or the first sheet of an Excel file. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from allmende.ledger.errors import LedgerRefusal

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 60_000
AS_NUMBER = "Stellen Sie die Zelle auf „Zahl“ und tragen Sie den Wert neu ein."

Line = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell: where (`B7`), and what to do."""

    cell: str
    message: str


class UnreadableFile(LedgerRefusal):
    message = "Die Datei kann nicht gelesen werden: {problem}"


def rows_of(data: bytes, columns: Sequence[str]) -> tuple[list[int], list[Line]]:
    """Return where each column stands, and the rows with their lines, cells in the order of `columns`."""
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(problem=f"Sie ist größer als {LARGEST_FILE // 1024 // 1024} MB.")
    table = _xlsx(data) if data.startswith(b"PK") else _csv(data)
    header = next(table, None)
    order = _order(header[1] if header else [], columns)
    rows = [(line, [cells[i] if i < len(cells) else None for i in order]) for line, cells in table]
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(problem=f"Sie hat mehr als {MOST_ROWS} Zeilen. Teilen Sie sie auf.")
    return order, rows


def text_of(cell: Any) -> str:
    """Return what stands in a cell, as Excel shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return str(cell).strip().removeprefix("'")


def is_number(cell: Any) -> bool:
    """Return whether Excel kept a number, not a text; its shortest writing is what people typed."""
    return not isinstance(cell, str | bool) and hasattr(cell, "__float__")


def is_day(cell: Any) -> bool:
    """Return whether Excel made a day of what was typed, as it does of 1.25."""
    return isinstance(cell, date)


def _order(header: Sequence[Any], columns: Sequence[str]) -> list[int]:
    """Return where each column stands; raise UnreadableFile if one is missing."""
    folded = [text_of(name).casefold() for name in header]
    missing = [name for name in columns if name.casefold() not in folded]
    if missing:
        raise UnreadableFile(
            problem=f"In der ersten Zeile fehlt „{missing[0]}“. Erwartet werden {', '.join(columns)}."
        )
    return [folded.index(name.casefold()) for name in columns]


def _xlsx(data: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for line, row in enumerate(book.worksheets[0].iter_rows(), start=1):
            if line > MOST_ROWS + 1:
                raise UnreadableFile(problem=f"Sie hat mehr als {MOST_ROWS} Zeilen. Teilen Sie sie auf.")
            yield line, [_shown(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableFile(problem="Sie ist keine Excel-Datei (.xlsx).") from error


def _shown(cell: Any) -> Any:
    """Return the value of a cell as people see it: Excel keeps what shows as 593,5 % as 5.935."""
    value = cell.value
    if is_number(value) and "%" in (cell.number_format or ""):
        return Decimal(f"{(Decimal(str(value)) * 100).normalize():f}")
    return value


def _csv(data: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            problem=f"Zeile {line} ist nicht UTF-8. Speichern Sie als „CSV UTF-8“."
        ) from error
    if "\x00" in text:
        raise UnreadableFile(problem="Sie enthält Nullzeichen und ist kein Text.")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        problem = f"Zeile {reader.line_num} ist kein gültiges CSV. Prüfen Sie die Anführungszeichen."
        raise UnreadableFile(problem=problem) from error
