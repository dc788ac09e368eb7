"""The many ways in which papers head, open and count what is to be decided."""

import pytest

from allmende.reading import Document, read_paper

_HEAD = (
    "Stadt Musterhausen\n\nBeschlussvorlage Nr. 2024/0123\n\nDatum: 12.03.2024\n\n"
    "Betreff: Beitritt zum Zweckverband\n\nBeratungsfolge:\nHauptausschuss 20.03.2024 öffentlich\n"
    "Rat 27.03.2024 öffentlich\n\n"
)
_REASONS = (
    "\n\nBegründung:\n\nDer Vertrag läuft zum Jahresende aus. Drei Angebote wurden geprüft.\n\n"
    "Der Rat beschließt über den Haushalt im Dezember.\n"
)
_FIRST = "Der Rat stimmt dem Beitritt zum Zweckverband zu."
_SECOND = "Die Verwaltung wird beauftragt, den Vertrag zu schließen."
_COUNTED = f"1. {_FIRST}\n2. {_SECOND}"


@pytest.mark.parametrize(
    "heading",
    [
        "Beschlussvorschlag",
        "Beschlußvorschlag:",
        "Beschluss/Antrag:",
        "Beschluss - Vorschlag",
        "Beschlussvorschlag der Verwaltung:\n\nDer Rat der Stadt fasst folgenden Beschluss:",
        "Die Stadtverordnetenversammlung wird gebeten, folgenden Beschluss zu fassen:",
        "Die Stadtverordnetenversammlung möge wie folgt beschließen:",
        "II. Antrag des Referenten",
        "Der Referent beantragt:",
        "Inhalt/Beschlussvorschlag:",
        "Beschlussvorschlag (für den Rat)",
        "Beschlussvorschlag Rat:",
        "Beschlussvorschlag an den Rat",
        "Ich bitte, wie folgt zu beschließen:",
        "Es wird um folgende Beschlussfassung gebeten:",
        "Die Verwaltung schlägt vor, wie folgt zu beschließen:",
        "Der Kreistag des Landkreises Musterland beschließt:",
        "Der Rat der Stadt Musterhausen beschließt,",
        "Beschlussempfehlung des Ausschusses:",
        "Beschlusspunkte",
        "Vorgeschlagene Beschlussfassung:",
        "Beschluss (Entwurf):",
        "Beschlussvorschlag der Verwaltung für die Ratssitzung am 27.03.2024:",
        "B e s c h l u s s v o r s c h l a g :",
        "## Beschlussvorschlag",
    ],
)
def test_heading_of_the_decision(heading: str) -> None:
    reading = read_paper(Document(f"{_HEAD}{heading}\n\n{_COUNTED}{_REASONS}"))

    assert [item.text for item in reading.facts.resolution] == [_FIRST, _SECOND]


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        ("1. {}\n2. {}", ["1", "2"]),
        ("1.) {}\n2.) {}", ["1", "2"]),
        ("(1) {}\n(2) {}", ["1", "2"]),
        ("1 {}\n2 {}", ["1", "2"]),
        ("1.\n{}\n2.\n{}", ["1", "2"]),
        ("1.{}\n2.{}", ["1", "2"]),
        ("I. {}\n\nII. {}", ["I", "II"]),
        ("a) {}\nb) {}", ["a", "b"]),
        ("Ziffer 1:\n{}\nZiffer 2:\n{}", ["1", "2"]),
        ("Beschlussvorschlag 1. {} 2. {}", ["1", "2"]),
        ("Beschlussvorschlag (1) {} (2) {}", ["1", "2"]),
        ("Beschlussvorschlag a) {} b) {}", ["a", "b"]),
    ],
)
def test_marks_of_the_points(marks: str, numbers: list[str]) -> None:
    text = marks.format(_FIRST, _SECOND)
    if not text.startswith("Beschluss"):
        text = "Beschlussvorschlag:\n\n" + text

    resolution = read_paper(Document(f"{_HEAD}{text}{_REASONS}")).facts.resolution

    assert [(item.number, item.text) for item in resolution] == [(numbers[0], _FIRST), (numbers[1], _SECOND)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Rat der Stadt Musterhausen beschließt den Beitritt zum Zweckverband.",
        "Der Hauptausschuss empfiehlt dem Rat, dem Beitritt zum Zweckverband zuzustimmen.",
        "Der Rat nimmt den Bericht der Verwaltung über den Zweckverband zur Kenntnis.",
        "Der Rat wird um Zustimmung zum Beitritt gebeten.",
    ],
)
def test_sentence_that_decides_without_a_heading(sentence: str) -> None:
    resolution = read_paper(Document(f"{_HEAD}{sentence}{_REASONS}")).facts.resolution

    assert [(item.number, item.text) for item in resolution] == [(None, sentence)]


def test_sentence_about_an_earlier_decision_decides_nothing() -> None:
    text = f"{_HEAD}Der Rat hat den Beitritt in seiner Sitzung am 20.06.2023 beschlossen.{_REASONS}"

    assert read_paper(Document(text)).facts.resolution == ()


def test_heading_like_words_in_the_reasons_open_no_decision() -> None:
    text = (
        f"{_HEAD}Beschlussvorschlag:\n\n{_FIRST}\n\nBegründung:\n\n"
        "Die Beschlussempfehlung des Ausschusses liegt seit dem 4. März vor.\n"
        "Der Beschlussvorschlag wurde angepasst.\n"
    )

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST]


def test_one_line_paper_with_a_lead_in_to_the_decision() -> None:
    text = " ".join(f"{_HEAD}Die Verbandsversammlung wolle beschließen: {_COUNTED}{_REASONS}".split())

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST, _SECOND]


def test_each_body_has_its_own_decision() -> None:
    second = "Der Rat beschließt den Wirtschaftsplan."
    text = (
        f"{_HEAD}Beschlussvorschlag für den Hauptausschuss:\n\n{_FIRST}\n\n"
        f"Beschlussvorschlag für den Rat:\n\n{second}{_REASONS}"
    )

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST, second]


def test_ordinals_in_a_point_are_no_marks() -> None:
    text = " ".join(
        f"{_HEAD}Beschlussvorschlag: 1. Der 2. Teil (Ring - 2. Teil) wird gebaut. 2. {_SECOND}".split()
    )

    assert [item.number for item in read_paper(Document(text)).facts.resolution] == ["1", "2"]


def test_counted_points_without_a_heading() -> None:
    text = f"{_HEAD}1. {_FIRST} 2. {_SECOND}{_REASONS}"

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST, _SECOND]


def test_the_last_point_ends_with_its_paragraph_where_the_others_do() -> None:
    text = (
        f"Auszug aus der Niederschrift\nRat 27.03.2024\n\nBeschluss:\n\n1. {_FIRST}\n\n2. {_SECOND}\n\n"
        "Der Vorsitzende weist darauf hin, dass die Vorlagen gemeinsam beraten werden.\n"
    )

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST, _SECOND]


def test_a_page_mark_within_a_line_is_no_part_of_the_decision() -> None:
    text = " ".join(
        f"{_HEAD}Beschlussvorschlag: {_FIRST} STADT MUSTERHAUSEN Sitzungsvorlage Seite: 2{_REASONS}".split()
    )

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [_FIRST]


def test_the_report_behind_the_decision_of_an_extract_is_no_part_of_it() -> None:
    text = (
        "Beschluss: einstimmig beschlossen\n\nAbstimmung: Ja: 21, Nein: 0\n\nBeschluss:\n\n \n\n"
        f"{_FIRST}\n\n \n\n{_SECOND}\n\n\nDer Vorsitzende berichtet aus dem Ausschuss.\n"
    )

    assert [item.text for item in read_paper(Document(text)).facts.resolution] == [f"{_FIRST} {_SECOND}"]
