"""How a protected table stands on a page and in a file."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from allmende.cases.domain.codes import label_of
from allmende.cases.domain.phases import Phase
from allmende.cases.models import TableRelease
from allmende.cases.statistics.protecting import Method, ProtectedTable
from allmende.cases.statistics.rows import DIMENSIONS
from allmende.cases.statistics.tables import TOTAL, definition
from allmende.funding.small_table import SmallTable
from allmende.pages.columns import Column


def title_of(release: TableRelease) -> str:
    """Return the title of a table of the catalogue."""
    asked = definition(release.table)
    return asked.title if asked else release.table


def grid(table: ProtectedTable, caption: str) -> SmallTable:
    """Return a table of one or two dimensions as rows and columns, sums last; a number left out is a dash."""
    first = [*table.values[0], TOTAL]
    across: list[tuple[str, ...]] = [()]
    heads = [_("Fälle")]
    if len(table.dimensions) == 2:
        across = [(each,) for each in [*table.values[1], TOTAL]]
        heads = [_word(table.dimensions[1], each) for (each,) in across]
    columns = [Column("zeile", DIMENSIONS[table.dimensions[0]], lambda row: row[0])]
    columns += [
        Column(f"s{place}", head, partial(_number, place), kind="number") for place, head in enumerate(heads)
    ]
    rows: list[tuple[str, Sequence[int | None]]] = [
        (_word(table.dimensions[0], value), [table.cells[value, *rest].value for rest in across])
        for value in first
    ]
    return SmallTable(caption, columns, rows)


def protection_text(table: ProtectedTable) -> str:
    """Say how the numbers were made safe."""
    if table.method is Method.SUPPRESSION:
        return _(
            "Kleine Zahlen und so viele andere sind gesperrt (–), dass niemand sie ausrechnen kann. "
            "Die Gesamtzahl ist genau."
        )
    return _(
        "Alle Zahlen außer der Gesamtzahl sind gerundet; darum ergeben die Zeilen nicht genau die Summe. "
        "Eine Zahl ändert sich erst, wenn sich mindestens {least} Fälle verändert haben."
    ).format(least=table.least)


def _number(place: int, row: tuple[str, Sequence[int | None]]) -> int | None:
    return row[1][place]


def _word(dimension: str, code: str) -> Any:
    if dimension == "phase" and code in set(Phase):
        return Phase(code).label
    return label_of(dimension, code)
