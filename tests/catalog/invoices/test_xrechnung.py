"""XRechnung files: the same bytes every time, totals computed, everything in its place."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.invoices.xrechnung import Invoice, Line, NotReady, Vat, sealed
from allmende.catalog.invoices.xrechnung.ubl import NAMESPACES, written
from tests.catalog.invoices.examples import ALL, CREDIT_NOTE, DIRECT_DEBIT, LEITWEG, OUTSIDE_SCOPE, STANDARD

GOLDEN = Path(__file__).parent / "golden"
REFRESH = "REFRESH_GOLDEN"

lines = st.builds(
    Line,
    title=st.just("Leistung"),
    quantity=st.decimals(-10000, 10000, places=3),
    price=st.decimals(0, 10000, places=4),
    base_quantity=st.sampled_from([Decimal(1), Decimal(100)]),
)


def tree(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  # our own file


def amounts(content: bytes, name: str) -> list[Decimal]:
    return [Decimal(each.text or "") for each in tree(content).iterfind(f".//{name}", NAMESPACES)]


@pytest.mark.parametrize("name", ALL)
def test_the_file_is_the_golden_one_to_the_byte(name: str) -> None:
    file = GOLDEN / f"{name}.xml"
    content = sealed(ALL[name]).content
    if os.environ.get(REFRESH):
        file.write_bytes(content)
    assert content == file.read_bytes()


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.xml")} == set(ALL)


def test_the_same_invoice_has_the_same_fingerprint() -> None:
    assert sealed(STANDARD).sha256 == sealed(replace(STANDARD)).sha256


@given(st.lists(lines, min_size=1, max_size=6), st.sampled_from([Decimal(19), Decimal(7), Decimal("5.5")]))
def test_the_totals_in_the_file_add_up(lines: list[Line], rate: Decimal) -> None:
    content = written(replace(STANDARD, lines=tuple(lines), vat=Vat.standard(rate)))
    (net,) = amounts(content, "cbc:TaxExclusiveAmount")
    (gross,) = amounts(content, "cbc:PayableAmount")
    tax = amounts(content, "cbc:TaxAmount")
    assert sum(amounts(content, "cac:InvoiceLine/cbc:LineExtensionAmount")) == net
    assert tax[0] == tax[1] == gross - net
    assert abs(net * rate / 100 - tax[0]) <= Decimal("0.005")


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    assert Line("Erstattung", Decimal(-1), Decimal("0.005")).net_cents == -1


def test_a_credit_note_has_its_own_names() -> None:
    root = tree(written(CREDIT_NOTE))
    assert root.tag.endswith("}CreditNote")
    assert root.findtext("cbc:CreditNoteTypeCode", namespaces=NAMESPACES) == "381"
    assert root.findtext(".//cbc:CreditedQuantity", namespaces=NAMESPACES) == "204"


@pytest.mark.parametrize(
    ("invoice", "path", "wanted"),
    [
        (OUTSIDE_SCOPE, "cbc:BuyerReference", LEITWEG),
        (OUTSIDE_SCOPE, "cac:ContractDocumentReference/cbc:ID", "ÖRV 2026/7"),
        (OUTSIDE_SCOPE, "cac:InvoicePeriod/cbc:EndDate", "2027-12-31"),
        (OUTSIDE_SCOPE, "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent", "0"),
        (DIRECT_DEBIT, "cac:PaymentMeans/cac:PaymentMandate/cbc:ID", "M-2026-17"),
        (DIRECT_DEBIT, ".//cbc:EmbeddedDocumentBinaryObject", "TW9uYXQ7RsOkbGxlDQowMTs5Nw0K"),
    ],
)
def test_a_value_stands_where_the_standard_wants_it(invoice: Invoice, path: str, wanted: str) -> None:
    assert tree(written(invoice)).findtext(path, namespaces=NAMESPACES) == wanted


def test_markup_in_a_text_stays_text() -> None:
    hostile = replace(STANDARD, lines=(replace(STANDARD.lines[0], title="</cbc:Name><x a='&'>"),))
    assert (
        tree(written(hostile)).findtext(".//cac:Item/cbc:Name", namespaces=NAMESPACES)
        == "</cbc:Name><x a='&'>"
    )


def test_an_invoice_with_problems_is_not_sealed() -> None:
    with pytest.raises(NotReady, match=r"2027-000002 kann so nicht verschickt werden.*Leitweg-ID"):
        sealed(replace(STANDARD, buyer_reference=""))
