"""What is wrong with an invoice, in the words of who writes it: the field, and what to do about it.

The official rules (see `official`) decide whether a file is valid; these checks find what a person can
repair, before a number is used up.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from allmende.catalog.invoices.payments import accounts
from allmende.catalog.invoices.xrechnung.domain import (
    CreditTransfer,
    DirectDebit,
    DocumentType,
    Invoice,
    Party,
    VatCategory,
)
from allmende.catalog.invoices.xrechnung.leitweg import LeitwegId
from allmende.common.errors import AllmendeError
from allmende.common.findings import Finding, Severity

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EMAIL = re.compile(r"[^@\s.][^@\s]*[^@\s.]@[^@\s.][^@\s]*[^@\s.]")
PHONE = re.compile(r"(?:\D*\d){3}")
LEITWEG_SCHEME, EMAIL_SCHEME = "0204", "EM"
MEDIA_TYPES = {
    "application/pdf",
    "image/png",
    "image/jpeg",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
}
"""What EN 16931 lets an invoice carry (BT-125)."""

Problem = tuple[str, str]


def problems(invoice: Invoice) -> list[Finding]:
    """Return everything that would make the buyer refuse the invoice; empty when it can be sent."""
    checks: tuple[Callable[[Invoice], Iterator[Problem]], ...] = (
        _about_the_document,
        _about_the_buyer_reference,
        _about_the_seller,
        _about_the_buyer,
        _about_tax,
        _about_lines,
        _about_payment,
        _about_attachments,
        _about_signs,
    )
    return [Finding(code, text, Severity.ERROR) for check in checks for code, text in check(invoice)]


def _about_the_document(invoice: Invoice) -> Iterator[Problem]:
    if not invoice.number.strip():
        yield "BT-1", "Die Rechnungsnummer fehlt. Sie wird beim Ausstellen vergeben."
    if invoice.due_on < invoice.issued_on:
        yield "BT-9", "Die Fälligkeit liegt vor dem Rechnungsdatum. Wählen Sie einen späteren Tag."
    if invoice.period.until <= invoice.period.first:
        yield "BG-14", "Der Abrechnungszeitraum endet, bevor er beginnt. Prüfen Sie Beginn und Ende."
    corrects = invoice.document_type is not DocumentType.INVOICE
    if corrects and not invoice.preceding:
        yield "BG-3", "Es fehlt, welche Rechnung berichtigt wird. Nennen Sie deren Nummer und Datum."
    if invoice.is_credit_note and invoice.gross_cents < 0:
        yield "BT-115", "Die Gutschrift ist negativ. Stellen Sie stattdessen eine Rechnung aus."


def _about_the_buyer_reference(invoice: Invoice) -> Iterator[Problem]:
    if not invoice.buyer_reference.strip():
        yield (
            "BT-10",
            f"{invoice.buyer.name} hat keine Leitweg-ID. Tragen Sie sie bei der Körperschaft ein; der "
            "Rechnungsempfänger teilt sie mit.",
        )
        return
    try:
        LeitwegId.read(invoice.buyer_reference)
    except AllmendeError as error:
        yield "BT-10", str(error)


def _about_the_seller(invoice: Invoice) -> Iterator[Problem]:
    seller = invoice.seller
    yield from _about_a_party(seller, "Beim Rechnungssteller", ("BT-27", "BT-37", "BT-38", "BT-34"))
    contact = seller.contact
    if contact is None or not contact.name.strip():
        yield "BT-41", "Beim Rechnungssteller fehlt eine Ansprechperson. Tragen Sie Name oder Stelle ein."
    if contact is None or not PHONE.match(contact.phone):
        yield "BT-42", "Beim Rechnungssteller fehlt die Telefonnummer (mindestens drei Ziffern)."
    if contact is None or not EMAIL.fullmatch(contact.email):
        yield "BT-43", "Beim Rechnungssteller fehlt eine gültige E-Mail-Adresse für Rückfragen."
    if not (seller.identifier or seller.legal_id or seller.vat_id):
        yield (
            "BT-29",
            "Beim Rechnungssteller fehlt eine Kennung. Tragen Sie Lieferantennummer, Registernummer oder "
            "Umsatzsteuer-Identifikationsnummer ein.",
        )


def _about_the_buyer(invoice: Invoice) -> Iterator[Problem]:
    yield from _about_a_party(invoice.buyer, "Beim Rechnungsempfänger", ("BT-44", "BT-52", "BT-53", "BT-49"))


def _about_a_party(party: Party, who: str, codes: tuple[str, str, str, str]) -> Iterator[Problem]:
    name, city, postal_code, address = codes
    if not party.name.strip():
        yield name, f"{who} fehlt der Name."
    if not party.city.strip():
        yield city, f"{who} fehlt der Ort der Anschrift."
    if not party.postal_code.strip():
        yield postal_code, f"{who} fehlt die Postleitzahl."
    if not party.electronic_address.value.strip():
        yield address, f"{who} fehlt die elektronische Adresse (Leitweg-ID oder E-Mail)."
    elif party.electronic_address.scheme == EMAIL_SCHEME and not EMAIL.fullmatch(
        party.electronic_address.value
    ):
        yield address, f"{who} ist „{party.electronic_address.value}“ keine E-Mail-Adresse."


def _about_tax(invoice: Invoice) -> Iterator[Problem]:
    vat, seller = invoice.vat, invoice.seller
    if vat.is_taxed and vat.rate <= 0:
        yield "BT-119", "Die Leistung ist steuerpflichtig, aber der Steuersatz ist null. Tragen Sie ihn ein."
    if not vat.is_taxed and vat.rate != 0:
        yield "BT-119", "Die Leistung ist nicht steuerpflichtig; dann ist der Steuersatz null."
    if not vat.is_taxed and not vat.reason:
        yield "BT-120", "Es fehlt der Grund, warum keine Umsatzsteuer anfällt. Nennen Sie die Vorschrift."
    if vat.category is not VatCategory.OUTSIDE_SCOPE and not (seller.vat_id or seller.tax_number):
        yield (
            "BT-31",
            "Beim Rechnungssteller fehlen Umsatzsteuer-Identifikationsnummer und Steuernummer. Eine von "
            "beiden ist nötig.",
        )
    if vat.category is VatCategory.OUTSIDE_SCOPE and (seller.vat_id or invoice.buyer.vat_id):
        yield (
            "BT-31",
            "Bei nicht steuerbaren Leistungen darf keine Umsatzsteuer-Identifikationsnummer auf der Rechnung "
            "stehen. Lassen Sie sie weg.",
        )


def _about_lines(invoice: Invoice) -> Iterator[Problem]:
    if not invoice.lines:
        yield "BG-25", "Die Rechnung hat keine Position. Es gibt nichts abzurechnen."
    for number, line in enumerate(invoice.lines, start=1):
        if not line.title.strip():
            yield "BT-153", f"Position {number} hat keine Bezeichnung."
        if line.price < 0:
            yield (
                "BT-146",
                f"Position {number} („{line.title}“) hat einen negativen Preis. Geben Sie eine Erstattung "
                "mit negativer Menge an.",
            )
        if line.base_quantity <= 0:
            yield "BT-149", f"Position {number} („{line.title}“): Die Preismenge muss größer als null sein."
        if line.period is not None and line.period.until <= line.period.first:
            yield "BG-26", f"Position {number} („{line.title}“): Der Zeitraum endet, bevor er beginnt."


def _about_payment(invoice: Invoice) -> Iterator[Problem]:
    match invoice.payment:
        case CreditTransfer() as transfer:
            yield from _refused("BT-84", accounts.iban, transfer.iban)
            if transfer.bic:
                yield from _refused("BT-86", accounts.bic, transfer.bic)
        case DirectDebit() as debit:
            if not debit.mandate.strip():
                yield "BT-89", "Für die Lastschrift fehlt die Mandatsreferenz. Tragen Sie das Mandat ein."
            yield from _refused("BT-90", accounts.creditor_id, debit.creditor_id)
            yield from _refused("BT-91", accounts.iban, debit.debtor_iban)


def _refused(code: str, check: Callable[[str], str], text: str) -> Iterator[Problem]:
    try:
        if check(text) != text:
            yield code, f"„{text}“ enthält Leerzeichen oder Kleinbuchstaben. Speichern Sie die Angabe neu."
    except AllmendeError as error:
        yield code, str(error)


def _about_attachments(invoice: Invoice) -> Iterator[Problem]:
    names = [attachment.name for attachment in invoice.attachments]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "BT-125", f"Zwei Anlagen heißen „{name}“. Benennen Sie eine um."
    for attachment in invoice.attachments:
        if attachment.media_type not in MEDIA_TYPES:
            yield (
                "BT-125",
                f"Die Anlage „{attachment.name}“ hat ein Format, das E-Rechnungen nicht zulassen. Erlaubt "
                "sind PDF, PNG, JPEG, CSV, XLSX und ODS.",
            )


def _about_signs(invoice: Invoice) -> Iterator[Problem]:
    for text in _texts(invoice):
        if CONTROL.search(text):
            shown = CONTROL.sub("□", text)[:60]
            yield "XML", f"„{shown}“ enthält unsichtbare Steuerzeichen. Tippen Sie den Text neu."


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
