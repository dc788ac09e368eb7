"""Problems are found before a number is used up, and named so that a clerk can repair them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from allmende.catalog.invoices.xrechnung import (
    Attachment,
    CreditTransfer,
    DirectDebit,
    DocumentType,
    ElectronicAddress,
    Period,
    Vat,
    VatCategory,
)
from allmende.catalog.invoices.xrechnung.precheck import problems
from tests.catalog.invoices.examples import (
    ALL,
    BASE_FEE,
    CREDITOR,
    IBAN,
    OUTSIDE_SCOPE,
    PROVIDER,
    TOWN,
)

IN_SEPTEMBER = date(2027, 9, 1)
FILE = Attachment("a.pdf", "application/pdf", b"%PDF")


@pytest.mark.parametrize("name", ALL)
def test_good_invoices_have_no_problems(name: str) -> None:
    assert problems(ALL[name]) == []


@pytest.mark.parametrize(
    ("change", "code", "wanted"),
    [
        ({"number": " "}, "BT-1", "Rechnungsnummer fehlt"),
        ({"due_on": IN_SEPTEMBER}, "BT-9", "Fälligkeit liegt vor"),
        ({"period": Period(IN_SEPTEMBER, IN_SEPTEMBER)}, "BG-14", "endet, bevor er beginnt"),
        ({"document_type": DocumentType.CORRECTION}, "BG-3", "welche Rechnung berichtigt wird"),
        ({"buyer_reference": ""}, "BT-10", "Gemeinde Beispieldorf hat keine Leitweg-ID"),
        ({"buyer_reference": "055580099099-31001-00"}, "BT-10", "Prüfziffern"),
        ({"seller": replace(PROVIDER, name="")}, "BT-27", "Rechnungssteller fehlt der Name"),
        ({"seller": replace(PROVIDER, contact=None)}, "BT-42", "Telefonnummer"),
        ({"seller": replace(PROVIDER, identifier="")}, "BT-29", "Lieferantennummer"),
        ({"seller": replace(PROVIDER, vat_id="DE123456789")}, "BT-31", "nicht steuerbaren Leistungen"),
        ({"buyer": replace(TOWN, city="")}, "BT-52", "Rechnungsempfänger fehlt der Ort"),
        (
            {"buyer": replace(TOWN, electronic_address=ElectronicAddress("EM", "rathaus"))},
            "BT-49",
            "keine E-Mail-Adresse",
        ),
        ({"vat": Vat(VatCategory.OUTSIDE_SCOPE, Decimal(0))}, "BT-120", "Nennen Sie die Vorschrift"),
        ({"vat": replace(Vat.cost_sharing(), rate=Decimal(7))}, "BT-119", "Steuersatz null"),
        ({"vat": Vat.standard(Decimal(0))}, "BT-119", "Steuersatz ist null"),
        ({"lines": ()}, "BG-25", "keine Position"),
        ({"lines": (replace(BASE_FEE, price=Decimal(-1)),)}, "BT-146", "mit negativer Menge"),
        ({"lines": (replace(BASE_FEE, base_quantity=Decimal(0)),)}, "BT-149", "größer als null"),
        ({"lines": (replace(BASE_FEE, title="a\x0bb"),)}, "XML", "Steuerzeichen"),
        ({"attachments": (FILE, FILE)}, "BT-125", "heißen „a.pdf“"),
        ({"attachments": (replace(FILE, media_type="application/zip"),)}, "BT-125", "nicht zulassen"),
        ({"payment": CreditTransfer("Zweckverband", "DE02 1203 0000 0000 2020 51")}, "BT-84", "Leerzeichen"),
        ({"payment": DirectDebit("", CREDITOR, IBAN)}, "BT-89", "Mandatsreferenz"),
        ({"payment": DirectDebit("M-1", CREDITOR, "DE00")}, "BT-91", "keine IBAN"),
    ],
)
def test_a_problem_names_the_field_and_the_remedy(change: dict[str, Any], code: str, wanted: str) -> None:
    found = {finding.code: finding.message for finding in problems(replace(OUTSIDE_SCOPE, **change))}
    assert wanted in found[code]
