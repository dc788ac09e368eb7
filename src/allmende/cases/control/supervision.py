"""Supervision: caseload, overdue reviews, emergency access and its review."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.proving import has_just_proven
from allmende.accounts.queries import second_factors_of
from allmende.cases import emergencies
from allmende.cases.control.forms import EmergencyForm, ReviewForm
from allmende.cases.control.visitors import duties, region_names
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import EmergencyReason, ReviewResult
from allmende.cases.models import Region
from allmende.cases.records import person_of
from allmende.cases.supervising import overview
from allmende.cases.views.pages import case_page
from allmende.common.errors import AllmendeError
from allmende.funding.small_table import SmallTable
from allmende.pages.columns import Column
from allmende.register.visitors import person, today

SUPERVISES = (Role.SUPERVISION,)
PROVEN_WITHIN = timedelta(minutes=5)


@case_page
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Show what supervision has to look at."""
    own = duties(request, SUPERVISES)
    regions = list(Region.objects.filter(pk__in={duty.region_id for duty in own}))
    found = overview(by=person(request), region_ids={region.pk for region in regions}, on=today())
    loads = SmallTable(
        _("Laufende Fälle je Person"),
        [
            Column("stelle", _("Stelle"), "organisation"),
            Column("person", _("Person"), "person"),
            Column("faelle", _("Fälle"), "cases", kind="number"),
        ],
        found.loads,
    )
    context = {
        "overview": found,
        "regions": ", ".join(region_names(regions).values()),
        "table": loads,
        "emergencies": emergencies.emergencies(by=person(request)),
    }
    return render(request, "cases/control/supervision.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a case in an emergency, after a second factor."""
    own = duties(request, SUPERVISES)
    if not second_factors_of(person(request)).is_protected:
        messages.error(
            request, _("Für den Notzugang brauchen Sie einen zweiten Faktor. Richten Sie ihn ein.")
        )
        return redirect("mfa_index")
    if not has_just_proven(request, PROVEN_WITHIN):
        return redirect(
            f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('cases:break-glass')})}"
        )
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = emergencies.break_glass(
                by=person(request),
                assignment_id=own[0].assignment_id,
                number=form.cleaned_data["number"],
                reason=EmergencyReason(form.cleaned_data["reason"]),
                explanation=form.cleaned_data["explanation"],
            )
            return redirect("cases:emergency", pk=made)
        except AllmendeError as error:
            form.add_error(None, str(error))
    return render(request, "cases/control/break_glass.html", {"form": form})


@case_page
@require_safe
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an emergency access: to who has it the person, to others the review."""
    duties(request, SUPERVISES)
    found = _found(request, pk)
    context: dict[str, Any] = {"emergency": found, "is_open": found.is_open(timezone.now())}
    if found.by_id != request.user.pk:
        context["form"] = None if found.result else ReviewForm()
    elif context["is_open"]:
        context["person"] = person_of(by=person(request), case_id=found.case_id)
    return render(request, "cases/control/emergency.html", context)


@case_page
@require_POST
def review_emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether an emergency access was justified."""
    duties(request, SUPERVISES)
    _found(request, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            emergencies.review(
                by=person(request),
                emergency_id=pk,
                result=ReviewResult(form.cleaned_data["result"]),
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Die Prüfung ist eingetragen."))
        except AllmendeError as error:
            messages.error(request, str(error))
    return redirect("cases:emergency", pk=pk)


def _found(request: HttpRequest, pk: int) -> emergencies.Emergency:
    try:
        return emergencies.emergency(by=person(request), emergency_id=pk)
    except AllmendeError:
        raise Http404 from None
