"""PDF files: the text layer with its pages, tables and columns; scans and forms are named."""

import re

import pytest

from allmende.reading import Document
from allmende.reading.sources import UnreadableDocument, load_document, sandbox
from tests.reading.sources.builders import encrypted_pdf, page_pdf, pdf, raw_pdf, scan

TABLE = """
#table(columns: (3fr, 1fr, 1fr, 1fr), stroke: none,
  [Beratungsfolge], [Datum], [Zuständigkeit], [Behandlung],
  [Ausschuss für Soziales, Gesundheit und Angelegenheiten der Senioren],
  [18.11.2024], [Beratung], [öffentlich],
  [Rat der Stadt], [16.12.2024], [Entscheidung], [öffentlich])
"""
PIXELS = 'bytes((0, 128, 255, 64)), format: (encoding: "luma8", width: 2, height: 2)'
IMAGE = f"image({PIXELS}, width: 100%, height: 95%)"


def load(data: bytes) -> Document:
    return load_document(data, name="vorlage.pdf")


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_a_row_of_the_beratungsfolge_stays_on_one_line() -> None:
    lines = load(pdf(TABLE)).text.splitlines()
    row = next(line for line in lines if line.startswith("Rat"))
    assert re.split(r"\s{2,}", row) == ["Rat der Stadt", "16.12.2024", "Entscheidung", "öffentlich"]
    assert lines[0].index("Zuständigkeit") == pytest.approx(row.index("Entscheidung"), abs=1)


def test_prose_in_two_columns_is_read_column_by_column() -> None:
    text = load(pdf("#set par(justify: true)\n#columns(2)[ANFANG #lorem(300) ENDE]")).text
    begin = pdf("#set page(width: 9cm, height: auto)\n#set par(justify: true)\nANFANG #lorem(300) ENDE")
    assert text.split() == load(begin).text.split()


def test_hyphens_at_line_ends_stay() -> None:
    text = load(
        pdf("#set page(width: 5cm)\n#set text(hyphenate: true)\nNachbarschaftsverbandsversammlung")
    ).text
    assert re.fullmatch(r"Nach[a-z-]*-\n[a-z\n-]+\n", text)
    assert text.replace("-\n", "") == "Nachbarschaftsverbandsversammlung\n"


def test_pages_begin_where_the_document_says() -> None:
    document = load(pdf("Seite eins #pagebreak() Seite zwei #pagebreak() Seite drei"))
    assert [document.text[start : start + 10] for start in document.page_starts] == [
        "Seite eins",
        "Seite zwei",
        "Seite drei",
    ]
    assert document.place(document.text.index("drei"), len(document.text)).page == 3


def test_heads_and_feet_of_pages_stay() -> None:
    markup = "#set page(header: [Stadt Musterstadt], footer: context [Seite #counter(page).display()])\nText"
    assert load(pdf(markup)).text.split() == ["Stadt", "Musterstadt", "Text", "Seite", "1"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_text_is_readable(angle: int) -> None:
    sentence = "Der Rat der Stadt beschließt"
    text = load(pdf(f"#rotate({angle}deg, reflow: true)[#box(width: 12cm)[{sentence}]]")).text
    assert text.strip() == sentence


def test_a_stamp_at_the_edge_comes_after_the_page() -> None:
    text = load(pdf("#place(left + bottom, rotate(-90deg)[Entwurf])\nDer Rat beschließt")).text
    assert text.split() == ["Der", "Rat", "beschließt", "Entwurf"]


def test_a_page_turned_for_reading_is_read_as_people_see_it() -> None:
    content = b"BT /F 12 Tf 0 1 -1 0 300 100 Tm (Rat der Stadt) Tj ET"
    data = page_pdf(content).replace(b"/MediaBox", b"/Rotate 90 /MediaBox")
    assert load(data).text == "Rat der Stadt\n"


def test_words_without_blanks_between_them_are_still_apart() -> None:
    content = b"BT /F 12 Tf 50 700 Td (Rat) Tj 40 0 Td (der) Tj 40 0 Td (Stadt) Tj ET"
    assert load(page_pdf(content)).text.split() == ["Rat", "der", "Stadt"]


def test_ligatures_and_rare_characters_come_back() -> None:
    sentence = "Die Offiziere finden Wölffs Auflage 😀 zu knifflig."
    text = load(pdf(f'#set text(font: "Libertinus Serif")\n{sentence}')).text
    assert text == f"{sentence}\n"


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "recognizer", str)


@pytest.mark.usefixtures("without_tesseract")
def test_a_scan_is_named_with_what_to_install() -> None:
    document = load(scan("Vorlage"))
    assert (document.text.strip(), codes(document)) == ("", ["kein_textlayer"])
    assert "apt install tesseract-ocr tesseract-ocr-deu" in document.findings[0].message


@pytest.mark.usefixtures("without_tesseract")
def test_scanned_pages_among_others_are_named_with_their_numbers() -> None:
    document = load(pdf(f"Vorlage #pagebreak() #{IMAGE}\nAnlage 1 #pagebreak() Ende #pagebreak() #{IMAGE}"))
    assert codes(document) == ["kein_textlayer"]
    finding = document.findings[0]
    assert finding.message.startswith("Die Seiten 2 und 4 sind Bilder ohne Text.")
    assert finding.place is not None
    assert finding.place.page == 2


def test_a_file_without_text_or_pictures_is_named() -> None:
    document = load(pdf("#pagebreak()"))
    assert codes(document) == ["kein_textlayer"]
    assert "Tesseract" not in document.findings[0].message


def test_an_empty_page_among_others_is_nothing_to_report() -> None:
    assert codes(load(pdf("Vorlage #pagebreak() #pagebreak() Ende"))) == []


def test_a_password_is_named() -> None:
    with pytest.raises(UnreadableDocument, match="Kennwort"):
        load(encrypted_pdf())


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 50, pdf("Rat")[:-900]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="beschädigt oder unvollständig"):
        load(data)


def test_a_file_of_many_pages_stops_at_the_limit_and_says_so() -> None:
    kids = b" ".join([b"3 0 R"] * 4_000)
    data = raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + b"] /Count 4000 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )
    document = load(data)
    assert len(document.page_starts) == 3_000
    assert "seiten_ausgelassen" in codes(document)
