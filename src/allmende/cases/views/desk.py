"""The desk of somebody in case work: what is due today, the list of cases, a new case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.cases import lists
from allmende.cases.administration import administered_regions
from allmende.cases.control.visitors import SEES_STATISTICS, roles_of
from allmende.cases.domain.access import Role
from allmende.cases.errors import MayNotOpenCases
from allmende.cases.forms import ListForm, NewCaseForm
from allmende.cases.models import Assignment
from allmende.cases.opening import open_checked
from allmende.cases.records import Person
from allmende.cases.sealing import AUDITS
from allmende.cases.views.pages import FormPage, address, answered, case_page, data_of
from allmende.register.visitors import person, today


@case_page
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """Show what waits: reviews, steps, consents that end, shares that nobody has read."""
    user, on = person(request), today()
    is_at_work = lists.may_work(user, on)
    roles = roles_of(request)
    context: dict[str, Any] = {
        "is_at_work": is_at_work,
        "due": lists.due_for(by=user, on=on) if is_at_work else [],
        "unread": lists.unread_shares(by=user) if is_at_work else 0,
        "abandoned": len(lists.abandoned_cases(by=user)) if is_at_work else 0,
        "administers": administered_regions(user, on=on).exists(),
        "supervises": Role.SUPERVISION in roles,
        "sees_statistics": not roles.isdisjoint(SEES_STATISTICS),
        "audits": not roles.isdisjoint(AUDITS),
    }
    return render(request, "cases/my_day.html", context)


@case_page
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases of one's teams, with initials until the names are asked for."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = request.GET.get("seite", "")
    page = lists.my_cases(
        by=person(request),
        asked=lists.Asked(
            state=asked.get("stand") or lists.OPEN,
            phase=asked.get("phase", ""),
            number=asked.get("nummer", ""),
            page=max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else 1,
            with_names=request.GET.get("namen") == "1",
        ),
    )
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "with_names": request.GET.get("namen") == "1",
        "names_url": _same(request, namen="1", seite=str(page.number)),
        "without_names_url": _same(request, namen="", seite=str(page.number)),
        "next_url": _same(request, seite=str(page.number + 1)) if page.number < page.pages else "",
        "previous_url": _same(request, seite=str(page.number - 1)) if page.number > 1 else "",
        "holders": lists.organisation_names({row.holder_id for row in page.rows}),
    }
    return render(request, "cases/cases.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case after the check for a possible double inside the region."""
    user, on = person(request), today()
    tasks = Assignment.objects.filter(
        user=user, role=Role.CASE_MANAGER.value, valid__contains=on
    ).select_related("organisation")
    offered = [(each.pk, each.organisation.name) for each in tasks]
    if not offered:
        raise MayNotOpenCases
    form = NewCaseForm(data_of(request), tasks=offered)
    page = FormPage(
        title=_("Neuer Fall"),
        lead=_("Beginnen Sie mit der Fallklärung. Die Nummer vergibt das System."),
        submit=_("Prüfen und anlegen"),
        done=_("Der Fall ist angelegt."),
        to=address("cases"),
    )
    made: dict[str, Any] = {}

    def act(told: dict[str, Any]) -> None:
        made["pk"] = open_checked(
            by=user,
            assignment_id=told["assignment"],
            person=person_from(told),
            is_cleared=told["cleared"],
            on=on,
        )

    response = answered(request, form, page, act)
    return redirect(address("case", made["pk"])) if made else response


def person_from(told: dict[str, Any]) -> Person:
    """Return the particulars of a form."""
    return Person(
        name=told["name"],
        born=told["born"],
        contact=told["contact"],
        languages=told["languages"],
        needs_interpreter=told["needs_interpreter"],
    )


def _same(request: HttpRequest, **changes: str) -> str:
    """Return the address of this list with something changed; only codes and numbers are in it."""
    asked = request.GET.copy()
    for name, value in changes.items():
        asked[name] = value
    return f"?{asked.urlencode()}"
