"""The report of a bulk import: one row for each file, or for each paper of a file that holds several."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.papers.bulk.domain import ItemState
from allmende.papers.bulk.models import STATE_LABELS, BulkImport, BulkItem
from allmende.papers.bulk.queries import rows_of

_BADGES = {
    ItemState.WAITING: "info",
    ItemState.READ: "success",
    ItemState.DUPLICATE: "warning",
    ItemState.FAILED: "danger",
}


def report_table(request: HttpRequest, bulk_import: BulkImport) -> Table:
    """Return the report; the address of the request holds its filters, order and page."""
    return Table(
        request,
        id="bulk-report",
        caption=_("Bericht zum Sammelimport"),
        rows=rows_of(bulk_import),
        columns=[
            Column("datei", _("Datei"), "name", kind="link", url=_address, sort="name"),
            Column(
                "stand",
                _("Stand"),
                lambda item: item.get_state_display(),
                sort="state",
                badge=lambda item: _BADGES[ItemState(item.state)],
            ),
            Column("offen", _("Offene Stellen"), _open_points, kind="number", sort="draft__open_points"),
            Column("meldung", _("Meldung"), "message"),
            Column("nummer", _("Nr."), "order", kind="number", sort="order"),
        ],
        filters=[
            TextFilter("q", _("Suche"), _matching, hint=_("Dateiname, Meldung")),
            ChoiceFilter(
                "stand",
                _("Stand"),
                [(state.value, STATE_LABELS[state]) for state in ItemState],
                lookup="state",
            ),
        ],
        default_sort="nummer",
    )


def _address(item: BulkItem) -> str | None:
    return item.draft.get_absolute_url() if item.draft else None


def _open_points(item: BulkItem) -> int | None:
    return item.draft.open_points if item.draft and item.state == ItemState.READ else None


def _matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(Q(name__icontains=text) | Q(message__icontains=text))
