from pathlib import Path

import pytest
from pdfua import validate

from allmende.pages import downloads

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "de")
= #data.title
#table(columns: 2, table.header([Name], [Wert]), ..data.rows.flatten())
"""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sitzungsvorlage SV-11-0042", "Sitzungsvorlage-SV-11-0042.pdf"),
        ("Öffentliche Straßenübersicht", "Oeffentliche-Strassenuebersicht.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"b\r\nc', "a-b-c.pdf"),
        ("…", "datei.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert downloads.safe_filename(title, "pdf") == name


def test_a_long_title_gives_a_short_name() -> None:
    assert len(downloads.safe_filename("Vorlage " * 50, "pdf")) <= 84


def test_the_header_carries_umlauts_and_a_plain_name() -> None:
    header = downloads.content_disposition("Übersicht.csv")
    assert header == "attachment; filename=\"Uebersicht.csv\"; filename*=UTF-8''%C3%9Cbersicht.csv"


def test_downloads_are_not_cached_by_others() -> None:
    response = downloads.file_response(b"x", "a.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"


def test_a_pdf_is_accessible_and_text_is_never_markup(tmp_path: Path) -> None:
    template = tmp_path / "paper.typ"
    template.write_text(TEMPLATE, encoding="utf-8")
    pdf = downloads.pdf(template, {"title": '#panic("x") *Ä*', "rows": [["$a$", "1"]]})
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    report = validate(str(file))
    assert pdf.startswith(b"%PDF-")
    assert [finding for finding in report.findings if finding.severity.name == "ERROR"] == []
