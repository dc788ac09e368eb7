"""What a finance system books: a row per line and one for the tax, so that they add up to the invoices."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from allmende.catalog.invoices.xrechnung.domain import Invoice, Line

Cell = str | int | Decimal | date | None

HEADERS = (
    "Belegnummer",
    "Belegart",
    "Belegdatum",
    "Fällig am",
    "Debitor",
    "Name",
    "Leitweg-ID",
    "Vertrag",
    "Zeile",
    "Produkt",
    "Text",
    "Von",
    "Bis",
    "Menge",
    "Einheit",
    "Preis",
    "Betrag",
    "Steuerkategorie",
    "Steuersatz",
    "Rechtsgrundlage",
    "Berichtigt",
)
AMOUNT = HEADERS.index("Betrag")
TAX_LINE = 0
TAX_TITLE = "Umsatzsteuer"


def posting_rows(invoices: Iterable[Invoice]) -> Iterator[list[Cell]]:
    """Yield the rows of all invoices; a credit note counts negative."""
    for invoice in invoices:
        for number, line in enumerate(invoice.lines, start=1):
            yield _row(invoice, number, line)
        if invoice.vat_cents:
            yield _tax_row(invoice)


def _row(invoice: Invoice, number: int, line: Line) -> list[Cell]:
    period = line.period or invoice.period
    return [
        *_head(invoice),
        number,
        line.product_number,
        line.title,
        period.first,
        period.last,
        line.quantity,
        line.unit,
        line.price / line.base_quantity,
        _amount(invoice, line.net_cents),
        *_tail(invoice, line.description),
    ]


def _tax_row(invoice: Invoice) -> list[Cell]:
    period = invoice.period
    unpriced = ("", TAX_TITLE, period.first, period.last, None, "", None)
    return [*_head(invoice), TAX_LINE, *unpriced, _amount(invoice, invoice.vat_cents), *_tail(invoice, "")]


def _head(invoice: Invoice) -> list[Cell]:
    return [
        invoice.number,
        invoice.document_type.value,
        invoice.issued_on,
        invoice.due_on,
        invoice.buyer.identifier,
        invoice.buyer.name,
        invoice.buyer_reference,
        invoice.contract,
    ]


def _tail(invoice: Invoice, ground: str) -> list[Cell]:
    corrected = ", ".join(each.number for each in invoice.preceding)
    return [invoice.vat.category.value, invoice.vat.rate, ground, corrected]


def _amount(invoice: Invoice, cents: int) -> Decimal:
    return Decimal(-cents if invoice.is_credit_note else cents).scaleb(-2)
