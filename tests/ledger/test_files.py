"""What leaves the ledger as a file: every input with its origin, every amount with its derivation."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdfium2
from django.test import Client
from openpyxl import load_workbook
from pdfua import validate

from allmende.accounts.models import User
from allmende.ledger.models import Posting
from allmende.register.domain import BodyView
from tests.ledger.factories import a_calculation

Bodies = dict[str, BodyView]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def accessible_text(content: bytes, folder: Path) -> str:
    """Return the text of a PDF that keeps to PDF/UA."""
    file = folder / "file.pdf"
    file.write_bytes(content)
    assert validate(str(file)).exit_code == 0
    document = pypdfium2.PdfDocument(content)
    try:
        told = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(told.split())


def test_a_calculation_as_excel_lists_inputs_and_amounts(bodies: Bodies, treasurer: User) -> None:
    calculation = a_calculation(bodies)
    answer = signed_in(treasurer).get(f"{calculation.get_absolute_url()}berechnung.xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    inputs = [row for row in rows if row[1] == "Eingabe"]
    amounts = [Decimal(str(row[7])) for row in rows if row[1] == "Buchung"]
    total = next(row for row in inputs if row[2] == "Gesamtkosten der Stellen")
    assert total[5:10] == ("651895.80", "EUR", None, "belegt", "Vorlage 2024/3092")
    assert amounts == [Decimal("342000"), Decimal("342000"), Decimal("309895.8")]


def test_a_calculation_as_pdf_tells_flows_and_derivation(
    bodies: Bodies, treasurer: User, tmp_path: Path
) -> None:
    calculation = a_calculation(bodies)
    answer = signed_in(treasurer).get(f"{calculation.get_absolute_url()}berechnung.pdf")
    told = accessible_text(answer.content, tmp_path)
    for expected in ("309.895,80", "Case Management 2025", "Weiterleitungsvertrag", "57.000,00"):
        assert expected in told


def test_the_reason_of_an_amount_as_pdf_is_the_tree_of_the_page(
    bodies: Bodies, treasurer: User, stranger: User, tmp_path: Path
) -> None:
    a_calculation(bodies)
    posting = Posting.objects.get(rule="kim_city_share")
    address = f"/buchungen/{posting.pk}/begruendung.pdf"
    told = accessible_text(signed_in(treasurer).get(address).content, tmp_path)
    for expected in ("309.895,80", "Gesamtkosten der Stellen", "Vorlage 2024/3092", "zu prüfen"):
        assert expected in told
    assert signed_in(stranger).get(address).status_code == 404
