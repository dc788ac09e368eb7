"""Text files: whatever the encoding, the reader gets the characters and hears what was assumed."""

import pytest

from allmende.reading import Document
from allmende.reading.sources import UnreadableDocument, load_document

SENTENCE = "Die Gemeinde Musterstadt zahlt für das Jahr 2024 genau 57.000 € – „ohne Umlage“.\n"


def load(data: bytes) -> Document:
    return load_document(data, name="vorlage")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_comes_back_as_it_was_written(encoding: str) -> None:
    document = load(SENTENCE.encode(encoding))
    assert (document.text, document.findings) == (SENTENCE, ())


def test_windows_text_is_read_and_the_assumption_is_named() -> None:
    document = load(SENTENCE.encode("cp1252"))
    assert document.text == SENTENCE
    assert [finding.code for finding in document.findings] == ["zeichensatz_angenommen"]


def test_bytes_that_windows_does_not_know_are_read_as_latin_1() -> None:
    assert load("Größe ".encode("latin-1") * 5 + b"\x81").text.startswith("Größe Größe")


def test_text_cut_in_the_middle_of_a_character_stays_unicode() -> None:
    document = load("Beschluss über Gebühr".encode() + "ü".encode()[:1])
    assert document.text == "Beschluss über Gebühr\N{REPLACEMENT CHARACTER}"
    assert [finding.code for finding in document.findings] == ["zeichen_verloren"]


def test_one_foreign_byte_does_not_turn_unicode_into_windows_text() -> None:
    document = load(SENTENCE.encode() * 3 + b"\xe4 \n" + SENTENCE.encode())
    assert document.text.count("für das Jahr") == 4
    assert [finding.code for finding in document.findings] == ["zeichen_verloren"]


def test_characters_lost_before_are_reported() -> None:
    document = load("�ffentliche Sitzung".encode())
    assert [finding.code for finding in document.findings] == ["zeichen_verloren"]


def test_line_ends_become_one_kind() -> None:
    assert load(b"Rat\r\nKreistag\rAusschuss\n").text == "Rat\nKreistag\nAusschuss\n"


def test_columns_of_blanks_and_tabs_stay() -> None:
    assert load(b"Gemeinderat  20.04.2021\t7 x  ").text == "Gemeinderat  20.04.2021\t7 x  "


def test_form_feeds_begin_pages() -> None:
    document = load(b"Seite eins\n\fSeite zwei\n")
    assert document.page_starts == (0, 12)
    assert document.place(document.text.index("zwei"), 20).page == 2


def test_zero_characters_are_made_visible() -> None:
    assert load(b"Rat der\x00Stadt Musterstadt").text == "Rat der\N{REPLACEMENT CHARACTER}Stadt Musterstadt"


def test_markdown_is_text() -> None:
    assert load("**Beschluss:**\n\n1. Der Rat …".encode()).media_type == "text/plain"


def test_bytes_without_meaning_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="keine lesbare Textdatei"):
        load(bytes(range(32)) * 40)
