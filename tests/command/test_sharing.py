"""`allmende sharing solve`: what it prints, on which stream, with which exit code, and how fast it starts."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from allmende.command.main import main

GAME = {"id": "probe", "costs": {"Musterstadt": 10, "Beispieldorf": 20, "Musterstadt,Beispieldorf": 24}}
SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "spiel.json"
    path.write_text(json.dumps(GAME), encoding="utf-8")
    return str(path)


def test_json_is_one_document_and_nothing_else(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sharing", "solve", file, "--json"]) == 0
    streams = capsys.readouterr()
    assert json.loads(streams.out)["nucleolus"] == [7.0, 17.0]
    assert streams.err == ""


def test_without_json_people_read_sentences_and_an_annex(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sharing", "solve", file]) == 0
    shown = capsys.readouterr().out
    assert "Musterstadt zahlt 7,00\u00a0€; Beispieldorf 17,00\u00a0€." in shown
    assert shown.index("Anlage: Rechenweg") > shown.index("Musterstadt zahlt")


def test_the_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps([GAME]).encode())))
    assert main(["sharing", "solve", "-", "--json"]) == 0
    assert [game["id"] for game in json.loads(capsys.readouterr().out)["games"]] == ["probe"]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [("{", "kein gültiges JSON"), ('{"costs": {"A": 1, "B": 2}}', "Es fehlen 1 von 3 Gruppen")],
)
def test_bad_input_is_a_message_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, wanted: str
) -> None:
    path = tmp_path / "schlecht.json"
    path.write_text(content, encoding="utf-8")
    assert main(["sharing", "solve", str(path), "--json"]) == 1
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "schlecht.json" in streams.err
    assert wanted in streams.err


@pytest.mark.parametrize("name", ["fehlt.json", "."])
def test_a_file_that_cannot_be_read_is_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["sharing", "solve", str(tmp_path / name)]) == 1
    assert "allmende sharing:" in capsys.readouterr().err


def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["sharing"])
    assert stopped.value.code == 2
    assert "AUFGABE" in capsys.readouterr().err


def test_the_command_loads_neither_django_nor_numbers_before_it_must() -> None:
    code = (
        "import sys, argparse\n"
        "from allmende.command import sharing\n"
        "sharing.add_arguments(argparse.ArgumentParser())\n"
        "assert not {'django', 'numpy', 'scipy'} & set(sys.modules), 'too early'\n"
        "from allmende.sharing.solving import solve\n"
        "assert not {'django', 'scipy'} & set(sys.modules), 'too much'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=SOURCE)
