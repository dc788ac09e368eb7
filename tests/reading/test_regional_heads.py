"""Heads as administrations of several Länder write them: own texts in their arrangements."""

import pytest

from allmende.reading import Document, PaperFacts, read_paper
from allmende.reading.facts import PaperKind

BODY = "\n\nBeschlussvorschlag:\nDer Plan für die Halle wird in der vorgelegten Fassung beschlossen.\n"
Row = tuple[str, str, str | None]


def read(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


def rows(facts: PaperFacts) -> list[Row]:
    return [
        (item.body, str(item.date), str(item.role) if item.role else None) for item in facts.consultations
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "V O R L A G E\n- an den Finanzausschuss zur Beratung am 17.03.2031\n"
            "- an die Gemeindevertretung zur Beschlussfassung am 26.03.2031",
            [("Finanzausschuss", "2031-03-17", "beratung"),
             ("Gemeindevertretung", "2031-03-26", "entscheidung")],
        ),
        (
            "Sitzungsvorlage\n\nzur Sitzung des Bauausschusses    am: 09.09.2031   TOP: 3\n"
            "zur Sitzung des Rates             am: 24.09.2031   TOP: 9",
            [("Bauausschuss", "2031-09-09", None), ("Rat", "2031-09-24", None)],
        ),
        (
            "Beschlussvorlage\n\nBeratungsfolge:\nDatum         Gremium            Zuständigkeit\n"
            "26.01.2031    Ortsrat Wolde      Anhörung/Empfehlung\n"
            "03.02.2031    Bauausschuss       Entscheidung",
            [("Ortsrat Wolde", "2031-01-26", "anhörung"), ("Bauausschuss", "2031-02-03", "entscheidung")],
        ),
        (
            "VORLAGE\n\nan                 am              TOP\nMagistrat          13.05.2031\n"
            "Umwelt-, Verkehrs- und\nEnergieausschuss   21.05.2031",
            [("Magistrat", "2031-05-13", None),
             ("Umwelt-, Verkehrs- und Energieausschuss", "2031-05-21", None)],
        ),
        (
            "Vorlage\nBeratungsfolge: HFA 17.02.2031, KA 21.02.2031, KT 07.03.2031",
            [("HFA", "2031-02-17", None), ("KA", "2031-02-21", None), ("KT", "2031-03-07", None)],
        ),
        (
            "VERBANDSVERSAMMLUNG\nöffentlich am Donnerstag, 2. Dezember 2031, 16.00 Uhr\n\n"
            "Beratungsunterlage zu TOP 3",
            [("Verbandsversammlung", "2031-12-02", None)],
        ),
    ],
)  # fmt: skip
def test_rows_of_the_route_are_read(head: str, expected: list[Row]) -> None:
    assert rows(read(f"Gemeinde Wolde\n{head}\n\nBetreff: Neubau der Halle{BODY}")) == expected


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        ("Tagesordnungspunkt 4\n9. Änderung des Flächennutzungsplans; Billigung",
         "9. Änderung des Flächennutzungsplans; Billigung"),
        ("zu TOP 8: Erlass der Satzung über die Feuerwehr", "Erlass der Satzung über die Feuerwehr"),
        ("Betr.: Bebauungsplan „Am Mühlbach“\n1. Abwägung\n2. Satzungsbeschluss",
         "Bebauungsplan „Am Mühlbach“ 1. Abwägung 2. Satzungsbeschluss"),
        ("Bebauungsplan „Am Mühlbach“ mit Vorschriften\na) Abwägung\nb) Satzungsbeschluss",
         "Bebauungsplan „Am Mühlbach“ mit Vorschriften a) Abwägung b) Satzungsbeschluss"),
        ("zu TOP 3 der öffentlichen Sitzung des Rates am 15.06.2031\n\nJahresrechnung der Gemeinde",
         "Jahresrechnung der Gemeinde"),
    ],
)  # fmt: skip
def test_titles_are_told_from_items_and_sittings(head: str, subject: str) -> None:
    found = read(f"Gemeinde Wolde\nBeschlussvorlage\n\n{head}{BODY}").subject
    assert found is not None
    assert found.value == subject


def test_the_number_of_the_paper_goes_before_that_of_the_decision() -> None:
    facts = read(f"Kreis Wolde          Beschluss-Nr.: 0123/KT/31\nVorlage-Nr.: KT 45-31\n{BODY}")
    assert facts.reference is not None
    assert facts.reference.value == "KT 45-31"
    assert facts.references == ()


def test_the_origin_names_the_kind() -> None:
    text = f"Drucksache der BVV\nUrsprung: Antrag, CDU\nDS/0456/VI\n\nBetr.: Bänke am Kanal{BODY}"
    kind = read(text).kind
    assert kind is not None
    assert kind.value is PaperKind.ANTRAG


@pytest.mark.parametrize("signed", ["Wolde, 09.05.2031\nHuber, Geschäftsleiter", "\nLindner\nLandrat"])
def test_signatures_are_no_part_of_the_decision(signed: str) -> None:
    facts = read(f"Kreis Wolde\nBeschlussvorlage\n\nBetreff: Neubau der Halle{BODY}\n{signed}\n")
    assert [item.text[-11:] for item in facts.resolution] == ["eschlossen."]


def test_a_number_without_a_dot_may_open_a_heading() -> None:
    text = (
        "Regionalverband Wolde\nDS VVS 05/31\n\n1   Beschlussvorschlag\nDie Versammlung stimmt dem Plan zu.\n"
    )
    assert [item.text for item in read(text).resolution] == ["Die Versammlung stimmt dem Plan zu."]


def test_a_decision_may_be_asked_for() -> None:
    text = (
        "Gemeinde Wolde\nBeratungsvorlage\n\nJahresrechnung\n\n"
        "Der Gemeinderat wird um Beschlussfassung wie folgt gebeten:\nDie Jahresrechnung wird festgestellt.\n"
    )
    facts = read(text)
    assert facts.kind is not None
    assert facts.kind.value is PaperKind.BESCHLUSSVORLAGE
    assert [item.text for item in facts.resolution] == ["Die Jahresrechnung wird festgestellt."]


def test_the_day_of_a_law_is_no_sitting() -> None:
    text = (
        "Beschluss: einstimmig beschlossen\n\nAbstimmung: Ja: 8\n\n"
        "Beschlussvorschlag:\nDer Hauptausschuss stimmt "
        "nach § 97 GO in der Fassung der Bekanntmachung vom 10. August 2009 einer Ausgabe von 30.000 € zu.\n"
    )
    assert rows(read(text)) == []


def test_items_of_minutes_may_be_counted_by_paragraphs() -> None:
    facts = read(
        "§ 221 - Erweiterung der Grundschule (öffentlich)\n\nSachvortrag:\nDie Kosten steigen.\n\n"
        "Beschluss:\nDer Bau beginnt.\n"
    )
    assert facts.kind is not None
    assert facts.kind.value is PaperKind.AUSZUG
    assert facts.subject is not None
    assert facts.subject.value == "Erweiterung der Grundschule"


def test_fields_of_a_web_page_may_stand_below_its_outcome() -> None:
    facts = read(
        "Inhalt\nALLRIS - Auszug\n\n27.06.2031 - 4.2 Beitritt zum Rettungsdienst\n\n"
        "Beschluss:\nungeändert beschlossen\n\n"
        "Gremium:\nHauptausschuss\nTOP:\nÖ 4.2\nDatum:\nDi., 27.06.2031\n"
        "Status:\nöffentlich\nUhrzeit:\n18:00\n\n"
        "Beschlussvorschlag:\nDer Kreis tritt dem Rettungsdienst bei.\n"
    )
    assert rows(facts) == [("Hauptausschuss", "2031-06-27", None)]
    assert facts.status is not None
    assert facts.status.value == "öffentlich"


def test_the_sitting_above_its_preparation_belongs_to_the_route() -> None:
    head = (
        "Regionalrat Wolde\nDrucksache Nr. RR-14/2031\n\nSitzung des Regionalrates am 17. Juni 2031\n"
        "Vorberatung: Verkehrskommission am 3. Juni 2031\n\nTOP 6 (öffentlich)\n\nBau von Radwegen"
    )
    facts = read(head + BODY)
    assert [row[:2] for row in rows(facts)] == [
        ("Verkehrskommission", "2031-06-03"),
        ("Regionalrat", "2031-06-17"),
    ]
    assert facts.status is not None
    assert facts.status.value == "öffentlich"


def test_a_status_may_stand_before_the_word_for_the_paper() -> None:
    words = (
        "Stadt Wolde öffentliche Vorlage Der Bürgermeister Datum 22.04.2031 Vorlagen-Nr. 124/2031 Betreff "
    )
    status = read(f"{words}Ehrenamtskarte in Wolde Beschlussvorschlag: Der Rat beschließt die Karte. ").status
    assert status is not None
    assert status.value == "öffentlich"


def test_the_kind_at_the_top_ends_no_head() -> None:
    facts = read(
        "Mitteilung                              MI/0112/2031\n"
        "                                        Status: öffentlich\n"
        "Amt: 51 Jugendamt                       Erstellt: 14.09.2031\n\nGremium: Jugendhilfeausschuss\n"
        "Sitzung: 28.09.2031\n\nBericht der Kitaaufsicht\n"
    )
    assert rows(facts) == [("Jugendhilfeausschuss", "2031-09-28", None)]
    assert facts.department is not None
    assert facts.department.value == "51 Jugendamt"
    assert facts.date is not None
    assert facts.date.value.isoformat() == "2031-09-14"
