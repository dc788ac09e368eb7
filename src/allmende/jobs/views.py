"""Pages of background work: a person sees only what they have asked for."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from allmende.jobs import actions, queries

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.jobs.models import Job


def _own_job(request: HttpRequest, pk: int) -> "Job":
    return get_object_or_404(queries.jobs_of(cast("User", request.user)), pk=pk)


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """List the person's jobs."""
    page = Paginator(queries.jobs_of(cast("User", request.user)), 50).get_page(request.GET.get("seite"))
    return render(request, "jobs/jobs.html", {"page": page})


@login_required
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job; htmx fetches the progress part again while it runs."""
    part = "jobs/_progress.html" if getattr(request, "htmx", False) else "jobs/job.html"
    return render(request, part, {"job": _own_job(request, pk)})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actions.request_cancel(job=_own_job(request, pk))
    return redirect("jobs:job", pk)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    actions.resume_job(job=_own_job(request, pk))
    return redirect("jobs:job", pk)
