from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from allmende.ledger.scenarios.catalog import data_inputs
from allmende.ledger.scenarios.reading import Candidate, Reading, read
from allmende.ledger.sheet_rows import UnreadableFile
from tests.ledger.scenarios.factories import a_csv, an_xlsx

COESFELD = Candidate(1, "05558012", "Stadt Coesfeld", is_municipality=True)
KREIS = Candidate(2, "05558", "Kreis Coesfeld", is_municipality=False)
NOTTULN = Candidate(3, "05558032", "Gemeinde Nottuln", is_municipality=True)
BY_KEY = {each.key: each for each in (COESFELD, NOTTULN)}
BY_NAME = {"Coesfeld": (COESFELD, KREIS), "Nottuln": (NOTTULN,), "Kreis Coesfeld": (KREIS,)}


def by_name(names: Sequence[str]) -> dict[str, tuple[Candidate, ...]]:
    return {name: BY_NAME.get(name, ()) for name in names}


def reading(data: bytes, name: str = "persons") -> Reading:
    return read(data, data_inputs()[name], BY_KEY, by_name)


@pytest.mark.parametrize(
    ("line", "cell", "told"),
    [
        (";Coesfeld;2025;1", "B2", "Stadt Coesfeld (05558012) oder Kreis Coesfeld (05558)"),
        (";Kreis Coesfeld;2025;1", "B2", "keine Gemeinde"),
        (";Atlantis;2025;1", "B2", "steht nicht im Register"),
        ("05999999;;2025;1", "A2", "hat keine Gemeinde"),
        (";;2025;1", "A2", "Schlüssel und Name fehlen"),
        ("05558012;;bald;1", "C2", "kein Zeitraum"),
        ("05558012;;13.2025;1", "C2", "kein Zeitraum"),
        ("05558012;;00.2025;1", "C2", "kein Zeitraum"),
        ("05558012;;2025;-3", "D2", "negativ"),
        ("05558012;;2025;viele", "D2", "keine Zahl"),
        ("05558012;;2025;1,5", "D2", "keine ganze Zahl"),
        ("05558012;;2025;1.303", "D2", "mehrdeutig"),
    ],
)
def test_every_mistake_is_told_with_its_cell(line: str, cell: str, told: str) -> None:
    found = reading(a_csv(line))
    assert [problem.cell for problem in found.problems] == [cell]
    assert told in found.problems[0].message
    assert found.entries == ()


def test_an_excel_cell_is_read_as_it_shows() -> None:
    data = an_xlsx(("05558012", "", 2025, 5.935), ("05558032", "", 2025, "480,25"), formats={"D2": "0.0%"})
    assert [str(each.value) for each in reading(data, "tax_rate").entries] == ["593.5", "480.25"]


@pytest.mark.parametrize(
    ("row", "cell", "told"),
    [
        (("05558012", "", 2025, "12 Personen"), "D2", "keine Zahl"),
        (("05558012", "", 2025, date(2025, 1, 25)), "D2", "25.01.2025 ist ein Tag"),
        (("05558012", "", 2025, True), "D2", "„WAHR“"),
        (("05558012", "", 2025, "#DIV/0!"), "D2", "keine Zahl"),
        (("05558012", "", 2025, -3), "D2", "negativ"),
        (("05558012", "", 2025, "−3"), "D2", "negativ"),
        (("05558012", "", 2025, 1e300), "D2", "zu viele Stellen"),
        (("05558012", "", 2025, "1.234"), "D2", "mehrdeutig"),
        (("", "Atlantis", 2025, 1), "B2", "steht nicht im Register"),
        (("05558012", "Gemeinde Nottuln", 2025, 1), "B2", "passt nicht zum Schlüssel"),
        (("05558", "", 2025, 1), "A2", "hat keine Gemeinde"),
    ],
)
def test_every_mistake_in_excel_is_told_with_its_cell(row: tuple[Any, ...], cell: str, told: str) -> None:
    found = reading(an_xlsx(row))
    assert [problem.cell for problem in found.problems] == [cell]
    assert told in found.problems[0].message
    assert found.entries == ()


def test_key_and_name_may_both_stand_there() -> None:
    found = reading(an_xlsx(("05558012", "Coesfeld, Stadt", 2025, 1), ("05558032", "Nottuln", 2025, 2)))
    assert [each.name for each in found.entries] == ["Stadt Coesfeld", "Gemeinde Nottuln"]


def test_a_value_twice_names_the_first() -> None:
    found = reading(a_csv("05558012;;2025;1", ";Nottuln;2025;2", "5558012;;2025;3"))
    assert [(each.cell, "D2" in each.message) for each in found.problems] == [("D4", True)]


def test_cases_of_a_list_are_counted() -> None:
    found = reading(a_csv("05558012;;2025;40.000,50", "05558012;;2025;1"), "sickness_costs")
    assert [(each.position, each.value) for each in found.entries] == [
        (1, Decimal("40000.50")),
        (2, Decimal(1)),
    ]


def test_decimal_point_and_comma_do_not_mix() -> None:
    found = reading(a_csv("05558012;;2025;10,5", "05558032;;2025;10.5"), "tax_rate")
    assert [problem.cell for problem in found.problems] == ["D3"]
    assert "D2" in found.problems[0].message


def test_months_in_every_writing() -> None:
    found = reading(
        a_csv("05558012;;03.2025;1", "05558012;;2025-04;2", "05558012;;5/2025;3", "05558012;;2025;4")
    )
    assert [(each.year, each.month) for each in found.entries] == [(2025, 3), (2025, 4), (2025, 5), (2025, 0)]


def test_excel_keeps_numbers_and_loses_zeros() -> None:
    found = reading(an_xlsx((5558012, "", 2025, 0.1), ("", "Nottuln", "2025", "0,2")), "tax_rate")
    assert [(each.key, each.value) for each in found.entries] == [
        ("05558012", Decimal("0.1")),
        ("05558032", Decimal("0.2")),
    ]


def test_rows_without_a_value_are_counted_and_left_out() -> None:
    found = reading(a_csv("05558012;;2025;", "05558032;;2025;7"))
    assert (len(found.entries), found.empty) == (1, 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Name;Wert\nA;1", "Schl"),
        (b"PK kaputt", "Excel"),
        (a_csv("05558012;;2025;"), "leer"),
        ("Schlüssel".encode("latin-1"), "UTF-8"),
        (b"a\x00b", "Nullzeichen"),
        (b"", "fehlt"),
    ],
)
def test_files_that_are_no_table_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        reading(data)


def test_negative_values_where_the_input_allows_them() -> None:
    item = replace(data_inputs()["key_grant"], negative=True)
    assert read(a_csv("05558012;;2025;-3,50"), item, BY_KEY, by_name).entries[0].value == Decimal("-3.50")
