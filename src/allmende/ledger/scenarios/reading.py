"""Reads base data from CSV and Excel: every mistake with its cell, nothing half taken over. Pure.

Columns: Schlüssel, Gemeinde, Zeitraum (2025 or 03.2025), Wert. Either key or name must be there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allmende.ledger.scenarios.domain import FIRST_YEAR, LAST_YEAR, AmbiguousNumber, NoNumber, exact_number
from allmende.ledger.sheet_rows import AS_NUMBER, Problem, UnreadableFile, is_day, is_number, rows_of, text_of
from allmende.rules.parameters import InputField

COLUMNS = ("Schlüssel", "Gemeinde", "Zeitraum", "Wert")
KEY, NAME, PERIOD, VALUE = range(4)
MOST_DIGITS = Decimal(10) ** 15
PLACES = 4
KINDS = {"stadt", "gemeinde", "kreisfreie", "kreisstadt", "bad", "der", "die", "das", "den", "und"}
KEY_WITHOUT_ZERO = 7
"""Excel drops the leading zero of a municipality's key."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body somebody may have meant."""

    id: int
    key: str
    label: str
    is_municipality: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that the file states."""

    body_id: int
    key: str
    name: str
    year: int
    month: int
    position: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found. With problems nothing is taken over."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    empty: int = 0


Names = Callable[[Sequence[str]], Mapping[str, Sequence[Candidate]]]


def read(data: bytes, item: InputField, by_key: Mapping[str, Candidate], by_name: Names) -> Reading:
    """Return the values of a file; `by_name` finds bodies by name, all names in one call."""
    order, rows = rows_of(data, COLUMNS)
    names = [str(row[NAME]).strip() for _line, row in rows if row[NAME] and not row[KEY]]
    sheet = _Sheet(item, order, by_key, by_name(names) if names else {})
    for line, row in rows:
        sheet.row(line, row)
    if not sheet.entries and not sheet.problems:
        raise UnreadableFile(problem="Die Spalte „Wert“ ist leer. Tragen Sie die Werte ein.")
    return Reading(tuple(sheet.entries), tuple(sheet.problems), sheet.empty)


class _Sheet:
    """Collects entries and problems row by row."""

    def __init__(
        self,
        item: InputField,
        order: Sequence[int],
        by_key: Mapping[str, Candidate],
        by_name: Mapping[str, Sequence[Candidate]],
    ) -> None:
        self.item = item
        self.order = order
        self.by_key = by_key
        self.by_name = by_name
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.empty = 0
        self._seen: dict[tuple[int, int, int], tuple[str, int]] = {}
        self._separator: tuple[str, str] | None = None

    def row(self, line: int, row: Sequence[Any]) -> None:
        """Take one row; an empty value says nothing."""
        if text_of(row[VALUE]) == "":
            self.empty += any(text_of(cell) for cell in row)
            return
        before = len(self.problems)
        body = self._body(line, row)
        year, month = self._period(line, row[PERIOD])
        value = self._value(line, row[VALUE])
        if body is None or value is None or len(self.problems) > before:
            return
        place = (body.id, year, month)
        first, count = self._seen.get(place, (self._cell(line, VALUE), 0))
        if count and not self.item.is_list:
            self._problem(
                line,
                VALUE,
                f"{body.label} hat für diesen Zeitraum schon einen Wert in {first}. Streichen Sie einen.",
            )
            return
        self._seen[place] = (first, count + 1)
        self.entries.append(Entry(body.id, body.key, body.label, year, month, count + 1, value))

    def _body(self, line: int, row: Sequence[Any]) -> Candidate | None:
        key, name = text_of(row[KEY]).removesuffix(".0"), text_of(row[NAME])
        if key:
            found = self.by_key.get(key.zfill(8) if len(key) == KEY_WITHOUT_ZERO else key)
            if found is None:
                self._problem(line, KEY, f"Den Schlüssel „{key}“ hat keine Gemeinde in Nordrhein-Westfalen.")
            elif name and not _names(name) & _names(found.label):
                self._problem(
                    line,
                    NAME,
                    f"„{name}“ passt nicht zum Schlüssel {key}: {found.label}. Streichen Sie eines.",
                )
            return found
        if not name:
            self._problem(line, KEY, "Schlüssel und Name fehlen. Tragen Sie den achtstelligen Schlüssel ein.")
            return None
        meant = self.by_name.get(name, ())
        if not meant:
            self._problem(line, NAME, f"„{name}“ steht nicht im Register. Prüfen Sie die Schreibweise.")
        elif len(meant) > 1:
            told = " oder ".join(f"{each.label} ({each.key})" for each in meant)
            self._problem(line, NAME, f"„{name}“ ist mehrdeutig: {told}. Tragen Sie den Schlüssel ein.")
        elif not meant[0].is_municipality:
            self._problem(
                line, NAME, f"{meant[0].label} ist keine Gemeinde. Gebraucht werden Werte je Gemeinde."
            )
        else:
            return meant[0]
        return None

    def _period(self, line: int, cell: Any) -> tuple[int, int]:
        text = text_of(cell).removesuffix(".0")
        if hasattr(cell, "year") and hasattr(cell, "month"):
            text = f"{cell.month:02d}.{cell.year}"
        match = re.fullmatch(r"(?:(\d{1,2})[./])?(\d{4})", text) or re.fullmatch(r"()(\d{4})", text)
        swapped = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
        year, month = (0, 0)
        if swapped:
            year, month = int(swapped[1]), int(swapped[2])
        elif match:
            year, month = int(match[2]), int(match[1] or 0)
        is_month_wrong = month > 12 or (month == 0 and ("." in text or "-" in text))
        if not FIRST_YEAR <= year <= LAST_YEAR or is_month_wrong:
            self._problem(
                line,
                PERIOD,
                f"„{text}“ ist kein Zeitraum von {FIRST_YEAR} bis {LAST_YEAR}. "
                "Schreiben Sie 2025 oder 03.2025.",
            )
        return year, month

    def _value(self, line: int, cell: Any) -> Decimal | None:
        try:
            number = _checked(self.item, cell)
        except _BadCell as bad:
            self._problem(line, VALUE, str(bad))
            return None
        return None if not is_number(cell) and self._mixes(line, text_of(cell)) else number

    def _mixes(self, line: int, text: str) -> bool:
        """Refuse a decimal point where commas were used before, and the other way round."""
        separator = "," if "," in text else "." if re.fullmatch(r"[+-]?\d+\.\d+", text) else ""
        if not separator:
            return False
        if self._separator and self._separator[0] != separator:
            self._problem(
                line,
                VALUE,
                f"„{text}“ hat ein anderes Dezimalzeichen als {self._separator[1]}. "
                "Schreiben Sie in der ganzen Spalte dasselbe.",
            )
            return True
        self._separator = self._separator or (separator, self._cell(line, VALUE))
        return False

    def _problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(self._cell(line, column), message))

    def _cell(self, line: int, column: int) -> str:
        return f"{chr(ord('A') + self.order[column])}{line}"


def _names(text: str) -> set[str]:
    """Return the words that tell one municipality from another; all words if there are no others."""
    plain = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    words = set(re.findall(r"[^\W\d_]{3,}", plain))
    return words - KINDS or words


class _BadCell(ValueError):
    """What is wrong with a value."""


def _checked(item: InputField, cell: Any) -> Decimal:
    """Return the number of a cell; raise _BadCell if it cannot be a value of this input."""
    text = text_of(cell)
    if is_day(cell):
        raise _BadCell(f"{text} ist ein Tag, keine Zahl. {AS_NUMBER}")
    try:
        number = Decimal(text if is_number(cell) else exact_number(text))
    except AmbiguousNumber as error:
        raise _BadCell(str(error)) from None
    except (NoNumber, ArithmeticError):
        raise _BadCell(f"„{text[:40]}“ ist keine Zahl. Schreiben Sie etwa 1.234,50.") from None
    if number < 0 and not item.negative:
        raise _BadCell(f"{text} ist negativ. {item.label}: erwartet wird eine Zahl ab null.")
    if item.whole and number != number.to_integral_value():
        raise _BadCell(f"{text} ist keine ganze Zahl. {item.label}: gezählt wird in ganzen.")
    if item.unit.is_money and number != round(number, 2):
        raise _BadCell(f"{text} hat Bruchteile eines Cents.")
    if not number.is_finite() or abs(number) >= MOST_DIGITS or number != round(number, PLACES):
        raise _BadCell(f"{text[:40]} hat zu viele Stellen.")
    return number
