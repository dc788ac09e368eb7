"""Tables whose whole state is the address: sorting, filters, page, and the export of exactly these rows.

    table = Table(
        request,
        id="bodies",
        caption=_("Körperschaften"),
        rows=queries.bodies(on=day),                       # a QuerySet
        columns=[
            Column("name", _("Name"), "name", kind="link", url=lambda body: body.url, sort="sort_key"),
            Column("einwohner", _("Einwohner"), "population", kind="number", sort="population"),
        ],
        filters=[TextFilter("q", _("Suche"), queries.matching)],
        default_sort="name",
    )
    return respond(request, table, "register/bodies.html", {"heading": ...})

The template shows it with `{% include "components/table.html" %}`. A page costs two queries (count and rows)
plus what the query set prefetches. Parameters: `?sort=-einwohner&seite=2&q=…`, export `?format=csv|xlsx`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language

from allmende.pages import downloads, exports, texts
from allmende.pages.columns import Cell, Column, Label

__all__ = ["ChoiceFilter", "Column", "Table", "TextFilter", "respond"]

ROWS_PER_PAGE = 50
SORT, PAGE, FORMAT = "sort", "seite", "format"
EXPORT_FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class TextFilter:
    """A search field; `narrow` receives the trimmed text, free of control characters."""

    name: str
    label: Label
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    hint: Label = ""
    kind: str = "text"

    def apply(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return self.narrow(rows, value)


@dataclass(frozen=True)
class ChoiceFilter:
    """A select field; a value that is no choice is ignored. Without `narrow` the lookup must equal it."""

    name: str
    label: Label
    choices: Sequence[tuple[str, Label]]
    lookup: str = ""
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    all_label: Label = ""
    kind: str = "choice"

    def apply(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in {code for code, _label in self.choices}:
            return rows
        if self.narrow is not None:
            return self.narrow(rows, value)
        return rows.filter(**{self.lookup or self.name: value})


@dataclass(frozen=True)
class Header:
    """A column head as the template shows it; `sort_url` is empty where the column does not sort."""

    label: Label
    is_numeric: bool
    sort_url: str
    aria_sort: str


@dataclass(frozen=True)
class FilterField:
    """A filter with its present value."""

    filter: TextFilter | ChoiceFilter
    value: str


@dataclass
class Table:
    """A query set shown by columns, narrowed, ordered and cut into pages by the address of the request.

    Rows that sort alike follow `tie_break`; groups (`values()` with sums) have no primary key: name others.
    """

    request: HttpRequest
    id: str
    caption: Label
    rows: QuerySet[Any]
    columns: Sequence[Column]
    filters: Sequence[TextFilter | ChoiceFilter] = ()
    default_sort: str = ""
    empty_title: Label = ""
    empty_text: Label = ""
    per_page: int = ROWS_PER_PAGE
    exportable: bool = True
    tie_break: Sequence[str] = ("pk",)
    _sortable: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._sortable = {column.name: column for column in self.columns if column.sort is not None}

    # --- state from the address ------------------------------------------------------------------

    @property
    def parameters(self) -> QueryDict:
        return self.request.GET

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """Return the column name and whether it is descending; unknown names fall back to the default."""
        wanted = self.parameters.get(SORT, "")
        chosen = wanted if wanted.removeprefix("-") in self._sortable else self.default_sort
        return chosen.removeprefix("-"), chosen.startswith("-")

    @cached_property
    def filter_fields(self) -> list[FilterField]:
        return [FilterField(each, texts.asked(self.parameters, each.name)) for each in self.filters]

    @property
    def is_filtered(self) -> bool:
        return any(each.value for each in self.filter_fields)

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """Return all rows that pass the filters, in the shown order."""
        rows = self.rows
        for each in self.filter_fields:
            if each.value:
                rows = each.filter.apply(rows, each.value)
        name, descending = self.sort
        if not name:
            return rows
        sort = self._sortable[name].sort
        expression = F(sort) if isinstance(sort, str) else sort
        assert expression is not None  # noqa: S101 - _sortable holds only such columns
        order = expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
        return rows.order_by(order, *self.tie_break)

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page asked for; a number past the end gives the last page."""
        return Paginator(self.matching, self.per_page).get_page(self.parameters.get(PAGE))

    @property
    def total(self) -> int:
        return self.page.paginator.count

    # --- what the template shows -----------------------------------------------------------------

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns]

    @cached_property
    def body(self) -> list[list[Cell]]:
        language = get_language() or "de"
        return [[column.cell(row, language) for column in self.columns] for row in self.page.object_list]

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """Return the parameters that the filter form must carry along (sorting, other tables' state)."""
        own = {each.name for each in self.filters} | {PAGE, FORMAT}
        carried = [name for name in self.parameters if name not in own]
        return [(name, value) for name in carried for value in self.parameters.getlist(name)]

    @property
    def reset_url(self) -> str:
        return self._url(**{each.name: None for each in self.filters}, **{PAGE: None})

    @property
    def pages(self) -> list["PageLink"]:
        """Return the links of the pagination; a gap has no number."""
        paginator = self.page.paginator
        numbers = paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [
            PageLink(each, self.page_url(each), each == self.page.number)
            if isinstance(each, int)
            else PageLink(None, "", False)
            for each in numbers
        ]

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.number + 1) if self.page.has_next() else ""

    def page_url(self, number: int) -> str:
        return self._url(**{PAGE: str(number) if number > 1 else None})

    @property
    def export_urls(self) -> list[tuple[str, str]]:
        if not self.exportable:
            return []
        return [(each.upper(), self._url(**{FORMAT: each, PAGE: None})) for each in EXPORT_FORMATS]

    # --- export ----------------------------------------------------------------------------------

    def export(self, file_format: str) -> HttpResponse:
        """Return all matching rows, in the shown order, as a file."""
        headers = [str(column.label) for column in self.columns]
        caption = str(self.caption)
        if file_format == "csv":
            content = exports.csv_file(headers, self._export_rows())
        else:
            money = frozenset(i for i, column in enumerate(self.columns) if column.kind == "money")
            content = exports.xlsx_file(caption, headers, self._export_rows(), money)
        return downloads.file_response(content, downloads.safe_filename(caption, file_format))

    def _export_rows(self) -> Iterator[list[exports.Cell]]:
        for row in self.matching.iterator(chunk_size=2000):
            yield [column.exported(row) for column in self.columns]

    # --- addresses -------------------------------------------------------------------------------

    def _header(self, column: Column) -> Header:
        if column.sort is None:
            return Header(column.label, column.is_numeric, "", "")
        name, descending = self.sort
        is_current = column.name == name
        following = f"-{column.name}" if is_current and not descending else column.name
        aria_sort = ("descending" if descending else "ascending") if is_current else "none"
        return Header(column.label, column.is_numeric, self._url(**{SORT: following, PAGE: None}), aria_sort)

    def _url(self, **changes: str | None) -> str:
        parameters = self.parameters.copy()
        for name, value in {FORMAT: None, **changes}.items():
            parameters.pop(name, None)
            if value is not None:
                parameters[name] = value
        return f"{self.request.path}?{parameters.urlencode()}" if parameters else self.request.path


@dataclass(frozen=True)
class PageLink:
    """One entry of the pagination; `number` is None for a gap."""

    number: int | None
    url: str
    is_current: bool


def respond(
    request: HttpRequest,
    table: Table,
    template: str,
    context: dict[str, Any],
    fragment: str = "components/table.html",
) -> HttpResponse:
    """Return the page, for htmx only the table, or the export file that `?format=` asks for.

    `fragment` is what htmx swaps: a page that shows its rows otherwise has one of its own, `#table-<id>`.
    """
    wanted = request.GET.get(FORMAT, "")
    if table.exportable and wanted in EXPORT_FORMATS:
        return table.export(wanted)
    htmx = getattr(request, "htmx", None)
    is_fragment = htmx and htmx.request_type == "partial" and _names(htmx.target, table.id)
    name = fragment if is_fragment else template
    response = render(request, name, {**context, "table": table})
    response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "HX-Request"]))
    return response


def _names(target: str | None, table_id: str) -> bool:
    """Return whether htmx swaps this table; htmx 4 sends `div#table-bodies`."""
    return target is not None and target.rpartition("#")[2] == f"table-{table_id}"
