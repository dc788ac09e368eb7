"""`allmende read`: what it prints, on which stream, and with which exit code."""

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allmende.command import read
from allmende.reading import Document, read_paper, reading_as_json

PAPER = """\
Stadt Musterstadt
Vorlage Nr. 2024/17
Datum: 08.11.2024

Betreff: Gemeinsames Rechenzentrum

Beratungsfolge\tDatum\tZuständigkeit\tBehandlung
Rat der Stadt Musterstadt\t16.12.2024\tEntscheidung\töffentlich

Beschlussvorschlag:
1. Der Rat stimmt zu.
"""
REASON = "\nBegründung:\n" + "Die Städte betreiben das Rechenzentrum gemeinsam und sparen Kosten. " * 4
SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def paper(tmp_path: Path) -> str:
    path = tmp_path / "vorlage.txt"
    path.write_text(PAPER, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    read.add_arguments(parser)
    return read.run(parser.parse_args(arguments))


def expected() -> dict[str, Any]:
    facts = reading_as_json(read_paper(Document(PAPER)))
    plain: dict[str, Any] = json.loads(json.dumps(facts))
    return {**plain, "further_papers": []}


def test_one_file_is_printed_as_its_facts(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(paper, "--json") == 0
    streams = capsys.readouterr()
    assert json.loads(streams.out) == expected()
    assert streams.err == ""


def test_several_files_are_one_document(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(paper, paper, "--json") == 0
    one = {"file": paper, **expected()}
    assert json.loads(capsys.readouterr().out) == {"papers": [one, one], "failed": []}


def test_papers_behind_the_first_are_further_papers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"{PAPER}{REASON}\f{PAPER.replace('2024/17', '2024/18')}"
    path = tmp_path / "sammlung.txt"
    path.write_text(text, encoding="utf-8")
    assert run(str(path), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["reference"] == "2024/17"
    assert [paper["reference"] for paper in document["further_papers"]] == ["2024/18"]
    evidence = document["further_papers"][0]["evidence"]["reference"]
    assert text[evidence["start"] : evidence["end"]] == "2024/18"
    assert evidence["page"] == 2


def test_people_see_each_paper_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sammlung.txt"
    path.write_text(f"{PAPER}{REASON}\f{PAPER.replace('2024/17', '2024/18')}", encoding="utf-8")
    run(str(path))
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("--")] == [
        "-- Vorlage 1 von 2 in dieser Datei --",
        "-- Vorlage 2 von 2 in dieser Datei --",
    ]


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_reader_that_closes_the_pipe_ends_it_quietly(paper: str, extra: list[str]) -> None:
    program = "import sys; from allmende.command.main import main; sys.exit(main())"
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, "read", paper, *extra],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            stdout=writing_end,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing_end)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_valid_stays_when_another_file_fails(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "foto.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(str(picture), paper, "--json") == 1
    streams = capsys.readouterr()
    document = json.loads(streams.out)
    assert [one["file"] for one in document["papers"]] == [paper]
    assert [one["file"] for one in document["failed"]] == [str(picture)]
    assert document["failed"][0]["message"] == streams.err.strip()
    assert "Texterkennung" in streams.err


@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_a_missing_file_is_named_with_what_to_do(
    extra: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("gibt-es-nicht.pdf", *extra) == 1
    assert (
        capsys.readouterr().err == "„gibt-es-nicht.pdf“ gibt es nicht. Prüfen Sie Schreibweise und Ordner.\n"
    )


def test_a_single_failure_is_still_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    run("gibt-es-nicht.pdf", "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["papers"] == []
    assert document["failed"][0]["file"] == "gibt-es-nicht.pdf"


def test_a_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path)) == 1
    assert "ist ein Ordner" in capsys.readouterr().err


def test_a_name_no_file_can_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("vor\x00lage.txt") == 1
    assert "lässt sich nicht öffnen" in capsys.readouterr().err


def test_a_dash_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAPER.encode())))
    assert run("-", "--json") == 0
    assert json.loads(capsys.readouterr().out) == expected()


def test_empty_standard_input_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("-") == 1
    assert capsys.readouterr().err.startswith("„Standardeingabe“ ist leer.")


def test_people_get_a_summary_with_a_heading_for_each_file(
    paper: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paper, paper) == 0
    assert capsys.readouterr().out.count(f"== {paper} ==") == 2


def test_no_file_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--json")
    assert stopped.value.code == 2


def test_reading_text_needs_neither_django_nor_a_pdf_library(paper: str) -> None:
    program = (
        "import argparse, sys\n"
        "from allmende.command import read\n"
        "parser = argparse.ArgumentParser()\n"
        "read.add_arguments(parser)\n"
        "read.run(parser.parse_args())\n"
        "loaded = {'django', 'pypdfium2', 'docx', 'subprocess'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program, paper, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
