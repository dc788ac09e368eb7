"""ODT files: paragraphs and tables in their order, with the numbers that LibreOffice shows."""

import pytest

from allmende.reading.sources import UnreadableDocument
from allmende.reading.sources.extract import extract
from tests.reading.sources.builders import odt

LIST_STYLE = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>'
)


def text_of(data: bytes) -> str:
    return extract("office", data).text


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def listed(*items: str, attributes: str = 'text:style-name="L1"') -> str:
    return (
        f"<text:list {attributes}>"
        + "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
        + "</text:list>"
    )


def test_paragraphs_and_tables_keep_their_order() -> None:
    table = (
        f"<table:table><table:table-row>{cell('Gremium')}{cell('Datum')}</table:table-row>"
        f"<table:table-row>{cell('Rat')}{cell('16.12.2024')}</table:table-row></table:table>"
    )
    body = f"<text:h>Vorlage 7</text:h>{table}<text:p>Beschluss</text:p>"
    assert text_of(odt(body)) == "Vorlage 7\nGremium\tDatum\nRat\t16.12.2024\nBeschluss\n"


def test_repeated_empty_cells_keep_their_columns_within_reason() -> None:
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    flood = '<table:table-cell table:number-columns-repeated="999999"/>'
    row = (
        f"<table:table><table:table-row>{cell('Rat')}{gap}{cell('x')}{flood}</table:table-row></table:table>"
    )
    assert text_of(odt(row)) == "Rat\t\t\tx\n"


def test_items_carry_their_numbers() -> None:
    inner = listed("<text:p>erstens</text:p>", "<text:p>zweitens</text:p>", attributes="")
    body = listed(f"<text:p>Aufhebung</text:p>{inner}", "<text:p>Auftrag</text:p><text:p>mit Zusatz</text:p>")
    assert text_of(odt(body, automatic=LIST_STYLE)).splitlines() == [
        "1. Aufhebung",
        "a) erstens",
        "b) zweitens",
        "2. Auftrag",
        "mit Zusatz",
    ]


def test_a_list_goes_on_only_where_it_says_so() -> None:
    goes_on = listed("<text:p>c</text:p>", attributes='text:style-name="L1" text:continue-numbering="true"')
    body = listed("<text:p>a</text:p>") + listed("<text:p>b</text:p>") + goes_on
    assert text_of(odt(body, automatic=LIST_STYLE)).splitlines() == ["1. a", "1. b", "2. c"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Rat <text:span>der</text:span>\n   Stadt", "Rat der Stadt"),
        ('Gemeinderat<text:s text:c="3"/>x', "Gemeinderat   x"),
        ("Datum<text:tab/>Ort", "Datum\tOrt"),
        ("eins<text:line-break/>zwei", "eins\nzwei"),
        ("57.000 €<office:annotation><text:p>Prüfen!</text:p></office:annotation>", "57.000 €"),
        (
            "Satz<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fußnote</text:p>"
            "</text:note-body></text:note> weiter",
            "Satz[1] weiter\n\n[1] Fußnote",
        ),
    ],
)
def test_paragraphs_say_what_a_reader_sees(content: str, text: str) -> None:
    assert text_of(odt(f"<text:p>{content}</text:p>")) == f"{text}\n"


def test_deleted_text_is_not_read() -> None:
    deleted = "<text:tracked-changes><text:p>alt</text:p></text:tracked-changes>"
    assert text_of(odt(f"{deleted}<text:p>neu</text:p>")) == "neu\n"


def test_heads_and_feet_stand_around_the_body() -> None:
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>Stadt</text:p></style:header>"
        "<style:footer><text:p>Seite</text:p></style:footer></style:master-page></office:master-styles>"
    )
    assert text_of(odt("<text:p>Text</text:p>", styles=styles)) == "Stadt\n\nText\n\nSeite\n"


def test_a_password_is_named() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(UnreadableDocument, match="Kennwort"):
        text_of(odt("<text:p/>", manifest=manifest))
