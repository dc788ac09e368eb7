"""Pages of invoices: the list, one invoice with the reason of each line, its files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from allmende.catalog.invoices import queries
from allmende.catalog.invoices.documents import explanation, ground_of, seal
from allmende.catalog.invoices.files import invoice_pdf
from allmende.catalog.invoices.issuing import WORDS
from allmende.catalog.invoices.models import Invoice, InvoiceLine
from allmende.catalog.prices.periods import Span
from allmende.common.formats import day, euro
from allmende.ledger.explaining import reason_of
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.tables import ChoiceFilter, Column, Table, respond
from allmende.register import queries as register
from allmende.register.visitors import today

VAT_WORDS = {
    "S": gettext_lazy("mit Umsatzsteuer"),
    "O": gettext_lazy("nicht steuerbar (§ 2b UStG)"),
    "E": gettext_lazy("steuerfrei (§ 4 Nr. 29 UStG)"),
}


@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """Show the invoices that the person's bodies wrote or got."""
    rows = queries.visible_invoices(request.user, on=today()).filter(issued_on__isnull=False)
    return respond(request, invoice_table(request, rows, is_draft=False), "invoices/invoices.html", {})


def invoice_table(request: HttpRequest, rows: Any, *, is_draft: bool) -> Table:
    """Return the table of invoices or drafts."""
    ids = {each for pair in rows.order_by().values_list("issuer_id", "customer_id") for each in pair}
    names = register.bodies_by_id(ids, on=today())

    def name_of(attribute: str) -> Any:
        return lambda row: str(names.get(getattr(row, attribute), ""))

    numbers = [
        Column("nummer", _("Nummer"), str, kind="link", url=Invoice.get_absolute_url, sort="sequence"),
        Column("art", _("Art"), lambda row: WORDS[row.document_type], sort="document_type"),
    ]
    days = [
        Column("datum", _("Datum"), "issued_on", kind="date", sort="issued_on"),
        Column("faellig", _("fällig am"), "due_on", kind="date", sort="due_on"),
    ]
    fault = [Column("maengel", _("Was fehlt"), lambda row: " ".join(row.problems))]
    return Table(
        request,
        id="invoices",
        caption=_("Entwürfe") if is_draft else _("Rechnungen"),
        rows=rows,
        columns=[
            *numbers,
            Column("empfaenger", _("Empfänger"), name_of("customer_id")),
            *([] if is_draft else [Column("steller", _("Rechnungssteller"), name_of("issuer_id"))]),
            Column("zeitraum", _("Zeitraum"), lambda row: told_period(row.period), sort="period"),
            Column("netto", _("Netto"), "net_cents", kind="money", sort="net_cents"),
            Column("steuer", _("Umsatzsteuer"), "vat_cents", kind="money", sort="vat_cents"),
            *(fault if is_draft else days),
        ],
        filters=[
            ChoiceFilter("art", _("Art"), list(WORDS.items()), lookup="document_type"),
            ChoiceFilter(
                "kommune",
                _("Empfänger"),
                sorted(((str(pk), str(view)) for pk, view in names.items()), key=lambda pair: pair[1]),
                lookup="customer_id",
            ),
        ],
        default_sort="-nummer",
        empty_title=_("Keine Entwürfe") if is_draft else _("Noch keine Rechnungen"),
        empty_text=_("In diesem Zeitraum ist nichts offen: Alles ist schon abgerechnet.")
        if is_draft
        else _(
            "Rechnungen entstehen aus einem Abrechnungslauf, oder Ihr Anbieter stellt sie Ihnen aus. Melden "
            "Sie sich an, um die Ihrer Körperschaft zu sehen."
        ),
    )


def told_period(period: Any) -> str:
    return Span(period.lower, period.upper).german


@login_required
@require_safe
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one invoice."""
    found = visible(request, pk)
    names = register.bodies_by_id([found.issuer_id, found.customer_id], on=today())
    context = {
        "invoice": found,
        "word": WORDS[found.document_type],
        "is_draft": found.issued_on is None,
        "facts": [
            (_("Rechnungssteller"), names[found.issuer_id]),
            (_("Empfänger"), names[found.customer_id]),
            (_("Zeitraum"), told_period(found.period)),
            (_("Rechnungsdatum"), found.issued_on and day(found.issued_on)),
            (_("fällig am"), found.due_on and day(found.due_on)),
            (_("Netto"), euro(found.net_cents)),
            (str(VAT_WORDS[found.vat_category]), euro(found.vat_cents)),
            (_("Gesamt"), euro(found.gross_cents)),
            (_("Berichtigt"), ", ".join(each["number"] for each in found.preceding)),
            (_("Prüfsumme der E-Rechnung (SHA-256)"), seal(found).sha256 if found.issued_on else ""),
        ],
    }
    return respond(request, _line_table(request, found), "invoices/invoice.html", context)


def _line_table(request: HttpRequest, found: Invoice) -> Table:
    lines = found.lines.select_related("component__version")
    return Table(
        request,
        id="lines",
        caption=_("Positionen"),
        rows=lines,
        columns=[
            Column("position", _("Position"), "position", kind="number", sort="position"),
            Column(
                "leistung",
                _("Leistung"),
                lambda line: f"{line.component.version.title}: {line.component.label}",
                kind="link",
                url=lambda line: reverse("invoices:line", args=[found.pk, line.position]),
            ),
            Column("zeitraum", _("Zeitraum"), lambda line: told_period(line.period), sort="period"),
            Column("grund", _("Rechtsgrund"), lambda line: ground_of(line.component)),
            Column("betrag", _("Betrag"), "cents", kind="money", sort="cents"),
        ],
        default_sort="position",
        empty_title=_("Keine Positionen"),
        empty_text="",
    )


@login_required
@require_safe
def line(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Show why a line is what it is."""
    found = visible(request, pk)
    lines = InvoiceLine.objects.select_related("component__version__product", "subscription")
    shown = lines.filter(invoice=found, position=position).first()
    if shown is None:
        raise Http404
    context = {
        "invoice": found,
        "line": shown,
        "facts": [
            (_("Leistung"), str(shown.component.version)),
            (_("Rechtsgrund"), ground_of(shown.component)),
            (_("Abnahme"), shown.subscription.order_number),
            (_("Zeitraum"), told_period(shown.period)),
        ],
        "reason": reason_of(explanation(shown)),
    }
    return render(request, "invoices/line.html", context)


@login_required
@require_safe
def xrechnung(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the XRechnung as it was sealed."""
    found = visible(request, pk, is_issued=True)
    return file_response(seal(found).content, safe_filename(f"XRechnung {found.number}", "xml"))


@login_required
@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the invoice for people."""
    found = visible(request, pk, is_issued=True)
    return file_response(invoice_pdf(found), safe_filename(f"Rechnung {found.number}", "pdf"), inline=True)


def visible(request: HttpRequest, pk: int, *, is_issued: bool = False) -> Invoice:
    """Return the invoice; raise Http404 if it is not for this person, or has no file yet."""
    found = queries.invoice_for(request.user, pk, on=today())
    if found is None or (is_issued and found.issued_on is None):
        raise Http404
    return found
