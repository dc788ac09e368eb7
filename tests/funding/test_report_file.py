"""Cost reports from files: every mistake with its cell, nothing half taken over."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from allmende.funding.domain.words import CostClass
from allmende.funding.report_file import COLUMNS, Expected, read_report
from allmende.ledger.sheet_rows import UnreadableFile

YEAR = (date(2025, 1, 1), date(2026, 1, 1))
EXPECTED = Expected(YEAR, YEAR, frozenset({CostClass.EMPLOYER_GROSS}), {"CM 1": 7})
GROSS: Sequence[Any] = ("Arbeitgeberbrutto", 57_000, None, None, None, None)


def a_file(*rows: Sequence[Any], merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def problems_of(*rows: Sequence[Any], merge: str = "") -> list[tuple[str, str]]:
    found = read_report(a_file(*rows, merge=merge), EXPECTED)
    return [(each.cell, each.message) for each in found.problems]


def test_lines_are_read_with_their_cells_and_days() -> None:
    found = read_report(
        a_file(GROSS, ("Sachkosten", "1.234,56", "01.02.2025", None, "CM 1", "Miete")), EXPECTED
    )
    first, second = found.lines
    assert (first.cents, first.start, first.until, first.place) == (57_000_00, *YEAR, "B2")
    assert (second.cents, second.start, second.post) == (1_234_56, date(2025, 2, 1), 7)
    assert [each.cell for each in found.notes] == ["B3"]
    assert "wird nicht gefördert" in found.notes[0].message


@pytest.mark.parametrize(
    ("row", "cell", "told"),
    [
        (("Bewirtung", 1, None, None, None, None), "A3", "keine Kostenart"),
        ((None, 1, None, None, None, None), "A3", "Die Kostenart fehlt"),
        (("Sachkosten", None, None, None, None, None), "B3", "Der Betrag fehlt"),
        (("Sachkosten", "zwölf", None, None, None, None), "B3", "ist keine Zahl"),
        (("Sachkosten", "1.234", None, None, None, None), "B3", "mehrdeutig"),
        (("Sachkosten", date(2025, 1, 1), None, None, None, None), "B3", "ein Tag, keine Zahl"),
        (("Sachkosten", 1.005, None, None, None, None), "B3", "Bruchteile eines Cents"),
        (("Sachkosten", -5, None, None, None, None), "B3", "negativ"),
        (("Sachkosten", 1, "31.12.2024", None, None, None), "C3", "nicht im gemeldeten Zeitraum"),
        (("Sachkosten", 1, None, "01.01.2026", None, None), "D3", "nicht im gemeldeten Zeitraum"),
        (("Sachkosten", 1, "01.05.2025", "01.04.2025", None, None), "D3", "vor dem ersten"),
        (("Sachkosten", 1, "bald", None, None, None), "C3", "kein Tag"),
        (("Sachkosten", 1, None, None, "CM 8", None), "E3", "gibt es in dieser Zuwendung nicht"),
        (("Sachkosten", 1, None, None, None, "x" * 301), "F3", "länger als 300"),
        (("Sachkosten", 1, None, None, None, "Fahrt mit Frau Beispiel"), "F3", "eine Anrede mit Namen"),
    ],
)
def test_a_mistake_names_its_cell(row: Sequence[Any], cell: str, told: str) -> None:
    ((found, message),) = problems_of(GROSS, row)
    assert found == cell
    assert told in message


def test_merged_cells_are_named() -> None:
    ((cell, message),) = problems_of(GROSS, ("Sachkosten", 5, None, None, None, None), merge="F2:F3")
    assert cell == "F2:F3"
    assert "verbunden" in message


def test_missing_payroll_is_told_and_an_empty_file_refused() -> None:
    found = read_report(a_file(("Sachkosten", 5, None, None, None, None)), EXPECTED)
    assert any("Arbeitgeberbrutto fehlt" in each.message for each in found.notes)
    with pytest.raises(UnreadableFile, match="keine Zeile"):
        read_report(a_file(), EXPECTED)
    with pytest.raises(UnreadableFile, match="fehlt „Kostenart“"):
        read_report(b"a;b\n1;2\n", EXPECTED)
