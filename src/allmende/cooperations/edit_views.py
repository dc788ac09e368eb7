"""Entering and changing a cooperation: for clerks and heads of the steward or a party; others get 404."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.common.errors import AllmendeError
from allmende.cooperations import actions, corrections, queries, withdrawing
from allmende.cooperations.domain import PartyRole
from allmende.cooperations.entries import CooperationEntry, PartyEntry, TaskEntry
from allmende.cooperations.forms import (
    LastDayForm,
    NewForm,
    OwnBodyForm,
    PartyForm,
    StateForm,
    WithdrawalForm,
)
from allmende.cooperations.importing.reader import key_of
from allmende.cooperations.models import Cooperation
from allmende.cooperations.visitors import keeping_body, kept_cooperation, own_cooperation
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a cooperation; the body for which the person acts answers for it and takes part."""
    body = keeping_body(request)
    if body is None:
        raise Http404
    form = NewForm(request.POST or None)

    def save() -> str:
        data = form.cleaned_data
        entry = CooperationEntry(
            key=key_of(data["name"]) or "zusammenarbeit",
            state=form.state_entry(),
            source=form.source_entry(),
            first_day=data["from_day"],
            steward_id=body.id,
            parties=[PartyEntry(body.id, str(body))],
            tasks=[TaskEntry(code) for code in data["tasks"]],
        )
        created = actions.create_cooperation(entry=entry, **who(request))
        return created.key

    return answer(request, form, save, title=_("Zusammenarbeit eintragen"), cooperation=None)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Say something else of a cooperation from a day on."""
    cooperation = own_cooperation(request, key)
    form = StateForm(request.POST or None, initial=_said_now(cooperation))

    def save() -> str:
        actions.change_cooperation(
            key=key,
            state=form.state_entry(),
            source=form.source_entry(),
            from_day=form.cleaned_data["from_day"],
            **who(request),
        )
        return key

    return answer(request, form, save, title=_("Angaben ändern"), cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def add_party(request: HttpRequest, key: str) -> HttpResponse:
    """Let a body take part."""
    cooperation = own_cooperation(request, key)
    form = PartyForm(request.POST or None, tasks=queries.tasks_of(cooperation, on=today()))

    def save() -> str:
        data = form.cleaned_data
        assert form.found is not None  # noqa: S101 - a valid form has found it
        party = PartyEntry(
            form.found.id,
            str(form.found),
            PartyRole(data["role"]),
            last_day=data["last_day"],
            capital_cents=data["capital"],
            votes=data["votes"],
            seats=data["seats"],
            task_codes=tuple(data.get("task_codes") or ()),
        )
        actions.add_party(
            key=key, party=party, first_day=data["from_day"], source=form.source_entry(), **who(request)
        )
        return key

    return answer(request, form, save, title=_("Beteiligte hinzufügen"), cooperation=cooperation)


@login_required
@require_http_methods(["GET", "POST"])
def own_body(request: HttpRequest, key: str) -> HttpResponse:
    """Say which body of the register the cooperation is itself."""
    cooperation = own_cooperation(request, key)
    form = OwnBodyForm(
        request.POST if request.method == "POST" else None,
        on=today(),
        initial={"body": cooperation.body.key if cooperation.body else ""},
    )

    def save() -> str:
        actions.set_own_body(key=key, body=form.found, by=person(request), on=today())
        return key

    lead = _(
        "Ein Zweckverband, eine AöR oder eine GmbH ist selbst eine Körperschaft und kann sich wieder "
        "an anderen beteiligen. Ihre Mitglieder sind dort dann mittelbar dabei."
    )
    return answer(request, form, save, title=_("Eigene Körperschaft"), cooperation=cooperation, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End a cooperation after its last day."""
    cooperation = own_cooperation(request, key)
    form = LastDayForm(request.POST or None)

    def save() -> str:
        actions.end_cooperation(key=key, last_day=form.cleaned_data["last_day"], **who(request))
        return key

    return answer(request, form, save, title=_("Zusammenarbeit beenden"), cooperation=cooperation)


def answer(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[], str],
    *,
    title: str | Promise,
    cooperation: Cooperation | None,
    lead: str | Promise | None = None,
    button: str | Promise | None = None,
) -> HttpResponse:
    """Save a valid form and lead to the entry; whatever is wrong stands above the form."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                key = save()
            except AllmendeError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Gespeichert."))
                return redirect("cooperations:cooperation", key=key)
    context = {
        "form": form,
        "title": title,
        "cooperation": cooperation,
        "name": queries.name_on(cooperation, on=today()) if cooperation else "",
        "lead": lead,
        "button": button,
    }
    return render(request, "cooperations/form.html", context, status=status)


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who saves, and when."""
    return {"by": person(request), "on": today(), "at": timezone.now()}


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Take back the end of a cooperation."""
    cooperation = own_cooperation(request, key)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save() -> str:
        corrections.reopen_cooperation(key=key, **who(request))
        return key

    title = _("Ende zurücknehmen")
    lead = _("Die Zusammenarbeit und alles, was mit ihr endete, gilt dann wieder bis auf Weiteres.")
    return answer(request, form, save, title=title, cooperation=cooperation, lead=lead, button=title)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a whole entry back that was made by mistake."""
    cooperation = own_cooperation(request, key)
    form = WithdrawalForm(request.POST or None)

    def save() -> str:
        withdrawing.withdraw_cooperation(key=key, reason=form.cleaned_data["reason"], **who(request))
        return key

    title = _("Ganzen Eintrag zurücknehmen")
    lead = _(
        "Nur für Einträge, die es nie hätte geben sollen, etwa doppelte. Der Eintrag verschwindet aus "
        "Listen, Karte und Suche. Seine Seite bleibt mit dem Grund lesbar; Sie können ihn wieder aufnehmen. "
        "Endet eine Zusammenarbeit, beenden Sie sie stattdessen."
    )
    button = _("Zurücknehmen")
    return answer(request, form, save, title=title, cooperation=cooperation, lead=lead, button=button)


@login_required
@require_http_methods(["GET", "POST"])
def reinstate(request: HttpRequest, key: str) -> HttpResponse:
    """Take a withdrawn entry up again."""
    cooperation = kept_cooperation(request, key)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save() -> str:
        withdrawing.reinstate_cooperation(key=key, **who(request))
        return key

    title = _("Eintrag wieder aufnehmen")
    lead = _("Alles, was vor der Rücknahme eingetragen war, gilt wieder.")
    return answer(request, form, save, title=title, cooperation=cooperation, lead=lead, button=title)


def _said_now(cooperation: Cooperation) -> dict[str, Any]:
    """Return what holds today, to start from; the day and the source are new."""
    state = queries.states_on(today()).filter(cooperation=cooperation).first()
    if state is None:
        return {}
    same = [name for name in StateForm.base_fields if hasattr(state, name) and name not in ("source", "seat")]
    values = {name: getattr(state, name) for name in same}
    seat = state.seat.key if state.seat else ""
    return {**values, "capital_total": state.capital_total_cents, "seat": seat}
