"""Numbers without gaps, postings in the ledger, files: what turns a draft into an invoice."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from allmende.catalog.invoices.documents import seal
from allmende.catalog.invoices.domain import RunState
from allmende.catalog.invoices.models import BillingProfile, BillingRun, Invoice, InvoiceNumbers
from allmende.catalog.invoices.xrechnung import DocumentType
from allmende.catalog.prices.periods import Span
from allmende.common.formats import euro
from allmende.jobs.domain import RunningJob
from allmende.ledger.bulk_posting import Booking, post_bookings
from allmende.ledger.domain import PostingKind

if TYPE_CHECKING:
    from allmende.accounts.models import User

AT_A_TIME = 200
NUMBER_DRAFTS = """UPDATE invoices_invoice i
    SET year = %s, issued_on = %s, due_on = %s, sequence = given.sequence
    FROM unnest(%s::bigint[], %s::int[]) AS given(id, sequence) WHERE i.id = given.id"""
NET_RULE, TAX_RULE = "catalog.invoice", "catalog.invoice_vat"
TAX_SECTION = "§ 12 Abs. 1 UStG"
WORDS = {
    DocumentType.INVOICE.value: "Rechnung",
    DocumentType.CREDIT_NOTE.value: "Gutschrift",
    DocumentType.CORRECTION.value: "Rechnungskorrektur",
}


def issue_drafts(run: BillingRun, by: "User | None", job: RunningJob | None = None) -> int:
    """Give numbers to all drafts without faults, in the order of customers and times; return how many.

    A worker that was killed leaves every invoice either issued and posted, or a draft: a second one goes on
    in the same order and so gives the same numbers.
    """
    total = _waiting(run).count()
    issued = 0
    while True:
        if job is not None:
            job.report(issued, total, f"{issued} Rechnungen")
        with transaction.atomic():
            count = _issue_some(run, by)
        if not count:
            break
        issued += count
    BillingRun.objects.filter(pk=run.pk, state=RunState.ISSUING.value).update(state=RunState.ISSUED.value)
    return issued


def seal_all(run: BillingRun, job: RunningJob | None = None) -> int:
    """Make the files of all issued invoices that have none yet; return how many were made."""
    waiting = list(
        run.invoices.filter(issued_on__isnull=False, file=None).order_by("pk").values_list("pk", flat=True)
    )
    for done, pk in enumerate(waiting):
        if job is not None and done % AT_A_TIME == 0:
            job.report(done, len(waiting), f"{done} E-Rechnungen")
        seal(Invoice.objects.get(pk=pk))
    return len(waiting)


def _waiting(run: BillingRun) -> Any:
    return run.invoices.filter(issued_on=None, problems=[]).order_by(
        "customer__key", "period", "vat_category", "document_type"
    )


def _issue_some(run: BillingRun, by: "User | None") -> int:
    """Issue the next drafts in one transaction: the row of the numbers is locked until it ends."""
    year = run.issue_on.year
    InvoiceNumbers.objects.get_or_create(issuer_id=run.issuer_id, year=year)
    numbers = InvoiceNumbers.objects.select_for_update().get(issuer_id=run.issuer_id, year=year)
    drafts: Sequence[Invoice] = list(_waiting(run)[:AT_A_TIME])
    if not drafts:
        return 0
    days = BillingProfile.objects.values_list("payment_days", flat=True).get(body_id=run.issuer_id)
    due_on = run.issue_on + timedelta(days=days)
    for draft in drafts:
        numbers.last += 1
        draft.year, draft.sequence = year, numbers.last
        draft.issued_on, draft.due_on = run.issue_on, due_on
    numbers.save(update_fields=["last"])
    with connection.cursor() as cursor:
        pks, sequences = [draft.pk for draft in drafts], [draft.sequence for draft in drafts]
        cursor.execute(NUMBER_DRAFTS, [year, run.issue_on, due_on, pks, sequences])
    bookings = [booking for invoice in drafts for booking in bookings_of(invoice)]
    post_bookings(run.issuer_id, bookings, by=by, on=run.issue_on)
    return len(drafts)


def bookings_of(invoice: Invoice) -> list[Booking]:
    """Return what the ledger keeps of an invoice: what the customer owes, and the tax in it."""
    found = [_booking(invoice, invoice.net_cents, NET_RULE, "")]
    if invoice.vat_cents:
        found.append(_booking(invoice, invoice.vat_cents, TAX_RULE, TAX_SECTION))
    return [booking for booking in found if booking.cents]


def _booking(invoice: Invoice, cents: int, rule: str, section: str) -> Booking:
    word = WORDS[invoice.document_type]
    period = Span(invoice.period.lower, invoice.period.upper).german
    what = "Umsatzsteuer" if rule == TAX_RULE else "Leistungen"
    sentence = f"{word} {invoice.number}, {what} {period}: {euro(cents)}"
    is_plain = invoice.document_type == DocumentType.INVOICE.value and cents > 0
    causes = [f"berichtigt {each['number']}" for each in invoice.preceding] or [sentence]
    return Booking(
        payer_id=invoice.customer_id,
        payee_id=invoice.issuer_id,
        cents=cents,
        kind=PostingKind.SOLL if is_plain else PostingKind.KORREKTUR,
        period=(invoice.period.lower, invoice.period.upper),
        rule=rule,
        section=section,
        sentence=sentence,
        explanation=_node(invoice, sentence, cents, section, invoice.issued_on or date.min),
        causes=() if is_plain else tuple(causes),
    )


def _node(invoice: Invoice, sentence: str, cents: int, section: str, on: date) -> dict[str, Any]:
    """Return the explanation: the invoice, on whose page every line tells how it came about."""
    return {
        "name": "invoice",
        "label": f"{WORDS[invoice.document_type]} {invoice.number}",
        "kind": "input",
        "value": f"{Decimal(cents) / 100:.2f}",
        "unit": "EUR",
        "section": section,
        "source": invoice.get_absolute_url(),
        "mark": "seen",
        "known": {"from": on.isoformat(), "until": None},
        "sentence": sentence,
        "inputs": [],
    }
