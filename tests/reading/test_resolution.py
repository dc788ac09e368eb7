"""The points of a decision in the layouts of many cities."""

import pytest

from allmende.reading import Document, read_paper


def _points(text: str) -> list[tuple[str | None, str]]:
    facts = read_paper(Document(text)).facts
    return [(point.number, point.text) for point in facts.resolution]


HEAD = "Stadt Musterstadt\nBeschlussvorlage Nr. 2024/17\n\n"
BOTH = ["Die Halle wird gebaut.", "Der Plan wird geändert."]


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Beschluss:\n1.         Die Halle wird gebaut.\n2.         Der Plan wird geändert.\n", "12"),
        ("Beschlussvorschlag\n  1. Die Halle wird gebaut.\n\n  1. Der Plan wird geändert.\n", "12"),
        ("Beschlussvorschlag\n1. \n2. \nDie Halle wird gebaut.\nDer Plan wird geändert.\n\n", "12"),
        ("Beschluss:\nVariante A:\nDie Halle wird gebaut.\nVariante B:\nDer Plan wird geändert.\n", "AB"),
        ("Beschlussvorschlag:\nA. Die Halle wird gebaut.\nB. Der Plan wird geändert.\n", "AB"),
    ],
)  # fmt: skip
def test_points_are_counted_in_many_ways(body: str, numbers: str) -> None:
    assert _points(HEAD + body + "Begründung:\nDie Halle ist alt.\n") == list(zip(numbers, BOTH, strict=True))


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Beschlussvorschlag\n\n01\nDie Halle wird gebaut.\n\n02\nDer Plan wird geändert.\n", ["01", "02"]),
        ("1. Beschlussvorschlag\n\n  1.1  Die Halle wird gebaut.\n  1.2  Der Plan wird geändert.\n",
         ["1.1", "1.2"]),
    ],
)  # fmt: skip
def test_padded_and_decimal_numbers_are_kept(body: str, numbers: list[str]) -> None:
    assert _points(HEAD + body + "Begründung:\nAlt.\n") == list(zip(numbers, BOTH, strict=True))


def test_a_heading_behind_a_letter_opens_the_decision() -> None:
    text = HEAD + "A    Problem\nDie Halle ist alt.\n\nG    Beschlussvorschlag\nDie Halle wird gebaut.\n"
    assert _points(text) == [(None, "Die Halle wird gebaut.")]


def test_a_web_page_may_show_the_decision_without_a_heading() -> None:
    text = (
        "Betreff\nHalle\nVorlage\n20/044/2023\nArt\nBeschlussvorlage\n\nDie Halle wird gebaut.\n\n"
        "1.   Ergebnis/Wirkungen\nDie Halle ist alt.\n"
    )
    assert _points(text) == [(None, "Die Halle wird gebaut.")]


def test_a_web_page_that_decides_nothing_below_its_head_is_left_alone() -> None:
    text = (
        "Betreff\nHalle\nVorlage\n20/044/2023\nArt\nBeschlussvorlage\n\nAnlage 1\n\n"
        "1.   Ergebnis/Wirkungen\nDie Halle ist alt.\n"
    )
    assert _points(text) == []


def test_a_sentence_may_open_the_decision() -> None:
    text = (
        "Resolution\nDer Kreistag hat einstimmig folgende Resolution gefasst: 1. Die Halle wird gebaut. "
        "2. Der Plan wird geändert."
    )
    assert _points(text) == [("1", BOTH[0]), ("2", BOTH[1])]


def test_letters_may_part_one_sentence_of_the_decision() -> None:
    text = (
        HEAD + "Beschlussvorschlag:\nDer Rat nimmt dies zur Kenntnis und beauftragt das Amt,\n"
        "a) zu planen.\nb) zu bauen.\n"
    )
    assert _points(text) == [
        (None, "Der Rat nimmt dies zur Kenntnis und beauftragt das Amt, a) zu planen. b) zu bauen.")
    ]


def test_provisos_belong_to_the_decision_they_limit() -> None:
    text = (
        HEAD + "Beschlussvorschlag:\nDer Rat beschließt die Vorlage mit folgenden Maßgaben:\n"
        "a) Die Halle wird kleiner.\nb) Der Anteil wird begrenzt.\n"
    )
    assert [number for number, _ in _points(text)] == [None]


def test_paragraphs_of_a_statute_are_no_points() -> None:
    text = (
        "Beschluss: abgelehnt\n\nDer Stadtrat beschließt die Änderung der Satzung in Punkten:\n\n"
        "§ 6 Ausschuss\n\n(1) Den Vorsitz führt der Bürgermeister.\n(2) Der Ausschuss berät vor.\n"
    )
    ((number, words),) = _points(text)
    assert number is None
    assert words.startswith("Der Stadtrat beschließt")


def test_a_day_at_the_start_of_a_line_is_no_mark() -> None:
    text = HEAD + "Beschlussvorschlag:\nDie Sätze steigen zum\n1. August 2031 und gelten für zwei Jahre.\n"
    assert _points(text) == [(None, "Die Sätze steigen zum 1. August 2031 und gelten für zwei Jahre.")]


def test_an_outcome_above_other_fields_of_a_web_page_is_no_decision() -> None:
    text = "TOP Ö 6: Umlage\n\nBeschluss:\tzurückgestellt\nVorlage:\tSG/138/2031\n\nHerr Muster berichtet.\n"
    assert _points(text) == []
