from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from allmende.pages import exports

HEADERS = ["Name", "Betrag", "Tag"]
ROWS: list[list[exports.Cell]] = [
    ["Musterstadt; Ämter", Decimal("1234.50"), date(2026, 2, 5)],
    ["=HYPERLINK(1)", 7, None],
]


def test_csv_opens_in_german_excel() -> None:
    text = exports.csv_file(HEADERS, ROWS).decode("utf-8")
    assert text.startswith("\ufeffName;Betrag;Tag\r\n")
    assert '"Musterstadt; Ämter";1234,50;05.02.2026\r\n' in text


@pytest.mark.parametrize("text", ["=1+1", "+49 2541", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_run_as_a_formula(text: str) -> None:
    assert exports.guarded(text) == f"'{text}"


def test_harmless_texts_stay_as_they_are() -> None:
    assert exports.guarded("Kreis – Coesfeld") == "Kreis – Coesfeld"


def test_excel_gets_real_numbers_and_days() -> None:
    file = exports.xlsx_file("Anteile [2026]", HEADERS, ROWS, frozenset({1}))
    sheet = load_workbook(BytesIO(file)).worksheets[0]
    assert sheet.title == "Anteile -2026-"
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert sheet["B2"].value == 1234.5
    assert "€" in sheet["B2"].number_format
    assert sheet["C2"].is_date


def test_a_control_character_in_a_text_does_not_prevent_the_file() -> None:
    file = exports.xlsx_file("t", ["Name"], [["Be\x01treff\x0b\n2. Zeile"]])
    assert load_workbook(BytesIO(file)).worksheets[0]["A2"].value == "Betreff\n2. Zeile"


def test_excel_sees_a_formula_only_as_text() -> None:
    sheet = load_workbook(BytesIO(exports.xlsx_file("t", HEADERS, ROWS))).worksheets[0]
    assert sheet["A3"].data_type == "s"
    assert sheet["A3"].value == "=HYPERLINK(1)"
