"""Reads local values from CSV and Excel: every mistake with its cell, nothing half taken over. Pure.

A row names the value by its key (`property_tax…`) or its German name; a row without an amount says nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from allmende.common.formats import ungrouped
from allmende.ledger.local_values.settable import Settable
from allmende.ledger.parameter_actions import LocalValue
from allmende.ledger.sheet_rows import AS_NUMBER, Problem, UnreadableFile, is_day, is_number, rows_of, text_of
from allmende.ledger.telling import told
from allmende.register.importing.records import parse_day
from allmende.register.periods import is_plausible
from allmende.rules import RulesError
from allmende.rules.inputs import Preparation
from allmende.rules.parameters import InputField
from allmende.rules.texts import plain

COLUMNS = (
    "Schlüssel",
    "Bezeichnung",
    "gilt für",
    "Höhe",
    "Einheit",
    "gilt ab",
    "letzter Tag",
    "bekannt seit",
    "Quelle",
    "Stelle",
)
NAME, LABEL, KEY, VALUE, UNIT, FIRST, LAST, KNOWN, SOURCE, SECTION = range(len(COLUMNS))
LONGEST = {SOURCE: 500, SECTION: 300}


@dataclass(frozen=True, slots=True)
class LocalReading:
    """What was found. With problems nothing is taken over."""

    entries: tuple[LocalValue, ...]
    problems: tuple[Problem, ...]
    empty: int


def read(data: bytes, settables: Mapping[str, Settable], *, on: date) -> LocalReading:
    """Return the values of a file; raise UnreadableFile where it is no list of local values."""
    order, rows = rows_of(data, COLUMNS)
    sheet = _Sheet(settables, order, on)
    for line, row in rows:
        sheet.row(line, row)
    if not sheet.entries and not sheet.problems:
        raise UnreadableFile(problem="Die Spalte „Höhe“ ist leer. Tragen Sie die Werte ein.")
    return LocalReading(tuple(sheet.entries), tuple(sheet.problems), sheet.empty)


@dataclass
class _Sheet:
    """Collects values and problems row by row."""

    settables: Mapping[str, Settable]
    order: Sequence[int]
    on: date
    entries: list[LocalValue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0
    typed: Preparation = field(default_factory=lambda: Preparation({}))
    """Remembers how decimals are written: comma and point in one file is a mistake."""
    places: list[tuple[LocalValue, str]] = field(default_factory=list)

    def row(self, line: int, row: Sequence[Any]) -> None:
        """Take one row; one without an amount says nothing."""
        if text_of(row[VALUE]) == "":
            self.empty += any(text_of(cell) for cell in row)
            return
        before = len(self.problems)
        settable = self._settable(line, row)
        first = self._day(line, row, FIRST, is_needed=True)
        last = self._day(line, row, LAST)
        known = self._day(line, row, KNOWN, is_needed=True)
        source = self._text(line, row, SOURCE)
        section = self._text(line, row, SECTION)
        if source == "":
            self._problem(line, SOURCE, "Die Quelle fehlt. Nennen Sie Satzung, Vertrag oder Bescheid.")
        if first and last and last < first:
            self._problem(line, LAST, "Der letzte Tag liegt vor dem ersten.")
        if known and known > self.on:
            self._problem(line, KNOWN, f"{known:%d.%m.%Y} liegt in der Zukunft.")
        if settable is None:
            return
        key, value = self._key(line, row, settable), self._value(line, row, settable)
        if len(self.problems) > before or first is None or known is None:
            return
        until = last + timedelta(days=1) if last else None
        said = LocalValue(settable.name, value, (first, until), known, source, section, key)
        if not self._stands_twice(line, said):
            self.entries.append(said)
            self.places.append((said, self._cell(line, VALUE)))

    def _settable(self, line: int, row: Sequence[Any]) -> Settable | None:
        name, label = text_of(row[NAME]), text_of(row[LABEL])
        if name:
            found = self.settables.get(name)
            if found is None:
                self._problem(line, NAME, f"„{name[:60]}“ ist kein Wert der Vorlage.")
            return found
        meant = [each for each in self.settables.values() if each.label.casefold() == label.casefold()]
        if len(meant) == 1:
            return meant[0]
        if meant:
            told = " oder ".join(f"{each.name} ({each.law_title})" for each in meant)
            self._problem(line, NAME, f"„{label}“ ist mehrdeutig: {told}. Tragen Sie den Schlüssel ein.")
        else:
            self._problem(
                line, LABEL, f"„{label[:60]}“ ist kein Wert der Vorlage. Laden Sie die Vorlage neu."
            )
        return None

    def _key(self, line: int, row: Sequence[Any], settable: Settable) -> str:
        text = text_of(row[KEY])
        if text in ("", "alle"):
            return ""
        for key, label in settable.keys.items():
            if text.casefold() in (key.casefold(), label.casefold()):
                return key
        told = "; ".join(settable.keys.values()) or "nichts"
        self._problem(line, KEY, f"„{text[:60]}“ passt nicht zu „{settable.label}“. Möglich: {told}.")
        return ""

    def _value(self, line: int, row: Sequence[Any], settable: Settable) -> str:
        unit, stated = settable.parameter.unit, text_of(row[UNIT])
        if stated and stated not in (unit.text, unit.german(), unit.german(plural=False)):
            self._problem(
                line,
                UNIT,
                f"„{stated[:40]}“ ist nicht die Einheit. Erwartet wird {settable.unit or 'nichts'}.",
            )
        cell = row[VALUE]
        if is_day(cell):
            self._problem(line, VALUE, f"{text_of(cell)} ist ein Tag, keine Zahl. {AS_NUMBER}")
            return ""
        if not is_number(cell) and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text_of(cell)):
            plain_text, comma = text_of(cell).replace(".", ""), text_of(cell).replace(".", ",")
            told_twice = f"„{text_of(cell)}“ ist mehrdeutig. Schreiben Sie {plain_text} oder {comma}."
            self._problem(line, VALUE, f"{settable.label}: {told_twice}")
            return ""
        reader = Preparation({}) if is_number(cell) else self.typed
        asked = InputField(settable.name, settable.label, unit)
        try:
            return plain(reader.number(asked, ungrouped(text_of(cell))), unit)
        except RulesError as error:
            self._problem(line, VALUE, told(error))
            return ""

    def _day(self, line: int, row: Sequence[Any], column: int, *, is_needed: bool = False) -> date | None:
        cell = row[column]
        if isinstance(cell, datetime):
            found: date | None = cell.date()
        elif isinstance(cell, date):
            found = cell
        else:
            text = text_of(cell)
            if not text:
                if is_needed:
                    self._problem(line, column, f"„{COLUMNS[column]}“ fehlt. Schreiben Sie etwa 01.01.2026.")
                return None
            try:
                found = parse_day(text)
            except ValueError:
                found = None
        if found is None or not is_plausible(found):
            self._problem(
                line, column, f"„{text_of(cell)[:40]}“ ist kein Tag. Schreiben Sie etwa 01.01.2026."
            )
            return None
        return found

    def _text(self, line: int, row: Sequence[Any], column: int) -> str:
        text = " ".join(text_of(row[column]).split())
        if len(text) > LONGEST[column]:
            self._problem(line, column, f"Der Text ist länger als {LONGEST[column]} Zeichen. Kürzen Sie ihn.")
        return text

    def _stands_twice(self, line: int, said: LocalValue) -> bool:
        for other, cell in self.places:
            is_same = (other.name, other.key) == (said.name, said.key)
            if is_same and _overlap(other.valid, said.valid):
                self._problem(
                    line, VALUE, f"Für diese Tage steht schon ein Wert in {cell}. Streichen Sie einen."
                )
                return True
        return False

    def _problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(self._cell(line, column), message))

    def _cell(self, line: int, column: int) -> str:
        return f"{chr(ord('A') + self.order[column])}{line}"


def _overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    return (second[1] is None or first[0] < second[1]) and (first[1] is None or second[0] < first[1])
