"""Repaired text that still knows where each character stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading.views import clean, compose, prose


@pytest.mark.parametrize(
    ("raw", "flowing"),
    [
        ("Nachbarschaftsverban-\ndes", "Nachbarschaftsverbandes"),
        ("Sach- und\nGemeinkosten", "Sach- und Gemeinkosten"),
        ("die IT-\nDienstleister", "die IT-Dienstleister"),
        ("einer zent-\n\n– 2 –\n\nralen Stelle", "einer zentralen Stelle"),
        ("hinzuge- fügt", "hinzugefügt"),
        ("erster Absatz\n\nzweiter", "erster Absatz\nzweiter"),
        ("**Betreff:** Träger\\*innen", "Betreff: Träger*innen"),
        ("In Vertretung F i g u r a", "In Vertretung Figura"),
    ],
)
def test_prose_joins_what_the_page_has_broken(raw: str, flowing: str) -> None:
    assert prose(raw).text == flowing


def test_broken_characters_are_repaired() -> None:
    assert clean("fÃ¼r \ufffdffentlich u\u0308ber &auml;").text == "für öffentlich über ä"


@given(st.text(alphabet="ab -\n\t\xa0Ã¤\u0308*#", max_size=80))
def test_every_character_leads_back_into_the_source(text: str) -> None:
    first = clean(text)
    view = compose(first, prose(first.text))
    for offset, char in enumerate(view.text):
        origin = view.origin(offset)
        assert -1 <= origin < len(text)
        assert char.isspace() or text[origin] == char or char not in text
