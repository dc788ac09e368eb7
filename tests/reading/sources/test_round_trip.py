"""A real paper laid out as PDF, DOCX and web page reads like its text."""

import html
import re
from pathlib import Path
from typing import Any

import pytest

from allmende.reading import Document, read_paper, reading_as_json
from allmende.reading.sources import load_document
from tests.reading.sources.builders import pdf, word_file

PAPERS = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "papers" / "dev"
HEADER = ("kind", "issuer", "reference", "date", "status", "consultations")


@pytest.fixture(scope="module")
def text() -> str:
    """Return the paper of Leverkusen; its Beratungsfolge is a table with tabs."""
    found = sorted(PAPERS.glob("003_*.txt"))
    if not found:
        pytest.skip("The papers for development are not beside this checkout; the round trip needs them.")
    return found[0].read_text(encoding="utf-8")


def typst_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_pdf(text: str) -> bytes:
    parts = []
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            columns = "3fr" + ", 1fr" * (len(cells) - 1)
            content = ", ".join(f"[#{typst_string(cell)}]" for cell in cells)
            parts.append(f"#table(columns: ({columns}), stroke: none, {content})")
        else:
            parts.append(f"#{typst_string(line)}\n" if line.strip() else "")
    return pdf("\n".join(parts))


def as_docx(text: str) -> bytes:
    def write(document: Any) -> None:
        for line in text.splitlines():
            cells = line.split("\t")
            if len(cells) > 1:
                for cell, content in zip(document.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
                    cell.text = content
            else:
                document.add_paragraph(line)

    return word_file(write)


def as_html(text: str) -> bytes:
    def row(line: str) -> str:
        cells = html.escape(line).split("\t")
        if len(cells) == 1:
            return f"<p>{cells[0]}</p>"
        return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"

    return ("<!DOCTYPE html><html><body>" + "".join(map(row, text.splitlines())) + "</body></html>").encode()


LAYOUTS = {"pdf": as_pdf, "docx": as_docx, "html": as_html}


def folded(text: str) -> str:
    """Return the text without blanks; a line of print may break within a word."""
    return "".join(text.split())


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_rows_of_the_beratungsfolge_come_back_as_rows(text: str, kind: str) -> None:
    document = load_document(LAYOUTS[kind](text), name=f"vorlage.{kind}")
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 3 and "öffentlich" in line]
    read = [re.split(r"\t|\s{2,}", line) for line in document.text.splitlines()]
    # The longest name breaks over two lines in a narrow column.
    assert len(rows) == 3
    assert all(any(one[1:] == row[1:] and row[0].startswith(one[0]) for one in read) for row in rows)


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_sentences_come_back_in_their_order(text: str, kind: str) -> None:
    document = load_document(LAYOUTS[kind](text), name=f"vorlage.{kind}")
    rest = folded(document.text)
    for sentence in (folded(line) for line in text.splitlines() if "\t" not in line):
        assert sentence in rest
        rest = rest[rest.index(sentence) :]


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_header_and_beratungsfolge_are_read_like_those_of_the_text(text: str, kind: str) -> None:
    document = load_document(LAYOUTS[kind](text), name=f"vorlage.{kind}")
    found = reading_as_json(read_paper(document))
    of_text = reading_as_json(read_paper(Document(text)))
    assert of_text["reference"] == "2024/3092"
    assert {field: found[field] for field in HEADER} == {field: of_text[field] for field in HEADER}
