"""Sittings and their roles where no tidy table states them."""

from datetime import date

import pytest

from allmende.reading import Document, read_paper
from allmende.reading.facts import ConsultationFact

TITLE = "Beschlussvorlage Nr. 12/2031\n\nBetreff: Gemeinsamer Bauhof\n\n"
DECISION = (
    "\nBeschlussvorschlag:\n{lead}\n1. Der Bauhof wird gemeinsam betrieben.\n\nBegründung:\nEs spart Wege.\n"
)


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return body, day and role of each consultation."""
    return [row(item) for item in read_paper(Document(text)).facts.consultations]


def row(item: ConsultationFact) -> tuple[str, str | None, str | None]:
    return item.body, item.date.isoformat() if item.date else None, item.role.value if item.role else None


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (
            "Der Bauausschuss sowie der Hauptausschuss empfehlen, der Rat beschließt:",
            ["beratung", "beratung", "entscheidung"],
        ),
        ("Der Rat beschließt:", [None, None, "entscheidung"]),
        ("Der Rat wird um Kenntnisnahme gebeten.", [None, None, "kenntnisnahme"]),
        ("Die Verwaltung wird beauftragt:", [None, None, None]),
    ],
)
def test_the_decision_tells_who_recommends_and_who_decides(lead: str, expected: list[str | None]) -> None:
    table = "Gremium   Datum\nBauausschuss   03.02.2031\nHauptausschuss   10.02.2031\nRat   17.02.2031\n"
    assert [role for _, _, role in read(TITLE + table + DECISION.format(lead=lead))] == expected


def test_a_role_holds_for_every_sitting_of_the_same_body() -> None:
    text = TITLE + (
        "Beratungsfolge:\nAusschuss für Haushalt Empfehlung\n04.03.2031\n12. öffentliche Sitzung vertagt\n"
        "11.03.2031\n13. öffentliche Sitzung vertagt\n"
        "Kreistag Entscheidung\n18.03.2031\n20. öffentliche Sitzung\n"
    )
    assert read(text + DECISION.format(lead="")) == [
        ("Ausschuss für Haushalt", "2031-03-04", "beratung"),
        ("Ausschuss für Haushalt", "2031-03-11", "beratung"),
        ("Kreistag", "2031-03-18", "entscheidung"),
    ]


def test_the_mayor_may_be_a_station_between_columns() -> None:
    text = (
        "Beschlussvorlage\n\nBeratungsfolge\nDer Oberbürgermeister\nBauausschuss\nStadtrat\nTag\n"
        "03.02.2031\n10.02.2031\n17.02.2031\nZuständigkeit\nGenehmigung\nBeratung\nBeschlussfassung\n\n"
        "Kurztitel\nGemeinsamer Bauhof\n"
    )
    assert ("Bauausschuss", "2031-02-10", "beratung") in read(text + DECISION.format(lead=""))
    assert ("Stadtrat", "2031-02-17", "entscheidung") in read(text + DECISION.format(lead=""))


def test_reported_sittings_below_the_text_are_stations() -> None:
    text = (
        "Antrag vom 02.02.2031, OF 77/3\nBetreff: Bank am Weiher\nDer Ortsbeirat möge beschließen:\n"
        "1. Am Weiher wird eine Bank aufgestellt.\nAntragsteller: Freie Liste\n"
        "5. Sitzung des OBR 3 am 14.02.2031, TO I, TOP 4\nBeschluss: zurückgestellt\n"
        "6. Sitzung des OBR 3 am 14.03.2031, TO I, TOP 9\nBeschluss: angenommen\n"
    )
    assert [(body, day) for body, day, _ in read(text)] == [("OBR 3", "2031-02-14"), ("OBR 3", "2031-03-14")]


@pytest.mark.parametrize(("mark", "role"), [("VB", "beratung"), ("SB", "entscheidung")])
def test_a_mark_behind_the_day_tells_the_role(mark: str, role: str) -> None:
    text = f"Sitzungsvorlage Nr. 20-26 / V 99999\n\nBeschluss des Bauausschusses vom 03.02.2031 ({mark})\n"
    assert read(text + "Öffentliche Sitzung\n" + DECISION.format(lead="")) == [
        ("Bauausschuss", "2031-02-03", role)
    ]


@pytest.mark.parametrize(
    ("decides", "body"),
    [
        ("Die Stadtverordnetenversammlung der Stadt Wolde beschließt", "Stadtverordnetenversammlung"),
        ("Der Rat beschließt", "SVV"),
    ],
)
def test_a_code_for_a_body_gives_way_to_the_name_in_the_decision(decides: str, body: str) -> None:
    text = (
        "TOP Ö 3: Bauhof\nSitzung: 13.02.2031 SVV/012/2031\n\nBeschluss: ungeändert beschlossen\n"
        f"Abstimmung: Ja: 9, Nein: 0\n\nBeschluss:\n{decides} den Bau.\n"
    )
    [(found, day, _)] = read(text)
    assert found.startswith(body)
    assert day == "2031-02-13"


def test_a_decision_alone_does_not_make_a_sitting() -> None:
    text = "13.02.2031 - 6.1 Bauhof\n\nBeschluss:\nzur Kenntnis genommen\n\nWortprotokoll\n"
    assert read(text + "„Der Rat beschließt den Bau.“\n") == []


def test_one_line_below_the_rows_tells_the_treatment_of_all() -> None:
    text = TITLE + (
        "An den\nBauausschuss\nSitzungstag:\n03.02.2031\nGemeinderat\nSitzungstag:\n17.02.2031\n"
        "zur Beratung in öffentlicher Sitzung\n"
    )
    found = read_paper(Document(text + DECISION.format(lead=""))).facts.consultations
    assert [(item.body, str(item.treatment)) for item in found] == [
        ("Bauausschuss", "öffentlich"),
        ("Gemeinderat", "öffentlich"),
    ]


def test_a_last_column_may_ask_whether_the_sitting_is_public() -> None:
    table = "Beratungsfolge Sitzungstermin TOP Öffentlich\nKreistag 12.05.2031  ja\nRat 05.05.2031  nein\n"
    found = read_paper(Document(TITLE + table + DECISION.format(lead=""))).facts.consultations
    assert [str(item.treatment) for item in found] == ["öffentlich", "nichtöffentlich"]


@pytest.mark.parametrize(
    "head",
    [
        "Auszug - Bauhof\n\nTOP: Ö 4\nGremium: Bürgerschaft der Hansestadt Wismar Beschlussart: (offen)\n"
        "Datum: Do, 13.02.2031 Status: öffentlich\nZeit: 17:00 - 19:00 Anlass: Sitzung\n",
        "Niederschrift zur Sitzung der Gemeindevertretung\nDatum:   13.02.2031\nBeginn:   17:00 Uhr\n"
        "TOP 2\nGenehmigt wird die Niederschrift der Sitzung der Gemeindevertretung vom 09.01.2031\n",
    ],
)
def test_minutes_are_of_the_sitting_in_their_labels(head: str) -> None:
    facts = read_paper(Document(head + "\nWortprotokoll\nDer Vorsitzende eröffnet die Sitzung.\n")).facts
    assert [item.date for item in facts.consultations] == [date(2031, 2, 13)]
    assert facts.date is not None
    assert facts.date.value == date(2031, 2, 13)


def test_sentences_that_name_more_sittings_than_the_rows_win() -> None:
    text = (
        "Sitzungsvorlage Nr. 9/2031\n\n"
        "zur Vorberatung im Bauausschuss am Montag, 3. Februar 2031 - nichtöffentlich -\n"
        "und zur Beschlussfassung im Gemeinderat am Montag, 17. Februar 2031 - öffentlich -\n\n"
        "Gemeinsamer Bauhof\n"
    )
    assert read(text + DECISION.format(lead="")) == [
        ("Bauausschuss", "2031-02-03", "beratung"),
        ("Gemeinderat", "2031-02-17", "entscheidung"),
    ]


def test_bodies_that_nobody_ticked_are_no_stations() -> None:
    text = (
        "Drucksache 12/2031\nan (bitte ankreuzen)\n☒ Magistrat   am 03.02.2031\n☐ Ortsbeirat Mitte am\n"
        "☒ Stadtverordnetenversammlung   am 17.02.2031\nBetreff: Bauhof\n"
    )
    assert [body for body, _, _ in read(text + DECISION.format(lead=""))] == [
        "Magistrat",
        "Stadtverordnetenversammlung",
    ]


def test_one_row_with_its_treatment_is_enough() -> None:
    text = "Beratungsunterlage zu TOP 7\nGemeinderat öffentlich am 12.05.2031\nAZ 022.31\nBauhof\n"
    assert read(text + DECISION.format(lead="")) == [("Gemeinderat", "2031-05-12", None)]
