"""Reading a portfolio in with preview, and the catalogue as files for marketplaces."""

from importlib.resources import files
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.catalog.listing import product_table
from allmende.catalog.models import Provider
from allmende.catalog.portfolio import actions
from allmende.catalog.portfolio.records import COLUMNS, SCHEMA_VERSION, records_of, rows_of
from allmende.catalog.portfolio.table import empty_table
from allmende.catalog.visitors import asked_day, own_provider
from allmende.common.errors import AllmendeError
from allmende.cooperations.importing.forms import ListForm
from allmende.pages import exports
from allmende.pages.downloads import file_response
from allmende.register.importing import kept_files
from allmende.register.importing.records import BrokenFile
from allmende.register.visitors import person, today

SESSION_KEY = "catalog-portfolio"
PROBLEMS_SHOWN = 200
TEMPLATE = "catalog/portfolio.html"
SCHEMA = files("allmende.catalog.portfolio") / "catalog.schema.json"
TITLE = "Leistungskatalog"


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Read the file and show what it would add; nothing is written yet."""
    provider = own_provider(request, key)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    context: dict[str, Any] = {"form": form, "provider": provider, "key": key}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context)
    _forget(request)
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        found = actions.preview(data, on=today())
        if found.problems:
            raise BrokenFile(found.problems)
    except BrokenFile as error:
        hidden = max(0, len(error.problems) - PROBLEMS_SHOWN)
        context |= {"problems": error.problems[:PROBLEMS_SHOWN], "hidden_problems": hidden}
        return render(request, TEMPLATE, context, status=400)
    request.session[SESSION_KEY] = {
        "path": kept_files.keep(data),
        "name": PurePath(file.name).name,
        "key": key,
    }
    return render(request, TEMPLATE, {**context, "form": ListForm(), "found": found})


@login_required
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Take over the file that was shown, whole or not at all."""
    provider: Provider = own_provider(request, key)
    kept = request.session.get(SESSION_KEY)
    data = kept_files.kept(kept["path"]) if kept and kept["key"] == key else None
    if kept is None or data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("catalog:portfolio", key=key)
    try:
        count = actions.take_over(
            data, provider=provider, name=kept["name"], by=person(request), on=today(), at=timezone.now()
        )
    except AllmendeError as error:
        messages.error(request, str(error))
        return redirect("catalog:portfolio", key=key)
    _forget(request)
    done = ngettext("{n} Leistung als Entwurf angelegt.", "{n} Leistungen als Entwürfe angelegt.", count)
    messages.success(request, done.format(n=count))
    return redirect("catalog:provider", key=key)


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Return an Excel file to fill in."""
    return file_response(empty_table(), "Portfolio.xlsx")


@require_safe
def data(request: HttpRequest, file_format: str) -> HttpResponse:
    """Return the filtered catalogue as JSON, CSV or XLSX; the tables can be read in again."""
    on = asked_day(request)
    records = records_of(product_table(request, on).matching)
    if file_format == "json":
        document = {"schema_version": SCHEMA_VERSION, "on": on.isoformat(), "products": records}
        response: HttpResponse = JsonResponse(
            document, json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    elif file_format == "csv":
        response = file_response(exports.csv_file(COLUMNS, rows_of(records)), f"{TITLE}.csv")
    elif file_format == "xlsx":
        response = file_response(exports.xlsx_file(TITLE, COLUMNS, rows_of(records)), f"{TITLE}.xlsx")
    else:
        raise Http404
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Return the JSON schema of the data."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
