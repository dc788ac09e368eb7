"""The demo never mixes with real data and never leaves this machine."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from allmende.command.demo import guide
from allmende.command.demo_mark import DemoIsNotPublic, NotADemo, mark_as_demo, refuse_to_publish_a_demo
from allmende.command.main import main

EVERYWHERE = "0.0.0.0"  # noqa: S104


@dataclass
class Somebody:
    """A demo user."""

    email: str = "erika@beispiel.de"
    password: str = "geheim"
    text: str = "bestätigt Vorlagen für Musterstadt"


def test_an_empty_directory_becomes_a_demo_once(tmp_path: Path) -> None:
    mark_as_demo(tmp_path / "demo")
    (tmp_path / "demo" / "postgres").mkdir()
    mark_as_demo(tmp_path / "demo")
    assert "Beispieldaten" in (tmp_path / "demo" / "DEMO").read_text(encoding="utf-8")


def test_real_data_never_become_a_demo(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(NotADemo, match=str(tmp_path)):
        mark_as_demo(tmp_path)


@pytest.mark.parametrize("host", [EVERYWHERE, "192.0.2.7", "::", "allmende.example"])
def test_a_demo_is_not_served_to_other_machines(tmp_path: Path, host: str) -> None:
    mark_as_demo(tmp_path)
    with pytest.raises(DemoIsNotPublic):
        refuse_to_publish_a_demo(tmp_path, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_demo_is_served_to_this_machine(tmp_path: Path, host: str) -> None:
    mark_as_demo(tmp_path)
    refuse_to_publish_a_demo(tmp_path, host)


def test_real_data_are_served_to_everybody(tmp_path: Path) -> None:
    refuse_to_publish_a_demo(tmp_path, EVERYWHERE)


def test_start_refuses_to_publish_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_as_demo(tmp_path)
    monkeypatch.setenv("ALLMENDE_DATA_DIR", str(tmp_path))
    assert main(["start", "--host", EVERYWHERE]) == 1
    assert "öffentlich bekannten Passwörtern" in capsys.readouterr().err


def test_the_demo_refuses_a_database_of_somebody_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 1  # the tests' own database is named in the environment
    assert "Entfernen Sie ALLMENDE_DATABASE_URL" in capsys.readouterr().err


def test_the_guide_names_address_users_and_warning() -> None:
    text = guide("http://127.0.0.1:8000/", [Somebody()], "var/demo")
    for wanted in (
        "http://127.0.0.1:8000/handbuch/",
        "Strg+C",
        "erika@beispiel.de  Passwort: geheim",
        "bestätigt Vorlagen für Musterstadt",
        "öffentlich bekannt",
    ):
        assert wanted in text
