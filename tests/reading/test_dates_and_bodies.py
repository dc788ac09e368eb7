"""Days, and names of councils and committees."""

from datetime import date

import pytest

from allmende.reading.bodies import find_bodies
from allmende.reading.dates import find_days
from allmende.reading.references import find_references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am 08.11.2024", [date(2024, 11, 8)]),
        ("9. Juni 2026, 16:30 Uhr", [date(2026, 6, 9)]),
        ("am 22.10. und am 19.11.2012", [date(2012, 10, 22), date(2012, 11, 19)]),
        ("Bescheid vom 15.10.19", [date(2019, 10, 15)]),
        ("Produkt 12.6.01, Kostenstelle 11.1.02", []),
        ("Ziel 10.2-13 am 31.02.2024, 1.394.513", []),
    ],
)
def test_days_are_found(text: str, expected: list[date]) -> None:
    assert [day.value for day in find_days(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sitzung des Haupt-, Finanz- und Umweltausschusses am", ["Haupt-, Finanz- und Umweltausschuss"]),
        ("Kreistages des Kreises Coesfeld", ["Kreistag des Kreises Coesfeld"]),
        ("Haupt- und Finanzausschuss Rat", ["Haupt- und Finanzausschuss", "Rat"]),
        ("Bezirksvertretung Innenstadt-West", ["Bezirksvertretung Innenstadt-West"]),
        ("Stadtrat Max Muster (ABC) und der Landrat am Donnerstag", []),
    ],
)
def test_bodies_are_named_in_the_nominative(text: str, expected: list[str]) -> None:
    assert [body.name for body in find_bodies(text)] == expected


def test_a_decision_by_its_day_and_the_number_it_belongs_to_are_one() -> None:
    text = "Mit dem Beschluss vom 26.08.2024 zum Antrag Nr. 2024/2964 hat der Rat entschieden"
    (reference,) = find_references(text, None, frozenset())
    assert (reference.number, reference.day) == ("2024/2964", date(2024, 8, 26))


def test_the_own_number_and_letters_are_no_references() -> None:
    text = "Vorlage Nr. 2024/0815. Mit Schreiben vom 01.02.2024 wurde gebeten."
    assert find_references(text, "2024/0815", frozenset()) == []
