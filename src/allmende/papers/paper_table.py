"""The table of all papers that a person may see."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter
from allmende.papers import queries
from allmende.papers.labels import LABELS, choices
from allmende.papers.models import Consultation, Paper
from allmende.papers.searching import matching
from allmende.reading.facts import ConsultationRole, PaperKind, Treatment


def paper_table(request: HttpRequest, *, on: date) -> Table:
    """Return the table; the address of the request holds its filters, order and page."""
    bodies = queries.bodies_with_papers(user=request.user, on=on)
    names = {body.id: str(body) for body in bodies}
    ids = {body.key: body.id for body in bodies}

    def of_body(papers: QuerySet[Paper], key: str) -> QuerySet[Paper]:
        return papers.filter(body_id=ids[key])

    def coming(papers: QuerySet[Paper], role: str) -> QuerySet[Paper]:
        ahead = Consultation.objects.filter(date__gte=on, role=role).values("paper_id")
        return papers.filter(pk__in=ahead)

    def visibility(papers: QuerySet[Paper], code: str) -> QuerySet[Paper]:
        return papers.filter(is_published=code == "public")

    filters: list[TextFilter | ChoiceFilter] = [
        TextFilter("q", _("Suche"), matching, hint=_("Wort, Nummer")),
        ChoiceFilter(
            "koerperschaft", _("Körperschaft"), [(body.key, str(body)) for body in bodies], narrow=of_body
        ),
        ChoiceFilter("art", _("Art"), choices(PaperKind), lookup="paper_type"),
        ChoiceFilter("status", _("Status"), choices(Treatment)),
        ChoiceFilter("steht-an", _("Steht an zur"), choices(ConsultationRole), narrow=coming),
        ChoiceFilter(
            "jahr",
            _("Jahr"),
            [(str(year), str(year)) for year in queries.years_with_papers(user=request.user, on=on)],
            lookup="date__year",
        ),
        ChoiceFilter(
            "sichtbar",
            _("Sichtbar für"),
            [("public", _("alle")), ("internal", _("nur intern"))],
            narrow=visibility,
        ),
    ]
    return Table(
        request,
        id="papers",
        caption=_("Vorlagen"),
        rows=queries.paper_table_rows(user=request.user, on=on),
        columns=[
            Column("betreff", _("Betreff"), "title", kind="link", url=Paper.get_absolute_url, sort="name"),
            Column("nummer", _("Nummer"), "reference", sort="reference"),
            Column("art", _("Art"), lambda row: _label(PaperKind, row.paper_type), sort="paper_type"),
            Column("datum", _("Datum"), "date", kind="date", sort="date"),
            Column("koerperschaft", _("Körperschaft"), lambda row: names.get(row.body_id, "")),
            Column("naechste", _("Nächste Beratung"), _next_day, kind="date", sort=queries.next_day(on=on)),
            Column(
                "sichtbar",
                _("Sichtbar für"),
                lambda row: _("alle") if row.is_published else _("nur intern"),
                sort="is_published",
                badge=lambda row: "success" if row.is_published else "info",
            ),
        ],
        filters=filters if request.user.is_authenticated else filters[:-1],
        default_sort="-datum",
        empty_title=_("Noch keine Vorlagen"),
        empty_text=_("Laden Sie eine Vorlage hoch; nach Ihrer Bestätigung steht sie hier."),
    )


def _next_day(paper: Any) -> date | None:
    return paper.coming[0].date if paper.coming else None


def _label(codes: type[PaperKind], value: str) -> str:
    return str(LABELS[codes(value)]) if value else ""
