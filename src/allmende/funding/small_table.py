"""A table of a few rows beside others on one page; its columns also make a sheet of an Excel file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from allmende.pages.columns import Cell, Column, Label
from allmende.pages.exports import Sheet


@dataclass(frozen=True)
class SmallTable:
    """Rows shown by columns, without filters and pages. `caption` is read to people who do not see it."""

    caption: Label
    columns: Sequence[Column]
    rows: Sequence[Any]

    @property
    def body(self) -> list[list[Cell]]:
        language = get_language() or "de"
        return [[column.cell(row, language) for column in self.columns] for row in self.rows]

    def sheet(self) -> Sheet:
        """Return the same rows for an Excel file."""
        money = frozenset(index for index, column in enumerate(self.columns) if column.kind == "money")
        heads = [str(column.label) for column in self.columns]
        rows = [[column.exported(row) for column in self.columns] for row in self.rows]
        return Sheet(str(self.caption), heads, rows, money)
