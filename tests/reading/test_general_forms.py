"""Forms of papers that many towns share: one-line papers, letters, position papers, blocks of labels."""

from datetime import date

import pytest

from allmende.reading import Document, PaperFacts, read_paper
from allmende.reading.facts import PaperKind, Treatment
from allmende.reading.references import find_references

ONE_LINE = (
    "Gemeinde Musterdorf Zentrale Dienste - Frau Beispiel BE: Frau Beispiel Musterdorf, 10.03.2016 "
    "Vorlagen-Nr.: 23/2016 - öffentlicher Teil Sitzungsvorlage für den Haupt- und Finanzausschuss "
    "Bau- und Planungsausschuss Rat 14.04.2016 11.05.2016 29.06.2016 "
    "Neue Software für das Standesamt I. Sach- und Rechtslage: " + "Die Software ist alt und langsam. " * 12
)
LETTER = """Ortsverein Seedorf

Musterstadt, den 23.11.2022

Sehr geehrte Frau Bürgermeisterin,
sehr geehrte Damen und Herren,

Antrag: Mehr Bänke am Seeufer
wir haben bereits folgende Anträge zum Thema gestellt:
27.08.2018 Bänke am Kurpark
04.10.2019 Bänke an der Kirche
Bis heute ist nichts geschehen. Deshalb fordern wir:
Die Zeit drängt sehr.
1. Aufstellung von zehn Bänken am Nordufer bis zum Sommer.
2. Anschaffung von zwei Tischen aus Holz für den Rastplatz.

Mit freundlichen Grüßen
Max Beispiel
"""
POSITIONS = """Gemeinsames Positionspapier des Städtebundes Musterland
und der Landkreise zur Zukunft der Bibliotheken
Die Bibliotheken sind Orte der Begegnung, an denen alle Menschen willkommen sind und lernen.
Vor diesem Hintergrund wurden folgende gemeinsame Positionen vereinbart:
1.  Bibliotheken bleiben eine freiwillige Aufgabe der Kommunen.
2.  Das Land beteiligt sich an den Kosten der Digitalisierung.
"""
BLOCKS = """STADT MUSTERSTADT
Ortsverwaltung Seedorf

ANTRAG

CDU-Ortschaftsratsfraktion Seedorf

vom 01.03.2012
Gremium:

Termin:
Vorlage Nr.:
TOP:
Ortschaftsrat Seedorf

13.03.2012
127
6

öffentlich
Radweg nach Oberdorf;
Bericht der Zeitung vom 17.02.2012

Der Ortschaftsrat möge folgenden Beschluss fassen:
Die Ortsverwaltung wird beauftragt, über den Radweg zu berichten.
"""
EXTRACT = """Beschluss: einstimmig beschlossen

1.    Die Vereinbarung mit dem Kreis Musterland wird in der Fassung der Anlage gebilligt.

2.    Der Bürgermeister darf die Vereinbarung schließen.

- einstimmig -
"""
JUSTIFIED = """ZWECKVERBAND MUSTERTAL
VERBANDSVERSAMMLUNG
am 2. November 2020
Vorlage 08/2020
zu TOP 3

Teiländerung des Plans für das Mustertal

Auf  Antrag  der Gemeinde  Musterdorf soll  folgende  Teiländerung  des  Plans  für  das  ganze  Tal
vorgenommen werden:

Beschluss:
Die Verbandsversammlung beschließt die Änderung des Plans für den Bereich der Musterwiese.
"""


def facts(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def value(found: object) -> object:
    return getattr(found, "value", None)


def test_a_number_ends_before_the_words_behind_it() -> None:
    read = facts(ONE_LINE)
    assert (value(read.reference), value(read.status)) == ("23/2016", Treatment.PUBLIC)


def test_a_run_of_bodies_and_a_run_of_days_are_the_stations_of_a_one_line_paper() -> None:
    assert [(item.body, item.date) for item in facts(ONE_LINE).consultations] == [
        ("Haupt- und Finanzausschuss", date(2016, 4, 14)),
        ("Bau- und Planungsausschuss", date(2016, 5, 11)),
        ("Rat", date(2016, 6, 29)),
    ]


def test_the_subject_of_a_one_line_paper_stands_behind_its_stations() -> None:
    assert value(facts(ONE_LINE).subject) == "Neue Software für das Standesamt"


def test_a_letter_that_moves_something_is_a_motion_with_its_title_and_demands() -> None:
    read = facts(LETTER)
    assert (value(read.kind), value(read.subject)) == (PaperKind.ANTRAG, "Mehr Bänke am Seeufer")
    assert [(item.number, item.text[:12]) for item in read.resolution] == [
        ("1", "Aufstellung "),
        ("2", "Anschaffung "),
    ]


def test_earlier_motions_in_a_list_are_references_by_their_day() -> None:
    assert [item.date for item in facts(LETTER).references] == [date(2018, 8, 27), date(2019, 10, 4)]


def test_a_position_paper_is_a_resolution_with_its_numbered_positions() -> None:
    read = facts(POSITIONS)
    assert value(read.kind) is PaperKind.RESOLUTION
    assert value(read.subject) == (
        "Gemeinsames Positionspapier des Städtebundes Musterland und der Landkreise"
        " zur Zukunft der Bibliotheken"
    )
    assert [item.number for item in read.resolution] == ["1", "2"]


def test_below_a_block_of_labels_the_title_follows_the_status() -> None:
    read = facts(BLOCKS)
    assert value(read.subject) == "Radweg nach Oberdorf; Bericht der Zeitung vom 17.02.2012"
    assert [item.body for item in read.consultations] == ["Ortschaftsrat Seedorf"]


def test_a_point_of_the_decision_is_no_title_of_an_extract() -> None:
    read = facts(EXTRACT)
    assert read.subject is None
    assert len(read.resolution) == 2


def test_words_set_apart_by_justification_do_not_name_the_kind() -> None:
    read = facts(JUSTIFIED)
    assert value(read.kind) is PaperKind.BESCHLUSSVORLAGE
    assert value(read.subject) == "Teiländerung des Plans für das Mustertal"


def test_the_only_town_between_two_parties_is_the_issuer_when_its_organs_speak() -> None:
    text = (
        "Betreff\nZusammenarbeit der Archive zwischen der Stadt Musterstadt und dem Kreis Seeland\n"
        "Art\nBeschlussvorlage\n\nSachverhalt:\nDer Bürgermeister berichtete dem Hauptausschuss. "
        "Der Kreis Seeland hat zugesagt, die Stadt Nebenstadt nicht.\n"
    )
    found = facts(text).issuer
    assert found is not None
    assert (found.value, found.confidence) == ("Stadt Musterstadt", 0.6)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Der Antrag führte am 22.01.2007 im Hauptausschuss und am 08.02.2007 im Rat zu diesem Beschluss.",
            [date(2007, 1, 22), date(2007, 2, 8)],
        ),
        (
            "Die Einleitung wurde von der Verbandsversammlung in der Sitzung vom 30. März 2020 beschlossen.",
            [date(2020, 3, 30)],
        ),
        ("Die Satzung soll in der Verbandsversammlung am 13.10.2011 beschlossen werden.", []),
        ("Die Erhöhung wird in der Hauptversammlung der AG am 26.04.2012 beschlossen.", []),
        ("Das soll am 05.05.2025 im Rat beschlossen werden.", []),
    ],
)
def test_a_council_that_decided_on_a_day_is_a_reference(text: str, days: list[date]) -> None:
    assert [item.day for item in find_references(text, None, frozenset())] == days
