"""The content of a file decides what it is, and a refusal says what to do."""

import pytest

from allmende.reading.sources import UnreadableDocument, load_document
from allmende.reading.sources.detect import FileType, file_type
from tests.reading.sources.builders import archive, odt, raw_docx


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", FileType.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", FileType.PDF),
        (b"HTTP header\n%PDF-1.4\n1 0 obj\n", FileType.PDF),
        (b"Die Datei beginnt mit %PDF-1.4, sagt die Verwaltung.", FileType.TEXT),
        (odt("<text:p/>"), FileType.OFFICE),
        (b"<!DOCTYPE html><html><body>", FileType.HTML),
        (b"  <!-- SessionNet -->\n<HTML>", FileType.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', FileType.HTML),
        (b"<5 % der Stellen sind besetzt", FileType.TEXT),
        (b"MZ ist das Kennzeichen von Mainz.", FileType.TEXT),
        ("Vorlage".encode("utf-16"), FileType.TEXT),
    ],
)
def test_content_decides_the_type(data: bytes, expected: FileType) -> None:
    assert file_type(data, name="x.exe") is expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "ist leer"),
        (b" \r\n\t\x00", "ist leer"),
        (b"\x89PNG\r\n\x1a\n", "Texterkennung"),
        (b"\xff\xd8\xff\xe0", "Texterkennung"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "Texterkennung"),
        (b"MZ\x90\x00\x03", "ein Programm"),
        (b"{\\rtf1 Vorlage}", "als PDF oder DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 alt", "altes? Office-Format|alten Office-Format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        (b"<?xml version='1.0'?><rechnung/>", "XML-Datei"),
    ],
)
def test_what_is_no_paper_is_refused_with_advice(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        load_document(data, name="vorlage.pdf")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}, "Excel-Tabelle"),
        ({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}, "Präsentation"),
        ({"content.xml": "<c/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ohne Text"),
        ({"vorlage.pdf": "%PDF-1.4"}, "Entpacken Sie"),
        ({"[Content_Types].xml": "<Types/>", "word/other.xml": "<w/>"}, "beschädigt"),
    ],
)
def test_other_archives_are_refused(parts: dict[str, str], message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        load_document(archive(parts), name="anlage.docx")


def test_the_name_in_a_message_is_the_one_given() -> None:
    with pytest.raises(UnreadableDocument, match=r"„\{anlage\}“ ist eine Excel-Tabelle"):
        load_document(archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), name="{anlage}")


def test_a_wrong_ending_does_not_matter() -> None:
    paper = raw_docx("<w:p><w:r><w:t>Vorlage Nr. 7</w:t></w:r></w:p>")
    assert load_document(paper, name="vorlage.txt").text == "Vorlage Nr. 7\n"
