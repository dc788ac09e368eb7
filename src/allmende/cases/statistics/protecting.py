"""How a table is made safe: every number rounded, or the small ones and enough others left out.

Rounding is the default for what is published again and again: suppression of single tables does not withstand
who compares two key dates and knows of a newcomer (`releases`). Rounding alone does not either: one newcomer
in five lifts a number over the edge. So a number keeps its last value until the change is no small one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from allmende.cases.statistics.tables import TOTAL, Cell, Table

BASE_FOR: dict[int, int] = {3: 5, 5: 10}
"""The base of rounding by the limit of the table: so many numbers stay possible for what is shown as zero."""


class Method(StrEnum):
    """How a table is protected."""

    ROUNDING = "rounding"
    SUPPRESSION = "suppression"

    @property
    def label(self) -> str:
        return {"rounding": "gerundet", "suppression": "kleine Zahlen gesperrt"}[self.value]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is published of one number: the value (None: left out), and what it can be by that alone."""

    value: int | None
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table as it is published. `total` is exact: the number of all cases of a region may be told."""

    key: str
    least: int
    dimensions: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    method: Method
    cells: Mapping[Cell, Shown]

    @property
    def total(self) -> int:
        shown = self.cells[(TOTAL,) * len(self.values)].value
        assert shown is not None  # noqa: S101 - the grand total is never left out
        return shown


def rounded_to(count: int, base: int) -> int:
    """Return the multiple of `base` that is nearest; halves, which an odd base does not have, go up."""
    return (2 * count + base) // (2 * base) * base


@dataclass(frozen=True, slots=True)
class Before:
    """The same table of the key date before: its true counts, and what was published of them."""

    table: Table
    shown: "ProtectedTable"


def by_rounding(table: Table, before: Before | None = None) -> ProtectedTable:
    """Round every number but the grand total to its nearest multiple, margins too, each for itself.

    A number whose true change since `before` is below the limit keeps its published value, as long as that is
    less than one base away from the truth.
    """
    base = BASE_FOR[table.definition.least]
    if before is not None:
        return _protected(
            table,
            Method.ROUNDING,
            {cell: _kept_or_rounded(cell, table, before, base) for cell in table.counts},
        )
    return _protected(
        table,
        Method.ROUNDING,
        {cell: _rounded(rounded_to(count, base), base) for cell, count in table.counts.items()},
    )


def by_leaving_out(table: Table, left_out: frozenset[Cell]) -> ProtectedTable:
    """Publish a table without some cells; `suppression.pattern` chooses them."""
    total = table.total
    return _protected(
        table,
        Method.SUPPRESSION,
        {
            cell: Shown(None, 0, total) if cell in left_out else Shown(count, count, count)
            for cell, count in table.counts.items()
        },
    )


def _protected(table: Table, method: Method, cells: dict[Cell, Shown]) -> ProtectedTable:
    grand = (TOTAL,) * len(table.values)
    cells[grand] = Shown(table.total, table.total, table.total)
    asked = table.definition
    return ProtectedTable(asked.key, asked.least, asked.dimensions, table.values, method, cells)


def _kept_or_rounded(cell: Cell, table: Table, before: Before, base: int) -> Shown:
    count = table.counts[cell]
    last = before.shown.cells.get(cell)
    if last is None or last.value is None:
        return _rounded(rounded_to(count, base), base)
    is_small = abs(count - before.table.counts[cell]) < table.definition.least
    value = last.value if is_small and abs(count - last.value) < base else rounded_to(count, base)
    if value != last.value:
        return _rounded(value, base)
    # kept, or rounded to the same: nobody outside can tell
    return Shown(value, max(value - base + 1, 0), value + base - 1)


def _rounded(value: int, base: int) -> Shown:
    """Return a multiple with the numbers that are rounded to it."""
    lowest = max(value - base // 2, 0)
    return Shown(value, lowest, value + (base - 1) // 2)
