"""Scanned pages: Tesseract reads them where it is installed, and nothing is lost where it fails."""

import os
import shutil
from pathlib import Path

import pytest

from allmende.reading import Document
from allmende.reading.sources import load_document, sandbox
from allmende.reading.sources.pdf_remarks import page_list
from allmende.reading.sources.recognition import page_of, with_section_signs
from tests.reading.sources.builders import pdf, scan

NEEDS_TESSERACT = pytest.mark.skipif(
    shutil.which("tesseract") is None and os.environ.get("CI") != "true",
    reason="Tesseract is missing; on Debian: apt install tesseract-ocr tesseract-ocr-deu",
)
PAPER = """
Vorlage Nr. 2024/3092 #h(1fr) Datum: 08.11.2024
#table(columns: (3fr, 1fr, 1fr, 1fr), stroke: 0.5pt,
  [Beratungsfolge], [Datum], [Zuständigkeit], [Behandlung],
  [Ausschuss für Soziales], [18.11.2024], [Beratung], [öffentlich],
  [Rat der Stadt], [16.12.2024], [Entscheidung], [öffentlich])
Die Förderung beträgt 342.000 € (§ 26 Abs. 1 KrO NRW).
"""
HOCR_LINE = """<span class='ocr_line' id='line_1_1' title="bbox 0 0 300 20; baseline {slope} 0; x_size 20">"""
HOCR_WORD = (
    """<span class='ocrx_word' id='w' title='bbox {left} 0 {right} 20; x_wconf {sure}'>{text}</span>"""
)


def load(data: bytes) -> Document:
    return load_document(data, name="scan.pdf")


def lines(document: Document) -> list[list[str]]:
    return [line.split() for line in document.text.splitlines() if line.strip()]


def hocr(*words: tuple[str, int], slope: float = 0) -> str:
    parts = [HOCR_LINE.format(slope=slope)]
    for number, (text, sure) in enumerate(words):
        parts.append(HOCR_WORD.format(left=100 * number, right=100 * number + 90, sure=sure, text=text))
    return "\n".join(parts)


def fake_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in the place of Tesseract that knows German and then runs `script`."""
    program = folder / "tesseract"
    program.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo deu; exit; fi\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setattr(sandbox, "recognizer", lambda: str(program))


@NEEDS_TESSERACT
@pytest.mark.parametrize("angle", [0, 0.7])
def test_a_scanned_paper_is_read_with_its_table(angle: float) -> None:
    document = load(scan(PAPER, angle=angle))
    assert lines(document) == [
        ["Vorlage", "Nr.", "2024/3092", "Datum:", "08.11.2024"],
        ["Beratungsfolge", "Datum", "Zuständigkeit", "Behandlung"],
        ["Ausschuss", "für", "Soziales", "18.11.2024", "Beratung", "öffentlich"],
        ["Rat", "der", "Stadt", "16.12.2024", "Entscheidung", "öffentlich"],
        ["Die", "Förderung", "beträgt", "342.000", "€", "(§", "26", "Abs.", "1", "KrO", "NRW)."],
    ]


@NEEDS_TESSERACT
def test_a_recognized_page_among_others_says_so() -> None:
    document = load(scan("Antrag der Fraktion", "Begründung des Antrags"))
    assert document.recognized_pages == (1, 2)
    assert [finding.code for finding in document.findings] == ["texterkennung"]
    assert "der Seiten 1 und 2" in document.findings[0].message
    assert document.place(document.text.index("Begründung"), len(document.text)).page == 2


@NEEDS_TESSERACT
def test_a_drawing_without_words_is_no_lost_text() -> None:
    document = load(pdf("Vorlage #pagebreak() #circle(radius: 5cm, fill: black)"))
    assert (document.text.strip(), document.findings, document.recognized_pages) == ("Vorlage", (), ())


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $PPID", "exec sleep 60"])
def test_text_stays_when_recognition_fails(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_tesseract(tmp_path, monkeypatch, script)
    data = pdf("Vorlage #pagebreak() #rect(width: 100%, height: 50%, fill: gray)")
    document = load_document(data, name="scan.pdf", recognition_seconds=1)
    assert document.text.strip() == "Vorlage"
    assert [finding.code for finding in document.findings] == ["kein_textlayer"]
    assert "nicht fertig" in document.findings[0].message
    assert document.recognized_pages == ()


def test_a_hardly_legible_page_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = hocr(("Vor1age", 40), ("Rat", 60))
    fake_tesseract(tmp_path, monkeypatch, f"cat > /dev/null; cat <<'E'\n{answer}\nE")
    document = load(pdf("#rect(width: 100%, height: 50%, fill: gray)"))
    assert lines(document) == [["Vor1age", "Rat"]]
    assert [str(finding.severity) for finding in document.findings] == ["warning"]


def test_a_language_other_than_german_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(tmp_path, monkeypatch, f"cat > /dev/null; cat <<'E'\n{hocr(('Rat', 96))}\nE")
    program = tmp_path / "tesseract"
    program.write_text(program.read_text().replace("echo deu", "echo eng"))
    messages = [finding.message for finding in load(pdf("#rect(width: 9cm, height: 9cm)")).findings]
    assert [("tesseract-ocr-deu" in message) for message in messages] == [False, True]


def test_the_lean_of_a_page_is_taken_out() -> None:
    words = page_of(hocr(("Rat", 96), ("der", 96), ("Stadt", 96), slope=0.02), scale=1).words
    assert len({round(word.y, 3) for word in words}) == 1


def test_dirt_and_the_lines_of_a_table_are_left_out() -> None:
    page = page_of(hocr(("Rat", 96), ("|", 96), ("~", 20), ("–", 90), ("&amp;", 90)), scale=1)
    assert [word.text for word in page.words] == ["Rat", "–", "&"]


def test_only_the_sign_before_a_section_is_repaired() -> None:
    words = ["88", "23", "Abs.", "1", "und", "8", "26", "Nr.", "2", "mit", "8", "26", "Stellen"]
    assert " ".join(with_section_signs(words)) == "§§ 23 Abs. 1 und § 26 Nr. 2 mit 8 26 Stellen"


@pytest.mark.parametrize(
    ("pages", "shown"), [([4], "4"), ([1, 2], "1 und 2"), ([1, 2, 3, 5, 8, 9], "1 bis 3, 5, 8 und 9")]
)
def test_page_numbers_are_a_phrase(pages: list[int], shown: str) -> None:
    assert page_list(pages) == shown
