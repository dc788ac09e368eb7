"""Pages of base data: what there is, templates, import with preview."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.ledger.scenarios import actions, queries
from allmende.ledger.scenarios.base_data import formula_of
from allmende.ledger.scenarios.catalog import data_inputs
from allmende.ledger.scenarios.domain import SYNTHETIC_LABEL
from allmende.ledger.scenarios.forms import BaseDataForm
from allmende.ledger.scenarios.models import BaseData, BaseDataValue
from allmende.ledger.scenarios.reading import COLUMNS, Candidate, Reading, read
from allmende.ledger.scenarios.views import may_calculate
from allmende.ledger.sheet_rows import UnreadableFile
from allmende.pages import downloads, exports
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.importing import kept_files
from allmende.register.visitors import acting_body, person, today
from allmende.rules.parameters import InputField

SESSION_KEY = "base-data-import"
PROBLEMS_SHOWN = 200
ROWS_SHOWN = 20


@require_safe
def all_base_data(request: HttpRequest) -> HttpResponse:
    """Show the sets that the person may use, and the inputs that rules ask for."""
    rows = queries.counted(queries.visible_base_data(request.user, on=today()))
    inputs = data_inputs()
    table = Table(
        request,
        id="base-data",
        caption=_("Grunddaten"),
        rows=rows,
        columns=[
            Column("titel", _("Titel"), "title", kind="link", url=BaseData.get_absolute_url, sort="title"),
            Column(
                "eingabe",
                _("Eingabe"),
                lambda row: inputs[row.input_name].label if row.input_name in inputs else row.input_name,
                sort="input_name",
            ),
            Column("jahre", _("Jahre"), _years, sort="first_year"),
            Column("gemeinden", _("Gemeinden"), "body_count", kind="number", sort="body_count"),
            Column("art", _("Art"), _kind_of, badge=lambda row: "warning" if row.is_synthetic else ""),
            Column("quelle", _("Quelle"), "source"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(title__icontains=text))],
        default_sort="titel",
        empty_title=_("Noch keine Grunddaten"),
        empty_text=_("Einwohnerzahl und Fläche kommen aus dem Register. Alles andere lesen Sie hier ein."),
    )
    body = acting_body(request)
    may_import = body is not None and may_calculate(request, body.id, today())
    listed = [(item, formula_of(item)) for item in inputs.values()]
    context = {"inputs": listed, "may_import": may_import}
    return respond(request, table, "ledger/scenarios/base_data.html", context)


@require_safe
def one_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the values of one set."""
    on = today()
    found = queries.base_data_for(request.user, pk, on=on)
    if found is None:
        raise Http404
    values = found.values.all()
    names = register.bodies_by_id(values.order_by().values_list("body_id", flat=True).distinct(), on=on)
    mark = f" – {SYNTHETIC_LABEL}" if found.is_synthetic else ""
    table = Table(
        request,
        id="values",
        caption=f"{found.title}{mark}",
        rows=values,
        columns=[
            Column("gemeinde", _("Gemeinde"), lambda row: str(names.get(row.body_id, "")), sort="body__key"),
            Column("zeitraum", _("Zeitraum"), _period, sort="year"),
            Column("wert", _("Wert"), lambda row: row.value.normalize() + 0, kind="number", sort="value"),
            *([Column("daten", _("Daten"), lambda _row: SYNTHETIC_LABEL)] if found.is_synthetic else []),
        ],
        default_sort="gemeinde",
        tie_break=("year", "month", "position"),
    )
    item = data_inputs().get(found.input_name)
    context = {
        "data": found,
        "item": item,
        "unit": item.unit.german() if item else "",
        "body": register.bodies_by_id([found.body_id], on=on).get(found.body_id),
        "may_hide": may_calculate(request, found.body_id, on),
        "synthetic_label": SYNTHETIC_LABEL,
    }
    return respond(request, table, "ledger/scenarios/one_set.html", context)


@require_safe
def template(request: HttpRequest, name: str) -> HttpResponse:
    """Return the file to fill in: all municipalities, the values empty."""
    on = today()
    item = data_inputs().get(name)
    if item is None:
        raise Http404
    rows = [[body.key, body.name, str(on.year), None] for body in queries.municipalities(on=on)]
    title = _("Vorlage {label}").format(label=item.label)
    if request.GET.get("format") == "csv":
        return downloads.file_response(exports.csv_file(COLUMNS, rows), downloads.safe_filename(title, "csv"))
    content = exports.xlsx_file(title, COLUMNS, rows)
    return downloads.file_response(content, downloads.safe_filename(title, "xlsx"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Read a file and show what it states; nothing is kept yet."""
    body = importing_body(request)
    inputs = data_inputs()
    is_posted = request.method == "POST"
    initial = {"input_name": request.GET.get("eingabe", "")}
    form = (
        BaseDataForm(request.POST, request.FILES, inputs=inputs.values())
        if is_posted
        else BaseDataForm(initial=initial, inputs=inputs.values())
    )
    context: dict[str, Any] = {"form": form, "body": body}
    status = 200
    if is_posted and form.is_valid():
        forget(request)
        cleaned = form.cleaned_data
        item = inputs[cleaned["input_name"]]
        data = cleaned["file"].read()
        try:
            found = reading_of(data, item)
        except UnreadableFile as error:
            form.add_error("file", str(error))
            return render(request, "ledger/scenarios/import.html", context, status=400)
        context |= preview(found, item)
        context["about"] = cleaned
        if found.problems:
            status = 400
        else:
            options = {name: cleaned[name] for name in ("input_name", "title", "source", "kind")}
            options["is_published"] = cleaned["is_published"]
            digest = hashlib.sha256(data).hexdigest()
            request.session[SESSION_KEY] = {"path": kept_files.keep(data), "digest": digest, **options}
    return render(request, "ledger/scenarios/import.html", context, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep what the preview showed; the file is read again, so a change in the register is seen."""
    body = importing_body(request)
    kept = request.session.get(SESSION_KEY)
    data = kept_files.kept(kept["path"]) if kept else None
    if kept is None or data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("scenarios:import")
    item = data_inputs()[kept["input_name"]]
    found = reading_of(data, item)
    if found.problems:
        context = {"form": BaseDataForm(inputs=data_inputs().values()), "body": body, **preview(found, item)}
        return render(request, "ledger/scenarios/import.html", context, status=409)
    about = actions.About(kept["title"], kept["source"], kept["kind"] == "synthetic", kept["is_published"])
    saved = actions.import_base_data(
        body=body, item=item, entries=found.entries, about=about, by=person(request), on=today()
    )
    forget(request)
    messages.success(request, _("Übernommen: {count} Werte.").format(count=len(found.entries)))
    return redirect(saved)


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    if queries.base_data_for(request.user, pk, on=today()) is None:
        raise Http404
    actions.hide_base_data(data_id=pk, by=person(request), on=today())
    messages.success(request, _("Die Grunddaten sind ausgeblendet."))
    return redirect("scenarios:all-base-data")


def importing_body(request: HttpRequest) -> BodyView:
    """Return the body for which the person may bring data; raise PermissionDenied."""
    body = acting_body(request)
    if body is None or not may_calculate(request, body.id, today()):
        raise PermissionDenied
    return body


def reading_of(data: bytes, item: InputField) -> Reading:
    """Read a file against the register of today."""
    on = today()
    by_key = {
        body.key: Candidate(body.id, body.key, body.name, is_municipality=True)
        for body in queries.municipalities(on=on)
    }

    def by_name(names: Any) -> dict[str, list[Candidate]]:
        meant = register.match_names(list(dict.fromkeys(names)), on=on)
        return {
            name: [Candidate(each.id, each.key, str(each), each.key in by_key) for each in options]
            for name, options in meant.items()
        }

    return read(data, item, by_key, by_name)


def preview(found: Reading, item: InputField) -> dict[str, Any]:
    return {
        "reading": found,
        "item": item,
        "unit": item.unit.german(),
        "problems": found.problems[:PROBLEMS_SHOWN],
        "hidden_problems": max(0, len(found.problems) - PROBLEMS_SHOWN),
        "entries": found.entries[:ROWS_SHOWN],
        "hidden_entries": max(0, len(found.entries) - ROWS_SHOWN),
        "bodies": len({entry.body_id for entry in found.entries}),
    }


def forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])


def _years(row: BaseData) -> str:
    return str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"


def _kind_of(row: BaseData) -> str:
    return SYNTHETIC_LABEL if row.is_synthetic else _("echt")


def _period(row: BaseDataValue) -> str:
    return f"{row.month:02d}.{row.year}" if row.month else str(row.year)
