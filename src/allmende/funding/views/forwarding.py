"""Forwarding agreements: concluded, their clauses changed, ended."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.funding import forwarding_page
from allmende.funding.actions import clauses, forwarding
from allmende.funding.actions.reports import recompute
from allmende.funding.forms.forwarding import AgreementForm, ClauseForm
from allmende.funding.forms.grants import DatedReasonForm, ReasonForm
from allmende.funding.models import Forwarding, Grant
from allmende.funding.standing import standing_of
from allmende.funding.visitors import REFUSALS, may, visible_forwarding, visible_grant
from allmende.ledger.telling import told
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.queries import body_ids_of
from allmende.register.visitors import person, today


@login_required
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agreement: clauses with their history, what was reported and posted, notice."""
    on = today()
    found = visible_forwarding(request, pk)
    standing = standing_of(found.grant, on=on)
    own = next(each for each in standing.agreements if each.agreement.pk == pk)
    is_giver = found.grant.body_id in body_ids_of(request.user, on=on)
    context: dict[str, Any] = {
        "agreement": found,
        "grant": found.grant,
        "standing": own,
        "facts": forwarding_page.facts(own, standing),
        "clauses": forwarding_page.clause_table(found),
        "reports": forwarding_page.report_table(found),
        "years": forwarding_page.year_table(own),
        "caseloads": forwarding_page.caseload_table(own),
        "may_count": may(request, found.grant.body_id, Capability.CALCULATE),
        "postings": forwarding_page.posting_table(own, standing.names),
        "is_giver": is_giver,
        "may_report": may(request, found.provider_id, Capability.CALCULATE)
        or may(request, found.grant.body_id, Capability.CALCULATE),
        "may_post": may(request, found.grant.body_id, Capability.POST_MONEY),
        "history": history_of(found._meta.label_lower, str(found.pk)) if is_giver else [],
    }
    return render(request, "funding/forwarding.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an agreement with its clauses."""
    on = today()
    grant = visible_grant(request, pk)
    require(person(request), grant.body_id, Capability.CALCULATE, on=on)
    try:
        rules = forwarding.forwarding_rules(grant)
    except REFUSALS as error:
        messages.error(request, told(error))
        return redirect(grant)
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        user=person(request),
        on=on,
        body=register.bodies_by_id([grant.body_id], on=on)[grant.body_id],
        clauses=rules.clauses if may(request, grant.body_id, Capability.POST_MONEY) else (),
        initial={"first": grant.period.lower},
    )
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                made = forwarding.conclude(
                    grant_id=pk,
                    provider=form.cleaned_data["provider"],
                    entry=form.entry,
                    by=person(request),
                    on=on,
                )
                for entry in form.clauses(on):
                    forwarding.set_clause(forwarding_id=made.pk, entry=entry, by=person(request), on=on)
            messages.success(
                request, _("Der Vertrag ist eingetragen. Als Nächstes folgt die Kostenprognose.")
            )
            return redirect(made)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_agreement.html", {"form": form, "grant": grant})


@login_required
@require_http_methods(["GET", "POST"])
def change_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a clause of one or all agreements of a grant: preview first, then post the difference."""
    on = today()
    grant = visible_grant(request, pk)
    require(person(request), grant.body_id, Capability.POST_MONEY, on=on)
    form = _clause_form(request, grant)
    context: dict[str, Any] = {"form": form, "grant": grant}
    if form.is_bound and form.is_valid():
        numbers, entry, by = form.cleaned_data["agreements"], form.entry, person(request)
        seen = fingerprint(numbers, entry)
        try:
            if request.POST.get("action") == "post" and request.POST.get("seen") == seen:
                clauses.change_clause(forwarding_ids=numbers, entry=entry, by=by, on=on)
                messages.success(
                    request,
                    _("Die Klausel ist geändert, der Unterschied gebucht. Hier steht, wer es erfahren muss."),
                )
                return redirect("funding:consequences", pk)
            change = clauses.preview_clause(forwarding_ids=numbers, entry=entry, by=by, on=on)
            context |= {
                "preview": forwarding_page.change_table(change, on),
                "change": change,
                "seen": seen,
                "is_other": request.POST.get("action") == "post",
            }
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/change_clause.html", context)


def _clause_form(request: HttpRequest, grant: Grant) -> ClauseForm:
    on = today()
    rows = list(grant.forwardings.order_by("pk"))
    names = register.bodies_by_id([*(row.provider_id for row in rows), grant.body_id], on=on)
    asked = request.GET.get("vertrag", "")
    initial = {"agreements": [int(asked)]} if asked.isdecimal() and len(asked) < 10 else {}
    return ClauseForm(
        request.POST if request.method == "POST" else None,
        user=person(request),
        on=on,
        body=names[grant.body_id],
        clauses=forwarding.forwarding_rules(grant).clauses,
        agreements=[(row.pk, f"{names[row.provider_id]}, {row}") for row in rows],
        initial={"known_since": on, **initial},
    )


def fingerprint(numbers: list[int], entry: Any) -> str:
    """Return a sign of what a preview showed; something else is not posted by accident."""
    return hashlib.sha256(repr((sorted(numbers), entry)).encode()).hexdigest()


@login_required
@require_POST
def recalculate(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute everything under an agreement anew and post the differences."""
    found = visible_forwarding(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nennen Sie den Anlass, zum Beispiel: Stelle seit Juni unbesetzt."))
        return redirect(found)
    try:
        changed = recompute(
            forwarding_id=pk, reason=form.cleaned_data["reason"], by=person(request), on=today()
        )
        if changed:
            messages.success(request, _("Neu gerechnet und den Unterschied gebucht."))
        else:
            messages.info(request, _("Neu gerechnet: Kein Betrag hat sich geändert."))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def end_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement on a day."""
    on = today()
    found: Forwarding = visible_forwarding(request, pk)
    require(person(request), found.grant.body_id, Capability.POST_MONEY, on=on)
    standing = standing_of(found.grant, on=on)
    own = next(each for each in standing.agreements if each.agreement.pk == pk)
    initial = {"last": own.notice.until - timedelta(days=1)} if own.notice else {}
    form = DatedReasonForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            forwarding.end_agreement(
                forwarding_id=pk,
                until=form.until,
                reason=form.cleaned_data["reason"],
                by=person(request),
                on=on,
            )
            messages.success(request, _("Das Ende des Vertrags ist eingetragen."))
            return redirect("funding:consequences", found.grant_id)
        except REFUSALS as error:
            form.add_error(None, told(error))
    context = {"form": form, "agreement": found, "grant": found.grant, "notice": own.notice}
    return render(request, "funding/end_agreement.html", context)
