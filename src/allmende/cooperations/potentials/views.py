"""Pages of potentials: translate, decide nothing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cooperations.models import Task
from allmende.cooperations.potentials import actions, exporting, page, queries
from allmende.cooperations.potentials.budget_file import PROBLEMS_SHOWN, BudgetFileBroken
from allmende.cooperations.potentials.domain import RunKind
from allmende.cooperations.potentials.forms import AskForm, BudgetForm
from allmende.cooperations.potentials.proposals import Proposal
from allmende.cooperations.potentials.tasks import BACK_TEST_JOB, CHOICE_JOB, GROUPS_JOB
from allmende.jobs.actions import start_job
from allmende.pages.downloads import file_response
from allmende.register.domain import CAPABILITIES, BodyView, Capability
from allmende.register.importing import kept_files
from allmende.register.visitors import acting_body, person

SESSION_KEY = "potentials-import"
ROWS_SHOWN = 50
EXPORTS = ("xlsx", "csv")
LAND = "05"
MOST_DIGITS = 8
LONGEST_NAME = 200


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Answer „Mit wem könnten wir …?“ for one municipality and one task."""
    on = timezone.localdate()
    is_asked = "aufgabe" in request.GET
    known = {"gemeinde": request.GET.get("gemeinde", "")[:LONGEST_NAME]}
    form = AskForm(request.GET, on=on) if is_asked else AskForm(initial=known, on=on)
    context: dict[str, Any] = {
        "form": form,
        "may_enter": may_enter(request),
        "has_tasks": bool(queries.tasks()),
        "back_test": page.told_back_test(queries.latest_run(RunKind.BACK_TEST)),
        "on": on,
    }
    if is_asked and form.is_valid():
        task = found_task(form.cleaned_data["aufgabe"])
        body = form.cleaned_data["gemeinde"]
        context |= page.answer(body, task, assumptions=form.assumptions(), assumed=form.assumed(), on=on)
        file_format = request.GET.get("format", "")
        if file_format in EXPORTS:
            return answer_file(context["proposal"], file_format, body, task, on)
        context |= {
            "body": body,
            "task": task,
            "choice": queries.latest_run(RunKind.CHOICE, task),
            "export_links": export_links(request),
        }
    status = 400 if is_asked and form.errors else 200
    return render(request, "potentials/ask.html", context, status=status)


def answer_file(proposal: Proposal, file_format: str, body: BodyView, task: Task, on: date) -> HttpResponse:
    """Return what the page says as a file."""
    if file_format == "csv":
        data = exporting.answer_csv(proposal)
    else:
        data = exporting.answer_xlsx(proposal, body=body.designation, task=task.name, on=on)
    return file_response(data, f"Potenziale {body.name} {task.name}.{file_format}")


def export_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the formats with their addresses: the question as it stands, and the format."""
    asked = request.GET.copy()
    links = []
    for file_format in EXPORTS:
        asked["format"] = file_format
        links.append((file_format.upper(), f"?{asked.urlencode()}"))
    return links


def found_task(code: str) -> Task:
    task = queries.task_by_code(code)
    if task is None:
        raise Http404
    return task


def may_enter(request: HttpRequest) -> bool:
    """Return whether the person may enter budgets or start long searches; it costs no query."""
    memberships = getattr(request, "memberships", [])
    is_staff = request.user.is_authenticated and request.user.is_staff
    return is_staff or any(Capability.CALCULATE in CAPABILITIES[each.role] for each in memberships)


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show per task what is known: alone, at the Kreis, in cooperations."""
    rows = queries.matrix_counts(on=timezone.localdate())
    return render(request, "potentials/matrix.html", {"rows": rows, "may_enter": may_enter(request)})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the result of a long computation."""
    found = queries.run_by_id(pk)
    if found is None:
        raise Http404
    lines = [] if found.kind == RunKind.BACK_TEST else page.chosen_lines(found)
    context = {"run": found, "sentence": page.told_run(found), "lines": lines}
    return render(request, "potentials/run.html", context)


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a long computation as a job with progress and cancel."""
    if not may_enter(request):
        raise PermissionDenied
    on = timezone.localdate()
    payload: dict[str, object] = {"on": on.isoformat(), "land": LAND}
    wanted = request.POST.get("kind")
    if wanted == RunKind.BACK_TEST:
        kind, title = BACK_TEST_JOB, _("Rückblick: Wie gut sind die Vorschläge?")
    elif wanted == RunKind.GROUPS:
        form = AskForm(request.POST, on=on)
        if not form.is_valid():
            context = {"form": form, "may_enter": True, "has_tasks": True, "on": on}
            return render(request, "potentials/ask.html", context, status=400)
        task = found_task(form.cleaned_data["aufgabe"])
        told = _("„{task}“: alle Gruppen um {town}")
        kind, title = GROUPS_JOB, told.format(task=task.name, town=form.cleaned_data["gemeinde"].name)
        payload |= form.payload()
    else:
        task = found_task(request.POST.get("aufgabe", ""))
        kind, title = CHOICE_JOB, _("Gruppen für „{task}“ im ganzen Land").format(task=task.name)
        payload |= {"task": task.code, "setup": setup_cost(request.POST.get("einrichtung", ""))}
    job = start_job(kind=kind, title=title, payload=payload, by=person(request))
    return redirect("jobs:job", pk=job.pk)


def setup_cost(text: str) -> int:
    """Return the whole euros per partner that the page has checked; anything else counts as none."""
    whole = text.partition(".")[0].partition(",")[0]
    return int(whole) if whole.isdecimal() and len(whole) <= MOST_DIGITS else 0


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file of budgets and show what it would do; nothing is written yet."""
    if not may_enter(request):
        raise PermissionDenied
    is_posted = request.method == "POST"
    form = BudgetForm(request.POST, request.FILES) if is_posted else BudgetForm()
    context: dict[str, Any] = {"form": form, "tasks": queries.tasks()}
    if not is_posted or not form.is_valid():
        return render(request, "potentials/import.html", context, status=400 if is_posted else 200)
    forget(request)
    data = form.cleaned_data["file"].read()
    try:
        plan = actions.preview(data, by=person(request), on=timezone.localdate())
    except BudgetFileBroken as error:
        context["broken"] = str(error)
        return render(request, "potentials/import.html", context, status=error.status)
    if plan.problems:
        context["problems"] = plan.problems[:PROBLEMS_SHOWN]
        context["hidden"] = max(0, len(plan.problems) - PROBLEMS_SHOWN)
        return render(request, "potentials/import.html", context, status=400)
    request.session[SESSION_KEY] = {"path": kept_files.keep(data), "title": form.cleaned_data["title"]}
    context |= {"rows": plan.rows[:ROWS_SHOWN], "count": len(plan.rows)}
    return render(request, "potentials/import.html", context)


@login_required
@require_safe
def empty_table(request: HttpRequest) -> HttpResponse:
    """Return an Excel file to fill in, for the body for which the person acts."""
    if not may_enter(request):
        raise PermissionDenied
    body = acting_body(request)
    tasks = [(task.code, task.name) for task in queries.tasks()]
    data = exporting.empty_table(body.key if body else "", timezone.localdate().year, tasks)
    return file_response(data, "Produkthaushalt.xlsx")


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take over the file that was shown."""
    if not may_enter(request):
        raise PermissionDenied
    kept = request.session.get(SESSION_KEY)
    data = kept_files.kept(kept["path"]) if kept else None
    if kept is None or data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("potentials:import")
    now = timezone.now()
    try:
        count = actions.take_over(
            data, title=kept["title"], by=person(request), on=timezone.localdate(now), at=now
        )
    except BudgetFileBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Übernommen: {count} Zeilen.").format(count=count))
    forget(request)
    return redirect("potentials:matrix")


def forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])
