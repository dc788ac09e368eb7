"""Savings: the measures of budget consolidation of a body."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.accounts.queries import history_of
from allmende.funding import queries
from allmende.funding.actions import savings as actions
from allmende.funding.domain.words import SavingKind
from allmende.funding.forms.savings import SavingAmountForm, SavingForm
from allmende.funding.models import Saving
from allmende.funding.savings_page import saving_table, saving_years, years_of
from allmende.funding.visitors import REFUSALS, bodies_with, may, visible_saving
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.permissions import require
from allmende.register.visitors import person, today


@login_required
@require_safe
def savings(request: HttpRequest) -> HttpResponse:
    """Show all measures of the person's bodies by year."""
    rows = queries.visible_savings(request.user, on=today()).order_by("title")
    years = sorted(saving_years(rows), key=lambda row: (-row.year, row.saving.title))
    table = saving_table(years)
    if request.GET.get("format") == "xlsx":
        return file_response(xlsx_book([table.sheet()]), safe_filename(_("Einsparungen"), "xlsx"))
    told_of = {row.saving.pk for row in years}
    context: dict[str, Any] = {
        "table": table,
        "planned": sum(row.planned or 0 for row in years),
        "realised": sum(row.realised or 0 for row in years),
        "without": [row for row in rows if row.pk not in told_of],
        "may_enter": bool(bodies_with(request, Capability.CALCULATE)),
    }
    return render(request, "funding/savings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_saving(request: HttpRequest) -> HttpResponse:
    """Enter a measure."""
    form = _form(request, None)
    if form.bodies and form.is_bound and form.is_valid():
        try:
            made = actions.create_saving(body=form.body, entry=form.entry, by=person(request), on=today())
            messages.success(request, _("Die Maßnahme ist eingetragen. Was spart sie in welchem Jahr?"))
            return redirect(made)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_saving.html", {"form": form, "saving": None})


@login_required
@require_http_methods(["GET", "POST"])
def change_saving(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a measure is."""
    saving = visible_saving(request, pk)
    require(person(request), saving.body_id, Capability.CALCULATE, on=today())
    form = _form(request, saving)
    if form.is_bound and form.is_valid():
        try:
            actions.change_saving(saving_id=pk, entry=form.entry, by=person(request), on=today())
            messages.success(request, _("Die Maßnahme ist geändert."))
            return redirect(saving)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_saving.html", {"form": form, "saving": saving})


@login_required
@require_http_methods(["GET", "POST"])
def saving(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a measure with its years, and let people enter another amount."""
    found = visible_saving(request, pk)
    may_enter = may(request, found.body_id, Capability.CALCULATE)
    form = SavingAmountForm(
        request.POST if request.method == "POST" else None, initial={"year": today().year}
    )
    if form.is_bound and form.is_valid():
        entered = form.cleaned_data
        try:
            actions.enter_amount(
                saving_id=pk,
                year=entered["year"],
                kind=SavingKind(entered["kind"]),
                cents=entered["amount"],
                source=entered["source"],
                by=person(request),
                on=today(),
            )
            messages.success(request, _("Der Betrag ist eingetragen."))
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    context = {
        "saving": found,
        "body": register.bodies_by_id([found.body_id], on=today())[found.body_id],
        "table": saving_table(years_of(found, found.amounts.all())),
        "form": form if may_enter else None,
        "history": history_of(found._meta.label_lower, str(found.pk)),
    }
    return render(request, "funding/saving.html", context)


def _form(request: HttpRequest, saving: Saving | None) -> SavingForm:
    on = today()
    bodies = bodies_with(request, Capability.CALCULATE)
    initial: dict[str, Any] = {}
    if saving is not None:
        bodies = [each for each in bodies if each.id == saving.body_id]
        names = ("title", "number", "product", "account", "state")
        initial = {name: getattr(saving, name) for name in names}
        initial |= {"decision": saving.decision_id, "grant": saving.grant_id}
    grants = queries.visible_grants(request.user, on=on).filter(body_id__in=[each.id for each in bodies])
    return SavingForm(
        request.POST if request.method == "POST" else None,
        user=person(request),
        on=on,
        bodies=bodies,
        grants=list(grants.order_by("title").values_list("pk", "title")),
        initial=initial,
    )
