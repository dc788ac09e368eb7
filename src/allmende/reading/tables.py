"""Tables in the layout of a text: rows of numbers with their label, columns with their head."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from allmende.reading.amounts import parse_number
from allmende.reading.lines import Cell, Line, cells

_CURRENCY = r"(?:€|EUR|Euro|T€|TEUR|T\sEUR|Tsd\.?\s?(?:€|EUR|Euro)|Mio\.?\s?(?:€|EUR|Euro))"
_NUMBER_CELL = re.compile(
    rf"(?:(?:ca\.|rd\.|rund|etwa)\s)?(?:{_CURRENCY}\s?)?(?P<sign>[-–+]?)\s?(?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{1,2}})?|\d{{1,9}}(?:,\d{{1,3}})?)"
    rf"(?:,-{{1,2}})?\s?(?:(?P<percent>%|v\.\s?H\.)|{_CURRENCY})?(?P<rest>\s(?:in|ab|für|p\.\s?a\.)\b.{{0,24}}|\s?\*{{1,3}})?"
)
# Words between the label and its number: „Baukosten   brutto   ca.   62.000 €“.
_FILLER = re.compile(r"(?i)(?:ca|rd|rund|etwa|brutto|netto|inkl|max)\b\.?")
_EMPTY_CELL = re.compile(r"[-–—./]{1,3}|0,-+|(?:€|EUR)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IS_YEAR = re.compile(r"(?:19|20)\d\d\*?")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_RULE = re.compile(r"[-–—=_+\s]{3,}")
_DIGIT = re.compile(r"\d")
_LONGEST_ROW = 400
_MOST_HEAD_ROWS = 3
# Column heads stand above their numbers, right- or left-aligned; farther off they are of another column.
_FARTHEST = 14


@dataclass(frozen=True, slots=True)
class NumberCell:
    """One number of a table: its value as shown, None for a dash; offsets of the cell in the clean view."""

    value: Decimal | None
    is_percent: bool
    shown: str
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words at its head and its numbers from left to right."""

    label: str
    numbers: tuple[NumberCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers below the heads of their columns; `caption` is the line above."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str

    def head(self, column: int) -> str:
        """Return the words above a column."""
        return self.heads[column] if column < len(self.heads) else ""

    def year(self, column: int) -> int | None:
        """Return the only year that the head of a column names."""
        years = set(_YEAR.findall(self.head(column)))
        return int(years.pop()) if len(years) == 1 else None


class TableIndex:
    """Finds the row and column in which a place of the clean view stands."""

    def __init__(self, tables: list[Table]) -> None:
        self._cells = sorted(
            (
                (cell.start, cell, place, table)
                for table in tables
                for place, row in enumerate(table.rows)
                for cell in row.numbers
            ),
            key=lambda item: item[0],
        )
        self._starts = [start for start, *_ in self._cells]

    def at(self, offset: int) -> tuple[Table, int, NumberCell] | None:
        """Return the table, the place of the row and the cell around an offset."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return None
        _, cell, row, table = self._cells[place]
        return (table, row, cell) if offset < cell.end else None


def find_tables(lines: list[Line]) -> list[Table]:
    """Return the tables of a text: two and more rows of numbers with gaps between their cells."""
    tables: list[Table] = []
    run: list[tuple[int, list[Cell]]] = []
    for index, line in enumerate(lines):
        row = _row_cells(line)
        if row is not None:
            run.append((index, row))
            continue
        if run and _RULE.fullmatch(line.stripped):
            continue
        tables.extend(_table(lines, run))
        run = []
    tables.extend(_table(lines, run))
    return tables


def _row_cells(line: Line) -> list[Cell] | None:
    """Return the cells of a line that is a row: a label and numbers, or numbers side by side."""
    has_gap = "  " in line.text or "\t" in line.text
    if not has_gap or len(line.text) > _LONGEST_ROW or _DIGIT.search(line.text) is None:
        return None
    parts = [part for part in cells(line) if _FILLER.fullmatch(part.text) is None]
    if len(parts) < 2 or _DATE.search(line.text):
        return None
    numbers = [part for part in parts if _NUMBER_CELL.fullmatch(part.text)]
    others = [part for part in parts if part not in numbers and not _EMPTY_CELL.fullmatch(part.text)]
    if not numbers or len(others) > 1 or (others and others[0] is not parts[0]):
        return None
    return parts if any(not _IS_YEAR.fullmatch(part.text) for part in numbers) else None


def _table(lines: list[Line], run: list[tuple[int, list[Cell]]]) -> Iterator[Table]:
    if len(run) < 2:
        return
    rows = [_numbers_of(parts) for _, parts in run]
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    model = next(row for _, row in rows if len(row) == width)
    ends = [part.line_offset + len(part.text) for part in model]
    first = run[0][0]
    heads, caption = _heads(lines, first, model, ends)
    built = tuple(
        Row(label, tuple(_cell(part, column) for part, column in zip(row, _columns(row, ends), strict=True)))
        for label, row in rows
    )
    yield Table(heads, built, caption)


def _numbers_of(parts: list[Cell]) -> tuple[str, list[Cell]]:
    is_number = [
        bool(_NUMBER_CELL.fullmatch(part.text) or _EMPTY_CELL.fullmatch(part.text)) for part in parts
    ]
    label = parts[0].text if not is_number[0] else ""
    numbers = [part for part, is_one in zip(parts, is_number, strict=True) if is_one]
    if len(numbers) > 1 and _IS_YEAR.fullmatch(numbers[0].text):
        return f"{label} {numbers[0].text}".strip(), numbers[1:]
    return label, numbers


def _columns(row: list[Cell], ends: list[int]) -> list[int]:
    """Return the column of each number: by its place in the row, or by its right edge in a shorter one."""
    if len(row) == len(ends):
        return list(range(len(row)))
    return [
        min(range(len(ends)), key=lambda column: abs(ends[column] - part.line_offset - len(part.text)))
        for part in row
    ]


def _cell(part: Cell, column: int) -> NumberCell:
    match = _NUMBER_CELL.fullmatch(part.text)
    if match is None:
        return NumberCell(None, False, part.text, column, part.start, part.end)
    value = parse_number(match["number"])
    return NumberCell(
        -value if match["sign"] in ("-", "–") else value,
        match["percent"] is not None,
        match["number"],
        column,
        part.start,
        part.end,
    )


def _heads(lines: list[Line], first: int, model: list[Cell], ends: list[int]) -> tuple[tuple[str, ...], str]:
    """Return the words above each column from the lines above the first row, and the line above them."""
    heads = [""] * len(ends)
    index = first - 1
    while index >= max(0, first - _MOST_HEAD_ROWS):
        parts = cells(lines[index])
        if len(parts) < 2 and len(ends) > 1:
            break
        if len(parts) < 2 or any(len(part.text) > 40 for part in parts[1:]):
            break
        names = parts[-len(ends) :] if len(parts) in (len(ends), len(ends) + 1) else parts
        for place, part in enumerate(names):
            column = place if len(names) == len(ends) else _nearest(part, model, ends)
            if column is not None:
                heads[column] = f"{part.text} {heads[column]}".strip()
        index -= 1
    return tuple(heads), lines[index].stripped[:120] if index >= 0 else ""


def _nearest(part: Cell, model: list[Cell], ends: list[int]) -> int | None:
    left, right = part.line_offset, part.line_offset + len(part.text)
    apart = [
        min(abs(ends[column] - right), abs(model[column].line_offset - left)) for column in range(len(ends))
    ]
    nearest = min(range(len(ends)), key=lambda column: apart[column])
    return nearest if apart[nearest] <= _FARTHEST else None
