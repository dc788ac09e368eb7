"""A partner's own paper and its results in the browser."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.joint_decisions import forms, partner_actions, queries
from allmende.joint_decisions.core_text import from_json
from allmende.joint_decisions.edit_views import FORM, answer
from allmende.joint_decisions.errors import ChangedMeanwhile, Vanished
from allmende.joint_decisions.models import PartnerDecision
from allmende.joint_decisions.states import Station
from allmende.joint_decisions.visitors import Visit, visit
from allmende.register import queries as register
from allmende.register.visitors import person, today


@login_required
@require_POST
def begin(request: HttpRequest, pk: int, partner_id: int) -> HttpResponse:
    """Begin the partner's paper, or another one when its council decides again."""
    found = visit(request, pk, None)
    if found.board(request).row_of(partner_id) is None:
        raise Vanished
    made = partner_actions.begin_decision(partner_id=partner_id, by=person(request), on=today())
    return redirect(found.url("decision", made.pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, decision_id: int) -> HttpResponse:
    """Enter number, dates, local texts, and who may see them."""
    found = visit(request, pk, None)
    decision = _decision(found, decision_id)
    slots = from_json(decision.core_version.paragraphs).slots
    form = forms.DecisionForm(slots, request.POST or None, initial=_entered(decision))

    def save() -> str:
        partner_actions.save_decision(
            decision_id=decision_id,
            entry=form.entry(),
            version=form.cleaned_data["version"] or 0,
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Die Vorlage ist gespeichert."))
        return found.url("partner", decision.partner_id)

    context: dict[str, Any] = {
        "title": _("Vorlage bearbeiten"),
        "preline": _name(decision),
        "matter": found.matter,
        "back_url": found.url("partner", decision.partner_id),
    }
    if request.method == "POST" and form.is_valid() and form.cleaned_data["version"] != decision.version:
        return _both(request, decision, form, context)
    return answer(request, form, save, **context)


def _both(
    request: HttpRequest, decision: PartnerDecision, form: forms.DecisionForm, context: dict[str, Any]
) -> HttpResponse:
    """Return the form with what the person typed, beside what was saved meanwhile."""
    name = str(decision.modified_by or "Allmende")
    theirs, mine = _entered(decision), form.data
    rows = [
        {"words": str(field.label), "mine": mine.get(key, ""), "theirs": _shown(theirs.get(key))}
        for key, field in form.fields.items()
        if key != "version" and _shown(theirs.get(key)) != mine.get(key, "").replace("\r\n", "\n")
    ]
    typed = {key: mine.get(key, "") for key in form.fields}
    shown = forms.DecisionForm(
        from_json(decision.core_version.paragraphs).slots,
        initial={**typed, "is_released": "is_released" in mine, "version": decision.version},
    )
    messages.warning(request, str(ChangedMeanwhile(person=name)))
    conflict = {"person": name, "rows": rows}
    return render(request, FORM, {"form": shown, "conflict": conflict, **context}, status=409)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def _entered(decision: PartnerDecision) -> dict[str, Any]:
    stations = [Station(each.organization, each.date, each.authoritative) for each in decision.planned.all()]
    return {
        "reference": decision.reference,
        "stations": forms.typed_stations(stations),
        "visibility": decision.visibility,
        "is_released": decision.released_on is not None,
        "note": decision.note,
        "version": decision.version,
        **{f"slot_{name}": text for name, text in decision.local_texts.items()},
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, pk: int, decision_id: int) -> HttpResponse:
    """Enter what the council did, or correct what was entered."""
    found = visit(request, pk, None)
    decision = _decision(found, decision_id)
    corrected = _corrected(request, decision)
    form = forms.ResultForm(request.POST or None, initial=corrected[1])

    def save() -> str:
        partner_actions.record_result(
            decision_id=decision_id,
            entry=form.entry(),
            corrects_id=corrected[0],
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Das Ergebnis ist festgehalten."))
        return found.url("partner", decision.partner_id)

    title = _("Ergebnis berichtigen") if corrected[0] else _("Ergebnis eintragen")
    lead = _(
        "Nichts wird überschrieben: Ein früheres Ergebnis bleibt lesbar. "
        "Entscheidet der Rat erneut, zählt das letzte."
    )
    return answer(
        request,
        form,
        save,
        title=title,
        lead=lead,
        preline=_name(decision),
        matter=found.matter,
        back_url=found.url("partner", decision.partner_id),
    )


def _corrected(request: HttpRequest, decision: PartnerDecision) -> tuple[int | None, dict[str, Any]]:
    """Return the result to be corrected and what its form shows first."""
    wanted = request.GET.get("berichtigt", "")
    if not wanted.isdecimal():
        return None, {}
    row = queries.results_of(decision.pk).filter(pk=int(wanted[:18]), correction=None).first()
    if row is None:
        raise Vanished
    names = ("kind", "decided_on", "yes", "no", "abstentions", "resolved_text", "judged", "note")
    return row.pk, {**{name: getattr(row, name) for name in names}, "conditions": "\n".join(row.conditions)}


def _decision(found: Visit, decision_id: int) -> PartnerDecision:
    """Return the paper for a person who writes for the partner, or for the lead; raise Vanished."""
    rows = PartnerDecision.objects.select_related("partner", "core_version", "modified_by")
    decision = rows.filter(pk=decision_id, partner__joint_decision=found.matter).first()
    rights = found.rights
    if decision is None or not rights.sees(decision.partner.body_id, decision.visibility):
        raise Vanished
    if not (rights.may_write(decision.partner.body_id) or rights.may_edit):
        raise Vanished
    return decision


def _name(decision: PartnerDecision) -> str:
    body_id = decision.partner.body_id
    return str(register.bodies_by_id([body_id], on=today())[body_id])
