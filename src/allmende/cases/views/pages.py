"""What the pages of case work share: nothing is stored by browsers, forms show refusals, a case has tabs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from allmende.cases.errors import CaseRefusal, MayNotHandOver, MayNotOpenCases, NothingToAccept
from allmende.cases.records import opened
from allmende.common.errors import AllmendeError
from allmende.register.visitors import person

REFUSALS: tuple[type[AllmendeError], ...] = (CaseRefusal, MayNotHandOver, MayNotOpenCases, NothingToAccept)
"""What people can put right; the page shows it beside the form."""
View = Callable[..., HttpResponse]
no_store: Callable[[View], View] = cache_control(no_store=True)
"""Nothing of case work stays in a browser or a proxy."""


def case_page(view: View) -> View:
    """Let only signed-in people in, and let no browser and no proxy keep the page."""
    return no_store(login_required(view))


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form, and where it leads."""

    title: str
    lead: str
    submit: str
    done: str
    to: str
    preline: str = ""


def answered(
    request: HttpRequest, form: forms.Form, page: FormPage, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show a form, or do what it asks for; a refusal stands beside the form."""
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, page.done)
            return redirect(page.to)
    return render(request, "cases/form.html", {"form": form, "page": page})


def done(request: HttpRequest, act: Callable[[], object], said: str, to: str) -> HttpResponse:
    """Do what one button asks for, and go on; a refusal becomes a message."""
    try:
        act()
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(to)


def data_of(request: HttpRequest) -> Any:
    """Return what was posted, None for a page that is only shown."""
    return request.POST if request.method == "POST" else None


def case_name(request: HttpRequest, pk: UUID) -> str:
    """Return what a form of a case is headed by; raise UnknownCase for whoever is not in its team."""
    with opened(person(request), pk) as case:
        case.require_team()
        return case_title(case.file.number)


def case_title(number: str) -> str:
    """Return how a page names a case: never by the person."""
    return _("Fall {number}").format(number=number)


def address(name: str, *parts: Any) -> str:
    return reverse(f"cases:{name}", args=parts)


def tabs(pk: UUID, here: str) -> Sequence[tuple[str, str, bool]]:
    """Return the pages of a case."""
    pages = (
        ("case", _("Überblick")),
        ("plan", _("Hilfeplan")),
        ("notes", _("Notizen")),
        ("consents", _("Einwilligungen")),
        ("shares", _("Freigaben")),
        ("team", _("Team")),
        ("codes", _("Statistik")),
        ("case-accesses", _("Zugriffe")),
    )
    return [(label, address(name, pk), name == here) for name, label in pages]
