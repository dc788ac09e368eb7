"""The official extract of GV-ISys (Destatis, „AuszugGV…“): an Excel workbook, one row per record. Pure.

Columns A-L: Satzart, Textkennzeichen, Land, Regierungsbezirk, Kreis, Gemeindeverband, Gemeinde, name, area in
square kilometers, population, male, female. Satzart 10 Land, 20 Regierungsbezirk, 30 Region, 40 Kreis,
50 Gemeindeverband, 60 Gemeinde.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from allmende.register.domain import FigureKind
from allmende.register.importing.official import FigureDates, OfficialRow, official_list
from allmende.register.importing.records import BodyList, Row, RowProblem, parse_day, whole_file

COLUMNS = (
    "Satzart",
    "Textkennzeichen",
    "Land",
    "Regierungsbezirk",
    "Kreis",
    "Gemeindeverband",
    "Gemeinde",
    "Name",
    "Fläche",
    "Bevölkerung insgesamt",
    "männlich",
    "weiblich",
)
FIGURES = (
    ("Bevölkerung insgesamt", FigureKind.POPULATION),
    ("männlich", FigureKind.POPULATION_MALE),
    ("weiblich", FigureKind.POPULATION_FEMALE),
    ("Fläche", FigureKind.AREA),
)
WIDTHS = {"Land": 2, "Regierungsbezirk": 1, "Kreis": 2, "Gemeindeverband": 4, "Gemeinde": 3}
RECORD_TYPES = frozenset({"10", "20", "30", "40", "50", "60"})

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 60_000
DAY = r"(\d{1,2}\.\d{1,2}\.\d{4})"


def read(data: bytes, *, stand: date | None, figures_on: date | None) -> BodyList:
    """Return the list; raise BrokenFile with every problem."""
    _refuse_bombs(data)
    problems: list[RowProblem] = []
    texts: list[str] = []
    rows = [_official_row(line, cells, problems) for line, cells in _records(data, texts)]
    if not rows:
        raise whole_file("In keinem Tabellenblatt stehen Zeilen mit Satzart 10 bis 60.")
    said = "\n".join(texts)
    stand = stand or _first_day(rf"(?:am|Gebietsstand)[^0-9\n]{{0,40}}{DAY}", said)
    if stand is None:
        stand = _first_day(r"Gemeinden(\d{8})", said)
    if stand is None:
        raise whole_file("Der Gebietsstand steht nicht in der Datei; geben Sie ihn an.")
    population_on = figures_on or _last_day(rf"Bevölkerung[^0-9\n]{{0,200}}{DAY}", said)
    area_on = figures_on or _last_day(rf"Fläche[^0-9\n]{{0,200}}{DAY}", said)
    dates = FigureDates.of(stand, population_on, area_on)
    return official_list("Gemeindeverzeichnis GV-ISys", stand, rows, dates, problems)


def _refuse_bombs(data: bytes) -> None:
    """Refuse archives that unpack to far more than the official file ever did."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise whole_file("Die Excel-Datei ist beschädigt; laden Sie sie neu herunter.") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise whole_file("Die Excel-Datei ist entpackt zu groß; das ist kein Gemeindeverzeichnis.")


def _records(data: bytes, texts: list[str]) -> Iterator[tuple[int, Sequence[object]]]:
    """Return the rows that are records; collect all other texts (titles, footnotes, names of sheets)."""
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise whole_file("Die Datei ist keine lesbare Excel-Mappe (.xlsx).") from error
    try:
        for sheet in workbook.worksheets:
            texts.append(sheet.title)
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(max_col=len(COLUMNS), values_only=True), start=1):
                if line > MOST_ROWS:
                    raise whole_file(f"Das Blatt „{sheet.title}“ hat mehr als {MOST_ROWS} Zeilen.")
                if cells and _text(cells[0]) in RECORD_TYPES and any(cells[1:]):
                    yield line, cells
                else:
                    texts.extend(cell for cell in cells if isinstance(cell, str))
    finally:
        workbook.close()


def _official_row(line: int, cells: Sequence[object], problems: list[RowProblem]) -> OfficialRow:
    values = {name: _text(cell) for name, cell in zip(COLUMNS, cells, strict=False)}
    for name, width in WIDTHS.items():
        if values.get(name):
            values[name] = values[name].zfill(width)  # Excel may have turned keys into numbers
    row = Row(line, values, problems)
    figures = []
    if values["Satzart"] == "60":
        for name, kind in FIGURES:
            value = row.number(name, whole=kind is not FigureKind.AREA)
            if value is None and row.is_good and kind in {FigureKind.POPULATION, FigureKind.AREA}:
                row.problem(name, "fehlt; tragen Sie den Wert ein.")
            if value is not None:
                figures.append((kind, value))
    return OfficialRow(
        line=line,
        record_type=values["Satzart"],
        code=row.text("Textkennzeichen"),
        land=row.digits("Land", 2) or "",
        rb=row.digits("Regierungsbezirk", 1) or "",
        district=row.text("Kreis"),
        association=row.digits("Gemeindeverband", 4) or "",
        municipality=row.digits("Gemeinde", 3) or "",
        name=row.required("Name"),
        figures=tuple(figures),
    )


def _text(cell: object) -> str:
    """Return what a cell says; floats come from Excel and are shown as Excel shows them."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return str(exact.to_integral_value()) if exact == exact.to_integral_value() else str(exact)
    return str(cell).strip()


def _last_day(pattern: str, text: str) -> date | None:
    """Return the day said last: footnotes come after titles and are more exact."""
    days = [_day(match[1]) for match in re.finditer(pattern, text)]
    return days[-1] if days else None


def _first_day(pattern: str, text: str) -> date | None:
    match = re.search(pattern, text)
    return _day(match[1]) if match else None


def _day(day: str) -> date | None:
    """Return a day written `31.12.2024` or `31122024`."""
    try:
        return parse_day(day) if "." in day else date(int(day[4:]), int(day[2:4]), int(day[:2]))
    except ValueError:
        return None
