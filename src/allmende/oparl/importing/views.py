"""Pages of sources: translate, decide nothing."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.common.errors import AllmendeError
from allmende.jobs.queries import jobs_of
from allmende.oparl.addresses import is_web_url
from allmende.oparl.fetching import FetchFailed
from allmende.oparl.importing import actions, queries
from allmende.oparl.importing.domain import JOB_KIND, NotOparl, SourceKnown
from allmende.oparl.importing.forms import AddressForm, SourceForm
from allmende.oparl.importing.tables import findings_table, gaps_table, objects_table, paper_url
from allmende.oparl.labels import TYPE_WORDS
from allmende.oparl.models import ImportedObject, OparlSource
from allmende.pages.tables import respond
from allmende.register.domain import Capability
from allmende.register.queries import may
from allmende.register.visitors import acting_body, person, today

RUNS_SHOWN = 20


@login_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show the sources that the person's bodies look after."""
    rows = [(each, queries.last_run(each)) for each in queries.sources_for(request.user, on=today())]
    return render(request, "oparl/sources.html", {"rows": rows, "may_add": _may_add(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_source(request: HttpRequest) -> HttpResponse:
    """Look at a server, show what it says, and keep it as a source."""
    if not _may_add(request):
        return render(request, "papers/no_body.html", status=403)
    form = AddressForm(request.POST or None)
    preview: actions.Preview | None = None
    if form.is_valid():
        url = form.cleaned_data["url"]
        try:
            preview = actions.first_look(url, on=today())
            if "keep" in request.POST:
                return _keep(request, preview)
        except (NotOparl, FetchFailed, SourceKnown) as problem:
            form.add_error("url", str(problem))
            preview = None
    status = 400 if form.errors else 200
    context = {"form": form, "preview": preview, "body": acting_body(request)}
    return render(request, "oparl/new_source.html", context, status=status)


def _keep(request: HttpRequest, preview: actions.Preview) -> HttpResponse:
    body = acting_body(request)
    names = [found.name for found in preview.bodies]
    source = actions.add_source(
        url=preview.url,
        name=names[0] if len(names) == 1 else preview.name,
        body=body,
        by=person(request),
        on=today(),
    )
    actions.start_reading(source_id=source.pk, is_full=True, by=person(request), on=today())
    messages.success(request, _("Die Quelle ist eingetragen. Der erste Lauf hat begonnen."))
    return redirect(source)


@login_required
@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a source stands: its runs, what it brought, what is wrong with it."""
    found = _own_source(request, pk)
    body = acting_body(request)
    job = jobs_of(person(request)).filter(kind=JOB_KIND, payload__source=found.pk).first()
    context = {
        "source": found,
        "bodies": queries.bodies_of(found, on=today()),
        "runs": found.runs.all()[:RUNS_SHOWN],
        "counts": queries.counts_by_type(found),
        "groups": queries.findings_by_code(found),
        "gaps": found.gaps.filter(is_dangling=True).count(),
        "job": job if job and not job.is_final else None,
        "page_url": found.get_absolute_url(),
        "body": body,
        "may_link": body is not None and may(request.user, body.id, Capability.CONFIRM_PAPERS, on=today()),
    }
    return render(request, "oparl/source.html", context)


@login_required
@require_safe
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is wrong with a source, each with code, address and time."""
    found = _own_source(request, pk)
    context = {"source": found}
    return respond(request, findings_table(request, found), "oparl/findings.html", context)


@login_required
@require_safe
def gaps(request: HttpRequest, pk: int) -> HttpResponse:
    """List the links that lead nowhere."""
    found = _own_source(request, pk)
    return respond(request, gaps_table(request, found), "oparl/gaps.html", {"source": found})


@login_required
@require_safe
def objects(request: HttpRequest, pk: int) -> HttpResponse:
    """List the objects of a source."""
    found = _own_source(request, pk)
    return respond(request, objects_table(request, found), "oparl/objects.html", {"source": found})


@login_required
@require_safe
def imported_object(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an object as the server sent it, with its former versions."""
    row = ImportedObject.objects.select_related("source", "changed_run").filter(pk=pk).first()
    if row is None:
        raise Http404
    web = row.raw.get("web")
    context = {
        "source": _own_source(request, row.source_id),
        "object": row,
        "type": TYPE_WORDS[row.object_type],
        "paper_url": paper_url(row),
        "web": web if isinstance(web, str) and is_web_url(web) else "",
        "raw": _shown(row.raw),
        "versions": [(version, _shown(version.raw)) for version in Paginator(row.versions.all(), 20).page(1)],
    }
    return render(request, "oparl/object.html", context)


def _shown(raw: Any) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=2, sort_keys=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how a source is read."""
    found = _own_source(request, pk)
    form = SourceForm(request.POST or None, instance=OparlSource.objects.get(pk=found.pk))
    if form.is_valid():
        actions.change_source(source_id=pk, changes=form.changes(), by=person(request), on=today())
        messages.success(request, _("Gespeichert."))
        return redirect(found)
    status = 400 if form.errors else 200
    return render(request, "oparl/source_settings.html", {"source": found, "form": form}, status=status)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a run."""
    found = _own_source(request, pk)
    actions.start_reading(source_id=pk, is_full="full" in request.POST, by=person(request), on=today())
    messages.success(request, _("Der Lauf hat begonnen."))
    return redirect(found)


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a source out of the list; what was read stays."""
    _own_source(request, pk)
    actions.change_source(
        source_id=pk, changes={"is_hidden": True, "is_nightly": False}, by=person(request), on=today()
    )
    messages.success(request, _("Die Quelle wird nicht mehr gelesen. Was gelesen ist, bleibt."))
    return redirect("oparl:sources")


@login_required
@require_POST
def link_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a body of the server is the one the person acts for, or take that back."""
    found = _own_source(request, pk)
    body = None if "undo" in request.POST else acting_body(request)
    if body is None and "undo" not in request.POST:
        raise Http404
    try:
        source_body_id = int(request.POST.get("source_body", ""))
        if not found.bodies.filter(pk=source_body_id).exists():
            raise Http404
        actions.link_body(source_body_id=source_body_id, body=body, by=person(request), on=today())
    except ValueError:
        raise Http404 from None
    except AllmendeError as refusal:
        messages.error(request, str(refusal))
    else:
        if body is not None:
            actions.start_reading(source_id=pk, is_full=False, by=person(request), on=today())
        messages.success(request, _("Gespeichert."))
    return redirect(found)


def _own_source(request: HttpRequest, pk: int) -> OparlSource:
    found = queries.sources_for(request.user, on=today()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _may_add(request: HttpRequest) -> bool:
    body = acting_body(request)
    return body is not None and may(request.user, body.id, Capability.EDIT_PAPERS, on=today())
