"""Cost reports: entered by hand or read from Excel, released by a second person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.funding import forwarding_page
from allmende.funding.actions import reports as actions
from allmende.funding.domain.programmes import shipped_block
from allmende.funding.domain.reports import problems, sums
from allmende.funding.domain.words import CostClass, ReportKind, StepState
from allmende.funding.forms.reports import ReportFileForm, ReportForm, first_period
from allmende.funding.models import CostLine, CostReport, Forwarding
from allmende.funding.report_file import COLUMNS, Expected, ReportReading, read_report
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import Posted, posted_from
from allmende.funding.visitors import REFUSALS, may, visible_forwarding, visible_report
from allmende.ledger.sheet_rows import UnreadableFile
from allmende.ledger.telling import told
from allmende.pages import downloads, exports
from allmende.pages.columns import Column
from allmende.register import queries as register
from allmende.register.domain import Capability, NotAllowed
from allmende.register.importing import kept_files
from allmende.register.visitors import person, today

SESSION_KEY = "funding-report-import"
PROBLEMS_SHOWN = 200


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report with its lines and what was posted from it."""
    found = visible_report(request, pk)
    agreement = found.forwarding
    lines = actions.lines_of(found)
    block = shipped_block(agreement.grant.block)
    period = agreement.grant.period
    classes = block.classes if block else frozenset(CostClass)
    may_post = may(request, agreement.grant.body_id, Capability.POST_MONEY)
    is_open = found.state == StepState.ENTERED
    context: dict[str, Any] = {
        "report": found,
        "last": forwarding_page.last_of(found.period.upper),
        "agreement": agreement,
        "lines": line_table(found),
        "total": sum(sums(lines).values()),
        "notes": problems(lines, classes, period.lower, period.upper),
        "posted": posted_table(posted_from(found.calculation_id)),
        "is_forecast": found.kind == ReportKind.FORECAST,
        "may_release": may_post and is_open and found.entered_by_id != request.user.pk,
        "is_own": may_post and is_open and found.entered_by_id == request.user.pk,
    }
    return render(request, "funding/report.html", context)


def line_table(report: CostReport) -> SmallTable:
    rows: list[CostLine] = list(report.lines.select_related("post"))
    return SmallTable(
        _("Kosten"),
        [
            Column("art", _("Kostenart"), lambda row: _(row.get_cost_class_display())),
            Column("betrag", _("Betrag"), "cents", kind="money"),
            Column("ab", _("ab"), lambda row: row.period.lower, kind="date"),
            Column("bis", _("bis"), lambda row: forwarding_page.last_of(row.period.upper), kind="date"),
            Column("stelle", _("Stelle"), lambda row: row.post.number if row.post else ""),
            Column("anmerkung", _("Anmerkung"), "note"),
            Column("zelle", _("Zelle"), "place"),
        ],
        rows,
    )


def posted_table(rows: list[Posted]) -> SmallTable:
    names: Mapping[int, Any] = register.bodies_by_id(
        {each for row in rows for each in (row.payer, row.payee)}, on=today()
    )
    return SmallTable(
        _("Gebucht nach den Regeln"),
        [
            Column("zahlt", _("zahlt"), lambda row: str(names.get(row.payer, ""))),
            Column("erhaelt", _("erhält"), lambda row: str(names.get(row.payee, ""))),
            Column("wofuer", _("wofür"), "label"),
            Column("betrag", _("Betrag"), "cents", kind="money", url=lambda row: row.url),
        ],
        rows,
    )


@login_required
@require_POST
def release_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a report count and post what follows from it."""
    found = visible_report(request, pk)
    try:
        actions.release_report(report_id=pk, by=person(request), on=today())
        messages.success(request, _("Die Meldung ist freigegeben; was aus ihr folgt, ist gebucht."))
    except REFUSALS as error:
        messages.error(request, told(error))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a report by hand."""
    on = today()
    agreement = reporting_agreement(request, pk, on)
    period = agreement.grant.period
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        funded=expected(agreement).classes,
        initial={**first_period(period.lower, period.upper), "reported_on": on},
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.enter_report(forwarding_id=pk, entry=form.entry(), by=person(request), on=on)
            messages.success(
                request, _("Die Meldung ist eingetragen. Freigeben muss sie eine zweite Person.")
            )
            return redirect(made)
        except REFUSALS as error:
            form.add_error(None, told(error))
    return render(request, "funding/new_report.html", {"form": form, "agreement": agreement})


@login_required
@require_safe
def report_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file that a provider fills in: one row per cost class, and its posts."""
    agreement = reporting_agreement(request, pk, today())
    period = agreement.grant.period
    last = forwarding_page.last_of(period.upper)
    classes = expected(agreement).classes
    rows = [
        [each.label, None, period.lower, last, None, "" if each in classes else "wird nicht gefördert"]
        for each in CostClass
    ]
    content = exports.xlsx_file("Kostenmeldung", COLUMNS, rows, frozenset({1}))
    return downloads.file_response(content, downloads.safe_filename("Vorlage Kostenmeldung", "xlsx"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file and show what it states; nothing is kept yet."""
    on = today()
    agreement = reporting_agreement(request, pk, on)
    period = agreement.grant.period
    if request.method != "POST":
        initial = {**first_period(period.lower, period.upper), "reported_on": on}
        return import_page(request, agreement, ReportFileForm(initial=initial))
    form = ReportFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return import_page(request, agreement, form, status=400)
    forget(request)
    data, name = form.cleaned_data["file"].read(), form.cleaned_data["file"].name
    try:
        found = read_report(data, expected(agreement, form.period))
    except UnreadableFile as error:
        form.add_error("file", told(error))
        return import_page(request, agreement, form, status=400)
    if found.problems:
        return import_page(request, agreement, form, found, status=400)
    head = {key: str(form.data[key]) for key in ("kind", "first", "last", "reported_on")}
    request.session[SESSION_KEY] = {
        "path": kept_files.keep(data),
        "name": str(name)[:200],
        "head": head,
        "of": pk,
    }
    return import_page(request, agreement, form, found)


@login_required
@require_POST
def confirm_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the preview showed, all of it or nothing."""
    on = today()
    agreement = reporting_agreement(request, pk, on)
    waiting = request.session.get(SESSION_KEY)
    if not waiting or waiting["of"] != pk:
        waiting = {"path": "", "head": None, "name": ""}
    data = kept_files.kept(waiting["path"]) if waiting["path"] else None
    form = ReportFileForm(waiting["head"])
    form.fields["file"].required = False
    if data is None or not form.is_valid():
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("funding:import-report", pk)
    found = read_report(data, expected(agreement, form.period))
    try:
        entry = form.entry_of(found.lines, waiting["name"])
        made = actions.enter_report(forwarding_id=pk, entry=entry, by=person(request), on=on)
    except REFUSALS as error:
        return import_page(request, agreement, form, found, status=409, refusal=told(error))
    forget(request)
    messages.success(request, _("Die Meldung ist übernommen. Freigeben muss sie eine zweite Person."))
    return redirect(made)


def import_page(
    request: HttpRequest,
    agreement: Forwarding,
    form: ReportFileForm,
    found: ReportReading | None = None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "agreement": agreement, "reading": found, "refusal": refusal}
    if found is not None:
        context["problems"] = [
            {"cell": each.cell, "message": each.message} for each in found.problems[:PROBLEMS_SHOWN]
        ]
        context["hidden_problems"] = max(0, len(found.problems) - PROBLEMS_SHOWN)
        context["preview"] = preview_table(found)
        context["total"] = sum(line.cents for line in found.lines)
    return render(request, "funding/import_report.html", context, status=status)


def preview_table(found: ReportReading) -> SmallTable:
    return SmallTable(
        _("Das steht in der Datei"),
        [
            Column("zelle", _("Zelle"), "place"),
            Column("art", _("Kostenart"), lambda row: _(row.cost_class.label)),
            Column("betrag", _("Betrag"), "cents", kind="money"),
            Column("ab", _("ab"), "start", kind="date"),
            Column("bis", _("bis"), lambda row: forwarding_page.last_of(row.until), kind="date"),
            Column("anmerkung", _("Anmerkung"), "note"),
        ],
        found.lines,
    )


def reporting_agreement(request: HttpRequest, pk: int, on: date) -> Forwarding:
    """Return the agreement if the person may report under it; raise Http404 or NotAllowed."""
    found = visible_forwarding(request, pk)
    bodies = (found.provider_id, found.grant.body_id)
    if not any(may(request, each, Capability.CALCULATE) for each in bodies):
        raise NotAllowed(body=register.bodies_by_id([found.provider_id], on=on)[found.provider_id])
    return found


def expected(agreement: Forwarding, period: tuple[date, date] | None = None) -> Expected:
    """Return what a report under the agreement may hold."""
    grant = agreement.grant
    days = (grant.period.lower, grant.period.upper)
    block = shipped_block(grant.block)
    posts = {post.number: post.pk for post in grant.posts.all()}
    return Expected(period or days, days, block.classes if block else frozenset(CostClass), posts)


def forget(request: HttpRequest) -> None:
    waiting = request.session.pop(SESSION_KEY, None)
    if waiting:
        kept_files.forget(waiting["path"])
