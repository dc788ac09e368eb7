"""Tables over rows that were computed, not read by one query: same address, filters, pages and exports.

`rows` is a list; `Column.sort` names an attribute of a row (a path such as `standing.deciding_on`); filters
narrow lists. Everything else is `pages.tables.Table`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

from allmende.pages import exports
from allmende.pages.tables import Table

ABSENT = (None, "")


def containing(text: Callable[[Any], str]) -> Callable[[Any, str], Any]:
    """Return what narrows a list to rows whose text contains what was typed, without regard to case."""
    return lambda rows, value: [row for row in rows if value.casefold() in text(row).casefold()]


def fitting(fits: Callable[[Any, str], bool]) -> Callable[[Any, str], Any]:
    """Return what narrows a list to rows that have a choice."""
    return lambda rows, code: [row for row in rows if fits(row, code)]


class ListTable(Table):
    """A table over a list of rows."""

    @cached_property
    def matching(self) -> Any:
        """Return all rows that pass the filters, in the shown order; absent values come last."""
        rows: Any = list(self.rows)
        for each in self.filter_fields:
            if each.value:
                rows = each.filter.apply(rows, each.value)
        name, descending = self.sort
        if not name:
            return rows
        sort = self._sortable[name].sort
        assert isinstance(sort, str)  # noqa: S101 - a list has no database expressions
        value = attrgetter(sort)
        valued = [(value(row), row) for row in rows]
        known = [pair for pair in valued if pair[0] not in ABSENT]
        known.sort(key=itemgetter(0), reverse=descending)
        return [row for _value, row in known] + [row for found, row in valued if found in ABSENT]

    def _export_rows(self) -> Iterator[list[exports.Cell]]:
        for row in self.matching:
            yield [column.exported(row) for column in self.columns]
