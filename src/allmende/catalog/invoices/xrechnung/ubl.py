"""Writes an invoice as UBL 2.1 in the order its schema asks for. The same invoice gives the same bytes."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from allmende.catalog.invoices.xrechnung.domain import (
    Attachment,
    Contact,
    CreditTransfer,
    DirectDebit,
    Invoice,
    Line,
    Party,
    Period,
    Vat,
    VatCategory,
)

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
CURRENCY = "EUR"
CREDIT_TRANSFER_CODE, DIRECT_DEBIT_CODE = "58", "59"
COMMON = "urn:oasis:names:specification:ubl:schema:xsd:Common"
NAMESPACES = {"cac": f"{COMMON}AggregateComponents-2", "cbc": f"{COMMON}BasicComponents-2"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What an invoice and a credit note call the same things."""

    root: str
    type_code: str
    line: str
    quantity: str

    @property
    def namespace(self) -> str:
        return f"urn:oasis:names:specification:ubl:schema:xsd:{self.root}-2"


INVOICE = Shape("Invoice", "InvoiceTypeCode", "InvoiceLine", "InvoicedQuantity")
CREDIT_NOTE = Shape("CreditNote", "CreditNoteTypeCode", "CreditNoteLine", "CreditedQuantity")


def written(invoice: Invoice) -> bytes:
    """Return the UBL file of an invoice, whether or not it would pass the checks."""
    shape = CREDIT_NOTE if invoice.is_credit_note else INVOICE
    # Prefixes are written out, so that a file is made without registering names for the whole process.
    names = {f"xmlns:{prefix}": address for prefix, address in NAMESPACES.items()}
    root = ET.Element(shape.root, {"xmlns": shape.namespace, **names})
    _head(root, invoice, shape)
    _references(root, invoice)
    _party(_group(root, "AccountingSupplierParty"), invoice.seller, invoice)
    _party(_group(root, "AccountingCustomerParty"), invoice.buyer, None)
    _payment(root, invoice)
    _totals(root, invoice)
    for number, line in enumerate(invoice.lines, start=1):
        _line(_group(root, shape.line), str(number), line, invoice.vat, shape)
    ET.indent(root)
    body: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _head(root: ET.Element, invoice: Invoice, shape: Shape) -> None:
    _text(root, "CustomizationID", CUSTOMIZATION)
    _text(root, "ProfileID", PROCESS)
    _text(root, "ID", invoice.number)
    _text(root, "IssueDate", invoice.issued_on.isoformat())
    if not invoice.is_credit_note:
        _text(root, "DueDate", invoice.due_on.isoformat())
    _text(root, shape.type_code, invoice.document_type.value)
    for note in invoice.notes:
        _text(root, "Note", note)
    _text(root, "DocumentCurrencyCode", CURRENCY)
    _text(root, "BuyerReference", invoice.buyer_reference)


def _references(root: ET.Element, invoice: Invoice) -> None:
    _period(root, invoice.period)
    if invoice.order:
        _text(_group(root, "OrderReference"), "ID", invoice.order)
    for preceding in invoice.preceding:
        reference = _group(_group(root, "BillingReference"), "InvoiceDocumentReference")
        _text(reference, "ID", preceding.number)
        _text(reference, "IssueDate", preceding.issued_on.isoformat())
    if invoice.contract:
        _text(_group(root, "ContractDocumentReference"), "ID", invoice.contract)
    for attachment in invoice.attachments:
        _attachment(_group(root, "AdditionalDocumentReference"), attachment)


def _attachment(parent: ET.Element, attachment: Attachment) -> None:
    _text(parent, "ID", attachment.number)
    _text(parent, "DocumentDescription", attachment.description)
    content = base64.b64encode(attachment.content).decode("ascii")
    _text(
        _group(parent, "Attachment"),
        "EmbeddedDocumentBinaryObject",
        content,
        mimeCode=attachment.media_type,
        filename=attachment.name,
    )


def _party(parent: ET.Element, party: Party, as_seller_of: Invoice | None) -> None:
    inside = _group(parent, "Party")
    address = party.electronic_address
    _text(inside, "EndpointID", address.value, schemeID=address.scheme)
    if party.identifier:
        _text(_group(inside, "PartyIdentification"), "ID", party.identifier)
    if as_seller_of is not None and isinstance(as_seller_of.payment, DirectDebit):
        creditor = as_seller_of.payment.creditor_id
        _text(_group(inside, "PartyIdentification"), "ID", creditor, schemeID="SEPA")
    _address(_group(inside, "PostalAddress"), party)
    for number, scheme in ((party.vat_id, "VAT"), (party.tax_number, "FC")):
        if number:
            tax = _group(inside, "PartyTaxScheme")
            _text(tax, "CompanyID", number)
            _text(_group(tax, "TaxScheme"), "ID", scheme)
    legal = _group(inside, "PartyLegalEntity")
    _text(legal, "RegistrationName", party.name)
    _text(legal, "CompanyID", party.legal_id)
    if party.contact is not None:
        _contact(_group(inside, "Contact"), party.contact)


def _address(parent: ET.Element, party: Party) -> None:
    _text(parent, "StreetName", party.street)
    _text(parent, "CityName", party.city)
    _text(parent, "PostalZone", party.postal_code)
    _text(_group(parent, "Country"), "IdentificationCode", party.country)


def _contact(parent: ET.Element, contact: Contact) -> None:
    _text(parent, "Name", contact.name)
    _text(parent, "Telephone", contact.phone)
    _text(parent, "ElectronicMail", contact.email)


def _payment(root: ET.Element, invoice: Invoice) -> None:
    means = _group(root, "PaymentMeans")
    match invoice.payment:
        case CreditTransfer() as transfer:
            _means(means, CREDIT_TRANSFER_CODE, invoice)
            account = _group(means, "PayeeFinancialAccount")
            _text(account, "ID", transfer.iban)
            _text(account, "Name", transfer.account_holder)
            if transfer.bic:
                _text(_group(account, "FinancialInstitutionBranch"), "ID", transfer.bic)
        case DirectDebit() as debit:
            _means(means, DIRECT_DEBIT_CODE, invoice)
            mandate = _group(means, "PaymentMandate")
            _text(mandate, "ID", debit.mandate)
            _text(_group(mandate, "PayerFinancialAccount"), "ID", debit.debtor_iban)
    if invoice.terms:
        _text(_group(root, "PaymentTerms"), "Note", invoice.terms)


def _means(means: ET.Element, code: str, invoice: Invoice) -> None:
    _text(means, "PaymentMeansCode", code)
    if invoice.is_credit_note:
        _text(means, "PaymentDueDate", invoice.due_on.isoformat())
    _text(means, "PaymentID", invoice.number)


def _totals(root: ET.Element, invoice: Invoice) -> None:
    vat = invoice.vat
    total = _group(root, "TaxTotal")
    _amount(total, "TaxAmount", invoice.vat_cents)
    part = _group(total, "TaxSubtotal")
    _amount(part, "TaxableAmount", invoice.net_cents)
    _amount(part, "TaxAmount", invoice.vat_cents)
    category = _group(part, "TaxCategory")
    _text(category, "ID", vat.category.value)
    # XRechnung wants a rate here (BR-DE-14) even where EN 16931 knows none: not subject to tax.
    _text(category, "Percent", _plain(vat.rate))
    _text(category, "TaxExemptionReasonCode", vat.reason_code)
    _text(category, "TaxExemptionReason", vat.reason)
    _text(_group(category, "TaxScheme"), "ID", "VAT")
    sums = _group(root, "LegalMonetaryTotal")
    _amount(sums, "LineExtensionAmount", invoice.net_cents)
    _amount(sums, "TaxExclusiveAmount", invoice.net_cents)
    _amount(sums, "TaxInclusiveAmount", invoice.gross_cents)
    _amount(sums, "PayableAmount", invoice.gross_cents)


def _line(parent: ET.Element, number: str, line: Line, vat: Vat, shape: Shape) -> None:
    _text(parent, "ID", number)
    _text(parent, "Note", line.note)
    _text(parent, shape.quantity, _plain(line.quantity), unitCode=line.unit)
    _amount(parent, "LineExtensionAmount", line.net_cents)
    _text(parent, "AccountingCost", line.cost_object)
    if line.period is not None:
        _period(parent, line.period)
    item = _group(parent, "Item")
    _text(item, "Description", line.description)
    _text(item, "Name", line.title)
    if line.product_number:
        _text(_group(item, "SellersItemIdentification"), "ID", line.product_number)
    category = _group(item, "ClassifiedTaxCategory")
    _text(category, "ID", vat.category.value)
    if vat.category is not VatCategory.OUTSIDE_SCOPE:
        _text(category, "Percent", _plain(vat.rate))
    _text(_group(category, "TaxScheme"), "ID", "VAT")
    price = _group(parent, "Price")
    _text(price, "PriceAmount", _plain(line.price), currencyID=CURRENCY)
    _text(price, "BaseQuantity", _plain(line.base_quantity), unitCode=line.unit)


def _period(parent: ET.Element, period: Period) -> None:
    inside = _group(parent, "InvoicePeriod")
    for name, day in _days(period):
        _text(inside, name, day.isoformat())


def _days(period: Period) -> Iterable[tuple[str, date]]:
    return ("StartDate", period.first), ("EndDate", period.last)


def _group(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"cac:{name}")


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element; an empty one would break the rules, so it is left out."""
    if text:
        ET.SubElement(parent, f"cbc:{name}", attributes).text = text


def _amount(parent: ET.Element, name: str, cents: int) -> None:
    _text(parent, name, f"{Decimal(cents) / 100:.2f}", currencyID=CURRENCY)


def _plain(value: Decimal) -> str:
    """Return the number without exponent and without trailing zeros: `0.1875`, `1200`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
