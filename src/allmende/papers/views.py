"""The list of papers and the dossier of one paper."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allmende.pages.downloads import content_disposition, file_response, safe_filename
from allmende.pages.pdf import pdf
from allmende.pages.tables import respond
from allmende.papers import actions, queries
from allmende.papers.dossier import Dossier
from allmende.papers.errors import PaperRefusal, StoredFileMissing
from allmende.papers.exporting import dossier_as_json
from allmende.papers.models import Paper
from allmende.papers.paper_sections import sections_of
from allmende.papers.paper_table import paper_table
from allmende.papers.permissions import may_edit_papers, may_read_drafts
from allmende.papers.printing import dossier_for_print
from allmende.papers.source_text import source_text
from allmende.papers.visitors import may_confirm, may_upload, visible_paper
from allmende.register.visitors import person, today

PDF_TEMPLATE = Path(__file__).parent / "pdf" / "dossier.typ"


@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    table = paper_table(request, on=today())
    return respond(request, table, "papers/papers.html", {"may_upload": may_upload(request)})


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    dossier = Dossier(found, user=request.user, on=today())
    context = {
        "paper": found,
        "dossier": dossier,
        "sections": sections_of(found, request),
        "may_confirm": may_confirm(request, found.body_id),
        "may_edit": may_edit_papers(request.user, found.body_id, on=today()),
        "may_read_history": may_read_drafts(request.user, found.body_id, on=today()),
    }
    return render(request, "papers/paper.html", context)


@require_safe
def paper_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole text; each marked value leads back to its place in the dossier."""
    found = visible_paper(request, pk)
    dossier = Dossier(found, user=request.user, on=today())
    if dossier.file is None:
        raise Http404
    evidence = dossier.evidence
    text = source_text(
        dossier.file.text,
        dossier.file.page_starts,
        evidence,
        targets={key: f"wert-{key}" for key in evidence},
        page_url=found.get_absolute_url(),
    )
    return render(
        request, "papers/paper_text.html", {"paper": found, "dossier": dossier, "marked_text": text}
    )


@require_safe
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    dossier = Dossier(found, user=request.user, on=today())
    address = request.build_absolute_uri(found.get_absolute_url())
    content = pdf(PDF_TEMPLATE, dossier_for_print(dossier, address=address))
    return file_response(content, safe_filename(_file_title(found), "pdf"))


@require_safe
def paper_json(request: HttpRequest, pk: int) -> JsonResponse:
    found = visible_paper(request, pk)
    response = JsonResponse(
        dossier_as_json(Dossier(found, user=request.user, on=today())),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = content_disposition(safe_filename(_file_title(found), "json"))
    return response


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the source file as it was uploaded: always as a download, never shown by the browser."""
    file = queries.file_for(request.user, pk, on=today())
    if file is None:
        raise Http404
    try:
        with file.content.open("rb") as content:
            response = HttpResponse(content.read(), content_type="application/octet-stream")
    except FileNotFoundError:
        raise StoredFileMissing(name=file.original_name) from None
    response["Content-Disposition"] = content_disposition(file.original_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    try:
        actions.publish_paper(paper_id=pk, by=person(request), on=today())
        messages.success(request, _("Das Dossier ist veröffentlicht und für alle sichtbar."))
    except PaperRefusal as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@login_required
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    actions.unpublish_paper(paper_id=pk, by=person(request), on=today())
    messages.success(request, _("Das Dossier sehen jetzt nur noch Mitglieder Ihrer Körperschaft."))
    return redirect(found)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_paper(request, pk)
    try:
        draft = actions.reopen_paper(paper_id=pk, by=person(request), on=today())
    except PaperRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Die Vorlage ist wieder im Entwurf. Alle Angaben sind erhalten."))
    return redirect(draft)


def _file_title(paper: Paper) -> str:
    return f"{paper.reference or 'Vorlage'} {paper.title}"
