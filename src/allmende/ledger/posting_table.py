"""The table of postings: of one body, or of all that a person may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.ledger import queries
from allmende.ledger.domain import PostingKind
from allmende.ledger.models import Posting
from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.register import queries as register
from allmende.register.domain import BodyView


def posting_table(request: HttpRequest, *, on: date, body: BodyView | None) -> Table:
    """Return the table; the address of the request holds its filters, order and page."""
    visible = queries.visible_postings(request.user, on=on)
    rows = queries.postings_of_body(body.id, user=request.user, on=on) if body else visible
    names = register.bodies_by_id(queries.body_ids_in(rows), on=on)
    years = [(str(year), str(year)) for year in queries.years_of(rows)]

    def with_body(postings: QuerySet[Posting], key: str) -> QuerySet[Posting]:
        chosen = next((each.id for each in names.values() if each.key == key), None)
        return postings.filter(Q(payer_id=chosen) | Q(payee_id=chosen))

    def in_year(postings: QuerySet[Posting], year: str) -> QuerySet[Posting]:
        return postings.filter(period__overlap=(date(int(year), 1, 1), date(int(year) + 1, 1, 1)))

    bodies = sorted(names.values(), key=lambda each: str(each).casefold())
    return Table(
        request,
        id="postings",
        caption=_("Buchungen"),
        rows=rows.select_related("version__calculation"),
        columns=_columns(names),
        filters=[
            TextFilter("q", _("Suche"), queries.matching, hint=_("Wort, Paragraf, Regel")),
            ChoiceFilter("art", _("Art"), [(kind.value, kind.label) for kind in PostingKind], lookup="kind"),
            ChoiceFilter("jahr", _("Jahr"), years, narrow=in_year),
            ChoiceFilter("mit", _("mit"), [(each.key, str(each)) for each in bodies], narrow=with_body),
        ],
        default_sort="-gebucht",
        empty_title=_("Noch keine Buchungen"),
        empty_text=_("Buchungen entstehen aus Berechnungen oder werden mit ihrem Beleg eingetragen."),
    )


def _columns(names: Mapping[int, BodyView]) -> list[Column]:
    def name_of(attribute: str) -> Any:
        return lambda row: str(names.get(getattr(row, attribute), ""))

    return [
        Column("betrag", _("Betrag"), "cents", kind="money", sort="cents", url=Posting.get_absolute_url),
        Column("art", _("Art"), lambda row: row.get_kind_display(), sort="kind", badge=_badge),
        Column("zahlt", _("zahlt"), name_of("payer_id")),
        Column("erhaelt", _("erhält"), name_of("payee_id")),
        Column("zeitraum", _("Zeitraum"), lambda row: row.months, sort="period"),
        Column("grund", _("Begründung"), "sentence"),
        Column("paragraf", _("Rechtsgrundlage"), "section", sort="section"),
        Column("gebucht", _("gebucht am"), "posted_at", kind="date", sort="posted_at"),
    ]


def _badge(row: Posting) -> str:
    return "warning" if row.kind == PostingKind.KORREKTUR.value else ""
