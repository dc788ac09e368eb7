"""The plan of a case: versions, goals, steps, decisions, and the agreement on paper."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cases import planning, records
from allmende.cases.agreement_print import LANGUAGES, agreement_pdf
from allmende.cases.domain.file_words import Responsible
from allmende.cases.domain.words import ActionField, GoalState
from allmende.cases.forms import DayForm, DecisionForm, GoalForm, StepForm, VersionForm
from allmende.cases.views.pages import (
    FormPage,
    address,
    answered,
    case_name,
    case_page,
    case_title,
    data_of,
    done,
    tabs,
)
from allmende.pages.downloads import file_response, safe_filename
from allmende.register.visitors import person, today


@case_page
@require_safe
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the plan with all its versions."""
    with records.opened(person(request), pk) as case:
        versions = planning.read_plans(case)
        number, in_team = case.file.number, case.standing.in_team
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "plan"),
        "title": case_title(number),
        "newest": versions[0] if versions else None,
        "older": versions[1:],
        "language": LANGUAGES[versions[0].language].name
        if versions and versions[0].language in LANGUAGES
        else "",
        "in_team": in_team,
        "form": DayForm(initial={"day": today()}),
    }
    return render(request, "cases/plan.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a version of the plan."""
    user = person(request)
    page = _page(
        request,
        pk,
        title=_("Neue Fassung des Hilfeplans"),
        lead=_("Offene Ziele wandern in die neue Fassung; die alte bleibt lesbar."),
        done=_("Die Fassung ist angelegt. Tragen Sie nun Ziele ein."),
    )
    return answered(
        request,
        VersionForm(data_of(request)),
        page,
        lambda told: planning.new_version(
            by=user, case_id=pk, summary=told["summary"], language=told["language"], on=today()
        ),
    )


@case_page
@require_POST
def agreed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the day on which the person agreed to the plan."""
    form = DayForm(request.POST)
    day: date = form.cleaned_data["day"] if form.is_valid() else today()
    return done(
        request,
        lambda: planning.agree_plan(by=person(request), case_id=pk, agreed_on=day, on=today()),
        _("Die Zielvereinbarung ist eingetragen."),
        address("plan", pk),
    )


@case_page
@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a goal."""
    user = person(request)
    page = _page(request, pk, title=_("Ziel eintragen"), lead="", done=_("Das Ziel ist eingetragen."))
    return answered(
        request,
        GoalForm(data_of(request)),
        page,
        lambda told: planning.add_goal(
            by=user,
            case_id=pk,
            field=ActionField(told["action_field"]),
            text=told["text"],
            due_on=told["due_on"],
        ),
    )


@case_page
@require_http_methods(["GET", "POST"])
def decide_goal(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """Decide on a goal."""
    user = person(request)
    page = _page(
        request,
        pk,
        title=_("Über das Ziel entscheiden"),
        lead=_("Die Entscheidung bleibt stehen. Soll es weitergehen, vereinbaren Sie ein neues Ziel."),
        done=_("Die Entscheidung ist eingetragen."),
    )
    return answered(
        request,
        DecisionForm(data_of(request)),
        page,
        lambda told: planning.decide_goal(
            by=user,
            case_id=pk,
            goal_id=part,
            state=GoalState(told["state"]),
            reason=told["reason"],
            on=today(),
        ),
    )


@case_page
@require_http_methods(["GET", "POST"])
def new_step(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """Add a step to a goal."""
    user = person(request)
    page = _page(request, pk, title=_("Schritt eintragen"), lead="", done=_("Der Schritt ist eingetragen."))
    return answered(
        request,
        StepForm(data_of(request)),
        page,
        lambda told: planning.add_step(
            by=user,
            case_id=pk,
            goal_id=part,
            text=told["text"],
            responsible=Responsible(told["responsible"]),
            due_on=told["due_on"],
        ),
    )


@case_page
@require_POST
def step_done(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """Record that a step is done."""
    return done(
        request,
        lambda: planning.finish_step(by=person(request), case_id=pk, step_id=part, on=today()),
        _("Erledigt."),
        address("plan", pk),
    )


@case_page
@require_safe
def print_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the newest version on paper, in German and the chosen language; the name is written by hand."""
    with records.opened(person(request), pk) as case:
        versions = planning.read_plans(case)
        case.record("case_plan_printed")
        number = case.file.number
    if not versions:
        raise Http404
    content = agreement_pdf(versions[0], number=number, on=today())
    return file_response(content, safe_filename(f"Zielvereinbarung {number}", "pdf"))


def _page(request: HttpRequest, pk: UUID, *, title: str, lead: str, done: str) -> FormPage:
    return FormPage(
        title=title,
        lead=lead,
        submit=_("Speichern"),
        done=done,
        to=address("plan", pk),
        preline=case_name(request, pk),
    )
