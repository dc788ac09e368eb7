"""One case: overview, the person behind it, admission, phases, review, closing."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.cases import course, lists, records, teams
from allmende.cases.domain.file_words import LegalBasis
from allmende.cases.domain.phases import NEXT, Phase
from allmende.cases.domain.words import ClosureReason
from allmende.cases.forms import AdmissionForm, ClosingForm, PersonForm, PhaseForm
from allmende.cases.views.desk import person_from
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
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where a case stands, who works on it and what comes next; no name."""
    on = today()
    found = course.overview_of(by=person(request), case_id=pk, on=on)
    people = teams.people_of({each.assignment_id for each in found.team})
    reached = course.BAR.index(found.phase) if found.phase in course.BAR else -1
    context: dict[str, Any] = {
        "pk": pk,
        "tabs": tabs(pk, "case"),
        "title": case_title(found.file.number),
        "found": found,
        "holder": lists.organisation_names({found.file.holder_id}).get(found.file.holder_id, ""),
        "basis": LegalBasis(found.file.legal_basis) if found.file.legal_basis else None,
        "bar": [
            (each, "done" if index < reached else "here" if index == reached else "ahead")
            for index, each in enumerate(course.BAR)
        ],
        "possible": found.possible(on),
        "team": [
            (each, *people.get(each.assignment_id, ("", "")))
            for each in found.team
            if each.since <= on and (each.last_day is None or each.last_day >= on)
        ],
        "is_late": found.file.review_on is not None and found.file.review_on < on,
        "changes": [(each, Phase(each.phase)) for each in found.changes],
    }
    return render(request, "cases/case.html", context)


@case_page
@require_http_methods(["GET", "POST"])
def person_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who a case is about, and write it anew."""
    user = person(request)
    with records.opened(user, pk) as case:
        told = records.read_person(case)
        title = case_title(case.file.number)
    page = FormPage(
        title=_("Angaben zur Person"),
        lead=_("Jedes Öffnen dieser Seite steht im Protokoll des Falls."),
        submit=_("Speichern"),
        done=_("Die Angaben sind gespeichert."),
        to=address("case", pk),
        preline=title,
    )
    return answered(
        request,
        PersonForm(data_of(request), initial=asdict(told)),
        page,
        lambda cleaned: records.change_person(by=user, case_id=pk, person=person_from(cleaned)),
    )


@case_page
@require_http_methods(["GET", "POST"])
def admission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter what must be there before admission."""
    user = person(request)
    with records.opened(user, pk) as case:
        case.require_team()
        file = case.file
    page = FormPage(
        title=_("Aufnahme vorbereiten"),
        lead=_("Ohne Datenschutzinformation und Rechtsgrundlage wird niemand aufgenommen."),
        submit=_("Speichern"),
        done=_("Gespeichert."),
        to=address("case", pk),
        preline=case_title(file.number),
    )
    initial = {"informed_on": file.informed_on, "basis": file.legal_basis, "restricted": file.restricted}
    return answered(
        request,
        AdmissionForm(data_of(request), initial=initial),
        page,
        lambda told: course.set_admission(
            by=user,
            case_id=pk,
            informed_on=told["informed_on"],
            basis=LegalBasis(told["basis"]) if told["basis"] else None,
            restricted=told["restricted"],
        ),
    )


@case_page
@require_http_methods(["GET", "POST"])
def phase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a case enter the next phase, or say what is missing."""
    user = person(request)
    with records.opened(user, pk) as case:
        case.require_team()
        now, title = Phase(case.file.phase), case_title(case.file.number)
    following = sorted(NEXT[now] - course.BY_OTHERS - {Phase.ABGESCHLOSSEN}, key=list(Phase).index)
    if now is Phase.NACHBETREUUNG:
        following.append(Phase.ABGESCHLOSSEN)
    page = FormPage(
        title=_("Phase wechseln"),
        lead=_("Jetzt: {phase}. Nichts davon ändert, was schon geschehen ist.").format(phase=_(now.label)),
        submit=_("Wechseln"),
        done=_("Der Fall ist in der neuen Phase."),
        to=address("case", pk),
        preline=title,
    )
    return answered(
        request,
        PhaseForm(data_of(request), following=following),
        page,
        lambda told: course.change_phase(
            by=user, case_id=pk, to=Phase(told["phase"]), reason=told["reason"], on=today()
        ),
    )


@case_page
@require_POST
def reviewed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that the case was looked at."""
    return done(
        request,
        lambda: course.set_review(by=person(request), case_id=pk, on=today()),
        _("Die nächste Überprüfung ist in drei Monaten."),
        address("case", pk),
    )


@case_page
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a case with its evaluation."""
    user = person(request)
    page = FormPage(
        title=_("Fall abschließen"),
        lead=_("Vorher muss über jedes Ziel entschieden sein."),
        submit=_("Abschließen"),
        done=_("Der Fall ist abgeschlossen."),
        to=address("case", pk),
        preline=case_name(request, pk),
    )
    return answered(
        request,
        ClosingForm(data_of(request)),
        page,
        lambda told: course.close_case(
            by=user,
            case_id=pk,
            reason=ClosureReason(told["reason"]),
            evaluation=told["evaluation"],
            on=today(),
        ),
    )
