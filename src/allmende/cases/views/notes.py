"""Notes and contacts of a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.cases import records
from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import Channel
from allmende.cases.forms import NoteForm
from allmende.cases.views.pages import address, case_page, case_title, data_of, tabs
from allmende.register.visitors import person


@case_page
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the notes of a case, and add one; a note is never changed."""
    user = person(request)
    form = NoteForm(data_of(request))
    if form.is_bound and form.is_valid():
        records.write_note(by=user, case_id=pk, entry=_entry(form.cleaned_data))
        messages.success(request, _("Die Notiz ist gespeichert."))
        return redirect(address("notes", pk))
    with records.opened(user, pk) as case:
        found = records.read_notes(case)
        number, in_team = case.file.number, case.standing.in_team
    people = records.colleague_names({each.author_id for each in found if each.author_id})
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "notes"),
        "title": case_title(number),
        "form": form if in_team else None,
        "notes": [(each, people.get(each.author_id or 0, "")) for each in found],
    }
    return render(request, "cases/notes.html", context)


def _entry(told: dict[str, Any]) -> records.NoteEntry:
    return records.NoteEntry(
        data_class=DataClass(told["data_class"]),
        text=told["text"],
        channel=Channel(told["channel"]),
        happened_on=told["happened_on"],
        minutes=told["minutes"] or 0,
    )
