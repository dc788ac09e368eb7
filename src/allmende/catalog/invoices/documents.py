"""A stored invoice as XRechnung and the explanation of its lines: both only from what no one can change."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmende.catalog.invoices.domain import Part
from allmende.catalog.invoices.errors import NotIssued
from allmende.catalog.invoices.models import Invoice, InvoiceFile, InvoiceLine
from allmende.catalog.invoices.parties import party_from, payment_from
from allmende.catalog.invoices.xrechnung import (
    DirectDebit,
    DocumentType,
    Line,
    Period,
    Preceding,
    Sealed,
    Vat,
    VatCategory,
    sealed,
)
from allmende.catalog.invoices.xrechnung import Invoice as XInvoice
from allmende.catalog.models import PriceComponent
from allmende.catalog.prices.charging import Counted, LevyShare, Situation, charge
from allmende.catalog.prices.components import COUNTED_KINDS, GroundKind, Price
from allmende.catalog.prices.explaining import tree_of
from allmende.catalog.prices.periods import Span
from allmende.common.formats import day, euro

NO_TAX = {VatCategory.OUTSIDE_SCOPE.value: Vat.outside_scope, VatCategory.EXEMPT.value: Vat.cost_sharing}


def seal(invoice: Invoice) -> Sealed:
    """Return the file of an issued invoice; it is made once and kept. Raises NotIssued."""
    if invoice.issued_on is None:
        raise NotIssued
    kept = InvoiceFile.objects.filter(invoice=invoice).first()
    if kept is None:
        made = sealed(document(invoice))
        kept, _ = InvoiceFile.objects.get_or_create(
            invoice=invoice, defaults={"content": made.content, "sha256": made.sha256}
        )
    return Sealed(bytes(kept.content), kept.sha256)


def document(invoice: Invoice) -> XInvoice:
    """Return an issued invoice as XRechnung sees it."""
    if invoice.issued_on is None or invoice.due_on is None:
        raise NotIssued
    lines = invoice.lines.select_related("component__version__product", "subscription").order_by("position")
    rows = list(lines)
    payment = payment_from(invoice.payment)
    return XInvoice(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        buyer_reference=_reference(invoice),
        period=Period(invoice.period.lower, invoice.period.upper),
        seller=party_from(invoice.seller),
        buyer=party_from(invoice.buyer),
        vat=_vat(invoice),
        payment=payment,
        lines=tuple(part for row in rows for part in _lines(row, invoice)),
        document_type=DocumentType(invoice.document_type),
        contract=_contract(rows),
        preceding=tuple(
            Preceding(each["number"], date.fromisoformat(each["issued_on"])) for each in invoice.preceding
        ),
        terms=_terms(invoice.due_on, is_debit=isinstance(payment, DirectDebit)),
    )


def explanation(line: InvoiceLine) -> dict[str, Any]:
    """Return the tree of reasons of one line, computed again from what it was computed from."""
    period = Span(line.period.lower, line.period.upper)
    basis = line.basis
    if "before" not in basis:
        return _tree(line.component, basis, period, line.cents)
    said = (
        f"Berichtigung: jetzt {euro(basis['now'])}, bisher berechnet {euro(basis['before'])}, "
        f"Unterschied {euro(line.cents)}."
    )
    inner = basis["basis"]
    return {
        "name": "correction",
        "label": "Berichtigung",
        "kind": "rule",
        "value": f"{Decimal(line.cents) / 100:.2f}",
        "unit": "EUR",
        "shown": euro(line.cents),
        "section": None,
        "source": None,
        "sentence": said,
        "inputs": [_tree(line.component, inner, period, basis["now"])] if inner else [],
    }


def _tree(component: PriceComponent, basis: Mapping[str, Any], period: Span, cents: int) -> dict[str, Any]:
    price = component.price()
    found = charge(price, _situation(price, basis), period)
    if found is None or found.cents != cents:
        # The price list of a published version cannot change, so this would be a fault of ours.
        raise AssertionError(f"line of component {component.pk} explains {found} instead of {cents} cents")
    return tree_of(found)


def _situation(price: Price, basis: Mapping[str, Any]) -> Situation:
    kind, (start, until) = price.kind, basis["active"]
    counted = (
        Counted(
            Fraction(basis["quantity"]),
            date.fromisoformat(basis["as_of"]) if basis["as_of"] else None,
            basis["origin"],
        )
        if kind in COUNTED_KINDS
        else None
    )
    return Situation(
        active=Span(date.fromisoformat(start), date.fromisoformat(until) if until else None),
        quantities={kind: counted} if counted else {},
        is_member=basis["member"],
        ordered_on=date.fromisoformat(basis["ordered_on"]) if "ordered_on" in basis else None,
        cost_cents=basis.get("cost"),
        advances_cents=basis.get("advances", 0),
        levy_shares={price.code: LevyShare(**basis["levy"])} if "levy" in basis else {},
        indexes={price.index.name: _indexed(basis)} if price.index and "index" in basis else {},
    )


def _indexed(basis: Mapping[str, Any]) -> Counted:
    since = basis.get("index_since")
    value = Fraction(basis["index"])
    return Counted(value, date.fromisoformat(since) if since else None, basis["index_origin"])


def _lines(row: InvoiceLine, invoice: Invoice) -> Iterator[Line]:
    component, version = row.component, row.component.version
    sign = -1 if invoice.document_type == DocumentType.CREDIT_NOTE.value else 1
    period = Span(row.period.lower, row.period.upper)
    for quantity, price, base, unit in row.parts:
        part = Part(Decimal(quantity) * sign, Decimal(price), Decimal(base), unit)
        yield Line(
            title=f"{version.title}: {component.label}"[:200],
            quantity=part.quantity,
            price=part.price,
            unit=part.unit,
            base_quantity=part.base,
            description=ground_of(component),
            note="Berichtigung" if row.revision else "",
            product_number=version.product.key,
            period=Period(period.start, period.until or period.start),
        )


def ground_of(component: PriceComponent) -> str:
    """Return what the charge rests on: `Satzung: § 12 der Verbandssatzung`."""
    label = GroundKind(component.ground_kind).label
    return f"{label}: {component.ground}" if component.ground else label


def _vat(invoice: Invoice) -> Vat:
    make = NO_TAX.get(invoice.vat_category)
    return make() if make else Vat.standard(Decimal(invoice.vat_rate))


def _reference(invoice: Invoice) -> str:
    address = invoice.buyer["electronic_address"]
    return str(address["value"])


def _contract(rows: list[InvoiceLine]) -> str:
    numbers = {row.subscription.order_number for row in rows} - {""}
    return numbers.pop() if len(numbers) == 1 else ""


def _terms(due: date, *, is_debit: bool) -> str:
    if is_debit:
        return f"Der Betrag wird zum {day(due)} von Ihrem Konto eingezogen."
    return f"Zahlbar ohne Abzug bis {day(due)}."
