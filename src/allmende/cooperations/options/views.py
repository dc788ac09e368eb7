"""The list of comparisons, one comparison, its frozen stands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.cooperations.options import actions, queries
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.options.page import page_of
from allmende.cooperations.options.visitors import readable
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.papers import queries as papers
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.visitors import acting_body, person, today


@require_safe
def comparison_list(request: HttpRequest) -> HttpResponse:
    rows = queries.comparisons_for(request.user, on=today()).select_related("body").defer("inputs", "sheet")
    names = register.bodies_by_id(rows.order_by().values_list("body_id", flat=True).distinct(), on=today())
    table = Table(
        request,
        id="comparisons",
        caption=_("Vergleiche"),
        rows=rows,
        columns=[
            Column("titel", _("Frage"), "title", kind="link", url=Comparison.get_absolute_url, sort="title"),
            Column("koerperschaft", _("Körperschaft"), lambda row: names[row.body_id].designation),
            Column(
                "geaendert",
                _("Geändert"),
                lambda row: row.modified_at.date(),
                kind="date",
                sort="modified_at",
            ),
            Column("oeffentlich", _("Öffentlich"), "is_published"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(title__icontains=text))],
        default_sort="-geaendert",
        empty_title=_("Noch keine Vergleiche"),
        empty_text=_("Melden Sie sich an und legen Sie einen Vergleich für Ihre Körperschaft an."),
    )
    return respond(request, table, "options/comparisons.html", {"may_create": _may_create(request)})


def _may_create(request: HttpRequest) -> bool:
    body = acting_body(request)
    return body is not None and register.may(request.user, body.id, Capability.EDIT_PAPERS, on=today())


@require_safe
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    found = readable(request, pk)
    may_edit = queries.may_edit(request.user, found, on=today())
    context: dict[str, Any] = {
        "comparison": found,
        "page": page_of(found.sheet) if found.sheet else None,
        "snapshots": queries.snapshots_of(found),
        "paper": _paper(request, found),
        "may_edit": may_edit,
        "events": history_of(actions.OBJECT, str(found.pk), limit=50) if may_edit else [],
    }
    return render(request, "options/comparison.html", context)


def _paper(request: HttpRequest, comparison: Comparison) -> Any:
    """Return the council paper of the comparison if the person may see it."""
    if comparison.paper_id is None:
        return None
    return papers.paper_for(request.user, comparison.paper_id, on=today())


@require_safe
def snapshot(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a frozen stand: the figures of that day, whatever has changed since."""
    found = readable(request, pk)
    frozen = queries.snapshot_of(found, number)
    context = {
        "comparison": found,
        "snapshot": frozen,
        "is_intact": actions.digest_of(frozen.content) == frozen.digest,
        "page": page_of(frozen.content["sheet"]),
    }
    return render(request, "options/comparison.html", context)


@login_required
@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    readable(request, pk)
    is_published = request.POST.get("oeffentlich") == "ja"
    actions.set_published(comparison_id=pk, is_published=is_published, by=person(request), on=today())
    text = _("Der Vergleich ist öffentlich.") if is_published else _("Der Vergleich ist wieder intern.")
    messages.success(request, text)
    return redirect("options:comparison", pk)


@login_required
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    readable(request, pk)
    note = " ".join(request.POST.get("anlass", "").split())[:300]
    frozen = actions.freeze(comparison_id=pk, note=note, by=person(request), on=today())
    messages.success(request, _("Festgehalten unter der Kennung {code}.").format(code=frozen.code))
    return redirect(frozen.get_absolute_url())


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    readable(request, pk)
    actions.delete_comparison(comparison_id=pk, by=person(request), on=today())
    messages.success(request, _("Der Vergleich ist gelöscht."))
    return redirect("options:comparisons")
