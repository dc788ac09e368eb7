"""The frame of the command line."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from allmende.command import main as frame
from allmende.command.main import COMMANDS, main
from allmende.command.parser import GermanParser, translated
from allmende.common.errors import AllmendeError


class Nothing:
    """A command module that does what a test tells it."""

    def __init__(self, error: BaseException | None = None, status: int = 0) -> None:
        self.error, self.status = error, status

    def add_arguments(self, parser: GermanParser) -> None:
        parser.add_argument("--number", type=int)

    def run(self, options: object) -> int:
        if self.error:
            raise self.error
        return self.status


def call(monkeypatch: pytest.MonkeyPatch, module: Nothing, *words: str) -> int:
    monkeypatch.setattr(importlib, "import_module", lambda name: module)
    return main(["check", *words])


def test_every_command_is_a_module_with_both_functions() -> None:
    for command in COMMANDS:
        module = importlib.import_module(f"allmende.command.{command.module}")
        assert callable(module.add_arguments)
        assert callable(module.run)


def test_the_status_of_a_command_is_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(monkeypatch, Nothing(status=1)) == 1


def test_an_expected_problem_is_one_german_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, Nothing(AllmendeError())) == 1
    assert capsys.readouterr().err == "allmende check: Es ist ein Fehler aufgetreten.\n"


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, Nothing(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Es fehlt: BEFEHL"),
        (["nix"], "'nix' ist kein Wert für BEFEHL"),
        (["check", "--number", "x"], "'x' ist keine ganze Zahl (--number)"),
        (["check", "--other"], "Unbekannte Angabe: --other"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    monkeypatch.setattr(importlib, "import_module", lambda name: Nothing())
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_the_help_is_german(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    shown = capsys.readouterr().out
    assert stop.value.code == 0
    assert "Aufruf: allmende" in shown
    assert not {"usage", "options", "positional"} & set(shown.replace(":", " ").split())


def test_unknown_errors_of_argparse_stay_as_they_are() -> None:
    assert translated("something new") == "something new"


def test_reading_papers_imports_no_django() -> None:
    program = (
        "import sys; from allmende.command.main import main\n"
        "try: main(['read', '--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name.split('.')[0] in {'django', 'psycopg'} for name in sys.modules))"
    )
    source = str(Path(frame.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": source}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
