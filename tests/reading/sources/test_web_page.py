"""Web pages: what people see, label and value on one line; nothing is run."""

import pytest

from allmende.reading.sources import load_document
from allmende.reading.sources.web_page import read_html


def lines(body: str) -> list[str]:
    """Return the lines with text of a page with this body."""
    return [line for line in read_html(f"<html><body>{body}</body></html>".encode()).splitlines() if line]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td class=smcLabel>Betreff:</td><td>Haushalt</td></tr>"
        "<tr><td>Art</td><td>Vorlage</td></tr></table>",
        "<table><tr><td>Betreff:<td>Haushalt<tr><td>Art<td>Vorlage</table>",
        "<table><td>Betreff:<td>Haushalt<tr><th>Art<td>Vorlage</table>",
        "<dl><dt>Betreff:</dt><dd>Haushalt</dd><dt>Art</dt><dd>Vorlage</dd></dl>",
        "<dl><dt>Betreff:<dd>Haushalt<dt>Art<dd>Vorlage</dl>",
        '<div class="row"><div class="col-sm-3">Betreff:</div><div class="col-sm-9">Haushalt</div></div>'
        '<div class="row"><div class="col-3">Art</div><div class="col">Vorlage</div></div>',
        '<div class="smc-table"><div class="smc-table-row">'
        '<div class="smc-table-cell smc-cell-head">Betreff:</div>'
        '<div class="smc-table-cell">Haushalt</div></div><div class="smc-table-row">'
        '<div class="smc-table-cell">Art</div><div class="smc-table-cell">Vorlage</div></div></div>',
        '<div style="display: table-row"><div style="display:table-cell">Betreff:</div>'
        '<div style="display:table-cell">Haushalt</div></div>'
        '<div style="display: table-row"><div style="display:table-cell">Art</div>'
        '<div style="display:table-cell">Vorlage</div></div>',
    ],
)
def test_label_and_value_stand_on_one_line(body: str) -> None:
    assert lines(body) == ["Betreff:\tHaushalt", "Art\tVorlage"]


def test_empty_and_joined_cells_keep_the_columns_after_them() -> None:
    assert lines("<table><tr><td>Rat<td><td>x<tr><td colspan=2>Kreistag<td>x</table>") == [
        "Rat\t\tx",
        "Kreistag\t\tx",
    ]


def test_a_layout_table_is_read_cell_by_cell() -> None:
    menu = "".join(f"<p>Menü {n}</p>" for n in range(3))
    content = "".join(f"<p>Absatz {n}</p>" for n in range(8))
    found = lines(f"<table><tr><td>{menu}</td><td>{content}</td></tr></table>")
    assert found == [*(f"Menü {n}" for n in range(3)), *(f"Absatz {n}" for n in range(8))]


def test_scripts_styles_and_menus_are_silent() -> None:
    body = "<script>alert('<p>x</p>')</script><style>p{}</style><nav>Start</nav><!-- weg --><p>Text</p>"
    assert lines(body + "<template><p>x</p></template><svg><text>x</text></svg>") == ["Text"]


def test_blocks_and_breaks_end_lines_and_blanks_are_folded() -> None:
    assert lines("<h1>Vorlage</h1>  Rat  der\n Stadt<br>öffentlich<p>a</p><div>b</div>c") == [
        "Vorlage",
        "Rat der Stadt",
        "öffentlich",
        "a",
        "b",
        "c",
    ]


def test_entities_become_characters() -> None:
    assert lines("&sect;&nbsp;10 Abs. 1 &amp; 2 &#8211; 5&euro; &ouml;ffentlich") == [
        "§\xa010 Abs. 1 & 2 – 5€ öffentlich"
    ]


def test_lists_are_numbered_as_browsers_number_them() -> None:
    body = (
        "<ol><li>a<li>b<ol type=a><li>c</li></ol></li><li value=7>d</ol><ul><li>e</ul><ol start=3><li>f</ol>"
    )
    assert lines(body) == ["1. a", "2. b", "a. c", "7. d", "• e", "3. f"]


def test_boxes_show_whether_they_are_ticked() -> None:
    assert lines("<input type=checkbox checked> Ja <input type=checkbox> Nein <input type=text>") == [
        "☒ Ja ☐ Nein"
    ]


def test_preformatted_columns_stay() -> None:
    assert lines("<pre>Rat    1.2.2024\n  x</pre>") == ["Rat    1.2.2024", "  x"]


def test_the_title_comes_first() -> None:
    page = b"<html><head><title>Stadt Musterstadt - Vorlage 7</title></head><body><p>Text</p></body></html>"
    assert read_html(page) == "Stadt Musterstadt - Vorlage 7\n\nText\n"


def test_the_declared_encoding_counts() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body>öffentlich</body></html>'
    assert read_html(page.encode("latin-1")) == "öffentlich\n"


def test_an_impossible_encoding_does_not_matter() -> None:
    page = '<html><head><meta charset="utf-99"></head><body>öffentlich</body></html>'
    assert read_html(page.encode()) == "öffentlich\n"


def test_unbalanced_tags_lose_no_text() -> None:
    body = "</td></table><div><table><tr><td>a</div></td><td>b</p></tr></div>c</table>d</li><td>e"
    assert "".join(lines(body)).replace("\t", "") == "abcde"


def test_a_page_is_loaded_as_one_document() -> None:
    document = load_document(b"<!DOCTYPE html><html><body><p>Vorlage</p></body></html>", name="a.txt")
    assert (document.text, document.media_type) == ("Vorlage\n", "text/html")
