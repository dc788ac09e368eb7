"""Drafts of a run: targets less what was billed, put together into invoices, lines written in bulk.

What was never billed becomes invoices, one for each time and VAT category; what was billed and is now known
better becomes one correction for each VAT category, or a credit note if it is in favor of the customer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db import connection

from allmende.catalog.invoices.domain import vat_of, whole
from allmende.catalog.invoices.models import BillingProfile, BillingRun, DebitMandate, Invoice
from allmende.catalog.invoices.parties import Billed, payment_of, snapshot
from allmende.catalog.invoices.subscribed import Before, Key
from allmende.catalog.invoices.targets import Target, stored_parts
from allmende.catalog.invoices.xrechnung import DocumentType, Line, Period, Preceding, Vat, problems
from allmende.catalog.invoices.xrechnung import Invoice as XInvoice
from allmende.catalog.prices.components import VatRule
from allmende.common.money import rounded

COPY_LINES = """COPY invoices_invoiceline
    (invoice_id, position, subscription_id, component_id, period, revision, cents, parts, basis) FROM STDIN"""
NOT_YET = "Entwurf"


class DraftLine(NamedTuple):
    key: Key
    revision: int
    cents: int
    parts: str
    basis: str


class Group(NamedTuple):
    """What stands on one invoice."""

    start: date
    until: date
    vat: VatRule
    is_correction: bool


@dataclass(slots=True)
class Draft:
    """One invoice before it is stored."""

    lines: list[DraftLine] = field(default_factory=list)
    corrects: set[int] = field(default_factory=set)

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


def drafts_of(
    targets: Mapping[Key, Target],
    before: Mapping[Key, Before],
    unknown: Iterable[Key],
    vats: Mapping[int, VatRule],
    run: BillingRun,
) -> dict[Group, Draft]:
    """Return what one customer has still to be billed, by invoice; nothing where nothing differs.

    `vats` names the VAT rule of components that were billed and are taken no more.
    """
    found: dict[Group, Draft] = defaultdict(Draft)
    lines: dict[tuple[date, date, VatRule], list[DraftLine]] = {}  # Group hashes slowly, and there are many
    for key, (cents, vat, parts, basis) in targets.items():
        earlier = before.get(key)
        if earlier is None:
            same = key[2], key[3], vat
            if same not in lines:
                lines[same] = found[Group(*same, False)].lines
            lines[same].append(DraftLine(key, 0, cents, parts, basis))
        elif cents != earlier.cents:
            _correct(found, key, earlier, targets[key], vat, run)
    for key in before.keys() - targets.keys() - set(unknown):
        if before[key].cents:
            nothing = Target(0, vats[key.component], "", "{}")
            _correct(found, key, before[key], nothing, nothing.vat, run)
    return found


def _correct(
    found: dict[Group, Draft], key: Key, earlier: Before, target: Target, vat: VatRule, run: BillingRun
) -> None:
    cents = target.cents - earlier.cents
    basis = f'{{"before":{earlier.cents},"now":{target.cents},"basis":{target.basis}}}'
    draft = found[Group(run.period.lower, run.period.upper, vat, True)]
    draft.lines.append(DraftLine(key, earlier.revision, cents, stored_parts(whole(cents)), basis))
    draft.corrects.update(earlier.invoices)


@dataclass(frozen=True, slots=True)
class Writer:
    """Stores drafts of one issuer; a customer's data are checked once, not for each of its invoices."""

    run: BillingRun
    issuer: Billed
    profile: BillingProfile
    mandates: Mapping[int, DebitMandate]
    vat_rate: Decimal
    numbers: Mapping[int, tuple[str, date]]
    """Number and day of each invoice that may be corrected."""

    def write(self, drafts: Iterable[tuple[Billed, Mapping[Group, Draft]]]) -> int:
        """Store invoices and lines, and return how many lines there are."""
        invoices: list[Invoice] = []
        lines: list[list[DraftLine]] = []
        for customer, groups in drafts:
            found: dict[VatRule, tuple[Vat, list[str]]] = {}
            for group in sorted(groups):
                if group.vat not in found:
                    vat = vat_of(group.vat, self.vat_rate)
                    found[group.vat] = (vat, self._problems(customer, vat))
                invoices.append(self._invoice(customer, group, groups[group], *found[group.vat]))
                lines.append(groups[group].lines)
        Invoice.objects.bulk_create(invoices, batch_size=500)
        with connection.cursor() as cursor, cursor.copy(COPY_LINES) as copy:
            for invoice, own in zip(invoices, lines, strict=True):
                copy.write("".join(_rows(invoice.pk, own)))
        return sum(map(len, lines))

    def _invoice(self, customer: Billed, group: Group, draft: Draft, vat: Vat, faults: list[str]) -> Invoice:
        net = draft.cents
        mandate = self.mandates.get(customer.view.id)
        return Invoice(
            run=self.run,
            issuer_id=self.run.issuer_id,
            customer_id=customer.view.id,
            document_type=_document_type(group, net),
            period=(group.start, group.until),
            vat_category=vat.category.value,
            vat_rate=vat.rate,
            net_cents=net,
            vat_cents=rounded(Fraction(vat.rate) * net / 100),
            seller=snapshot(self.issuer.party(is_taxed_sale=_may_show_vat_id(vat))),
            buyer=snapshot(customer.party(is_taxed_sale=_may_show_vat_id(vat))),
            payment=snapshot(payment_of(self.profile, mandate)),
            preceding=[
                {"number": number, "issued_on": day.isoformat(), "id": pk}
                for pk, (number, day) in sorted((pk, self.numbers[pk]) for pk in draft.corrects)
            ],
            problems=faults,
        )

    def _problems(self, customer: Billed, vat: Vat) -> list[str]:
        """Return what is missing of issuer or customer for a valid invoice."""
        day = self.run.issue_on
        sample = XInvoice(
            number=NOT_YET,
            issued_on=day,
            due_on=day + timedelta(days=self.profile.payment_days),
            buyer_reference=customer.reference,
            period=Period(self.run.period.lower, self.run.period.upper),
            seller=self.issuer.party(is_taxed_sale=_may_show_vat_id(vat)),
            buyer=customer.party(is_taxed_sale=_may_show_vat_id(vat)),
            vat=vat,
            payment=payment_of(self.profile, self.mandates.get(customer.view.id)),
            lines=(Line(NOT_YET, Decimal(1), Decimal(1)),),
            preceding=(Preceding(NOT_YET, day),),
        )
        return [finding.message for finding in problems(sample)]


def _may_show_vat_id(vat: Vat) -> bool:
    return vat.category is not vat_of(VatRule.OUTSIDE, Decimal(0)).category


def _document_type(group: Group, net: int) -> str:
    if not group.is_correction:
        return DocumentType.INVOICE.value
    return (DocumentType.CREDIT_NOTE if net < 0 else DocumentType.CORRECTION).value


def _rows(invoice: int, lines: Sequence[DraftLine]) -> Iterator[str]:
    """Yield the lines in the text format of COPY."""
    periods: dict[tuple[date, date], str] = {}  # few on an invoice, and writing a day takes long
    for position, (key, revision, cents, parts, basis) in enumerate(lines, start=1):
        subscription, component, start, until = key
        period = periods.get((start, until)) or periods.setdefault((start, until), f"[{start},{until})")
        yield (
            f"{invoice}\t{position}\t{subscription}\t{component}\t{period}\t{revision}\t{cents}\t"
            f"{_escaped(parts)}\t{_escaped(basis)}\n"
        )


def _escaped(json: str) -> str:
    """Return JSON as COPY reads it; what else COPY would want escaped, JSON has escaped already."""
    return json.replace("\\", "\\\\")
