"""The catalogue as a table whose address holds filters, order and page."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.catalog import queries
from allmende.catalog.domain import LifeCycle, Sourcing
from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.register.labels import choices, said


def product_table(request: HttpRequest, on: date) -> Table:
    """Return the published products of a day."""
    return Table(
        request,
        id="products",
        caption=_("Leistungen im Katalog"),
        rows=queries.offered(on),
        columns=[
            Column("titel", _("Leistung"), "title", kind="link", url=_url, sort="title"),
            Column("bedarf", _("Bedarf"), "need", sort="product__need"),
            Column("anbieter", _("Anbieter"), "provider_name", sort="provider_name"),
            Column("stand", _("Stand"), stage_label, sort="stage", badge=stage_badge),
            Column("bezugsweg", _("Bezugsweg"), lambda row: said(Sourcing(row.sourcing).label)),
            Column("nukleus", _("Nukleus"), "is_nucleus", sort="product__is_nucleus"),
            Column("fassung", _("Fassung"), "number", kind="number"),
        ],
        filters=[
            TextFilter("q", _("Suche"), queries.matching, hint=_("Titel, Bedarf oder Stichwort")),
            ChoiceFilter("anbieter", _("Anbieter"), queries.provider_choices(on), lookup="provider_key"),
            ChoiceFilter("bedarf", _("Bedarf"), queries.needs(on), lookup="product__need_folded"),
            ChoiceFilter("stand", _("Stand"), choices(LifeCycle), lookup="stage"),
            ChoiceFilter("bezugsweg", _("Bezugsweg"), choices(Sourcing), lookup="sourcing"),
            ChoiceFilter(
                "nukleus",
                _("Nukleus"),
                [("ja", _("nur Nukleus"))],
                narrow=lambda rows, _code: rows.filter(product__is_nucleus=True),
            ),
        ],
        default_sort="titel",
        empty_title=_("Noch keine Leistungen"),
        empty_text=_("Sobald ein Anbieter seine erste Fassung veröffentlicht, steht sie hier."),
    )


def stage_label(row: Any) -> str:
    return said(LifeCycle(row.stage).label) if row.stage else ""


def stage_badge(row: Any) -> str:
    return LifeCycle(row.stage).badge if row.stage else ""


def _url(row: Any) -> str:
    return str(row.product.get_absolute_url())
