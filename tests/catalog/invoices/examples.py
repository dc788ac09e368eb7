"""Invoices of an invented provider to an invented town, one for each kind the official rules tell apart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from allmende.catalog.invoices.xrechnung import (
    Attachment,
    Contact,
    CreditTransfer,
    DirectDebit,
    DocumentType,
    ElectronicAddress,
    Invoice,
    Line,
    Party,
    Period,
    Preceding,
    Vat,
)
from allmende.catalog.invoices.xrechnung.leitweg import composed

LEITWEG = composed("055580099099", "31001")
IBAN, OTHER_IBAN = "DE02120300000000202051", "DE02500105170137075030"
CREDITOR = "DE98ZZZ09999999999"
YEAR = Period(date(2027, 1, 1), date(2028, 1, 1))

PROVIDER = Party(
    name="Zweckverband IT Probe",
    street="Rathausplatz 1",
    postal_code="48000",
    city="Probe",
    electronic_address=ElectronicAddress("EM", "rechnung@it-probe.example"),
    identifier="70012",
    tax_number="123/4567/8901",
    contact=Contact("Abrechnung", "02541 123456", "abrechnung@it-probe.example"),
)
TOWN = Party(
    name="Gemeinde Beispieldorf",
    street="Am Markt 3",
    postal_code="48999",
    city="Beispieldorf",
    electronic_address=ElectronicAddress("0204", LEITWEG),
    identifier="K-4711",
)
WORKPLACES = Line(
    title="Standardarbeitsplatz",
    quantity=Decimal(85 * 12),
    price=Decimal("41.50"),
    unit="MON",
    description="Vereinbarung vom 01.03.2026, § 4; 85 Arbeitsplätze × 12 Monate",
    product_number="ARB-01",
    period=YEAR,
)
INHABITANTS = Line(
    title="Grunddienste je Einwohner",
    quantity=Decimal(8123),
    price=Decimal("0.1875"),
    description="Satzung § 12; Einwohner am 30.06.2026",
)
CASES = Line(
    title="Bürgerportal je Fall", quantity=Decimal(1204), price=Decimal("42"), base_quantity=Decimal(100)
)
BASE_FEE = Line(title="Grundbetrag", quantity=Decimal(1), price=Decimal("1200.00"), note="Entgeltordnung § 2")

OUTSIDE_SCOPE = Invoice(
    number="2027-000001",
    issued_on=date(2028, 1, 15),
    due_on=date(2028, 2, 14),
    buyer_reference=LEITWEG,
    period=YEAR,
    seller=PROVIDER,
    buyer=TOWN,
    vat=Vat.outside_scope(),
    payment=CreditTransfer("Zweckverband IT Probe", IBAN, "BYLADEM1001"),
    lines=(WORKPLACES, INHABITANTS, CASES, BASE_FEE),
    contract="ÖRV 2026/7",
    notes=("Grundlage: öffentlich-rechtliche Vereinbarung vom 01.03.2026",),
    terms="Zahlbar ohne Abzug bis 14.02.2028.",
)
STANDARD = replace(
    OUTSIDE_SCOPE,
    number="2027-000002",
    vat=Vat.standard(Decimal(19)),
    seller=replace(PROVIDER, vat_id="DE123456789"),
)
EXEMPT = replace(OUTSIDE_SCOPE, number="2027-000003", vat=Vat.cost_sharing())
CREDIT_NOTE = replace(
    STANDARD,
    number="2027-000004",
    document_type=DocumentType.CREDIT_NOTE,
    lines=(replace(CASES, quantity=Decimal(204)),),
    preceding=(Preceding("2027-000002", date(2028, 1, 15)),),
)
STAGES = replace(
    OUTSIDE_SCOPE,
    number="2027-000005",
    lines=(
        Line(title="Fälle 1 bis 500", quantity=Decimal(500), price=Decimal("0.60")),
        Line(title="Fälle 501 bis 1.000", quantity=Decimal(500), price=Decimal("0.45")),
        Line(title="Fälle ab 1.001", quantity=Decimal(204), price=Decimal("0.335")),
    ),
)
SETTLEMENT = replace(
    STANDARD,
    number="2027-000006",
    lines=(
        BASE_FEE,
        Line(title="Abschlag laut Rechnung 2027-000002", quantity=Decimal(-1), price=Decimal("900.00")),
    ),
    preceding=(Preceding("2027-000002", date(2028, 1, 15)),),
)
REFUND = replace(SETTLEMENT, number="2027-000007", lines=(replace(BASE_FEE, quantity=Decimal(-1)),))
CORRECTION = replace(
    EXEMPT,
    number="2027-000008",
    document_type=DocumentType.CORRECTION,
    preceding=(Preceding("2027-000003", date(2028, 1, 15)),),
)
DIRECT_DEBIT = replace(
    OUTSIDE_SCOPE,
    number="2027-000009",
    payment=DirectDebit("M-2026-17", CREDITOR, OTHER_IBAN),
    order="B-2026-5",
    attachments=(
        Attachment("mengen.csv", "text/csv", "Monat;Fälle\r\n01;97\r\n".encode(), "Mengen je Monat"),
    ),
)

ALL = {
    "nicht_steuerbar": OUTSIDE_SCOPE,
    "steuerpflichtig": STANDARD,
    "steuerfrei": EXEMPT,
    "gutschrift": CREDIT_NOTE,
    "staffel": STAGES,
    "abrechnung_mit_abschlag": SETTLEMENT,
    "erstattung": REFUND,
    "berichtigung": CORRECTION,
    "lastschrift_mit_anlage": DIRECT_DEBIT,
}
