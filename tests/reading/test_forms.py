"""Forms of heads, tables and decisions as German administrations print them, in our own wording.

Each text beside its expectation in `forms/` varies a form that a real paper or another town has: other label
words, another order, columns torn apart, a text without lines. Only what the expectation names is compared.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from allmende.reading import Document, PaperFacts, read_paper

FORMS = Path(__file__).parent / "forms"
_BEGINNING = 60
_SCALARS = ("kind", "issuer", "reference", "date", "status", "subject")


def _read(facts: PaperFacts) -> dict[str, Any]:
    """Return what was read in the shape of the expectation."""
    scalars = {name: getattr(facts, name) for name in _SCALARS}
    return {
        **{name: str(found.value) if found else None for name, found in scalars.items()},
        "consultations": [
            [item.body, *(str(part) if part else None for part in (item.date, item.role, item.treatment))]
            for item in facts.consultations
        ],
        "points": [[point.number, point.text[:_BEGINNING]] for point in facts.resolution],
        "amounts": [str(amount.value) for amount in facts.amounts],
        "references": [reference.reference for reference in facts.references],
        "legal": [citation.citation for citation in facts.legal],
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in FORMS.glob("*.txt")))
def test_a_form_is_read_as_its_expectation_says(name: str) -> None:
    expected = json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8"))
    read = _read(read_paper(Document((FORMS / f"{name}.txt").read_text(encoding="utf-8"))).facts)
    assert {field: read[field] for field in expected} == expected


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Datum: 2 8. AUG. 2023", "2023-08-28"),
        ("Datum: 0 4. MRZ 2024", "2024-03-04"),
        ("Vorlage-Nr. 2023/0456 vom 12.06.2023", "2023-06-12"),
        ("Vorlage-Nr: 2023/0456         vom 12.06.2023", "2023-06-12"),
        ("Musterstadt, d. 12.06.2023", "2023-06-12"),
        ("Ausgefertigt am: 12.06.2023", "2023-06-12"),
        ("Eing. Dat. 12.06.2023", "2023-06-12"),
    ],
)
def test_a_paper_is_dated_by_a_stamp_by_its_number_or_by_its_place(head: str, day: str) -> None:
    text = f"Stadt Musterstadt\n{head}\n\nBeschlussvorschlag:\nDer Rat stimmt dem gemeinsamen Bauhof zu.\n"
    assert _read(read_paper(Document(text)).facts)["date"] == day


@pytest.mark.parametrize(
    ("cited", "legal"),
    [
        ("nach §§ 44 und 48 Sächs-\nKomZG", ["§ 44 SächsKomZG", "§ 48 SächsKomZG"]),
        ("nach § 7 Abs. 1 Thür-\nKGG", ["§ 7 Abs. 1 ThürKGG"]),
        ("nach § 4 Abs. 2.BauGB", ["§ 4 Abs. 2 BauGB"]),
        ("gemäß § 108 i. V. m. § 103 Abs. 1 Nr. 2 bis 4 GemO", ["§ 108 GemO", "§ 103 Abs. 1 Nr. 2 GemO"]),
        (
            "nach § 26 Abs. 3 des Hessischen Brand- und Katastrophenschutzgesetzes (HBKG)",
            ["§ 26 Abs. 3 HBKG"],
        ),
        ("nach § 12 der Gemeindehaushaltsverordnung (GemHVO)", ["§ 12 GemHVO"]),
    ],
)
def test_a_torn_or_spelled_out_law_is_cited_by_its_abbreviation(cited: str, legal: list[str]) -> None:
    text = f"Beschlussvorlage\n\nBegründung:\nDie Zusammenarbeit ist {cited} zulässig und wird so geregelt.\n"
    assert _read(read_paper(Document(text)).facts)["legal"] == legal


@pytest.mark.parametrize(
    ("table", "sums"),
    [
        ("             2023 EUR     2024 EUR\nZuschuss      12.000       14.000\n", ["12000.00", "14000.00"]),
        ("Plan 2025, TEUR)     bisher    neu\n", []),
        ("Kosten (Plan 2025, TEUR)   bisher   neu\nBauhof     12,5    14,0\n", ["12500.00", "14000.00"]),
        ("Ansatz (in Euro)\nProduktgruppe 0111\nZeile 13     2022     44.900\n", ["44900.00"]),
        ("offene Forderungen (in Mio. EUR)   38,2   2,6\n", ["38200000.00", "2600000.00"]),
        ("1. Der Vertrag gilt.\n2. 150.000 € werden bereitgestellt.\n", ["150000.00"]),
    ],
)
def test_a_year_beside_a_unit_is_no_sum_and_its_column_is(table: str, sums: list[str]) -> None:
    text = f"Beschlussvorlage\n\nBegründung:\nDie Mittel verteilen sich so:\n\n{table}"
    assert _read(read_paper(Document(text)).facts)["amounts"] == sums


def test_a_press_release_tells_of_sittings_but_has_none() -> None:
    text = (
        "PRESSEMITTEILUNG\ndes Landkreises Musterkreis\n\nMusterstadt, 3. September 2025\n\n"
        "Gemeinsamer Einkauf beginnt\n\nDer Kreistag hatte dem am 18. Juni 2025 zugestimmt, der Rat der "
        "Stadt Musterstadt am 11. Juli 2025.\n"
    )
    read = _read(read_paper(Document(text)).facts)
    assert (read["consultations"], read["subject"]) == ([], "Gemeinsamer Einkauf beginnt")


def test_whoever_signs_below_a_table_without_days_is_no_station() -> None:
    text = (
        "Stadt Musterstadt\n\nBeratungsfolge\nOrtsbeirat Nord        nicht erforderlich    erforderlich\n"
        "Magistrat              Eingangsstempel     Büro d. Magistrats\n"
        "Bestätigung Dezernent            Musterstadt, 14.06.2023\nE. Muster\nStadtrat\n\n"
        "Vermerk Kämmerei                 Musterstadt, 20.06.2023\n\nBeschlussvorschlag:\n"
        "Der Magistrat stimmt dem gemeinsamen Lager zu.\n"
    )
    bodies = [body for body, *_ in _read(read_paper(Document(text)).facts)["consultations"]]
    assert bodies == ["Ortsbeirat Nord", "Magistrat"]
