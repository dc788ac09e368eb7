import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from allmende.pages import texts


def test_control_characters_are_left_out_and_line_ends_stay() -> None:
    assert texts.visible("\x00a\tb\r\nc\x01\x85\ufffed") == "a\tb\r\ncd"


def test_what_an_address_asks_for_holds_no_control_characters_and_an_end() -> None:
    assert texts.asked(QueryDict("q=%00%20Coesfeld%01"), "q", longest=4) == "Coes"
    assert texts.asked(QueryDict(""), "q") == ""


@pytest.mark.parametrize("text", ["a\x00", "\x01b", "c\x9f"])
def test_a_form_refuses_what_nobody_sees(text: str) -> None:
    with pytest.raises(ValidationError, match="Steuerzeichen"):
        texts.validate_visible(text)


def test_a_form_takes_every_visible_text() -> None:
    texts.validate_visible("Ömer Łukasz O’Neil\n2. Zeile")
