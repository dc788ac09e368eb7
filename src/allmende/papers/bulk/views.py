"""Choose many files; watch the job that reads them; see what became of each."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from allmende.pages.tables import respond
from allmende.papers.bulk import actions, queries
from allmende.papers.bulk.archive import ArchiveRefused
from allmende.papers.bulk.domain import NothingToRead, SelectionTooLarge
from allmende.papers.bulk.forms import BulkForm
from allmende.papers.bulk.models import BulkImport
from allmende.papers.bulk.report_table import report_table
from allmende.papers.visitors import chosen_body
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    body = chosen_body(request)
    if body is None:
        return render(request, "papers/no_body.html", status=403)
    require(person(request), body.id, Capability.EDIT_PAPERS, on=today())
    form = BulkForm(request.POST, request.FILES) if request.method == "POST" else BulkForm()
    if form.is_valid():
        try:
            started = actions.start_import(
                files=form.cleaned_data["files"], body=body, by=person(request), on=today()
            )
        except (NothingToRead, SelectionTooLarge, ArchiveRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(started)
    context = {"form": form, "body": body, "imports": queries.imports_of_body(body.id)}
    return render(request, "papers/bulk/new.html", context)


@login_required
@require_safe
def bulk_import(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_import(request, pk)
    context = {
        "import": found,
        "job": found.job,
        "counts": queries.counts_of(found),
        **_progress(request, found),
    }
    return respond(request, report_table(request, found), "papers/bulk/import.html", context)


@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the progress for htmx; once the job has ended, the whole page loads again with its report."""
    found = _own_import(request, pk)
    if not getattr(request, "htmx", False):
        return redirect(found)
    response = render(request, "jobs/_progress.html", {"job": found.job, **_progress(request, found)})
    if found.job is not None and found.job.is_final:
        response.headers["HX-Refresh"] = "true"
    return response


def _own_import(request: HttpRequest, pk: int) -> BulkImport:
    found = queries.import_for(request.user, pk, on=today())
    if found is None:
        raise Http404
    return found


def _progress(request: HttpRequest, found: BulkImport) -> dict[str, object]:
    return {
        "page_url": found.get_absolute_url(),
        "poll_url": f"{found.get_absolute_url()}stand/",
        "may_steer": found.created_by_id == request.user.pk,
    }
