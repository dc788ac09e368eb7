"""Taking over a list in the browser: upload, answer, preview, confirm."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from allmende.common.errors import AllmendeError
from allmende.cooperations.importing.actions import import_list, preview_list
from allmende.cooperations.importing.forms import AnswersForm, ListForm
from allmende.cooperations.importing.handler import JOB_KIND
from allmende.cooperations.importing.reader import ReadList
from allmende.cooperations.visitors import keeping_body, may_import
from allmende.jobs.actions import start_job
from allmende.register.importing import kept_files
from allmende.register.importing.records import BrokenFile
from allmende.register.visitors import person, today

SESSION_KEY = "cooperations-import"
SHOWN = 100
PROBLEMS_SHOWN = 200
LONG_LIST = 2000  # parties; a longer list goes on in the background
TEMPLATE = "cooperations/import.html"


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Read the file and show what it would add; nothing is written yet."""
    _check(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context)
    _forget(request)
    data = form.cleaned_data["file"].read()
    body = keeping_body(request)
    kept: dict[str, Any] = {
        "name": PurePath(form.cleaned_data["file"].name).name,
        "steward_id": body.id if body else None,
        "answers": {},
    }
    return _preview(request, data, kept)


@login_required
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answers to ambiguous names and show the preview again."""
    _check(request)
    kept, data = _kept(request)
    if data is None:
        return _expired(request)
    found = preview_list(data, **kept, on=today())
    form = AnswersForm(found.questions, request.POST)
    if form.is_valid():
        kept["answers"] |= form.answers()
        return _preview(request, data, kept)
    return render(request, TEMPLATE, {"form": ListForm(), "answers": form, **_context(found)}, status=400)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take over the list, a long one in the background."""
    _check(request)
    kept, data = _kept(request)
    if data is None:
        return _expired(request)
    try:
        found = preview_list(data, **kept, on=today())
        if found.is_ready and found.party_count > LONG_LIST:
            stored = request.session.pop(SESSION_KEY)
            title = _("Liste „{name}“ einlesen").format(name=kept["name"])
            job = start_job(kind=JOB_KIND, title=title, payload=stored, by=person(request))
            return redirect("jobs:job", pk=job.pk)
        count = import_list(data, **kept, by=person(request), on=today(), at=timezone.now())
    except AllmendeError as error:
        messages.error(request, str(error))
        return redirect("cooperations:import")
    _forget(request)
    done = ngettext("{n} Zusammenarbeit übernommen.", "{n} Zusammenarbeiten übernommen.", count)
    messages.success(request, done.format(n=count))
    return redirect("cooperations:inventory")


def _preview(request: HttpRequest, data: bytes, kept: dict[str, Any]) -> HttpResponse:
    context: dict[str, Any] = {"form": ListForm()}
    try:
        found = preview_list(data, **kept, on=today())
    except BrokenFile as error:
        context |= _problems(error)
        return render(request, TEMPLATE, context, status=400)
    if found.problems:
        context |= _problems(BrokenFile(found.problems))
        return render(request, TEMPLATE, context, status=400)
    request.session[SESSION_KEY] = {"path": kept_files.keep(data), **kept}
    context |= _context(found)
    if found.questions:
        context["answers"] = AnswersForm(found.questions)
    return render(request, TEMPLATE, context)


def _context(found: ReadList) -> dict[str, Any]:
    return {
        "found": found,
        "shown": [(entry, len(entry.parties)) for entry in found.entries[:SHOWN]],
        "hidden": max(0, len(found.entries) - SHOWN),
        "is_long": found.party_count > LONG_LIST,
    }


def _problems(error: BrokenFile) -> dict[str, Any]:
    hidden = max(0, len(error.problems) - PROBLEMS_SHOWN)
    return {"problems": error.problems[:PROBLEMS_SHOWN], "hidden_problems": hidden}


def _kept(request: HttpRequest) -> tuple[dict[str, Any], bytes | None]:
    kept = dict(request.session.get(SESSION_KEY) or {})
    path = kept.pop("path", None)
    return kept, kept_files.kept(path) if path else None


def _expired(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
    return redirect("cooperations:import")


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])


def _check(request: HttpRequest) -> None:
    if not may_import(request):
        raise Http404
