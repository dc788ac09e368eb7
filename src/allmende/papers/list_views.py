"""Open drafts: find them, confirm the certain ones together; and how well the reader has read so far."""

import re
from operator import itemgetter

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allmende.pages.tables import ROWS_PER_PAGE, ChoiceFilter, Column, Table, respond
from allmende.papers import queries
from allmende.papers.confirming import confirm_certain_drafts, missing_drafts
from allmende.papers.domain.corrections import CorrectionKind
from allmende.papers.draft_table import choices, draft_table
from allmende.papers.labels import FIELD_LABELS, LABELS
from allmende.papers.learning import known_layouts, reading_quality
from allmende.papers.visitors import may_upload
from allmende.register import queries as register
from allmende.register.visitors import person, today

SELECT, ALL = "auswahl", "alle"


@login_required
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    memberships = register.memberships_of(person(request), on=today())
    drafts = queries.open_drafts_of({each.body.id for each in memberships})
    table = draft_table(request, drafts, memberships)
    shown = choices(table, memberships)
    context = {
        "choices": shown,
        "may_upload": may_upload(request),
        "may_select": any(each.is_selectable for each in shown),
        "all_selected": request.GET.get(SELECT) == ALL,
        "select_all_url": _select_all_url(request),
    }
    return respond(request, table, "papers/drafts.html", context, fragment="papers/draft_choices.html")


def _select_all_url(request: HttpRequest) -> str:
    parameters = request.GET.copy()
    parameters[SELECT] = ALL
    return f"{request.path}?{parameters.urlencode()}"


@login_required
@require_POST
def confirm_drafts(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("draft")[:ROWS_PER_PAGE]
    ids = {int(each) for each in chosen if re.fullmatch("[0-9]{1,18}", each)}
    drafts = queries.drafts_for(request.user, ids, on=today())
    if ids and not drafts:
        raise Http404
    reports = confirm_certain_drafts(drafts=drafts, by=person(request), on=today())
    reports += missing_drafts(ids - {draft.pk for draft in drafts})
    return render(request, "papers/confirm_report.html", {"reports": reports})


@login_required
@require_safe
def reader_quality(request: HttpRequest) -> HttpResponse:
    """Show how much of what was read people have accepted; for those who run the installation."""
    if not person(request).is_staff:
        raise Http404
    return respond(request, _quality_table(request), "papers/reader_quality.html", {})


def _quality_table(request: HttpRequest) -> Table:
    counts = [(kind.value, LABELS[kind]) for kind in CorrectionKind]
    layouts = [(layout, layout) for layout in known_layouts()]
    return Table(
        request,
        id="reader-quality",
        caption=_("So gut liest der Leser"),
        rows=reading_quality(),
        columns=[
            Column("layout", _("Layout"), itemgetter("layout"), sort="layout"),
            Column("feld", _("Feld"), lambda row: FIELD_LABELS.get(row["field"], row["field"]), sort="field"),
            Column("anteil", _("Übernommen in Prozent"), itemgetter("share"), kind="number", sort="share"),
            *(Column(name, label, itemgetter(name), kind="number", sort=name) for name, label in counts),
        ],
        filters=[
            ChoiceFilter("layout", _("Layout"), layouts),
            ChoiceFilter("feld", _("Feld"), list(FIELD_LABELS.items()), lookup="field"),
        ],
        default_sort="anteil",
        tie_break=("layout", "field"),
        empty_title=_("Noch nichts gezählt"),
        empty_text=_(
            "Sobald jemand einen Entwurf prüft und bestätigt, steht hier, was übernommen und geändert wurde."
        ),
    )
