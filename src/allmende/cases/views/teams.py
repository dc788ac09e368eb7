"""Who works on a case: the team, deputies, hand-overs, and cases that nobody can open any more."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cases import course, lists, records
from allmende.cases import teams as actions
from allmende.cases.domain.file_words import TransferReason, TransferState
from allmende.cases.domain.words import TeamPosition
from allmende.cases.errors import UnknownCase
from allmende.cases.forms import DeputyForm, HandOverForm, TakeOverForm
from allmende.cases.models import Transfer
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
from allmende.register.visitors import person, today


@case_page
@require_safe
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who works or worked on a case, and its hand-overs."""
    on = today()
    with records.opened(person(request), pk) as case:
        case.record("case_team_read")
        members = course.team_of(pk)
        transfers = list(Transfer.objects.filter(case_id=pk).order_by("-pk"))
        number, standing = case.file.number, case.standing
    people = actions.people_of({each.assignment_id for each in members})
    names = lists.organisation_names(
        {each for row in transfers for each in (row.from_organisation_id, row.to_organisation_id)}
    )
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "team"),
        "title": case_title(number),
        "standing": standing,
        "members": [
            (
                each,
                *people.get(each.assignment_id, ("", "")),
                standing.is_lead
                and each.position is TeamPosition.DEPUTY
                and (each.last_day is None or each.last_day >= on),
            )
            for each in members
        ],
        "transfers": [
            (row, names.get(row.from_organisation_id, ""), names.get(row.to_organisation_id, ""))
            for row in transfers
        ],
        "has_offer": any(row.state == TransferState.OPEN.value for row in transfers),
    }
    return render(request, "cases/team.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def new_deputy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a deputy into the team."""
    user, on = person(request), today()
    with records.opened(user, pk) as case:
        case.require_team()
        number, region = case.file.number, case.file.region_id
    page = _page(
        _("Vertretung bestimmen"),
        _("Wer vertritt, liest und schreibt im Fall wie Sie, aber nur in dieser Zeit."),
        _("Die Vertretung ist eingetragen."),
        pk,
        case_title(number),
    )
    form = DeputyForm(
        data_of(request), colleagues=actions.colleagues(region, on=on, but=user), initial={"first": on}
    )
    return answered(
        request,
        form,
        page,
        lambda told: actions.add_deputy(
            by=user,
            case_id=pk,
            assignment_id=told["assignment"],
            first=told["first"],
            last=told["last"],
            reason=told["reason"],
        ),
    )


@case_page
@require_POST
def end_deputy(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """End the place of a deputy."""
    return done(
        request,
        lambda: actions.end_deputy(by=person(request), case_id=pk, member_id=part, on=today()),
        _("Die Vertretung ist beendet."),
        address("team", pk),
    )


@case_page
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a case to somebody of another organisation."""
    user = person(request)
    with records.opened(user, pk) as case:
        case.require_team()
        number, region = case.file.number, case.file.region_id
    page = _page(
        _("Fall übergeben"),
        _("Der Fall ist in Übergabe, bis die andere Stelle annimmt. Bis dahin arbeiten beide daran."),
        _("Der Fall ist angeboten."),
        pk,
        case_title(number),
    )
    return _offered(request, pk, region, page)


@case_page
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept or decline a case that was offered."""
    user = person(request)
    page = _page(
        _("Fall übernehmen"),
        _("Mit der Übernahme führt Ihre Stelle den Fall; das bisherige Team sieht ihn nicht mehr."),
        _("Die Entscheidung ist eingetragen."),
        pk,
        case_name(request, pk),
        to="my-day",
    )
    return answered(
        request,
        TakeOverForm(data_of(request)),
        page,
        lambda told: actions.settle_transfer(
            by=user, case_id=pk, accept=told["accept"] == "yes", consented_on=told["consented_on"]
        ),
    )


@case_page
@require_safe
def abandoned(request: HttpRequest) -> HttpResponse:
    """Show running cases that nobody can open any more, and possible doubles, to whoever may see them."""
    user = person(request)
    found, doubles = lists.abandoned_cases(by=user), lists.namesakes(by=user)
    ids = {each.holder_id for each in found} | {holder for group in doubles for *_case, holder in group}
    context = {"cases": found, "doubles": doubles, "names": lists.organisation_names(ids)}
    return render(request, "cases/abandoned.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def send_deputy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send somebody to a case that nobody can open any more."""
    left_alone = next(
        (each for each in lists.abandoned_cases(by=person(request)) if each.case_id == pk), None
    )
    if left_alone is None:
        raise UnknownCase
    page = _page(
        _("Vertretung entsenden"),
        _("Wer entsandt wird, liest den Fall und entscheidet über die Übernahme. Sie sehen ihn nicht."),
        _("Die Vertretung ist entsandt."),
        pk,
        case_title(left_alone.number),
        to="abandoned",
    )
    return _offered(request, pk, left_alone.region_id, page)


def _offered(request: HttpRequest, pk: UUID, region: int, page: FormPage) -> HttpResponse:
    user = person(request)
    form = HandOverForm(data_of(request), colleagues=actions.colleagues(region, on=today(), but=user))
    return answered(
        request,
        form,
        page,
        lambda told: actions.hand_over(
            by=user,
            case_id=pk,
            assignment_id=told["assignment"],
            occasion=TransferReason(told["occasion"]),
            reason=told["reason"],
        ),
    )


def _page(title: str, lead: str, done: str, pk: UUID, preline: str, to: str = "team") -> FormPage:
    target = address(to, pk) if to == "team" else address(to)
    return FormPage(title, lead, _("Eintragen"), done, target, preline)
