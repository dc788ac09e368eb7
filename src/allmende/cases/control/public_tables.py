"""Released tables for everybody: as the paper cites them, with what proves them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from allmende.cases.control.supervision import SUPERVISES
from allmende.cases.control.table_page import grid, protection_text, title_of
from allmende.cases.control.visitors import SEES_STATISTICS, region_names, roles_of
from allmende.cases.domain.words import ReleaseState
from allmende.cases.models import CaseSnapshot, TableRelease
from allmende.cases.releasing import shown_table
from allmende.cases.sealing import AUDITS
from allmende.cases.statistics.citing import CITED, content_of, is_signed, public_key, sentence
from allmende.cases.views.pages import no_store
from allmende.common.formats import day
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book

SHOWN = 200


@no_store
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """List the released tables, newest key date first."""
    rows = list(_released().order_by("-snapshot__key_date", "-snapshot__version", "table")[:SHOWN])
    names = region_names({row.region for row in rows})
    roles = roles_of(request)
    context = {
        "rows": [(row, title_of(row), names[row.region_id], row.digest[:CITED]) for row in rows],
        "may_prepare": not roles.isdisjoint(SEES_STATISTICS),
        "may_supervise": not roles.isdisjoint(SUPERVISES),
        "may_audit": not roles.isdisjoint(AUDITS),
    }
    return render(request, "cases/control/public_tables.html", context)


@no_store
@require_safe
def table(request: HttpRequest, cited: str) -> HttpResponse:
    """Show one released table."""
    found = _cited(cited)
    name = region_names([found.region])[found.region_id]
    shown = shown_table(found, found.cells.all())
    title = title_of(found)
    newer = CaseSnapshot.objects.filter(
        region=found.region_id, key_date=found.snapshot.key_date, version__gt=found.snapshot.version
    )
    key = public_key(settings.SECRET_KEY)
    context: dict[str, Any] = {
        "release": found,
        "title": title,
        "region": name,
        "table": grid(shown, title),
        "protection": protection_text(shown),
        "newer": newer.order_by("-version").first(),
        "sentence": sentence(title, name, day(found.snapshot.key_date), found.digest),
        "address": request.build_absolute_uri(reverse("cases:public-table", args=[found.digest[:CITED]])),
        "cited": found.digest[:CITED],
        "key": key,
        "is_signed": is_signed(found.digest, found.signature, key),
    }
    return render(request, "cases/control/public_table.html", context)


@no_store
@require_safe
def table_json(request: HttpRequest, cited: str) -> HttpResponse:
    """Return the content that is hashed, with digest and signature."""
    found = _cited(cited)
    shown = shown_table(found, found.cells.all())
    snapshot = found.snapshot
    content = content_of(found.region.key, snapshot.key_date, snapshot.version, snapshot.digest, shown)
    told = {
        "content": content,
        "sha256": found.digest,
        "ed25519": found.signature,
        "public_key": public_key(settings.SECRET_KEY),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@no_store
@require_safe
def table_xlsx(request: HttpRequest, cited: str) -> HttpResponse:
    """Return the table as an Excel file."""
    found = _cited(cited)
    sheet = grid(shown_table(found, found.cells.all()), title_of(found)).sheet()
    return file_response(xlsx_book([sheet]), safe_filename(title_of(found), "xlsx"))


def _released() -> Any:
    rows = TableRelease.objects.filter(state=ReleaseState.RELEASED.value)
    return rows.select_related("region", "snapshot")


def _cited(cited: str) -> TableRelease:
    found: TableRelease | None = _released().filter(digest__startswith=cited).first()
    if found is None or len(cited) < CITED:
        raise Http404
    return found
