"""Sums in the columns of a table whose head names the unit once: „Angaben in T€“."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from allmende.reading.amounts import parse_number
from allmende.reading.lines import Cell, Line, cells

_UNIT = re.compile(
    r"(?i)(?:\b(?:angaben|beträge|werte|alle\szahlen|betrag|ansatz|summe)\s(?:jeweils\s)?\(?in\s"
    r"|\(\s?in\s|^\s*in\s|\t\s?in\s|\s\sin\s|,\s(?=[^\s()]{1,5}\))|\((?=[^\s()]{1,5}\))"
    r"|\b(?:19|20)\d\d\s(?=\S{1,5}(?:\s\s|$))|[a-zäöü]\sin\s(?=(?:\S{1,4}|Euro|Tsd\.\s\S{1,4}|Mio\.\s\S{1,4})\s*$))"
    r"(?P<unit>T€|TEUR|T\sEUR|Tsd\.\s?(?:€|EUR|Euro)|Mio\.\s?(?:€|EUR|Euro)|€|EUR|Euro)(?!\w)"
)
_NUMBER = re.compile(r"[-–+]?\s?(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9},\d{1,3}|\d{1,6})")
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9},\d{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IS_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?ff\.)?")
_IS_UNIT = re.compile(r"T€|TEUR|T\sEUR|Tsd\.\s?(?:€|EUR|Euro)|Mio\.\s?(?:€|EUR|Euro)|€|EUR|Euro")
_IS_CELL = re.compile(r"[-–+]?\s?(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9},\d{1,3}|\d{1,6})|[-–—]{1,2}")
_UNIT_OF_ROW = re.compile(
    r"[ \t]*(?P<row>(?:[^()\d\t]|(?:19|20)\d\d\b){0,60}?)(?:[(,]\s?(?:in\s)?|\sin\s)(?P<unit>T€|TEUR|T\sEUR"
    r"|Tsd\.\s?(?:€|EUR|Euro)|Mio\.\s?(?:€|EUR|Euro)"
    r"|€|EUR|Euro)\)?(?:\t|\s{2,})"
)
_TOTAL = re.compile(r"(?i)(?:summe|gesamt|insgesamt|zusammen|total)")
_HEAD_WITH_UNIT = re.compile(r"[A-ZÄÖÜ][A-Za-zäöüß./-]{2,24}\s(?:€|EUR|Euro)")
_DIGITS = re.compile(r"\d")
_FEWEST_YEARS = 2
_MOST_ROWS = 40
# Rows of column names („Variante A   Variante B“) and empty lines between the unit and the first sums.
_MOST_HEAD_ROWS, _LONGEST_HEAD_ROW = 4, 70
_SCALES = {"t": Decimal(1000), "m": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class TableSum:
    """One sum of a table with its offsets in the clean view and the words at the head of its row."""

    value: Decimal
    row: str
    start: int
    end: int
    year: int | None = None


def find_table_sums(lines: list[Line]) -> list[TableSum]:
    """Return the sums below each table head that names a unit of money."""
    found: list[TableSum] = []
    for index, line in enumerate(lines):
        if len(line.stripped) >= 140 or not ("€" in line.text or "EUR" in line.text or "Euro" in line.text):
            continue
        if unit := _UNIT.search(line.text):
            found.extend(_below(lines, index + 1, unit["unit"]))
        own = _UNIT_OF_ROW.match(line.text) if "  " in line.text or "\t" in line.text else None
        if own and len(columns := cells(line)) > _FEWEST_YEARS:
            scale = _SCALES.get(own["unit"][0].casefold(), Decimal(1))
            found.extend(_row_sums(columns, own["row"].strip(), scale))
            if _TOTAL.match(own["row"]):
                found.extend(_above(lines, index, len(columns), scale))
        elif _heads_of_sums(line):
            found.extend(_below(lines, index + 1, "€"))
    return [*found, *_cell_by_cell(lines)]


def _row_sums(columns: list[Cell], row: str, scale: Decimal) -> Iterator[TableSum]:
    """Yield the sums of a row whose label names their unit: „Forderungen (in Mio. EUR)   38,2   2,6“."""
    for cell in columns[1:]:
        number = _NUMBER.fullmatch(cell.text)
        if number is not None and (value := parse_number(number["number"]) * scale) > 0:
            yield TableSum(
                value.quantize(Decimal("0.01")), row, cell.start + number.start("number"), cell.end
            )


def _above(lines: list[Line], last: int, width: int, scale: Decimal) -> Iterator[TableSum]:
    """Yield the sums of the rows above a total whose label names the unit of all: „Summe in Euro“."""
    for line in reversed(lines[max(0, last - _MOST_ROWS) : last]):
        columns = cells(line)
        if len(columns) != width or not all(_is_sum(cell.text, scale) for cell in columns[1:]):
            return
        yield from _row_sums(columns, columns[0].text, scale)


def _heads_of_sums(line: Line) -> bool:
    """Tell whether a line of column heads names a unit without brackets: „Beteiligter   Betrag EUR“."""
    columns = cells(line)
    return (
        len(columns) > 1
        and _DIGITS.search(line.text) is None
        and any(_HEAD_WITH_UNIT.fullmatch(cell.text) for cell in columns[1:])
    )


def _cell_by_cell(lines: list[Line]) -> Iterator[TableSum]:
    """Yield the sums of tables torn into one cell a line: years with units, then labels with numbers."""
    index = 0
    while index + 3 < len(lines):
        years: list[int] = []
        while index + 1 < len(lines) and lines[index].stripped[:2] in ("19", "20"):
            if not _IS_YEAR.fullmatch(lines[index].stripped):
                break
            if not (unit := _IS_UNIT.fullmatch(lines[index + 1].stripped)):
                break
            years.append(int(lines[index].stripped[:4]))
            scale = _SCALES.get(unit.group()[0].casefold(), Decimal(1))
            index += 2
        if len(years) < _FEWEST_YEARS:
            index += 1
            continue
        while (row := lines[index : index + len(years) + 1]) and _is_torn_row(row, len(years)):
            for line, year in zip(row[1:], years, strict=True):
                yield from _torn_sum(line, row[0].stripped, scale, year)
            index += len(row)


def _is_torn_row(row: list[Line], count: int) -> bool:
    return (
        len(row) == count + 1
        and _IS_CELL.fullmatch(row[0].stripped) is None
        and all(_IS_CELL.fullmatch(line.stripped) for line in row[1:])
    )


def _torn_sum(line: Line, label: str, scale: Decimal, year: int) -> Iterator[TableSum]:
    number = _NUMBER.fullmatch(line.stripped)
    if number is not None and (value := parse_number(number["number"]) * scale) > 0:
        start, end = line.span()
        yield TableSum(value.quantize(Decimal("0.01")), label, start, end, year)


def _below(lines: list[Line], first: int, unit: str) -> Iterator[TableSum]:
    scale = _SCALES.get(unit[0].casefold(), Decimal(1))
    began = False
    for index, line in enumerate(lines[first : first + _MOST_ROWS]):
        columns = cells(line)
        numbers = [cell for cell in columns if _is_sum(cell.text, scale)]
        if len(columns) < 2 or not numbers:
            is_head = not began and index < _MOST_HEAD_ROWS and len(line.stripped) < _LONGEST_HEAD_ROW
            if is_head or (_YEAR.search(line.text) and len(columns) > 1):
                continue
            return
        began = True
        row = columns[0].text if columns[0] not in numbers else ""
        for cell in numbers:
            number = _NUMBER.fullmatch(cell.text)
            if number is not None and (value := parse_number(number["number"]) * scale) > 0:
                start = cell.start + number.start("number")
                yield TableSum(value.quantize(Decimal("0.01")), row, start, start + len(number["number"]))


def _is_sum(text: str, scale: Decimal) -> bool:
    """Tell whether a cell holds a sum: with separators, or a plain number under a head that scales."""
    number = _NUMBER.fullmatch(text)
    if number is None or _YEAR.fullmatch(text):
        return False
    return scale != 1 or _PLAIN.fullmatch(number["number"]) is not None
