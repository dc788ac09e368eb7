"""What each number of published tables can still be: exact bounds over everything that is published together.

A second opinion beside Tau-Argus, by other means: integer programs over all inner cells, one per question.
Tables of one key date that share an attribute are taken together, as an attacker would.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from allmende.cases.statistics.protecting import ProtectedTable
from allmende.cases.statistics.tables import TOTAL, Cell
from allmende.common.errors import AllmendeError


class Contradictory(AllmendeError):
    """The published numbers cannot all be true; then nothing can be said of what they hide."""

    message = "Die veröffentlichten Zahlen von „{key}“ widersprechen sich."


@dataclass(frozen=True, slots=True)
class Interval:
    """All whole numbers from `lowest` to `highest` that a cell can be."""

    lowest: int
    highest: int

    @property
    def possible(self) -> int:
        return self.highest - self.lowest + 1


class Published:
    """Tables of one key date and one population, as one system of equations."""

    def __init__(self, tables: Sequence[ProtectedTable]) -> None:
        self.tables = tuple(tables)
        self._columns: dict[tuple[int, Cell], int] = {}
        for number, table in enumerate(self.tables):
            for cell in product(*table.values):
                self._columns[number, cell] = len(self._columns)
        self._constraint = self._equations()
        # transport problems have whole corners; only three attributes need whole variables
        is_whole = any(len(table.dimensions) > 2 for table in self.tables)
        self._integrality = np.full(len(self._columns), int(is_whole))

    def interval(self, table: int, cell: Cell) -> Interval:
        """Return what a cell of the `table`-th table can be. Raises Contradictory."""
        direction = np.zeros(len(self._columns))
        direction[self._inner(table, cell)] = 1
        lowest = self._optimum(direction, table)
        highest = -self._optimum(-direction, table)
        return Interval(int(np.ceil(lowest - 1e-6)), int(np.floor(highest + 1e-6)))

    def _optimum(self, direction: np.ndarray[Any, np.dtype[np.float64]], table: int) -> float:
        found = milp(
            direction,
            constraints=self._constraint,
            bounds=Bounds(0, np.inf),
            integrality=self._integrality,
        )
        if found.status != 0:
            raise Contradictory(key=self.tables[table].key)
        return float(found.fun)

    def _inner(self, table: int, cell: Cell) -> list[int]:
        """Return the columns of the inner cells that a cell adds up."""
        choices = [
            every if value == TOTAL else (value,)
            for value, every in zip(cell, self.tables[table].values, strict=True)
        ]
        return [self._columns[table, inner] for inner in product(*choices)]

    def _equations(self) -> LinearConstraint:
        rows: list[list[int]] = []
        minus: list[list[int]] = []
        low: list[float] = []
        high: list[float] = []
        for number, table in enumerate(self.tables):
            for cell, shown in table.cells.items():
                rows.append(self._inner(number, cell))
                minus.append([])
                low.append(shown.lowest)
                high.append(shown.highest)
        for one, cell_one, other, cell_other in self._shared_margins():
            rows.append(self._inner(one, cell_one))
            minus.append(self._inner(other, cell_other))
            low.append(0)
            high.append(0)
        return LinearConstraint(_matrix(rows, minus, len(self._columns)), np.array(low), np.array(high))

    def _shared_margins(self) -> Iterable[tuple[int, Cell, int, Cell]]:
        """Yield margins that two tables have in common: they count the same people."""
        for one, table in enumerate(self.tables):
            for other in range(one + 1, len(self.tables)):
                yield from _common(one, table, other, self.tables[other])


def _common(
    one: int, table: ProtectedTable, other: int, second: ProtectedTable
) -> Iterable[tuple[int, Cell, int, Cell]]:
    for index, dimension in enumerate(table.dimensions):
        if dimension not in second.dimensions:
            continue
        place = second.dimensions.index(dimension)
        for value in set(table.values[index]) & set(second.values[place]):
            yield one, _margin(table, index, value), other, _margin(second, place, value)


def _margin(table: ProtectedTable, index: int, value: str) -> Cell:
    return tuple(value if place == index else TOTAL for place in range(len(table.values)))


def _matrix(rows: Sequence[Sequence[int]], minus: Sequence[Sequence[int]], width: int) -> Any:
    data, line, column = [], [], []
    for number, (plus, less) in enumerate(zip(rows, minus, strict=True)):
        data += [1.0] * len(plus) + [-1.0] * len(less)
        line += [number] * (len(plus) + len(less))
        column += [*plus, *less]
    return csr_matrix((data, (line, column)), shape=(len(rows), width))
