"""A list as columns and rows: CSV as office programs write it, or the first sheet of an Excel file. Pure.

CSV: UTF-8, UTF-16 with its mark (Excel's „Unicode-Text“) or Windows-1252 (Excel's plain CSV); fields parted
by semicolon, comma, tab or bar.
"""

import csv
import io
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from allmende.common.formats import number
from allmende.register.importing.records import BrokenFile, RowProblem, whole_file

MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 100_000
LARGEST_UNPACKED = 400 * 1024 * 1024
TOO_LONG = f"hat ein Feld mit mehr als {number(LONGEST_CELL)} Zeichen; nehmen Sie eine Zeile je Beteiligter."
DELIMITERS = ";,\t|"
ZIP_START = b"PK\x03\x04"
ALIASES = {
    "titel": "name",
    "bezeichnung": "name",
    "schlüssel": "schluessel",
    "key": "schluessel",
    "aufgabe": "aufgaben",
    "beginn": "seit",
    "ende": "bis",
    "beteiligte": "kommunen",
    "beteiligte_kommunen": "kommunen",
    "gemeinden": "kommunen",
    "weitere_partner": "partner",
    "hauptverantwortlich": "federfuehrend",
    "hauptverantwortliche_kommune": "federfuehrend",
    "federführend": "federfuehrend",
    "mitglied": "koerperschaft",
    "körperschaft": "koerperschaft",
    "einwohnerzahl": "einwohner",
    "ziel": "zweck",
    "quelladresse": "adresse",
    "url": "adresse",
}

Rows = list[tuple[int, dict[str, str]]]


def read_table(data: bytes, aliases: Mapping[str, str] = ALIASES) -> tuple[list[str], Rows]:
    """Return the column names, other spellings replaced, and the rows with their lines; raise BrokenFile."""
    cells = _xlsx_rows(data) if data.startswith(ZIP_START) else _csv_rows(data)
    header: list[str] = []
    rows: Rows = []
    problems: list[RowProblem] = []
    for line, values in cells:
        if not any(values):
            continue
        if not header:
            header = [_column(value, aliases) for value in values]
            _check_header(header)
            continue
        if any(len(value) > LONGEST_CELL for value in values):
            problems.append(RowProblem(line, "Zeile", TOO_LONG))
            continue
        if any(values[len(header) :]):
            problems.append(
                RowProblem(line, "Zeile", f"hat mehr als {len(header)} Felder; prüfen Sie die Trennzeichen.")
            )
        rows.append((line, dict(zip(header, values, strict=False))))
        if len(rows) > MOST_ROWS:
            raise whole_file(f"Die Datei hat mehr als {number(MOST_ROWS)} Zeilen; teilen Sie sie auf.")
    if problems:
        raise BrokenFile(problems)
    if not rows:
        raise whole_file("Die Datei enthält keine Zeile.")
    return header, rows


def _check_header(header: list[str]) -> None:
    named = [name for name in header if name]
    if len(header) > MOST_COLUMNS:
        raise whole_file(f"Die Datei hat mehr als {MOST_COLUMNS} Spalten.")
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise whole_file(f"Diese Spalten stehen mehrfach in der Kopfzeile: {', '.join(twice)}.")


def _column(name: str, aliases: Mapping[str, str]) -> str:
    plain = re.sub(r"[\s/-]+", "_", name.strip().lower())
    return aliases.get(plain, plain)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    if "\x00" in text:
        raise whole_file("Die Datei enthält Nullzeichen und ist kein Text.")
    first_line = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        what = "ist kein gültiges CSV; prüfen Sie die Anführungszeichen."
        if "field limit" in str(error):
            what = TOO_LONG
        raise BrokenFile([RowProblem(reader.line_num, "Zeile", what)]) from error


def _decoded(data: bytes) -> str:
    """Return the text of a file; what is neither UTF-16 with its mark nor UTF-8 is Windows-1252."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = RowProblem(
            line, "Zeichensatz", "ist nicht lesbar; speichern Sie die Datei als „CSV UTF-8“."
        )
        raise BrokenFile([problem]) from error


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise whole_file("Die Excel-Datei ist entpackt zu groß; teilen Sie sie auf.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise whole_file("Die Excel-Datei ist nicht lesbar; speichern Sie sie neu als .xlsx.") from error
    try:
        yield from _sheet(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
    finally:
        book.close()


def _sheet(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[int, list[str]]]:
    for line, values in enumerate(rows, start=1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield line, cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(Decimal(repr(value)))
    return str(value)
