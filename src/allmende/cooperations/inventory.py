"""The inventory: a table whose address holds day, filters, order and page."""

from datetime import date
from functools import cached_property, partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.cooperations import queries
from allmende.cooperations.domain import LegalForm
from allmende.cooperations.labels import said
from allmende.pages.tables import PAGE, ChoiceFilter, Column, Table, TextFilter
from allmende.register import map_page

KNOWN_FORMS = tuple(LegalForm)


class InventoryTable(Table):
    """A table whose rows are found first and told afterwards.

    The database would otherwise count parties and join names for all rows of the pages before, too.
    """

    @cached_property
    def page(self) -> Page[Any]:
        page = Paginator(self.matching.values_list("pk", flat=True), self.per_page).get_page(
            self.parameters.get(PAGE)
        )
        keys = list(page.object_list)
        rows = self.rows.in_bulk(keys)
        page.object_list = [rows[key] for key in keys]
        return page


def inventory_table(request: HttpRequest, on: date) -> Table:
    """Return the cooperations of a day; filters by task, form, district, provider and year."""
    bound = partial(_bound, on)
    return InventoryTable(
        request,
        id="cooperations",
        caption=_("Zusammenarbeiten"),
        rows=queries.listed(on),
        columns=[
            Column("name", _("Name"), "name", kind="link", url=_url, sort="folded"),
            Column("rechtsform", _("Rechtsform"), _form, sort="legal_form"),
            Column("aufgaben", _("Aufgaben"), "task_names", sort="task_names"),
            Column("federfuehrend", _("federführend"), "leads", sort="leads"),
            Column("beteiligte", _("Beteiligte"), "party_count", kind="number", sort="party_count"),
            Column("seit", _("seit"), _since, kind="date", sort="begins"),
            Column("sicherheit", _("Sicherheit"), lambda row: said(row.get_confidence_display())),
        ],
        filters=[
            TextFilter("q", _("Name"), queries.named_like),
            ChoiceFilter("aufgabe", _("Aufgabe"), queries.task_choices(), narrow=bound(queries.with_task)),
            ChoiceFilter(
                "rechtsform",
                _("Rechtsform"),
                [(form.value, _capital(said(form.label))) for form in KNOWN_FORMS],
                lookup="legal_form",
            ),
            ChoiceFilter("gebiet", _("Gebiet"), map_page.districts(on), narrow=bound(queries.in_region)),
            ChoiceFilter(
                "anbieter", _("federführend"), queries.leading_bodies(on), narrow=bound(queries.led_by)
            ),
            ChoiceFilter(
                "jahr",
                _("Beginn im Jahr"),
                [(year, year) for year in queries.years(on)],
                lookup="begins__year",
            ),
        ],
        default_sort="name",
        empty_title=_("Noch keine Zusammenarbeit"),
        empty_text=_(
            "Für diesen Tag ist nichts eingetragen. Wählen Sie einen anderen Tag oder tragen Sie ein."
        ),
    )


def _bound(on: date, narrow: Any) -> Any:
    return partial(narrow, on)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _url(row: Any) -> str:
    return str(row.cooperation.get_absolute_url())


def _form(row: Any) -> str:
    return said(LegalForm(row.legal_form).label)


def _since(row: Any) -> date | None:
    return row.begins if row.is_start_known else None
