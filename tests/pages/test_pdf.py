from pathlib import Path
from typing import Any

import pytest
from pdfua import validate

from allmende.pages import pdf as pages_pdf
from allmende.pages.pdf import PdfFailed, pdf, undrawable

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "de")
= #data.title
#table(columns: 2, table.header([Name], [Wert]), ..data.rows.flatten())
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "paper.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All data handed to Typst."""
    handed: list[Any] = []
    original = pages_pdf._compiled

    def note(template: Path, data: Any) -> bytes:
        handed.append(data)
        return original(template, data)

    monkeypatch.setattr(pages_pdf, "_compiled", note)
    return handed


def data(text: str) -> dict[str, Any]:
    return {"title": f"Vorlage {text}", "rows": [[text, "1"], ["b", ""]]}


def test_a_pdf_is_accessible_and_text_is_never_markup(template: Path) -> None:
    content = pdf(template, {"title": '#panic("x") *Ä*', "rows": [["$a$", "1"]]})
    file = template.with_suffix(".pdf")
    file.write_bytes(content)
    report = validate(str(file))
    assert content.startswith(b"%PDF-")
    assert [finding for finding in report.findings if finding.severity.name == "ERROR"] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\uf0b7 erstens", "• erstens"),
        ("a\ufeffb\x01c", "abc"),
        ("Partner \U000f0000", "Partner □"),
        ("\uf0fe ja \U000f0001 \U00100002 nein", "☑ ja □ □ nein"),
    ],
)
def test_a_character_without_a_font_does_not_prevent_the_file(
    template: Path, compiled: list[Any], text: str, shown: str
) -> None:
    assert pdf(template, data(text)).startswith(b"%PDF-")
    assert compiled[-1] == {"title": f"Vorlage {shown}", "rows": [[shown, "1"], ["b", ""]]}


@pytest.mark.parametrize("text", ["東京 und 서울", "\u0301a\u0308", "\u202e\u200b", "عربي", "\x00"])
def test_the_scripts_of_the_world_do_not_prevent_the_file(template: Path, text: str) -> None:
    assert pdf(template, data(text)).startswith(b"%PDF-")


def test_undrawable_characters_are_read_from_what_typst_reports() -> None:
    diagnostic = (
        'error: the text `"\\u{f0b7}"` could not be displayed with font `"x"`\n'
        'error: the text `"日"` could not be displayed\nerror: the text `"\\""` could not be displayed'
    )
    assert undrawable(diagnostic) == {"\uf0b7", "日", '"'}


def test_another_failure_of_typst_is_told_to_the_reader(template: Path) -> None:
    template.write_text('#panic("no")', encoding="utf-8")
    with pytest.raises(PdfFailed, match="Drucken Sie stattdessen die Seite"):
        pdf(template, data("x"))


def test_a_character_that_stays_without_a_font_ends_in_a_message(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template.write_text('#panic("no")', encoding="utf-8")
    monkeypatch.setattr(pages_pdf, "undrawable", lambda diagnostic: {"□"})
    with pytest.raises(PdfFailed, match="Zeichen ohne Schrift: □"):
        pdf(template, data("x"))
