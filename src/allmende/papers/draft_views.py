"""Upload a paper, look through what was found, confirm."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from allmende.common.errors import AllmendeError
from allmende.papers import actions, permissions, queries
from allmende.papers.domain.entries import Entries, entries_from_json, with_empty_row
from allmende.papers.domain.sections import SECTION_BY_NAME
from allmende.papers.dossier import history
from allmende.papers.errors import PaperRefusal, StaleDraft, TooManyRows, UploadTooLarge
from allmende.papers.forms import UploadForm, entries_from_post
from allmende.papers.models import PaperDraft
from allmende.papers.review_page import review_page
from allmende.papers.uploads import MAX_UPLOAD_BYTES, MEGABYTE, Upload, read_uploads
from allmende.papers.visitors import chosen_body, may_confirm, own_draft
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today

RECOGNITION_SECONDS = 30
"""A person waits for this page: scans that take longer are read as far as possible."""

PASTED_NAME = "Eingefügter Text.txt"


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of one file: a draft, or the reason why not (with a link if we have the file already)."""

    name: str
    url: str = ""
    problem: str = ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request: HttpRequest) -> HttpResponse:
    body = chosen_body(request)
    if body is None:
        return render(request, "papers/no_body.html", status=403)
    require(person(request), body.id, Capability.EDIT_PAPERS, on=today())
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return render(request, "papers/new.html", {"form": form, "body": body})
    reports = [report for name, read in _documents(form) for report in _stored(request, body, name, read)]
    if len(reports) == 1 and not reports[0].problem:
        return redirect(reports[0].url)
    return render(request, "papers/upload_report.html", {"reports": reports, "body": body})


def _documents(form: UploadForm) -> list[tuple[str, Callable[[], bytes]]]:
    """Return name and reader of each document; a file that is too large is never read."""

    def reader(upload: "UploadedFile[Any]") -> Callable[[], bytes]:
        def read() -> bytes:
            if (upload.size or 0) > MAX_UPLOAD_BYTES:
                raise UploadTooLarge(name=upload.name, limit=MAX_UPLOAD_BYTES // MEGABYTE)
            return bytes(upload.read())

        return read

    documents = [(upload.name or "", reader(upload)) for upload in form.cleaned_data["documents"]]
    text: str = form.cleaned_data["text"]
    if text.strip():
        documents.append((PASTED_NAME, lambda: text.encode("utf-8", errors="replace")))
    return documents


def _stored(request: HttpRequest, body: BodyView, name: str, read: Callable[[], bytes]) -> list[UploadReport]:
    """Return what became of each paper in one file."""
    try:
        uploads = read_uploads(name, read(), recognition_seconds=RECOGNITION_SECONDS)
    except AllmendeError as error:
        return [UploadReport(name=name, problem=str(error))]
    return [_draft_of(request, body, upload) for upload in uploads]


def _draft_of(request: HttpRequest, body: BodyView, upload: Upload) -> UploadReport:
    try:
        draft = actions.store_draft(upload=upload, body=body, by=person(request), on=today())
    except AllmendeError as error:
        return UploadReport(name=upload.name, problem=str(error), url=str(error.values.get("url", "")))
    return UploadReport(name=upload.name, url=draft.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_draft(request, pk)
    if found.paper is not None:
        return redirect(found.paper)
    if request.method == "POST":
        return _changed(request, found)
    return _review(request, found, entries_from_json(found.entries))


def _review(request: HttpRequest, draft: PaperDraft, entries: Entries, *, status: int = 200) -> HttpResponse:
    context = {
        "draft": draft,
        "page": review_page(draft, entries, on=today()),
        "may_edit": permissions.may_edit_papers(request.user, draft.body_id, on=today()),
        "may_confirm": may_confirm(request, draft.body_id),
        "events": history(draft.pk),
    }
    return render(request, "papers/draft.html", context, status=status)


def _changed(request: HttpRequest, draft: PaperDraft) -> HttpResponse:
    """Keep what was typed, then do what the pressed button says."""
    wanted = request.POST.get("aktion", "speichern")
    by, on = person(request), today()
    entries = entries_from_post(request.POST)
    version = _version(request)
    if version is None:
        messages.warning(request, _("Bitte erneut speichern."))
        return _review(request, draft, entries, status=409)
    if wanted == "rueckgaengig":
        return _undone(request, draft, version)
    try:
        saved = actions.save_entries(draft_id=draft.pk, entries=entries, version=version, by=by, on=on)
    except (StaleDraft, TooManyRows) as refusal:
        messages.warning(request, str(refusal))
        return _review(request, draft, entries, status=409)
    if wanted.startswith("neu-") and (section := wanted.removeprefix("neu-")) in SECTION_BY_NAME:
        entries = with_empty_row(entries_from_json(saved.entries), section)
        actions.save_entries(draft_id=draft.pk, entries=entries, version=saved.version, by=by, on=on)
        return redirect(f"{draft.get_absolute_url()}#feld-{section}-{len(entries.rows[section]) - 1}")
    if wanted == "geprueft":
        return _checked(request, draft, saved.version)
    if wanted == "bestaetigen":
        return _confirmed(request, draft, saved.version)
    messages.success(request, _("Der Entwurf ist gespeichert."))
    return redirect(draft)


def _version(request: HttpRequest) -> int | None:
    """Return which version of the draft the person looked at."""
    text = request.POST.get("version", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _checked(request: HttpRequest, draft: PaperDraft, version: int) -> HttpResponse:
    try:
        actions.mark_all_checked(draft_id=draft.pk, by=person(request), on=today(), version=version)
        messages.success(request, _("Alle unsicheren Angaben sind als geprüft markiert."))
    except StaleDraft as refusal:
        messages.warning(request, str(refusal))
    return redirect(draft)


def _undone(request: HttpRequest, draft: PaperDraft, version: int) -> HttpResponse:
    try:
        actions.undo_entries(draft_id=draft.pk, by=person(request), on=today(), version=version)
        messages.success(request, _("Die letzte Änderung ist zurückgenommen."))
    except PaperRefusal as refusal:
        messages.info(request, str(refusal))
    return redirect(draft)


def _confirmed(request: HttpRequest, draft: PaperDraft, version: int) -> HttpResponse:
    try:
        paper = actions.confirm_draft(draft_id=draft.pk, by=person(request), on=today(), version=version)
    except PaperRefusal as refusal:
        url = refusal.values.get("url")
        link = format_html(' <a class="kern-link" href="{}">{}</a>', url, _("Zur Vorlage")) if url else ""
        messages.error(request, format_html("{}{}", str(refusal), link))
        return redirect(draft)
    messages.success(request, format_html("{} {}", _("Das Dossier ist angelegt."), _next_draft(request)))
    return redirect(paper)


def _next_draft(request: HttpRequest) -> str:
    """Return a link to the draft that waits next, if there is one."""
    waiting = queries.open_drafts(request.user, on=today(), limit=1)
    if not waiting:
        return ""
    text = _("Nächster Entwurf: {title}").format(title=waiting[0].title)
    return format_html('<a class="kern-link" href="{}">{}</a>', waiting[0].url, text)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_draft(request, pk)
    actions.delete_draft(draft_id=found.pk, by=person(request), on=today())
    messages.success(request, _("Der Entwurf „{name}“ ist gelöscht.").format(name=found.file.original_name))
    left = queries.open_drafts(request.user, on=today())
    text = ngettext("Noch ein Entwurf wartet.", "Noch {count} Entwürfe warten.", len(left))
    if left:
        messages.info(request, text.format(count=len(left)))
    return redirect(reverse("papers:drafts"))
