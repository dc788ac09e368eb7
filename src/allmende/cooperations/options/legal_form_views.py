"""The table of legal forms, for a day and a choice of forms."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.common.formats import day
from allmende.cooperations.legal_forms.facts import TABLE_FORMS, ComparedForm, LegalForms, legal_forms
from allmende.pages import exports
from allmende.pages.downloads import file_response
from allmende.register.visitors import today

FORMATS = ("csv", "xlsx")
NEW_VAT_LAW = date(2027, 1, 1)


@require_safe
def legal_form_table(request: HttpRequest) -> HttpResponse:
    """Show what the law says of each form on a day; `?form=` narrows the columns."""
    on = _day(request)
    chosen: list[ComparedForm] = [
        form for form in TABLE_FORMS if form.value in request.GET.getlist("form")
    ] or [*TABLE_FORMS]
    table = legal_forms()
    wanted = request.GET.get("format")
    if wanted in FORMATS:
        return _file(table, chosen, on, wanted)
    parameters = request.GET.copy()
    parameters.pop("format", None)
    context: dict[str, Any] = {
        "on": on,
        "forms": chosen,
        "choices": [(form, form in chosen and len(chosen) < len(TABLE_FORMS)) for form in TABLE_FORMS],
        "rows": [
            (label, [table.statement(name, form, on=on) for form in chosen])
            for name, label in table.labels.items()
        ],
        "changes": table.changes_after(on),
        "new_vat_law": NEW_VAT_LAW,
        "exports": [(each.upper(), f"?{_with(parameters, each)}") for each in FORMATS],
    }
    return render(request, "options/legal_forms.html", context)


def _with(parameters: Any, wanted: str) -> str:
    copied = parameters.copy()
    copied["format"] = wanted
    return str(copied.urlencode())


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("stand", ""))
    except ValueError:
        return today()


def _file(table: LegalForms, chosen: list[ComparedForm], on: date, wanted: str) -> HttpResponse:
    headers = [
        _("Merkmal"),
        _("Rechtsform"),
        _("Aussage"),
        _("Fundstelle"),
        _("Fassung"),
        _("Beleg"),
        _("Quelle"),
    ]
    rows: list[list[exports.Cell]] = []
    for name, label in table.labels.items():
        for form in chosen:
            if found := table.statement(name, form, on=on):
                beside = (found.version, found.mark.label, found.source)
                rows.append([label, form.label, found.says, found.reference, *beside])
    title = f"Rechtsformen am {day(on)}"
    content = exports.csv_file(headers, rows) if wanted == "csv" else exports.xlsx_file(title, headers, rows)
    return file_response(content, f"rechtsformen-{on.isoformat()}.{wanted}")
