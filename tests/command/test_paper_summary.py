"""The summary of a paper for a person at the terminal."""

from datetime import date
from decimal import Decimal

from allmende.command.paper_summary import german_number, summary
from allmende.common.findings import Finding, Place, Severity
from allmende.reading.facts import (
    AmountFact,
    AmountLabel,
    CitationFact,
    ConsultationFact,
    ConsultationRole,
    Found,
    PaperFacts,
    PaperKind,
    Reading,
    ReferenceFact,
    Relation,
    ResolutionItem,
    Treatment,
)

HERE = Place(start=0, end=5, page=2, line=14)


def station(body: str, day: date | None, role: ConsultationRole | None) -> ConsultationFact:
    return ConsultationFact(body, day, role, Treatment.PUBLIC, HERE, 0.9)


FACTS = PaperFacts(
    kind=Found(PaperKind.BESCHLUSSVORLAGE, HERE, 0.9),
    reference=Found("2024/3092", HERE, 0.9),
    date=Found(date(2024, 11, 8), HERE, 0.9),
    status=Found(Treatment.PUBLIC, HERE, 0.9),
    subject=Found("Gemeinsames Rechenzentrum der Gemeinden und Städte " * 3, HERE, 0.9),
    consultations=(
        station("Hauptausschuss", date(2024, 12, 2), ConsultationRole.BERATUNG),
        station("Rat", None, None),
    ),
    resolution=(
        ResolutionItem("1", "Der Rat stimmt zu.", HERE, 0.9),
        ResolutionItem(None, "Er bittet um Bericht.", HERE, 0.9),
    ),
    amounts=(
        AmountFact(Decimal("651895.80"), "EUR", AmountLabel.KOSTEN, None, 2025, HERE, 0.9),
        AmountFact(Decimal("57000"), "EUR", AmountLabel.FOERDERUNG, "Stelle und Jahr", None, HERE, 0.9),
    ),
    references=(ReferenceFact("2021/1121", date(2021, 12, 13), Relation.AUFGEHOBEN, HERE, 0.9),),
    legal=(CitationFact("§ 26 Abs. 1 Buchst. m KrO NRW", HERE, 0.9),),
)
FINDINGS = (
    Finding("summe", "Die Summe stimmt nicht.", Severity.WARNING, HERE),
    Finding("x", "Ohne Ort.", Severity.INFO),
)


def lines() -> list[str]:
    return summary(Reading(FACTS, FINDINGS)).splitlines()


def section(title: str) -> list[str]:
    """Return the lines below a title."""
    rest = lines()[lines().index(title) + 1 :]
    return [line[2:] for line in rest[: rest.index("") if "" in rest else None]]


def test_the_header_names_each_field_and_shows_open_ones() -> None:
    assert lines()[:4] == [
        "Art:            Beschlussvorlage",
        "Körperschaft:   –",
        "Nummer:         2024/3092",
        "Datum:          08.11.2024",
    ]


def test_a_long_subject_is_wrapped_below_itself() -> None:
    start = lines().index("Status:         öffentlich") + 1
    assert lines()[start].startswith("Betreff:        Gemeinsames")
    assert lines()[start + 1].startswith(" " * 16 + "Gemeinden")


def test_the_beratungsfolge_stands_in_columns() -> None:
    assert section("Beratungsfolge") == [
        "02.12.2024  Hauptausschuss  beratung  öffentlich",
        "–           Rat             –         öffentlich",
    ]


def test_points_of_the_resolution_keep_their_numbers() -> None:
    assert section("Beschluss") == ["1. Der Rat stimmt zu.", "Er bittet um Bericht."]


def test_amounts_are_written_the_german_way_with_their_place() -> None:
    assert section("Beträge") == [
        "651.895,80 EUR  kosten, 2025                   Seite 2, Zeile 14",
        " 57.000,00 EUR  förderung, je Stelle und Jahr  Seite 2, Zeile 14",
    ]


def test_references_laws_and_findings_have_their_sections() -> None:
    assert section("Bezüge") == ["2021/1121  13.12.2021  aufgehoben  Seite 2, Zeile 14"]
    assert section("Rechtsgrundlagen") == ["§ 26 Abs. 1 Buchst. m KrO NRW"]
    assert section("Hinweise") == [
        "Warnung: Die Summe stimmt nicht. (Seite 2, Zeile 14)",
        "Hinweis: Ohne Ort.",
    ]


def test_sections_without_content_are_left_out() -> None:
    text = summary(Reading(PaperFacts(), ()))
    assert text.splitlines()[-1] == "Betreff:        –"
    assert "Beschluss" not in text


def test_numbers_are_grouped_the_german_way() -> None:
    assert german_number(Decimal("1234567.5")) == "1.234.567,50"
