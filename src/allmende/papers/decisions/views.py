"""The result of a decision; what holds on a day; the duties that are left."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.common.errors import AllmendeError
from allmende.pages import texts
from allmende.pages.tables import respond
from allmende.papers import queries as papers
from allmende.papers.decisions import actions, matter_page, queries
from allmende.papers.decisions.forms import OutcomeForm, shown_first
from allmende.papers.decisions.matter import matter_of
from allmende.papers.decisions.tables import DAY, follow_up_table, in_force_table
from allmende.papers.domain.follow_ups import FollowUpState
from allmende.papers.domain.values import parse_day
from allmende.papers.dossier import Dossier
from allmende.papers.duties.queries import digest_of
from allmende.papers.errors import PaperRefusal
from allmende.papers.models import FollowUp
from allmende.papers.visitors import visible_paper
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.queries import body_ids_of
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what became of the proposed decision."""
    paper = visible_paper(request, pk)
    require(person(request), paper.body_id, Capability.CONFIRM_PAPERS, on=today())
    dossier = Dossier(paper, user=request.user, on=today())
    first = shown_first(dossier.decision, dossier.votes, dossier.consultations, today())
    form = OutcomeForm(request.POST) if request.method == "POST" else OutcomeForm(initial=first)
    if form.is_valid():
        try:
            actions.record_outcome(paper_id=pk, outcome=form.result(), by=person(request), on=today())
        except PaperRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Das Ergebnis ist festgehalten."))
            return redirect(paper)
    return render(request, "papers/outcome.html", {"paper": paper, "form": form, "dossier": dossier})


@login_required
@require_POST
def withdraw_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    paper = visible_paper(request, pk)
    actions.withdraw_outcome(paper_id=pk, by=person(request), on=today())
    messages.success(request, _("Das Ergebnis ist zurückgenommen. Der Beschluss gilt wieder als Vorschlag."))
    return redirect(paper)


@require_safe
def in_force(request: HttpRequest) -> HttpResponse:
    """Show the decisions that hold on a day, and those that decisions name but nobody has entered."""
    day = _asked_day(request)
    bodies = papers.bodies_with_papers(user=request.user, on=today())
    table = in_force_table(request, queries.in_force(user=request.user, on=today(), day=day), bodies)
    key = request.GET.get("koerperschaft", "")
    body = next((each for each in bodies if each.key == key), None)
    context = {
        "day": day,
        "is_today": day == today(),
        "gaps": queries.gaps(user=request.user, on=today(), body_id=body.id if body else None),
        "body": body,
    }
    return respond(request, table, "papers/in_force.html", context)


@require_safe
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which resolutions of a paper's matter hold on a day."""
    paper, day = visible_paper(request, pk), _asked_day(request)
    found = matter_of(paper, user=request.user, on=today())
    context = {
        "paper": paper,
        "day": day,
        "sentence": matter_page.told(found, day),
        "timeline": matter_page.timeline(found, day),
        "days": matter_page.days_of_change(found),
    }
    return render(request, "papers/matter.html", context)


def _asked_day(request: HttpRequest) -> date:
    """Return the day asked for, or today; a day that cannot be read is said so."""
    text = texts.asked(request.GET, DAY)
    try:
        return parse_day(text) if text else today()
    except AllmendeError as error:
        messages.warning(request, str(error))
        return today()


@login_required
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    bodies = [each.body for each in register.memberships_of(person(request), on=today())]
    rows = queries.follow_ups_of({body.id for body in bodies})
    table = follow_up_table(request, rows, bodies, on=today())
    return respond(request, table, "papers/follow_ups.html", {"digest": digest_of(person(request))})


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a duty as done, dropped, or pending again."""
    rows = FollowUp.objects.filter(decision__paper__body_id__in=body_ids_of(request.user, on=today()))
    found = rows.select_related("decision__paper").filter(pk=pk).first()
    wanted = request.POST.get("stand", "")
    if found is None or wanted not in set(FollowUpState):
        raise Http404
    settled = actions.settle_follow_up(
        follow_up_id=pk, state=FollowUpState(wanted), by=person(request), on=today()
    )
    if wanted == FollowUpState.DONE and settled.state == FollowUpState.PENDING:
        day = f"{settled.due_on:%d.%m.%Y}"
        messages.success(request, _("Erledigt. Der Auftrag ist wieder fällig am {day}.").format(day=day))
    else:
        messages.success(request, _("Der Stand des Auftrags ist geändert."))
    return redirect(found)
