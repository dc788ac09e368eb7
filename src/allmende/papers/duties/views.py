"""Pages of a single duty, of all public ones, and of a roll call."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.pages.downloads import file_response
from allmende.pages.tables import respond
from allmende.papers.decisions.standing import badge, standing
from allmende.papers.decisions.tables import follow_up_table
from allmende.papers.domain.follow_ups import FollowUpState, ReportKind
from allmende.papers.duties import actions, queries
from allmende.papers.duties.forms import ReportForm, RollCallForm, TermForm, as_lines
from allmende.papers.errors import PaperRefusal
from allmende.papers.models import Decision, FollowUp
from allmende.papers.permissions import may_edit_papers
from allmende.papers.queries import bodies_with_papers
from allmende.papers.visitors import visible_paper
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a duty; its people report on it."""
    found = _visible(request, pk)
    may_edit = may_edit_papers(request.user, found.decision.paper.body_id, on=today())
    form = None
    if may_edit:
        first = {"reported_on": f"{today():%d.%m.%Y}", "kind": ReportKind.PROOF.value}
        form = ReportForm(request.POST or None, request.FILES or None, initial=first)
    elif request.method == "POST":
        raise Http404
    if form is not None and form.is_valid() and _reported(request, found, form):
        return redirect(found)
    context = {
        "duty": found,
        "paper": found.decision.paper,
        "standing": standing(found, today()),
        "badge": badge(found, today()),
        "reports": queries.reports_of(found, request.user, on=today()),
        "coming": queries.coming_days(found),
        "may_edit": may_edit,
        "form": form,
    }
    return render(request, "papers/follow_up.html", context)


def _reported(request: HttpRequest, found: FollowUp, form: ReportForm) -> bool:
    """Keep the report and say so; a refusal goes to the form."""
    try:
        actions.report_on_duty(
            follow_up_id=found.pk,
            report=form.report(),
            settles=form.cleaned_data["settles"] and found.state == FollowUpState.PENDING,
            by=person(request),
            on=today(),
        )
    except PaperRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Die Meldung ist festgehalten."))
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """Change kind, addressee, day and rhythm of a duty."""
    found = _visible(request, pk)
    require(person(request), found.decision.paper.body_id, Capability.EDIT_PAPERS, on=today())
    first = {name: getattr(found, name) for name in ("addressee", "duty", "kind", "recurrence")}
    form = TermForm(request.POST or None, initial={**first, "due_on": _typed(found.due_on)})
    if form.is_valid():
        try:
            actions.change_term(follow_up_id=pk, term=form.term(), by=person(request), on=today())
        except PaperRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Der Auftrag ist geändert."))
            return redirect(found)
    context = {
        "form": form,
        "paper": found.decision.paper,
        "back": found.get_absolute_url(),
        "condition": None,
    }
    return render(request, "papers/follow_up_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty_from_condition(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a condition („mit der Maßgabe, dass …“) a duty of somebody."""
    condition = queries.condition_for(request.user, pk, on=today())
    if condition is None:
        raise Http404
    paper = condition.decision.paper
    require(person(request), paper.body_id, Capability.EDIT_PAPERS, on=today())
    proposed = actions.first_term(condition)
    first = {"addressee": proposed.addressee, "duty": proposed.duty, "kind": proposed.kind.value}
    form = TermForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            made = actions.duty_from_condition(
                condition_id=pk, term=form.term(), by=person(request), on=today()
            )
        except PaperRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Aus der Bedingung ist ein Auftrag geworden."))
            return redirect(made)
    context = {"form": form, "paper": paper, "back": paper.get_absolute_url(), "condition": condition}
    return render(request, "papers/follow_up_form.html", context)


@login_required
@require_POST
def withdraw_report(request: HttpRequest, pk: int, report: int) -> HttpResponse:
    found = _visible(request, pk)
    if not found.reports.filter(pk=report).exists():
        raise Http404
    actions.withdraw_report(report_id=report, by=person(request), on=today())
    messages.success(request, _("Die Meldung ist zurückgenommen."))
    return redirect(found)


@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file of a report to those who may read it."""
    report = queries.report_file_for(request.user, pk, on=today())
    if report is None:
        raise Http404
    with report.content.open("rb") as content:
        return file_response(content.read(), report.file_name)


@require_safe
def public_follow_ups(request: HttpRequest) -> HttpResponse:
    """Show everyone what became of what published decisions ordered."""
    bodies = bodies_with_papers(user=request.user, on=today())
    table = follow_up_table(request, queries.public_follow_ups(), bodies, on=today())
    return respond(request, table, "papers/public_follow_ups.html", {})


@login_required
@require_POST
def digest(request: HttpRequest) -> HttpResponse:
    """Order or cancel the weekly mail."""
    if request.POST.get("aktion") == "abbestellen":
        actions.cancel_digest(user=person(request))
        messages.success(request, _("Die Übersicht ist abbestellt."))
    else:
        address = f"{request.scheme}://{request.get_host()}"
        actions.order_digest(user=person(request), address=address, on=today())
        messages.success(request, _("Sie erhalten die Übersicht einmal in der Woche, wenn etwas ansteht."))
    return redirect("papers:follow-ups")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how each member voted."""
    paper = visible_paper(request, pk)
    require(person(request), paper.body_id, Capability.CONFIRM_PAPERS, on=today())
    decision = Decision.objects.filter(paper=paper).first()
    if decision is None:
        raise Http404
    form = RollCallForm(request.POST or None, initial={"votes": as_lines(decision.roll_call.all())})
    if form.is_valid():
        actions.record_roll_call(
            paper_id=pk, votes=form.cleaned_data["votes"], by=person(request), on=today()
        )
        messages.success(request, _("Die namentliche Abstimmung ist festgehalten."))
        return redirect(paper)
    return render(request, "papers/roll_call.html", {"paper": paper, "form": form})


def _visible(request: HttpRequest, pk: int) -> FollowUp:
    found = queries.follow_up_for(request.user, pk, on=today())
    if found is None:
        raise Http404
    return found


def _typed(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
