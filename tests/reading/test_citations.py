"""Citations of laws: chains, carried-over names, what a law is called in which Land."""

import pytest

from allmende.reading.citations import find_citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 26 Abs. 1 Buchst. m) KrO NRW", ["§ 26 Abs. 1 Buchst. m KrO NRW"]),
        ("den §§ 102 und 104 GO NRW i.V.m. § 4 der Rechnungsprüfungsordnung",
         ["§ 102 GO NRW", "§ 104 GO NRW", "§ 4 Rechnungsprüfungsordnung"]),
        ("(§ 4 Abs. 2 und Abs. 4 Satz 3 NVerbG)", ["§ 4 Abs. 2 NVerbG", "§ 4 Abs. 4 S. 3 NVerbG"]),
        ("nach § 75 Abs. 3 Satz 4 in Verbindung mit § 96 Abs. 1 Satz. 2 GO NRW",
         ["§ 75 Abs. 3 S. 4 GO NRW", "§ 96 Abs. 1 S. 2 GO NRW"]),
        ("§§ 23 ff. GkG NRW", ["§ 23 ff. GkG NRW"]),
        ("Artikel 8 Abs. 1 Satz 1 der Verbandssatzung", ["Art. 8 Abs. 1 S. 1 Verbandssatzung"]),
        ("§ 24 Abs. 2 SGB VIII.", ["§ 24 Abs. 2 SGB VIII"]),
        ("Gemäß dem Kooperationsvertrag, § 5 (7), ist vereinbart", []),
        ("das Gesetz gilt weiter", []),
        ("eine Zweckvereinbarung nach Art. 7 Abs. 2 KommZG", ["Art. 7 Abs. 2 KommZG"]),
        ("§§ 1, 23 Abs. 1 1. Alternative und 24 GkG NRW",
         ["§ 1 GkG NRW", "§ 23 Abs. 1 GkG NRW", "§ 24 GkG NRW"]),
        ("§ 48 Abs. 1 Satz 3 in Verbindung mit Abs. 2 KiBiz",
         ["§ 48 Abs. 1 S. 3 KiBiz", "§ 48 Abs. 2 KiBiz"]),
        ("§ 1 Abs. 2a AG-SGB IX NRW", ["§ 1 Abs. 2a AG-SGB IX NRW"]),
        ("Art. 5 Abs. 4 VO (EG) Nr. 1370/2007", ["Art. 5 Abs. 4 VO (EG) Nr. 1370/2007"]),
        ("nach § 9 des Gesetzes über kommunale Gemeinschaftsarbeit (KGG)", ["§ 9 KGG"]),
    ],
)  # fmt: skip
def test_each_section_carries_its_parts_and_its_law(text: str, expected: list[str]) -> None:
    assert [citation.text for citation in find_citations(text, None)] == expected


def test_the_same_abbreviation_means_another_law_in_another_land() -> None:
    assert find_citations("§ 41 GO", "Nordrhein-Westfalen")[0].text == "§ 41 GO NRW"
    assert find_citations("§ 41 GO", "Bayern")[0].text == "§ 41 GO"
