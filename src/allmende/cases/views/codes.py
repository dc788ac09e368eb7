"""What the team codes of a case for statistics: each code from a day on, what held before stays."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from allmende.cases.domain.codes import Attribute, Evidence
from allmende.cases.errors import CodeRefused
from allmende.cases.forms import CodesForm
from allmende.cases.records import opened
from allmende.cases.status import read_codes, record_codes
from allmende.cases.views.pages import address, case_page, case_title, data_of, tabs
from allmende.register.visitors import person, today


@case_page
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is coded of a case with its history, and let codes hold from a day on."""
    on = today()
    with opened(person(request), pk) as case:
        case.require_team()
        found = read_codes(case)
    form = CodesForm(data_of(request), initial={**found.current(on), "since": on})
    if form.is_bound and form.is_valid():
        try:
            changed = _record(request, pk, form.cleaned_data)
        except CodeRefused as error:
            form.add_error(None, str(error))
        else:
            said = ngettext("{n} Angabe ist neu.", "{n} Angaben sind neu.", changed)
            messages.success(
                request, said.format(n=changed) if changed else _("Es hat sich nichts geändert.")
            )
            return redirect(address("codes", pk))
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "codes"),
        "title": case_title(found.number),
        "form": form,
        "facts": sorted(found.facts, key=lambda fact: fact.since, reverse=True),
    }
    return render(request, "cases/codes.html", context)


def _record(request: HttpRequest, pk: UUID, told: dict[str, Any]) -> int:
    return record_codes(
        by=person(request),
        case_id=pk,
        codes={each: told[each.value] for each in Attribute if told[each.value]},
        since=told["since"],
        evidence=Evidence(told["evidence"]),
        on=today(),
    )
