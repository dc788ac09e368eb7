"""Regions, organisations, roles and agreements of case work. No page here shows a case."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.permissions import may_manage_installation
from allmende.cases import administration as actions
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import LegalRegime, OrganisationKind
from allmende.cases.errors import MayNotAdminister
from allmende.cases.forms import AgreementForm, AssignmentForm, OrganisationForm, RegionForm, last_day
from allmende.cases.models import Agreement, Assignment, Region
from allmende.cases.views.pages import FormPage, address, answered, case_page, data_of, done
from allmende.funding import queries as funding
from allmende.register import queries as register
from allmende.register.visitors import person, today


@case_page
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show the regions that the person keeps."""
    user, on = person(request), today()
    found = list(actions.administered_regions(user, on=on))
    if not found and not may_manage_installation(user):
        raise MayNotAdminister
    names = register.bodies_by_id([each.body_id for each in found], on=on)
    context: dict[str, Any] = {
        "regions": [(each, names[each.body_id].designation) for each in found],
        "may_create": may_manage_installation(user),
    }
    return render(request, "cases/regions.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_region(request: HttpRequest) -> HttpResponse:
    """Make a region."""
    user = person(request)
    if not may_manage_installation(user):
        raise MayNotAdminister
    page = FormPage(
        title=_("Region anlegen"),
        lead=_(
            "Eine Region ist das Gebiet eines Kommunalen Integrationszentrums. Sie bekommt einen "
            "eigenen Schlüssel."
        ),
        submit=_("Anlegen"),
        done=_("Die Region ist angelegt. Sichern Sie die Schlüsseldatei."),
        to=address("regions"),
    )
    return answered(
        request,
        RegionForm(data_of(request), on=today()),
        page,
        lambda told: actions.create_region(by=user, body=told["body"]),
    )


@case_page
@require_safe
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """Show organisations, agreements and roles of a region with their last days."""
    found, on = _region(request, pk), today()
    assignments = Assignment.objects.filter(region=found).select_related("user", "organisation", "given_by")
    agreements = Agreement.objects.filter(organisation__region=found).select_related(
        "organisation", "forwarding"
    )
    context: dict[str, Any] = {
        "region": found,
        "name": register.bodies_by_id([found.body_id], on=on)[found.body_id].designation,
        "organisations": found.organisations.order_by("name"),
        "assignments": [
            (each, last_day(each.valid.upper), each.valid.upper is None or each.valid.upper > on)
            for each in assignments.order_by("organisation__name", "role", "pk")
        ],
        "agreements": [
            (each, last_day(each.valid.upper), _holds(each, on))
            for each in agreements.order_by("organisation__name", "pk")
        ],
    }
    return render(request, "cases/region.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an employer of people in case work."""
    found, user = _region(request, pk), person(request)
    page = _page(
        _("Stelle eintragen"), _("Ein freier Träger arbeitet erst, wenn ein Vertrag verbunden ist."), pk
    )
    return answered(
        request,
        OrganisationForm(data_of(request), on=today()),
        page,
        lambda told: actions.add_organisation(
            by=user,
            region=found,
            body=told["body"],
            kind=OrganisationKind(told["kind"]),
            regime=LegalRegime(told["regime"]),
        ),
    )


@case_page
@require_http_methods(["GET", "POST"])
def new_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    found, user = _region(request, pk), person(request)
    page = _page(
        _("Aufgabe vergeben"),
        _("Niemand gibt sich selbst eine Aufgabe. Eine Aufgabe öffnet noch keinen Fall."),
        pk,
    )
    form = AssignmentForm(
        data_of(request),
        organisations=list(found.organisations.order_by("name").values_list("pk", "name")),
        initial={"first": today()},
    )
    return answered(
        request,
        form,
        page,
        lambda told: actions.assign(
            by=user,
            region=found,
            entry=actions.AssignmentEntry(
                told["organisation"],
                told["email"],
                Role(told["role"]),
                told["first"],
                told["last"],
                told["reason"],
            ),
            on=today(),
        ),
    )


@case_page
@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a charity with its forwarding agreement."""
    found, user, on = _region(request, pk), person(request), today()
    charities = found.organisations.filter(kind=OrganisationKind.TRAEGER.value).order_by("name")
    forwardings = funding.visible_forwardings(user, on=on).order_by("pk")
    page = _page(
        _("Vertrag verbinden"),
        _(
            "Der Zugang des Trägers gilt, solange der Weiterleitungsvertrag gilt. Endet er, endet der "
            "Zugang sofort."
        ),
        pk,
    )
    form = AgreementForm(
        data_of(request),
        organisations=list(charities.values_list("pk", "name")),
        forwardings=[(each.pk, str(each)) for each in forwardings],
        initial={"first": on},
    )
    return answered(
        request,
        form,
        page,
        lambda told: actions.link_agreement(
            by=user,
            region=found,
            organisation_id=told["organisation"],
            forwarding_id=told["forwarding"],
            first=told["first"],
            on=on,
        ),
    )


@case_page
@require_POST
def end_assignment(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """End a role now."""
    return _ended(
        request,
        pk,
        lambda found: actions.end_assignment(
            by=person(request), region=found, assignment_id=part, on=today()
        ),
        _("Die Aufgabe ist beendet. Der Zugang über sie ist geschlossen."),
    )


@case_page
@require_POST
def end_agreement(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """End case work under an agreement now."""
    return _ended(
        request,
        pk,
        lambda found: actions.end_agreement(by=person(request), region=found, agreement_id=part, on=today()),
        _("Die Verbindung ist beendet. Sehen Sie unter „Übergaben“ nach, welche Fälle jemanden brauchen."),
    )


def _ended(request: HttpRequest, pk: int, act: Callable[[Region], None], said: str) -> HttpResponse:
    found = _region(request, pk)
    return done(request, lambda: act(found), said, address("region", pk))


def _region(request: HttpRequest, pk: int) -> Region:
    return actions.administered_region(person(request), pk, on=today())


def _holds(agreement: Agreement, on: Any) -> bool:
    return all(on in each for each in (agreement.valid, agreement.forwarding.valid))


def _page(title: str, lead: str, pk: int) -> FormPage:
    return FormPage(title, lead, _("Eintragen"), _("Eingetragen."), address("region", pk))
