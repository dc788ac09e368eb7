"""The adoption matrix: picture, table cut into pages, and the whole as a file."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.catalog import permissions
from allmende.catalog.matrix import COLUMNS_SHOWN, ROWS_SHOWN, Matrix, adopted, drawing, matrix_of
from allmende.catalog.visitors import asked_day
from allmende.pages import exports
from allmende.pages.downloads import file_response
from allmende.register.labels import said
from allmende.register.map_page import districts
from allmende.register.visitors import today


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show which municipality takes which product."""
    on = asked_day(request)
    choices = districts(on)
    district = request.GET.get("gebiet", "")
    if district not in dict(choices):
        district = ""
    own = permissions.reading_body_ids(request.user, on=today())
    found = matrix_of(on, district=district, own_bodies=own)
    file_format = request.GET.get("format", "")
    if file_format in {"csv", "xlsx"}:
        return _file(found, file_format)
    taking = {town for town, _product in found.cells}
    ordered = sorted(found.towns, key=lambda town: town.id not in taking)
    towns = Paginator(ordered, ROWS_SHOWN).get_page(request.GET.get("seite"))
    columns = Paginator(found.columns, COLUMNS_SHOWN).get_page(request.GET.get("spalten"))
    counts = adopted(found)
    context: dict[str, Any] = {
        "on": on,
        "district": district,
        "districts": choices,
        "matrix": found,
        "svg": drawing(
            found,
            title=_("Wer nimmt was ab?"),
            desc=_("{towns} Kommunen in Zeilen, {products} Leistungen in Spalten").format(
                towns=len(taking), products=len(found.columns)
            ),
        ),
        "towns": towns,
        "columns": [(column, counts.get(column.product_id, 0)) for column in columns],
        "column_page": columns,
        "rows": [(town, [_said(found, town.id, each.product_id) for each in columns]) for town in towns],
        "exports": [(each.upper(), f"?gebiet={district}&format={each}") for each in ("csv", "xlsx")],
    }
    return render(request, "catalog/matrix.html", context)


def _said(found: Matrix, town: int, product: int) -> str:
    state = found.cells.get((town, product))
    return said(state.label) if state else ""


def _file(found: Matrix, file_format: str) -> HttpResponse:
    """Return the whole matrix, one row per municipality."""
    headers = [_("Schlüssel"), _("Kommune"), *(column.title for column in found.columns)]

    def rows() -> Iterator[list[exports.Cell]]:
        for town in found.towns:
            states = [_said(found, town.id, column.product_id) for column in found.columns]
            yield [town.key, town.name, *states]

    if file_format == "csv":
        return file_response(exports.csv_file(headers, rows()), "Abnahmen.csv")
    return file_response(exports.xlsx_file("Abnahmen", headers, rows()), "Abnahmen.xlsx")
