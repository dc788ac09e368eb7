"""Pages of billing runs: begin, look at the drafts, issue or discard, files for bank and finance system."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.catalog.invoices import files, profiles, queries, runs
from allmende.catalog.invoices.domain import BillingInterval, RunState
from allmende.catalog.invoices.forms import DebitForm, MandateForm, ProfileForm, RunForm
from allmende.catalog.invoices.models import BillingProfile, BillingRun, DebitMandate
from allmende.catalog.invoices.payments.direct_debit import DebitScheme
from allmende.catalog.invoices.views import invoice_table, told_period
from allmende.common.errors import AllmendeError
from allmende.common.formats import day, euro, number
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.tables import respond
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability
from allmende.register.visitors import acting_body, person, today


def books(request: HttpRequest) -> BodyView | None:
    """Return the body whose invoices the person may write in this session."""
    body = acting_body(request)
    may = body is not None and register.may(request.user, body.id, Capability.POST_MONEY, on=today())
    return body if may else None


@login_required
@require_http_methods(["GET", "POST"])
def run_list(request: HttpRequest) -> HttpResponse:
    """Show the runs of the person's bodies, and begin one."""
    body = books(request)
    form = RunForm(request.POST or None)
    if request.method == "POST" and body is not None and form.is_valid():
        try:
            begun = runs.start_run(
                issuer=body,
                period=form.period,
                interval=BillingInterval(form.cleaned_data["interval"]),
                issue_on=form.cleaned_data["issue_on"],
                by=person(request),
                on=today(),
            )
            return redirect(begun)
        except AllmendeError as error:
            form.add_error(None, str(error))
    found = queries.visible_runs(request.user, on=today())
    names = register.bodies_by_id(found.order_by().values_list("issuer_id", flat=True), on=today())
    rows = [
        {
            "run": each,
            "issuer": names[each.issuer_id],
            "period": told_period(each.period),
            "state": RunState(each.state).label,
        }
        for each in found[:100]
    ]
    return render(request, "invoices/runs.html", {"rows": rows, "form": form, "body": body})


@login_required
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run with its drafts or invoices."""
    found = visible_run(request, pk)
    state = RunState(found.state)
    names = register.bodies_by_id(
        [found.issuer_id, *(each["customer"] for each in found.problems)], on=today()
    )
    titles = queries.titles_of({each["product"] for each in found.problems})
    invoiced, booked = queries.agreement_with_the_ledger(found.issuer_id)
    sums = queries.sums_of(found)
    is_draft = state in (RunState.COMPUTING, RunState.READY)
    may_write = register.may(request.user, found.issuer_id, Capability.POST_MONEY, on=today())
    context = {
        "run": found,
        "issuer": names[found.issuer_id],
        "period": told_period(found.period),
        "state": state.label,
        "problems": [
            {**each, "customer": str(names[each["customer"]]), "product": titles[each["product"]]}
            for each in found.problems
        ],
        "may_write": may_write,
        "may_discard": may_write and is_draft,
        "is_ready": state is RunState.READY,
        "is_working": state in (RunState.COMPUTING, RunState.ISSUING),
        "is_issued": state is RunState.ISSUED,
        "facts": [
            (_("Takt"), BillingInterval(found.interval).label),
            (_("Rechnungsdatum"), day(found.issue_on)),
            (_("Rechnungen"), number(sums["invoices"])),
            (_("davon mit Mängeln, werden nicht ausgestellt"), number(sums["held"])),
            (_("Netto"), euro(sums["net"])),
            (_("Umsatzsteuer"), euro(sums["vat"])),
            (_("Alle Rechnungen und Gutschriften bis heute"), euro(invoiced)),
            (_("Davon in den Büchern"), euro(booked)),
        ],
    }
    if state is RunState.ISSUED and may_write:
        found_debits, revoked = files.collectables(found)
        context |= {
            "collectables": [(each, DebitForm.starting(today(), each.scheme)) for each in found_debits],
            "revoked": ", ".join(revoked),
        }
    return respond(
        request, invoice_table(request, found.invoices.all(), is_draft=is_draft), "invoices/run.html", context
    )


@login_required
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the drafts their numbers."""
    return _done(request, pk, runs.issue, _("Die Rechnungen werden ausgestellt."))


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the drafts away."""
    return _done(request, pk, runs.discard, _("Der Entwurf ist verworfen. Es wurde keine Nummer vergeben."))


def _done(request: HttpRequest, pk: int, action: Callable[..., None], said: str) -> HttpResponse:
    found = visible_run(request, pk)
    try:
        action(run=found, by=person(request), on=today())
        messages.success(request, said)
    except AllmendeError as error:
        messages.error(request, str(error))
    return redirect(found)


@login_required
@require_safe
def postings(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out the rows for the finance system."""
    found = visible_run(request, pk)
    content = files.postings_csv(found) if extension == "csv" else files.postings_xlsx(found)
    return file_response(content, safe_filename(f"Buchungen {found}", extension))


@login_required
@require_safe
def debits(request: HttpRequest, pk: int, scheme: str) -> HttpResponse:
    """Hand out the debits for the bank."""
    found = visible_run(request, pk)
    form = DebitForm(request.GET)
    try:
        if not form.is_valid():
            messages.error(request, _("Wählen Sie den Tag, an dem die Bank einzieht."))
            return redirect(found)
        content = files.debits(
            found,
            DebitScheme(scheme),
            collect_on=form.cleaned_data["collect_on"],
            created_at=timezone.localtime().replace(tzinfo=None),
        )
    except AllmendeError as error:
        messages.error(request, str(error))
        return redirect(found)
    return file_response(content, safe_filename(f"Lastschriften {found} {scheme}", "xml"))


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Enter what stands on invoices of the acting body."""
    body = books(request)
    kept = BillingProfile.objects.filter(body_id=body.id).first() if body else None
    form = ProfileForm(request.POST or None, instance=kept)
    if request.method == "POST" and body is not None and form.is_valid():
        profiles.save_profile(body=body, values=form.cleaned_data, by=person(request), on=today())
        messages.success(request, _("Die Rechnungsangaben sind gespeichert."))
        return redirect("invoices:profile")
    return render(request, "invoices/profile.html", {"form": form, "body": body})


@login_required
@require_http_methods(["GET", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """Show and enter mandates of the acting body."""
    body = books(request)
    form = MandateForm(request.POST or None, on=today())
    if request.method == "POST" and body is not None and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        debtor = values.pop("debtor")
        try:
            profiles.record_mandate(
                creditor=body, debtor=debtor, values=values, by=person(request), on=today()
            )
            messages.success(request, _("Das Mandat ist eingetragen."))
            return redirect("invoices:mandates")
        except AllmendeError as error:
            form.add_error(None, str(error))
    found = (
        list(DebitMandate.objects.filter(creditor_id=body.id).order_by("-signed_on", "pk")) if body else []
    )
    names = register.bodies_by_id([each.debtor_id for each in found], on=today())
    rows = [
        {"mandate": each, "debtor": names[each.debtor_id], "scheme": DebitScheme(each.scheme).label}
        for each in found
    ]
    return render(request, "invoices/mandates.html", {"form": form, "body": body, "rows": rows})


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate."""
    body = books(request)
    mandate = DebitMandate.objects.filter(pk=pk, creditor_id=body.id).first() if body else None
    if mandate is None or body is None:
        raise Http404
    profiles.revoke_mandate(mandate=mandate, creditor=body, by=person(request), on=today())
    messages.success(request, _("Das Mandat ist widerrufen. Neue Rechnungen werden überwiesen."))
    return redirect("invoices:mandates")


def visible_run(request: HttpRequest, pk: int) -> BillingRun:
    found = queries.run_for(request.user, pk, on=today())
    if found is None:
        raise Http404
    return found
