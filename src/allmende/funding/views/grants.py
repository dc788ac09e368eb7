"""Grants and their steps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.funding import grant_page, queries
from allmende.funding.actions import grants as actions
from allmende.funding.deadlines import open_deadlines
from allmende.funding.domain.words import StepKind
from allmende.funding.forms.grants import DeadlineForm, GrantForm, ReasonForm, StepForm
from allmende.funding.models import Grant
from allmende.funding.standing import standing_of
from allmende.funding.visitors import REFUSALS, bodies_with, may, visible_grant, visible_step
from allmende.ledger.files import in_euros
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import Cell, Sheet, xlsx_book
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@login_required
@require_safe
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a grant stands: its steps, its money, its posts and agreements."""
    on = today()
    found = visible_grant(request, pk)
    standing = standing_of(found, on=on)
    may_post = may(request, found.body_id, Capability.POST_MONEY)
    payments = grant_page.payments(standing)
    context: dict[str, Any] = {
        "grant": found,
        "standing": standing,
        "facts": grant_page.programme_facts(standing),
        "steps": grant_page.step_rows(standing, user_id=request.user.pk, may_post=may_post),
        "money": grant_page.money_items(standing),
        "posts": grant_page.post_items(standing, on),
        "agreements": grant_page.agreement_table(standing),
        "payments": grant_page.payment_table(payments),
        "drawing": grant_page.drawing(payments, found.title),
        "deadlines": sorted(open_deadlines(found).values(), key=lambda row: row.due),
        "ways": grant_page.ways(standing),
        "may_enter": may(request, found.body_id, Capability.CALCULATE),
        "may_post": may_post,
        "today": on,
        "history": history_of(found._meta.label_lower, str(found.pk)),
    }
    return render(request, "funding/grant.html", context)


@login_required
@require_safe
def grant_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a grant as an Excel file: steps, agreements, payments."""
    found = visible_grant(request, pk)
    standing = standing_of(found, on=today())
    steps: list[list[Cell]] = [
        [
            _(row.get_kind_display()),
            row.dated,
            in_euros(row.cents),
            _(row.get_state_display()),
            row.document,
        ]
        for row in standing.steps
    ]
    heads = [_("Schritt"), _("vom"), _("Betrag"), _("Stand"), _("Beleg")]
    sheets = [
        Sheet(_("Schritte"), heads, steps, frozenset({2})),
        grant_page.agreement_table(standing).sheet(),
        grant_page.payment_table(grant_page.payments(standing)).sheet(),
    ]
    return file_response(xlsx_book(sheets), safe_filename(found.title, "xlsx"))


@login_required
@require_http_methods(["GET", "POST"])
def new_grant(request: HttpRequest) -> HttpResponse:
    """Open the matter of a grant."""
    on = today()
    bodies = bodies_with(request, Capability.CALCULATE)
    programmes = list(queries.visible_programmes(request.user, on=on))
    form = GrantForm(
        request.POST if request.method == "POST" else None,
        user=person(request),
        on=on,
        bodies=bodies,
        programmes=programmes,
        initial={"block": request.GET.get("baustein", "")[:60]},
    )
    if form.is_bound and form.is_valid():
        entered = form.cleaned_data
        try:
            made = actions.create_grant(
                body=form.body,
                giver=entered["giver"],
                title=entered["title"],
                block=form.block,
                programme=form.programme,
                period=form.period,
                reference=entered["reference"],
                decision_id=entered["decision"],
                by=person(request),
                on=on,
            )
            messages.success(
                request, _("Die Zuwendung ist angelegt. Tragen Sie als Nächstes den Antrag ein.")
            )
            return redirect(made)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_grant.html", {"form": form, "bodies": bodies})


@login_required
@require_http_methods(["GET", "POST"])
def new_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a step; somebody else releases it."""
    on = today()
    found = visible_grant(request, pk)
    require(person(request), found.body_id, Capability.CALCULATE, on=on)
    rows = list(found.forwardings.order_by("pk"))
    names = register.bodies_by_id([row.provider_id for row in rows], on=on)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        agreements=[(row.pk, f"{names[row.provider_id]}, {row}") for row in rows],
        due={kind: row.due for kind, row in open_deadlines(found).items()},
        initial={"kind": next_kind(found), "dated": on},
    )
    if form.is_bound and form.is_valid():
        try:
            actions.enter_step(grant_id=pk, entry=form.entry, by=person(request), on=on)
            messages.success(
                request, _("Der Schritt ist eingetragen. Freigeben muss ihn eine zweite Person.")
            )
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_step.html", {"form": form, "grant": found})


def next_kind(grant: Grant) -> str:
    """Return the step that most likely comes next."""
    kinds = {row.kind for row in grant.steps.all()}
    order = (
        StepKind.APPLICATION,
        StepKind.NOTICE,
        StepKind.CALL,
        StepKind.RECEIPT,
        StepKind.FORWARDING,
        StepKind.PROOF,
        StepKind.SETTLEMENT,
    )
    return next((each.value for each in order if each not in kinds), StepKind.CALL.value)


@login_required
@require_POST
def release_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a step count."""
    step = visible_step(request, pk)
    try:
        actions.release_step(step_id=pk, by=person(request), on=today())
        messages.success(request, _("Freigegeben: {step}.").format(step=step))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(step.grant)


@login_required
@require_POST
def withdraw_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step back, with a reason."""
    step = visible_step(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nennen Sie den Grund, warum der Schritt zurückgenommen wird."))
        return redirect(step.grant)
    try:
        actions.withdraw_step(step_id=pk, reason=form.cleaned_data["reason"], by=person(request), on=today())
        messages.success(request, _("Zurückgenommen: {step}. Der Eintrag bleibt lesbar.").format(step=step))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(step.grant)


@login_required
@require_http_methods(["GET", "POST"])
def new_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a step is due."""
    on = today()
    found = visible_grant(request, pk)
    require(person(request), found.body_id, Capability.CALCULATE, on=on)
    form = DeadlineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        entered = form.cleaned_data
        try:
            actions.set_deadline(
                grant_id=pk,
                kind=StepKind(entered["kind"]),
                due=entered["due"],
                source=entered["source"],
                by=person(request),
                on=on,
            )
            messages.success(request, _("Die Frist ist eingetragen und steht im Kalender."))
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_deadline.html", {"form": form, "grant": found})
