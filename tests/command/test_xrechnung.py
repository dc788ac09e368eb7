"""`allmende xrechnung`: what it prints about good and bad invoices, and with which exit code."""

import json
from pathlib import Path

import pytest

from allmende.catalog.invoices.xrechnung.ubl import written
from allmende.command.main import main
from tests.catalog.invoices.examples import STANDARD
from tests.catalog.invoices.test_official_rules import configuration


@pytest.fixture(autouse=True)
def own_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLMENDE_DATA_DIR", str(tmp_path / "var"))


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "gut.xml"
    file.write_bytes(written(STANDARD))
    return str(file)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "schlecht.xml"
    file.write_bytes(
        written(STANDARD).replace(b">54214.90</cbc:PayableAmount>", b">1.00</cbc:PayableAmount>")
    )
    return str(file)


def test_good_and_bad_are_told_apart(good: str, bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["xrechnung", "check", good, bad]) == 1
    shown = capsys.readouterr().out
    assert "gut.xml: gültig" in shown
    assert "schlecht.xml: wird abgelehnt\n  Fehler BR-CO-16:" in shown


def test_json_is_one_document(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["xrechnung", "check", good, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["invoices"] == [{"file": good, "violations": []}]


def test_another_file_is_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    assert main(["xrechnung", "check", str(file)]) == 1
    assert "brief.txt: Die Datei ist keine Rechnung in UBL 2.1" in capsys.readouterr().err


def test_json_tells_files_that_are_no_invoice(
    tmp_path: Path, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    assert main(["xrechnung", "check", good, str(file), "--json"]) == 1
    told = capsys.readouterr()
    assert "Ab Zeile 1, Zeichen 1" in json.loads(told.out)["invoices"][1]["problem"]
    assert told.err == ""


def test_a_newer_configuration_is_used_from_then_on(
    tmp_path: Path, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kosit.zip"
    file.write_bytes(configuration())
    assert main(["xrechnung", "load-rules", str(file)]) == 0
    fingerprint = capsys.readouterr().out.split()[-1]
    assert main(["xrechnung", "check", good]) == 0
    assert capsys.readouterr().out.endswith(f"Regeln (SHA-256): {fingerprint}\n")
