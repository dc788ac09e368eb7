"""Proofs of use of a grant."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.accounts.queries import history_of
from allmende.funding import proof_files
from allmende.funding.actions import proofs as actions
from allmende.funding.domain.words import StepState
from allmende.funding.forms.grants import ReasonForm
from allmende.funding.forms.proofs import ProofPeriodForm, ProofTextsForm
from allmende.funding.forms.reports import first_period
from allmende.funding.statement import statement_of
from allmende.funding.visitors import REFUSALS, may, visible_grant, visible_proof
from allmende.ledger.telling import told
from allmende.pages.downloads import file_response, safe_filename
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.visitors import person, today


@login_required
@require_http_methods(["GET", "POST"])
def proofs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the proofs of a grant and let people begin one."""
    on = today()
    grant = visible_grant(request, pk)
    may_enter = may(request, grant.body_id, Capability.CALCULATE)
    form = ProofPeriodForm(
        request.POST if request.method == "POST" else None,
        initial=first_period(grant.period.lower, grant.period.upper),
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_proof(grant_id=pk, period=form.period, by=person(request), on=on)
            messages.success(request, _("Der Nachweis ist angelegt. Die Zahlen stehen schon darin."))
            return redirect(made)
        except REFUSALS as error:
            form.add_error(None, told(error))
    rows = [(row, proof_files.period_of(row)) for row in grant.proofs.order_by("-period", "-number")]
    context = {"grant": grant, "form": form if may_enter else None, "rows": rows}
    return render(request, "funding/proofs.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proof with its figures; its texts can be written until it is released."""
    on = today()
    found = visible_proof(request, pk)
    is_open = found.state == StepState.ENTERED
    may_enter = is_open and may(request, found.grant.body_id, Capability.CALCULATE)
    may_post = may(request, found.grant.body_id, Capability.POST_MONEY)
    form = ProofTextsForm(request.POST if request.method == "POST" else None, initial=found.texts)
    if form.is_bound and form.is_valid():
        try:
            actions.write_texts(proof_id=pk, texts=form.cleaned_data, by=person(request), on=on)
            messages.success(request, _("Der Sachbericht ist gespeichert."))
            return redirect(found)
        except REFUSALS as error:
            form.add_error(None, told(error))
    statement = statement_of(found, on=on)
    context: dict[str, Any] = {
        "proof": found,
        "grant": found.grant,
        "period": proof_files.period_of(found),
        "summary": proof_files.summary_items(statement),
        "tables": proof_files.tables(statement),
        "to_repay": statement["to_repay"],
        "texts": [(label, found.texts.get(name, "")) for name, label in proof_files.text_labels().items()],
        "form": form if may_enter else None,
        "may_release": may_post and is_open and found.entered_by_id != request.user.pk,
        "may_withdraw": may_post and found.state != StepState.WITHDRAWN,
        "history": history_of(found._meta.label_lower, str(found.pk)),
    }
    return render(request, "funding/proof.html", context)


@login_required
@require_safe
def proof_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out a proof as PDF/UA or Excel."""
    on = today()
    found = visible_proof(request, pk)
    statement = statement_of(found, on=on)
    name = safe_filename(f"{_('Verwendungsnachweis')} {found.grant.title}", extension)
    if extension == "xlsx":
        return file_response(proof_files.proof_as_xlsx(found, statement), name)
    body = str(register.bodies_by_id([found.grant.body_id], on=on)[found.grant.body_id])
    address = request.build_absolute_uri(found.get_absolute_url())
    return file_response(proof_files.proof_as_pdf(found, statement, body=body, address=address), name)


@login_required
@require_POST
def release_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the figures of a proof."""
    found = visible_proof(request, pk)
    try:
        actions.release_proof(proof_id=pk, by=person(request), on=today())
        messages.success(request, _("Der Nachweis ist freigegeben, seine Zahlen stehen fest."))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(found)


@login_required
@require_POST
def withdraw_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proof back, with a reason."""
    found = visible_proof(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.withdraw_proof(proof_id=pk, reason=reason, by=person(request), on=today())
        messages.success(request, _("Der Nachweis ist zurückgenommen und bleibt lesbar."))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(found)
