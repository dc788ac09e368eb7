"""What the person consented to."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cases import consents as actions
from allmende.cases import lists, records
from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import ConsentKind
from allmende.cases.forms import ConsentForm
from allmende.cases.models import Organisation
from allmende.cases.views.pages import FormPage, address, answered, case_page, case_title, data_of, done, tabs
from allmende.register.visitors import person, today


@case_page
@require_safe
def consents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the consents of a case, each with a light that is also a word."""
    with records.opened(person(request), pk) as case:
        case.record("case_consents_read")
        found = actions.read_consents(case, today())
        number, in_team = case.file.number, case.standing.in_team
    names = lists.organisation_names({each.recipient_id for each in found if each.recipient_id})
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "consents"),
        "title": case_title(number),
        "consents": [(each, names.get(each.recipient_id or 0, "")) for each in found],
        "in_team": in_team,
    }
    return render(request, "cases/consents.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a consent."""
    user = person(request)
    with records.opened(user, pk) as case:
        case.require_team()
        number, region, holder = case.file.number, case.file.region_id, case.file.holder_id
    others = Organisation.objects.filter(region_id=region).exclude(pk=holder).order_by("name")
    page = FormPage(
        title=_("Einwilligung eintragen"),
        lead=_("Eine Stelle, benannte Daten, ein Zweck, ein Ende. Was nicht dasteht, ist nicht erlaubt."),
        submit=_("Eintragen"),
        done=_("Die Einwilligung ist eingetragen."),
        to=address("consents", pk),
        preline=case_title(number),
    )
    form = ConsentForm(
        data_of(request),
        organisations=list(others.values_list("pk", "name")),
        initial={"given_on": today(), "language": "de"},
    )
    return answered(
        request,
        form,
        page,
        lambda told: actions.add_consent(by=user, case_id=pk, entry=_entry(told), on=today()),
    )


@case_page
@require_POST
def revoke(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """Record that the person took a consent back."""
    return done(
        request,
        lambda: actions.revoke_consent(by=person(request), case_id=pk, consent_id=part, on=today()),
        _("Die Einwilligung ist widerrufen. Was darunter freigegeben war, ist geschlossen."),
        address("consents", pk),
    )


def _entry(told: dict[str, Any]) -> actions.ConsentEntry:
    return actions.ConsentEntry(
        kind=ConsentKind(told["kind"]),
        recipient_id=told["recipient"],
        classes=[DataClass(each) for each in told["classes"]],
        purpose=told["purpose"],
        given_on=told["given_on"],
        until=told["until"],
        language=told["language"],
        told_consequence=told["told_consequence"],
    )
