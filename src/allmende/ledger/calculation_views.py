"""Calculating: recalculate with a preview, open a new calculation, publish one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.ledger import actions
from allmende.ledger.case_form import bound_case, fingerprint, initial_of
from allmende.ledger.computing import Question, rules_of
from allmende.ledger.domain import PostingKind
from allmende.ledger.errors import LedgerRefusal
from allmende.ledger.preview_page import PreviewPage
from allmende.ledger.setup_form import SetupForm, books_of
from allmende.ledger.telling import told
from allmende.ledger.visitors import may, visible_calculation
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today
from allmende.rules import RulesError


@login_required
@require_http_methods(["GET", "POST"])
def recalculate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let people change what went in; show what that changes; post it when they say so."""
    on = today()
    calculation = visible_calculation(request, pk)
    require(person(request), calculation.body_id, Capability.CALCULATE, on=on)
    last = calculation.versions.order_by("-number").first()
    initial, kept = initial_of(last.inputs, last.layers) if last else ({}, [])
    day = last.valid_on if last else calculation.period.lower
    names = list(dict.fromkeys(flow["rule"] for flow in calculation.flows))
    data = request.POST if request.method == "POST" else None
    rules = rules_of(calculation.body_id, calculation.contract)
    form = bound_case(data, rules, names, day=day, known=on, initial=initial)
    context: dict[str, Any] = {"calculation": calculation, "form": form}
    if request.method == "POST" and form.is_valid():
        question = form.question(kept)
        try:
            if asked_to_post(request, question):
                actions.recalculate(
                    calculation_id=pk,
                    question=question,
                    based_on=based_on(request),
                    reason=request.POST.get("reason", "")[:2000],
                    by=person(request),
                    on=on,
                )
                messages.success(request, _("Der Unterschied ist gebucht."))
                return redirect(calculation)
            plan = actions.preview(calculation_id=pk, question=question, by=person(request), on=on)
            context |= {
                "preview": PreviewPage.of(plan, on=on),
                "based_on": plan.based_on,
                "seen": fingerprint(question, plan.based_on),
                "is_other": request.POST.get("action") == "post",
            }
        except (LedgerRefusal, RulesError) as error:
            form.refuse(error)
    context |= {
        "reason": request.POST.get("reason", ""),
        "may_post": may(request, calculation.body_id, Capability.POST_MONEY),
    }
    return render(request, "ledger/recalculate.html", context)


def based_on(request: HttpRequest) -> int:
    told = request.POST.get("based_on", "")
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def asked_to_post(request: HttpRequest, question: Question) -> bool:
    """Return whether what was sent is what the preview showed, and shall be posted."""
    seen = request.POST.get("seen") == fingerprint(question, based_on(request))
    return request.POST.get("action") == "post" and seen


@login_required
@require_http_methods(["GET", "POST"])
def new_calculation(request: HttpRequest) -> HttpResponse:
    """Open a calculation in two steps: who pays whom by which rule (in the address), then the inputs."""
    on = today()
    books = books_of(person(request), on=on)
    setup = SetupForm(request.GET or None, on=on, books=books)
    context: dict[str, Any] = {"setup": setup, "books": books}
    if not (setup.is_bound and setup.is_valid()):
        return render(request, "ledger/new_calculation.html", context)
    body = register.bodies_by_id([int(setup.cleaned_data["body"])], on=on)[int(setup.cleaned_data["body"])]
    first = setup.cleaned_data["first"]
    form = None
    try:
        data = request.POST if request.method == "POST" else None
        form = bound_case(data, rules_of(body.id), setup.rule_names, day=first, known=on)
    except RulesError as error:
        setup.add_error("first", told(error))
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            calculation = actions.create_calculation(
                body=body,
                title=setup.cleaned_data["title"],
                kind=PostingKind(setup.cleaned_data["kind"]),
                period=setup.period,
                flows=setup.flows,
                question=form.question(),
                reason=request.POST.get("reason", "").strip()[:2000] or _("Erste Berechnung"),
                by=person(request),
                on=on,
            )
            messages.success(request, _("Die Berechnung ist gebucht."))
            return redirect(calculation)
        except (LedgerRefusal, RulesError) as error:
            form.refuse(error)
    context |= {"form": form, "body": body, "reason": request.POST.get("reason", "")}
    return render(request, "ledger/new_calculation.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a calculation to everybody, or to its bodies only."""
    calculation = visible_calculation(request, pk)
    is_published = request.POST.get("published") == "1"
    actions.set_published(calculation_id=pk, is_published=is_published, by=person(request), on=today())
    told = (
        _("Die Berechnung ist veröffentlicht und für alle sichtbar.")
        if is_published
        else _("Die Berechnung sehen jetzt nur noch die beteiligten Körperschaften.")
    )
    messages.success(request, told)
    return redirect(calculation)
