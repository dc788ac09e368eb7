"""DOCX files: paragraphs and tables in their order, with the numbers that Word shows."""

from typing import Any

import pytest

from allmende.reading.sources.extract import extract
from tests.reading.sources.builders import WORD_SPACE, raw_docx, word_file


def text_of(data: bytes) -> str:
    return extract("office", data).text


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*levels: tuple[str, str], restart: str = "") -> str:
    shown = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {WORD_SPACE}><w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{restart}</w:num></w:numbering>'
    )


def test_paragraphs_and_tables_keep_their_order() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Vorlage Nr. 2024/3092")
        table = document.add_table(rows=2, cols=3)
        for row, texts in zip(
            table.rows, (("Gremium", "Datum", "Rolle"), ("Rat", "16.12.2024", "")), strict=True
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Beschluss:")

    assert text_of(word_file(write)).splitlines() == [
        "Vorlage Nr. 2024/3092",
        "Gremium\tDatum\tRolle",
        "Rat\t16.12.2024",
        "Beschluss:",
    ]


def test_an_empty_cell_keeps_its_column() -> None:
    def write(document: Any) -> None:
        cells = document.add_table(rows=1, cols=4).rows[0].cells
        cells[0].text, cells[3].text = "Gemeinderat", "x"

    assert text_of(word_file(write)) == "Gemeinderat\t\t\tx\n"


def test_joined_cells_keep_the_columns_after_them() -> None:
    row = (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph(run("Rat"))}</w:tc>'
        f"<w:tc>{paragraph(run('öffentlich'))}</w:tc></w:tr>"
    )
    assert text_of(raw_docx(f"<w:tbl>{row}</w:tbl>")) == "Rat\t\töffentlich\n"


def test_cells_with_as_many_lines_are_read_across() -> None:
    def write(document: Any) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = "Hauptausschuss\nRat", "02.12.2024\n16.12.2024"

    assert text_of(word_file(write)) == "Hauptausschuss\t02.12.2024\nRat\t16.12.2024\n"


def test_a_table_in_a_table_is_read_where_it_stands() -> None:
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("Datum", "1.2.2024"))
    inner = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph(run('Kopf'))}{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert text_of(raw_docx(outer)) == "Kopf\nDatum\t1.2.2024\n"


def test_list_items_carry_their_numbers() -> None:
    body = (
        item("Aufhebung") + item("des ersten", 1) + item("des zweiten", 1) + item("Auftrag") + item("neu", 1)
    )
    data = raw_docx(body, numbering=numbering(("decimal", "%1."), ("lowerLetter", "%1.%2)")))
    assert text_of(data).splitlines() == [
        "1. Aufhebung",
        "1.a) des ersten",
        "1.b) des zweiten",
        "2. Auftrag",
        "2.a) neu",
    ]


def test_a_list_can_begin_again() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    data = raw_docx(
        item("a") + item("b") + item("c", number=2) + item("d", number=2),
        numbering=numbering(("upperRoman", "%1."), restart=restart),
    )
    assert text_of(data).splitlines() == ["I. a", "II. b", "I. c", "II. d"]


def test_bullets_are_shown() -> None:
    bullets = numbering(("bullet", "\uf0b7"))
    assert text_of(raw_docx(item("Caritas"), numbering=bullets)) == "• Caritas\n"


def test_headings_are_numbered_by_their_style() -> None:
    styles = (
        f'<w:styles {WORD_SPACE}><w:style w:styleId="H">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        f'<w:style w:styleId="Kind"><w:basedOn w:val="H"/></w:style></w:styles>'
    )
    body = paragraph(run("Sachverhalt"), '<w:pStyle w:val="H"/>') + paragraph(
        run("Kosten"), '<w:pStyle w:val="Kind"/>'
    )
    data = raw_docx(body, numbering=numbering(("decimal", "%1.")), styles=styles)
    assert text_of(data) == "1. Sachverhalt\n2. Kosten\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>Datum</w:t><w:tab/><w:t>Ort</w:t></w:r>", "Datum\tOrt"),
        ("<w:r><w:t>eins</w:t><w:br/><w:t>zwei</w:t></w:r>", "eins\nzwei"),
        ("<w:r><w:t>Sach</w:t><w:noBreakHyphen/><w:t>kosten</w:t></w:r>", "Sach-kosten"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Ja</w:t></w:r>', "☑ Ja"),
        ('<w:r><w:sym w:font="Wingdings" w:char="A8"/><w:t> Nein</w:t></w:r>', "☐ Nein"),
        (
            "<w:del><w:r><w:delText>alt</w:delText></w:r></w:del><w:ins><w:r><w:t>neu</w:t></w:r></w:ins>",
            "neu",
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r><w:r><w:t>offen</w:t></w:r>", "offen"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "3"),
        (
            "<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
            + run("Ja"),
            "☒ Ja",
        ),
        ('<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Text</w:t></w:r>', "Text"),
        ('<w:r><w:t>Satz</w:t><w:footnoteReference w:id="2"/></w:r>', "Satz[2]"),
    ],
)
def test_runs_say_what_a_reader_sees(content: str, text: str) -> None:
    assert text_of(raw_docx(f"<w:p>{content}</w:p>")) == f"{text}\n"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('Kasten'))}</w:txbxContent>"
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{space}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{run('Absatz')}</w:p>"
    )
    assert text_of(raw_docx(body)) == "Kasten\nAbsatz\n"


def test_heads_notes_and_feet_stand_around_the_body() -> None:
    def part(tag: str, content: str) -> str:
        return f"<w:{tag} {WORD_SPACE}>{content}</w:{tag}>"

    note = f'<w:footnote w:id="2">{paragraph(run("siehe Anlage"))}</w:footnote>'
    data = raw_docx(
        paragraph(run("Text")),
        header1=part("hdr", paragraph(run("Stadt Musterstadt"))),
        header2=part("hdr", paragraph(run("Stadt Musterstadt"))),
        footnotes=part("footnotes", f'<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>{note}'),
        footer1=part("ftr", paragraph(run("Seite 1"))),
    )
    assert text_of(data).split("\n\n")[0].split("\n")[0] == "Stadt Musterstadt"
    assert [line for line in text_of(data).splitlines() if line] == [
        "Stadt Musterstadt",
        "Text",
        "[2] siehe Anlage",
        "Seite 1",
    ]
