"""Tables of the fixed catalogue and what they count: nobody crosses attributes at will.

Three attributes at once make nearly every number of one town a small one; such tables exist for the Land
only (facts: 82 to 113 of 270 cells below the limit at 217 cases).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from allmende.cases.statistics.rows import NOT_STATED, CaseRow

TOTAL = "insgesamt"
Cell = tuple[str, ...]
"""One value per dimension of the table; `TOTAL` where all of them are meant."""


class Level(StrEnum):
    """For how large a population a table may be made."""

    REGION = "region"
    LAND = "land"


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table of the catalogue. `least`: every number below it (but zero) is too small to be shown."""

    key: str
    title: str
    dimensions: tuple[str, ...]
    least: int
    level: Level = Level.REGION


CATALOG: tuple[TableDefinition, ...] = (
    TableDefinition("traeger", "Laufende Fälle je Träger", ("provider",), 3),
    TableDefinition(
        "traeger-aufenthalt", "Laufende Fälle: Träger und Aufenthalt", ("provider", "residence"), 3
    ),
    TableDefinition("traeger-alter", "Laufende Fälle: Träger und Alter", ("provider", "age"), 3),
    TableDefinition("traeger-geschlecht", "Laufende Fälle: Träger und Geschlecht", ("provider", "sex"), 3),
    TableDefinition(
        "traeger-sprache", "Laufende Fälle: Träger und Deutschkenntnisse", ("provider", "language"), 3
    ),
    TableDefinition("traeger-arbeit", "Laufende Fälle: Träger und Arbeit", ("provider", "labour"), 3),
    TableDefinition("kommune", "Laufende Fälle je Kommune", ("municipality",), 3),
    TableDefinition("zugang", "Zugangswege", ("access",), 3),
    TableDefinition("phase", "Laufende Fälle je Phase", ("phase",), 3),
    TableDefinition("leistung", "Leistungsbezug", ("benefit",), 3),
    TableDefinition(
        "land-aufenthalt-sprache",
        "Land: Kommune, Aufenthalt und Deutschkenntnisse",
        ("municipality", "residence", "language"),
        5,
        Level.LAND,
    ),
)


def definition(key: str) -> TableDefinition | None:
    """Return a table of the catalogue, None for a key that none has."""
    return next((each for each in CATALOG if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by cell, margins included. `values` names the codes of each dimension, in order."""

    definition: TableDefinition
    values: tuple[tuple[str, ...], ...]
    counts: Mapping[Cell, int]

    @property
    def total(self) -> int:
        return self.counts[(TOTAL,) * len(self.values)]

    def inner(self) -> Iterator[Cell]:
        """Yield the cells that are no margin."""
        yield from product(*self.values)

    def is_sensitive(self, cell: Cell) -> bool:
        """Return whether a number must not be recognizable.

        It is below the limit, or it is the whole of a margin: then everybody in that margin has this value
        (group disclosure), however large the group is.
        """
        count = self.counts[cell]
        if 0 < count < self.definition.least:
            return True
        return count > 0 and any(
            value != TOTAL and self.counts[margin] == count and self._has_choice(index)
            for index, value in enumerate(cell)
            for margin in [(*cell[:index], TOTAL, *cell[index + 1 :])]
            if any(each != TOTAL for each in margin)
        )

    def sensitive(self) -> list[Cell]:
        """Return all cells, margins too, whose number must not be recognizable; never the grand total."""
        grand = (TOTAL,) * len(self.values)
        return [cell for cell in self.counts if cell != grand and self.is_sensitive(cell)]

    def _has_choice(self, index: int) -> bool:
        """Return whether a dimension has several values; with one, the margin repeats the cell openly."""
        return len(self.values[index]) > 1


def tabulate(
    rows: Sequence[CaseRow], asked: TableDefinition, values: Sequence[Sequence[str]] | None = None
) -> Table:
    """Count rows by the dimensions of a definition, with all margins and with zeros.

    `values` fixes the codes per dimension, so that tables of two key dates have the same cells; by default
    those that occur, in alphabetical order.
    """
    coded = [tuple(row.codes.get(each, NOT_STATED) for each in asked.dimensions) for row in rows]
    shown = (
        tuple(tuple(each) for each in values)
        if values is not None
        else tuple(tuple(sorted({row[index] for row in coded})) for index in range(len(asked.dimensions)))
    )
    counts: Counter[Cell] = Counter()
    for codes in coded:
        for cell in product(*((code, TOTAL) for code in codes)):
            counts[cell] += 1
    cells = product(*((*each, TOTAL) for each in shown))
    return Table(asked, shown, {cell: counts[cell] for cell in cells})
