"""The paper's number without a label: told by its form and its place, and nothing else taken for one."""

import pytest

from allmende.reading import Document, PaperFacts, read_paper

NUMBERS = (
    "90/2031", "2031/0123", "DS-123/2031", "VO/0123/31-01", "B 20/0456", "XI-123/2031", "XII/0456",
    "FB2/034/2031", "SV-10-0456", "V/STR/20/0420/10", "EGSA-HF-14-08/2031", "24/ABC/0312", "GR 2031-045",
    "0456/VIII", "0145/2031/II", "DrS/2031/131",
)  # fmt: skip
DECIDES = "Der Rat beschließt den Neubau der Sporthalle in Wolde."
ITEM = "Gremium: Rat Beschlussart: ungeändert beschlossen\nDatum: Do, 20.03.2031 Status: öffentlich\n"
PLACES = {
    "in brackets behind the kind": (
        "Stadt Wolde\nBeschlussvorlage ({number})\n\nDatum: 01.02.2031\nBetreff: Neubau der Sporthalle\n\n"
        f"Beschlussvorschlag:\n{DECIDES}\n"
    ),
    "alone in a column": (
        "Stadt Wolde                              {number}\nBauamt\n01.02.2031\n\nBESCHLUSSVORLAGE\n\n"
        f"Betreff: Neubau der Sporthalle\n\nBeschlussvorschlag:\n{DECIDES}\n"
    ),
    "torn from its label in a head without lines": (
        "BESCHLUSSVORLAGE STADT WOLDE öffentlich Drucksachen Nr. Datum 01.02.2031 Beratungsfolge Termin "
        "Bauausschuss 12.03.2031 Rat 20.03.2031 {number} Beratungsergebnis Ein Für Geg Betreff: Neubau der "
        f"Sporthalle Beschlussvorschlag: {DECIDES} Begründung: Die alte Halle ist zu klein."
    ),
    "behind the heading of the decision": (
        "Beschluss: einstimmig beschlossen\n\nAbstimmung: Ja: 8\n\n"
        f"Beschlussvorschlag: {{number}}\n\n{DECIDES}\n"
    ),
    "before the title of an extract": (
        f"Auszug - Neubau der Sporthalle\n\nSitzung des Rates\nTOP: Ö 5\n{ITEM}"
        f"{{number}} Neubau der Sporthalle\n\nFrau Muster fragt nach.\n\nBeschluss:\n{DECIDES}\n"
    ),
    "at the foot of every page": (
        "Stadt Wolde\nBeschlussvorlage\n01.02.2031\n\nNeubau der Sporthalle\n\n"
        f"Beschlussvorschlag:\n{DECIDES}\n\n"
        "{number}  Seite 1 von 2\n\fBegründung:\nDie Halle ist alt.\n\n{number}  Seite 2 von 2\n"
    ),
}
OTHER_NUMBERS = (
    "Telefon: 04321/18-9101", "Zeichen:      14/042-02-7", "Haushaltsstelle 2031/55210-62",
    "Bebauungsplan Nr. 12/2031", "Richtlinie 2016/679", "Schuljahr 2031/2032", "Bezug: Vorlage 2030/0411",
    "Produktsachkonto 55210.62000.521100",
    "Kosten: 1/3", "Gültig bis 31.12.2031",
)  # fmt: skip


def read(text: str) -> PaperFacts:
    return read_paper(Document(text)).facts


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_told_by_form_and_place(number: str, place: str) -> None:
    found = read(PLACES[place].format(number=number)).reference
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize("words", OTHER_NUMBERS)
def test_no_other_number_is_taken_for_that_of_the_paper(words: str) -> None:
    head = f"Stadt Wolde\nBeschlussvorlage\n{words}\n01.02.2031\n\nNeubau der Sporthalle\n\n"
    assert read(f"{head}Beschlussvorschlag:\n{DECIDES}\n").reference is None


def test_of_two_numbers_that_weigh_the_same_none_is_taken() -> None:
    place = PLACES["torn from its label in a head without lines"]
    text = place.format(number="90/2031 öffentlich 91/2031")
    assert read(text).reference is None


def test_letters_right_before_the_number_belong_to_it() -> None:
    head = "Kreis Wolde\n\nInformationsvorlage          DS 3/0412/31\n\nDatum: 09.05.2031\n\n"
    facts = read(f"{head}Beschluss:\n{DECIDES}\nBasis ist DS 3/0337/30.\n")
    assert facts.reference is not None
    assert facts.reference.value == "DS 3/0412/31"
    assert [item.reference for item in facts.references] == ["DS 3/0337/30"]


def test_a_number_on_the_line_of_the_decision_is_no_part_of_it() -> None:
    facts = read(PLACES["behind the heading of the decision"].format(number="EGSA-HF-14-08/2031"))
    assert [item.text for item in facts.resolution] == [DECIDES]
