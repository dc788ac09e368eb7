"""Pages of postings and calculations: translate, decide nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.accounts.queries import history_of
from allmende.ledger import actions, files, queries
from allmende.ledger.calculation_page import CalculationPage
from allmende.ledger.explaining import reason_of
from allmende.ledger.models import Calculation
from allmende.ledger.posting_table import posting_table
from allmende.ledger.visitors import asked_body, may, visible_calculation, visible_posting
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.tables import Column, Table, TextFilter, respond
from allmende.register import queries as register
from allmende.register.domain import CAPABILITIES, Capability
from allmende.register.queries import body_ids_of
from allmende.register.visitors import today


@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    """Show the postings of a body (`?koerperschaft=`), or all that the person may see."""
    on = today()
    body = asked_body(request, on)
    table = posting_table(request, on=on, body=body)
    sums = queries.sums_of_body(table.matching, body.id) if body else None
    return respond(request, table, "ledger/postings.html", {"body": body, "sums": sums, **ways(request)})


def ways(request: HttpRequest) -> dict[str, bool]:
    """Return what the page offers beside its table; it costs no query, the shell knows the memberships."""
    memberships = getattr(request, "memberships", [])
    return {
        "may_post_somewhere": any(Capability.POST_MONEY in CAPABILITIES[each.role] for each in memberships)
    }


@require_safe
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why an amount is what it is."""
    on = today()
    found = visible_posting(request, pk)
    names = register.bodies_by_id([found.payer_id, found.payee_id, found.body_id], on=on)
    context = {
        "posting": found,
        "payer": names.get(found.payer_id),
        "payee": names.get(found.payee_id),
        "books": names.get(found.body_id),
        "reason": reason_of(found.explanation),
        "may_cancel": found.version is None
        and found.corrects is None
        and not found.subject_url
        and may(request, found.body_id, Capability.POST_MONEY),
    }
    return render(request, "ledger/posting.html", context)


@require_safe
def calculations(request: HttpRequest) -> HttpResponse:
    """Show the calculations that the person may see."""
    on = today()
    rows = queries.calculations_of(request.user, on=on)
    names = register.bodies_by_id(rows.order_by().values_list("body_id", flat=True).distinct(), on=on)
    table = Table(
        request,
        id="calculations",
        caption=_("Berechnungen"),
        rows=rows,
        columns=[
            Column(
                "titel",
                _("Titel"),
                "title",
                kind="link",
                url=Calculation.get_absolute_url,
                sort="title",
            ),
            Column("koerperschaft", _("Körperschaft"), lambda row: str(names.get(row.body_id, ""))),
            Column("zeitraum", _("Zeitraum"), "months", sort="period"),
            Column("art", _("Art"), lambda row: row.get_kind_display(), sort="kind"),
            Column("staende", _("Stände"), "version_count", kind="number", sort="version_count"),
            Column("zuletzt", _("zuletzt gerechnet"), "last_at", kind="date", sort="last_at"),
        ],
        filters=[TextFilter("q", _("Suche"), lambda found, text: found.filter(title__icontains=text))],
        default_sort="-zuletzt",
        empty_title=_("Noch keine Berechnungen"),
        empty_text=_("Eine Berechnung wendet Regeln auf Ihre Zahlen an und bucht, mit Begründung."),
    )
    return respond(request, table, "ledger/calculations.html", ways(request))


@require_safe
def calculation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who pays whom, why, and what each new state changed."""
    on = today()
    found = visible_calculation(request, pk)
    may_read_history = found.body_id in body_ids_of(request.user, on=on)
    context = {
        "calculation": found,
        "body": register.bodies_by_id([found.body_id], on=on).get(found.body_id),
        "page": CalculationPage.of(found, on=on),
        "may_calculate": may(request, found.body_id, Capability.CALCULATE),
        "may_post": may(request, found.body_id, Capability.POST_MONEY),
        "may_read_history": may_read_history,
        "history": history_of(actions.CALCULATION, str(found.pk)) if may_read_history else [],
    }
    return render(request, "ledger/calculation.html", context)


@require_safe
def calculation_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out a calculation with all its inputs and states as Excel or PDF."""
    on = today()
    found = visible_calculation(request, pk)
    page = CalculationPage.of(found, on=on)
    if extension == "xlsx":
        content = files.calculation_as_xlsx(page)
    else:
        body = str(register.bodies_by_id([found.body_id], on=on).get(found.body_id, ""))
        address = request.build_absolute_uri(found.get_absolute_url())
        content = files.calculation_as_pdf(page, body=body, address=address, on=on)
    return file_response(content, safe_filename(found.title, extension))


@require_safe
def posting_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the reason of an amount as PDF."""
    on = today()
    found = visible_posting(request, pk)
    names = register.bodies_by_id([found.payer_id, found.payee_id], on=on)
    content = files.reason_as_pdf(
        found,
        payer=str(names.get(found.payer_id, "")),
        payee=str(names.get(found.payee_id, "")),
        address=request.build_absolute_uri(found.get_absolute_url()),
        on=on,
    )
    return file_response(content, safe_filename(f"{_('Begründung')} {found}", "pdf"))
