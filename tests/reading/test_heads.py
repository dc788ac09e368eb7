"""Heads as many towns write them: letter-spaced words, columns without heading, stations in sentences."""

import pytest

from allmende.reading import Document, read_paper
from allmende.reading.views import clean

BODY = "\n\nBeschlussvorschlag:\n\nDer Vertrag mit der Gemeinde Fremdstadt wird geschlossen.\n"


def test_letter_spaced_words_are_closed_up_and_keep_their_places() -> None:
    text = "V O R L A G E   N r.   S G / 2 1 / 0 3 4\nx  x  x"
    view = clean(text)
    assert view.text == "VORLAGE Nr. SG/21/034\nx  x  x"
    assert text[view.origin(view.text.index("034"))] == "0"


@pytest.mark.parametrize("kind", ["Mitteilungsvorlage", "Beschlussvorlage"])
def test_the_kind_may_stand_in_the_second_column(kind: str) -> None:
    facts = read_paper(Document(f"GEMEINDE MUSTERDORF          {kind}" + BODY)).facts
    assert facts.kind is not None
    assert facts.kind.value == kind
    assert facts.issuer is not None
    assert facts.issuer.value == "Gemeinde Musterdorf"


def test_columns_without_a_heading_are_paired_by_order() -> None:
    text = "Bauausschuss\nStadtrat\nVorberatung\nEntscheidung\n03.05.2022\n19.05.2022" + BODY
    found = [(c.body, str(c.date), str(c.role)) for c in read_paper(Document(text)).facts.consultations]
    assert found == [("Bauausschuss", "2022-05-03", "beratung"), ("Stadtrat", "2022-05-19", "entscheidung")]


def test_stations_told_in_a_sentence_are_found() -> None:
    text = "Vorlage für den Kreisausschuss (05.12.2022) und den Kreistag (12.12.2022)" + BODY
    found = [(c.body, str(c.date)) for c in read_paper(Document(text)).facts.consultations]
    assert found == [("Kreisausschuss", "2022-12-05"), ("Kreistag", "2022-12-12")]


def test_a_day_is_no_paper_number() -> None:
    facts = read_paper(Document("Sitzungsvorlage\n30.09.2021\nGD 341/21" + BODY)).facts
    assert facts.reference is not None
    assert facts.reference.value == "GD 341/21"
