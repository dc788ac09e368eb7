"""Files of billing: the invoice as PDF/UA, rows for the finance system, debits for the bank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from allmende.catalog.invoices.documents import document, seal
from allmende.catalog.invoices.errors import NoDebits
from allmende.catalog.invoices.issuing import WORDS
from allmende.catalog.invoices.models import BillingProfile, BillingRun, DebitMandate, Invoice
from allmende.catalog.invoices.parties import DEBIT
from allmende.catalog.invoices.payments.direct_debit import (
    Batch,
    Creditor,
    Debit,
    DebitScheme,
    collected,
)
from allmende.catalog.invoices.payments.posting_rows import AMOUNT, HEADERS, posting_rows
from allmende.catalog.invoices.xrechnung import CreditTransfer, Line, Party
from allmende.catalog.invoices.xrechnung import Invoice as XInvoice
from allmende.common.formats import day, euro, number
from allmende.pages import exports
from allmende.pages.pdf import pdf

TEMPLATE = Path(__file__).parent / "pdf" / "invoice.typ"
MONEY = frozenset({AMOUNT})
UNIT_WORDS = {"C62": "", "HUR": "h", "IE": "", "MON": "Monate"}


def invoice_pdf(invoice: Invoice) -> bytes:
    """Return the invoice for people. The XRechnung is the original; its fingerprint stands on the PDF."""
    shown = document(invoice)
    payment = shown.payment
    pays_to = (
        f"Konto {payment.iban}, {payment.account_holder}, Verwendungszweck {shown.number}"
        if isinstance(payment, CreditTransfer)
        else f"Lastschrift vom Konto {payment.debtor_iban}, Mandat {payment.mandate}"
    )
    return pdf(
        TEMPLATE,
        {
            "language": "de",
            "title": f"{WORDS[invoice.document_type]} {shown.number}",
            "seller": _address(shown.seller),
            "buyer": _address(shown.buyer),
            "header": _header(shown),
            "lines": [_row(position, line) for position, line in enumerate(shown.lines, start=1)],
            "sums": _sums(shown),
            "notes": [note for note in (shown.vat.reason, shown.terms, pays_to) if note],
            "sha256": seal(invoice).sha256,
        },
    )


def _address(party: Party) -> list[str]:
    return [party.name, party.street, f"{party.postal_code} {party.city}"]


def _header(shown: XInvoice) -> list[tuple[str, str]]:
    corrected = ", ".join(f"{each.number} vom {day(each.issued_on)}" for each in shown.preceding)
    pairs = [
        ("Rechnungsdatum", day(shown.issued_on)),
        ("Leistungszeitraum", f"{day(shown.period.first)} bis {day(shown.period.last)}"),
        ("Fällig am", day(shown.due_on)),
        ("Leitweg-ID", shown.buyer_reference),
        ("Vertrag", shown.contract),
        ("Steuernummer", shown.seller.tax_number),
        ("USt-IdNr.", shown.seller.vat_id),
        ("Berichtigt", corrected),
        ("Rückfragen", _contact(shown.seller)),
    ]
    return [(name, value) for name, value in pairs if value]


def _contact(seller: Party) -> str:
    contact = seller.contact
    return f"{contact.name}, {contact.phone}, {contact.email}" if contact else ""


def _row(position: int, line: Line) -> list[str]:
    unit = UNIT_WORDS.get(line.unit, line.unit)
    per = f" / {number(line.base_quantity)}" if line.base_quantity != 1 else ""
    period = f"{day(line.period.first)} bis {day(line.period.last)}" if line.period else ""
    return [
        str(position),
        line.title,
        " · ".join(filter(None, (period, line.description, line.note))),
        f"{number(line.quantity)} {unit}".strip(),
        f"{number(line.price)}{per}",
        euro(line.net_cents),
    ]


def _sums(shown: XInvoice) -> list[tuple[str, str]]:
    tax = f"Umsatzsteuer {number(shown.vat.rate)} %" if shown.vat.is_taxed else "Umsatzsteuer"
    return [
        ("Summe netto", euro(shown.net_cents)),
        (tax, euro(shown.vat_cents)),
        ("Gutschriftbetrag" if shown.is_credit_note else "Zu zahlen", euro(shown.gross_cents)),
    ]


def issued_of(run: BillingRun) -> Iterator[XInvoice]:
    """Yield the issued invoices of a run in the order of their numbers, one at a time."""
    for pk in run.invoices.filter(issued_on__isnull=False).order_by("sequence").values_list("pk", flat=True):
        yield document(Invoice.objects.get(pk=pk))


def postings_csv(run: BillingRun) -> bytes:
    return exports.csv_file(HEADERS, posting_rows(issued_of(run)))


def postings_xlsx(run: BillingRun) -> bytes:
    return exports.xlsx_file(f"Abrechnung {run.pk}", HEADERS, posting_rows(issued_of(run)), MONEY)


@dataclass(frozen=True, slots=True)
class Collectable:
    """What a run has to collect by one procedure."""

    scheme: DebitScheme
    debits: tuple[Debit, ...]

    @property
    def cents(self) -> int:
        return sum(debit.cents for debit in self.debits)


def collectables(run: BillingRun) -> tuple[list[Collectable], list[str]]:
    """Return what to collect by each procedure, and the invoices whose mandate was revoked since."""
    mandates = {
        each.reference: each
        for each in DebitMandate.objects.filter(creditor_id=run.issuer_id, revoked_on=None)
    }
    found: dict[DebitScheme, list[Debit]] = {}
    revoked = []
    rows = run.invoices.filter(issued_on__isnull=False, payment__kind=DEBIT).order_by("sequence")
    for invoice in rows:
        mandate = mandates.get(invoice.payment["mandate"])
        if mandate is None:
            revoked.append(invoice.number)
        elif invoice.gross_cents > 0:
            debit = _debit(invoice, mandate)
            found.setdefault(debit.scheme, []).append(debit)
    return [Collectable(scheme, tuple(found[scheme])) for scheme in DebitScheme if scheme in found], revoked


def debits(run: BillingRun, scheme: DebitScheme, *, collect_on: date, created_at: datetime) -> bytes:
    """Return the file for the bank; raises NoDebits, or BatchRefused with every problem."""
    profile = BillingProfile.objects.get(body_id=run.issuer_id)
    found, _revoked = collectables(run)
    wanted = next((each for each in found if each.scheme is scheme), None)
    if wanted is None:
        others = "".join(f"Seine Mandate gelten für die {each.scheme.label}. " for each in found)
        raise NoDebits(scheme=scheme.label, others=others)
    creditor = Creditor(profile.account_holder, profile.iban, profile.creditor_id, profile.bic)
    number_ = f"LS-{run.pk}-{scheme.value}-{collect_on:%Y%m%d}"
    return collected(Batch(number_, creditor, collect_on, created_at, wanted.debits, scheme))


def _debit(invoice: Invoice, mandate: DebitMandate) -> Debit:
    return Debit(
        reference=invoice.number,
        cents=invoice.gross_cents,
        debtor=str(invoice.buyer["name"]),
        iban=mandate.iban,
        mandate=mandate.reference,
        signed_on=mandate.signed_on,
        purpose=f"Rechnung {invoice.number}",
        bic=mandate.bic,
        scheme=DebitScheme(mandate.scheme),
    )
