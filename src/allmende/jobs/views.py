"""Pages of background work: a person sees only what they have asked for."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from allmende.jobs import actions, queries
from allmende.pages.tables import Column, Table, respond

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.jobs.models import Job


def _own_job(request: HttpRequest, pk: int) -> "Job":
    return get_object_or_404(queries.jobs_of(cast("User", request.user)), pk=pk)


def _address(job: "Job") -> str:
    return reverse("jobs:job", args=[job.pk])


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """List the person's jobs."""
    table = Table(
        request,
        id="jobs",
        caption=_("Aufträge"),
        rows=queries.jobs_of(cast("User", request.user)),
        columns=[
            Column("titel", _("Auftrag"), "title", kind="link", url=_address, sort="title"),
            Column("angelegt", _("Angelegt"), "created_at", kind="date", sort="created_at"),
            Column("stand", _("Stand"), lambda job: job.get_state_display(), sort="state"),
            Column("prozent", _("Fortschritt in Prozent"), "percent", kind="number"),
            Column("meldung", _("Meldung"), "message"),
        ],
        default_sort="-angelegt",
        empty_title=_("Noch keine Aufträge"),
        empty_text=_("Längere Arbeiten, zum Beispiel das Einlesen eines ganzen Ordners, erscheinen hier."),
    )
    return respond(request, table, "jobs/jobs.html", {})


@login_required
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job; htmx fetches the progress part again while it runs."""
    part = "jobs/_progress.html" if getattr(request, "htmx", False) else "jobs/job.html"
    return render(request, part, {"job": _own_job(request, pk)})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actions.request_cancel(job=_own_job(request, pk))
    return _back(request, pk)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    actions.resume_job(job=_own_job(request, pk))
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return to the page that shows the job: `next` names it, else it is the job's own."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return HttpResponseRedirect(wanted)
    return redirect("jobs:job", pk)
