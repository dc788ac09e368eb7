"""Local values from a file: template, preview, taking over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.ledger.errors import LedgerRefusal
from allmende.ledger.local_values import queries
from allmende.ledger.local_values.forms import LocalValuesFileForm
from allmende.ledger.local_values.reading import COLUMNS, LocalReading, read
from allmende.ledger.local_values.settable import settables
from allmende.ledger.local_values.views import setting_body
from allmende.ledger.parameter_actions import LocalValue, set_local_values
from allmende.ledger.sheet_rows import UnreadableFile
from allmende.ledger.telling import told
from allmende.pages import downloads, exports
from allmende.register.domain import BodyView
from allmende.register.importing import kept_files
from allmende.register.visitors import person, today
from allmende.rules import RulesError
from allmende.rules.spans import Span

SESSION_KEY = "local-values-import"
PROBLEMS_SHOWN = 200


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Return the file to fill in: all values that the law leaves to the body, the amounts empty."""
    rows = [
        [each.name, each.label, label, None, each.unit, None, None, None, None, None]
        for each in settables().values()
        if each.is_open
        for label in (each.keys.values() or [""])
    ]
    title = _("Vorlage örtliche Werte")
    if request.GET.get("format") == "csv":
        return downloads.file_response(exports.csv_file(COLUMNS, rows), downloads.safe_filename(title, "csv"))
    content = exports.xlsx_file(title, COLUMNS, rows)
    return downloads.file_response(content, downloads.safe_filename(title, "xlsx"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Read a file and show what it states; nothing is kept yet."""
    body = setting_body(request)
    form = LocalValuesFileForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return page(request, body, form or LocalValuesFileForm(), status=400 if form else 200)
    forget(request)
    data = form.cleaned_data["file"].read()
    try:
        found = read(data, settables(), on=today())
    except UnreadableFile as error:
        form.add_error("file", told(error))
        return page(request, body, form, status=400)
    if found.problems:
        return page(request, body, form, found, status=400)
    request.session[SESSION_KEY] = kept_files.keep(data)
    return page(request, body, form, found)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take over what the preview showed, all of it or nothing."""
    body = setting_body(request)
    kept = request.session.get(SESSION_KEY)
    data = kept_files.kept(kept) if kept else None
    if data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("law:import-local-values")
    found = read(data, settables(), on=today())
    form = LocalValuesFileForm()
    try:
        set_local_values(body=body, said=found.entries, by=person(request), on=today())
    except (LedgerRefusal, RulesError) as error:
        return page(request, body, form, found, status=409, refusal=told(error))
    forget(request)
    messages.success(request, _("Übernommen: {count} Werte.").format(count=len(found.entries)))
    return redirect("law:local-values")


def page(
    request: HttpRequest,
    body: BodyView,
    form: LocalValuesFileForm,
    found: LocalReading | None = None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "body": body, "reading": found, "refusal": refusal}
    if found is not None:
        context["problems"] = found.problems[:PROBLEMS_SHOWN]
        context["hidden_problems"] = max(0, len(found.problems) - PROBLEMS_SHOWN)
        replaced = {(row.name, row.key): row for row in queries.believed_values(body)}
        context["entries"] = [
            entry_shown(entry, (entry.name, entry.key) in replaced) for entry in found.entries
        ]
    return render(request, "ledger/local/import.html", context, status=status)


def entry_shown(entry: LocalValue, is_known: bool) -> dict[str, Any]:
    settable = settables()[entry.name]
    return {
        "label": settable.label,
        "key": settable.keys.get(entry.key, ""),
        "value": settable.shown(entry.value),
        "valid": Span(*entry.valid).german(),
        "known": entry.known_since,
        "source": f"{entry.section}, {entry.source}" if entry.section else entry.source,
        "is_known": is_known,
    }


def forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept)
