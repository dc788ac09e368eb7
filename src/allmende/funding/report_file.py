"""Reads the cost report of a provider from Excel or CSV: every mistake with its cell, nothing half. Pure."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from allmende.common.formats import euro, ungrouped
from allmende.funding.domain.people import person_problem
from allmende.funding.domain.reports import CostLine
from allmende.funding.domain.reports import problems as problems_of
from allmende.funding.domain.words import CostClass
from allmende.ledger.sheet_rows import AS_NUMBER, Problem, UnreadableFile, is_day, is_number, rows_of, text_of
from allmende.register.importing.records import parse_day
from allmende.register.periods import is_plausible

COLUMNS = ("Kostenart", "Betrag", "erster Tag", "letzter Tag", "Stellennummer", "Anmerkung")
CLASS, AMOUNT, FIRST, LAST, POST, NOTE = range(len(COLUMNS))
MOST_LINES = 2_000
LONGEST_NOTE = 300
LARGEST = 10**13
"""Cents; nobody reports a hundred thousand million euros."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a report may hold: the days it covers, the days and cost classes of the grant, its posts."""

    period: tuple[date, date]
    grant: tuple[date, date]
    classes: frozenset[CostClass]
    posts: Mapping[str, int]
    """Ids by number."""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """What was found. With problems nothing is taken over; notes do not stand in the way."""

    lines: tuple[CostLine, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_report(data: bytes, expected: Expected) -> ReportReading:
    """Return the lines of a file; raise UnreadableFile where it is no cost report."""
    order, rows = rows_of(data, COLUMNS)
    if len(rows) > MOST_LINES:
        raise UnreadableFile(problem=f"Sie hat mehr als {MOST_LINES} Zeilen. Fassen Sie Zeilen zusammen.")
    sheet = _Sheet(order, expected)
    sheet.problems.extend(merged_cells(data))
    for line, row in rows:
        sheet.row(line, row)
    if not sheet.lines and not sheet.problems:
        raise UnreadableFile(problem="Sie enthält keine Zeile mit einem Betrag. Füllen Sie die Vorlage aus.")
    notes: list[Problem] = []
    for each in problems_of(sheet.lines, expected.classes, *expected.grant):
        (sheet.problems if each.blocks else notes).append(Problem(each.place, each.sentence))
    return ReportReading(tuple(sheet.lines), tuple(sheet.problems), tuple(notes))


def merged_cells(data: bytes) -> list[Problem]:
    """Return a problem per area of merged cells: which row such a value belongs to, nobody can tell."""
    if not data.startswith(b"PK"):
        return []
    try:
        book = load_workbook(io.BytesIO(data))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableFile(problem="Sie ist keine Excel-Datei (.xlsx).") from error
    areas = sorted(book.worksheets[0].merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))
    return [
        Problem(
            area.coord, "Diese Zellen sind verbunden. Heben Sie die Verbindung auf und füllen Sie jede Zeile."
        )
        for area in areas
    ]


@dataclass
class _Sheet:
    """Collects lines and problems row by row."""

    order: Sequence[int]
    expected: Expected
    lines: list[CostLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def row(self, line: int, row: Sequence[Any]) -> None:
        """Take one row; one without cost class and amount says nothing."""
        if not text_of(row[CLASS]) and not text_of(row[AMOUNT]):
            return
        before = len(self.problems)
        cost_class, cents = self._class(line, row), self._cents(line, row)
        first = self._day(line, row, FIRST, self.expected.period[0])
        last = self._day(line, row, LAST, self.expected.period[1] - timedelta(days=1))
        post, note = self._post(line, row), self._note(line, row)
        if first and last and last < first:
            self._problem(line, LAST, "Der letzte Tag liegt vor dem ersten.")
        elif first and last:
            self._period(line, first, last)
        if len(self.problems) > before or cost_class is None or cents is None or not (first and last):
            return
        place = self._cell(line, AMOUNT)
        until = last + timedelta(days=1)
        self.lines.append(CostLine(cost_class, cents, first, until, post, note, place))

    def _class(self, line: int, row: Sequence[Any]) -> CostClass | None:
        text = text_of(row[CLASS])
        for each in CostClass:
            if text.casefold() in (each.value, each.label.casefold()):
                return each
        possible = ", ".join(each.label for each in CostClass)
        told = f"„{text[:60]}“ ist keine Kostenart" if text else "Die Kostenart fehlt"
        self._problem(line, CLASS, f"{told}. Möglich: {possible}.")
        return None

    def _cents(self, line: int, row: Sequence[Any]) -> int | None:
        cell, text = row[AMOUNT], text_of(row[AMOUNT])
        if not text:
            self._problem(
                line, AMOUNT, "Der Betrag fehlt. Tragen Sie ihn ein, auch 0, oder streichen Sie die Zeile."
            )
            return None
        if is_day(cell):
            self._problem(line, AMOUNT, f"{text} ist ein Tag, keine Zahl. {AS_NUMBER}")
            return None
        if not is_number(cell) and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text):
            whole, broken = text.replace(".", ""), text.replace(".", ",")
            self._problem(line, AMOUNT, f"„{text}“ ist mehrdeutig. Schreiben Sie {whole} oder {broken}.")
            return None
        plain = ungrouped(text.removesuffix("€").strip()).replace("−", "-").replace(",", ".")
        if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,12})?", plain):
            self._problem(line, AMOUNT, f"„{text[:40]}“ ist keine Zahl. {AS_NUMBER}")
            return None
        found = Decimal(plain) * 100
        if found != int(found):
            self._problem(
                line, AMOUNT, f"{text[:40]} hat Bruchteile eines Cents. Runden Sie auf zwei Stellen."
            )
            return None
        if abs(found) > LARGEST:
            self._problem(line, AMOUNT, f"{euro(int(found))} ist zu groß. Prüfen Sie das Komma.")
            return None
        return int(found)

    def _day(self, line: int, row: Sequence[Any], column: int, default: date) -> date | None:
        cell = row[column]
        if isinstance(cell, datetime):
            found: date | None = cell.date()
        elif isinstance(cell, date):
            found = cell
        elif not text_of(cell):
            return default
        else:
            try:
                found = parse_day(text_of(cell))
            except ValueError:
                found = None
        if found is None or not is_plausible(found):
            self._problem(
                line, column, f"„{text_of(cell)[:40]}“ ist kein Tag. Schreiben Sie etwa 01.01.2026."
            )
            return None
        return found

    def _period(self, line: int, first: date, last: date) -> None:
        start, until = self.expected.period
        if first < start or last >= until:
            end = until - timedelta(days=1)
            self._problem(
                line,
                FIRST if first < start else LAST,
                f"{first:%d.%m.%Y} bis {last:%d.%m.%Y} liegt nicht im gemeldeten Zeitraum "
                f"{start:%d.%m.%Y} bis {end:%d.%m.%Y}.",
            )

    def _post(self, line: int, row: Sequence[Any]) -> int | None:
        text = text_of(row[POST])
        if not text:
            return None
        if text not in self.expected.posts:
            known = ", ".join(self.expected.posts) or "keine"
            self._problem(
                line, POST, f"Eine Stelle „{text[:40]}“ gibt es in dieser Zuwendung nicht. Bekannt: {known}."
            )
            return None
        return self.expected.posts[text]

    def _note(self, line: int, row: Sequence[Any]) -> str:
        text = " ".join(text_of(row[NOTE]).split())
        if len(text) > LONGEST_NOTE:
            self._problem(line, NOTE, f"Der Text ist länger als {LONGEST_NOTE} Zeichen. Kürzen Sie ihn.")
        if problem := person_problem(text):
            self._problem(line, NOTE, problem)
        return text

    def _problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(self._cell(line, column), message))

    def _cell(self, line: int, column: int) -> str:
        return f"{chr(ord('A') + self.order[column])}{line}"
