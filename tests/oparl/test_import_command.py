"""`allmende import-oparl` says how it went: in words, as JSON, by its exit code."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest

from allmende.command import import_oparl
from allmende.command.main import main
from allmende.oparl.models import OparlSource
from allmende.papers.models import Paper
from tests.oparl.case_server import Served, serving
from tests.oparl.world import World
from tests.papers.factories import the_bodies

pytestmark = pytest.mark.django_db
PLACE = "{BASE}"


@pytest.fixture
def served(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A council system on this machine; the command uses the database of the test."""
    settings.OPARL_ALLOW_LOOPBACK = True
    monkeypatch.setattr(import_oparl, "database", nullcontext)
    monkeypatch.setattr(import_oparl, "set_up_django", lambda: None)
    monkeypatch.setattr(import_oparl, "migrate", lambda: None)
    the_bodies()
    pages = World(papers=8).pages(PLACE)
    with serving({path: {"json": json.loads(body)} for path, body in pages}) as server:
        yield server


def run(*words: str) -> int:
    return main(["import-oparl", *words, "--seconds-between", "0"])


def test_everything_read_ends_with_0_and_papers(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"{served.base}/system", "--body", "05999004", "--name", "RIS") == 0
    assert Paper.objects.filter(is_imported=True).count() == 8
    said = capsys.readouterr()
    assert "RIS" in said.out
    assert "(ags-repaired)" in said.out
    assert said.err == ""


def test_json_is_one_document_and_nothing_else(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"{served.base}/system", "--json") == 0
    first: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert first["state"] == "complete"
    assert first["new"] > 40
    assert run(f"{served.base}/system", "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["new"], again["changed"], again["deleted"]) == (0, 0, 0)


def test_a_list_that_fails_ends_with_1(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    served.responses["/body/1/paper"] = {"status": 404}
    assert run(f"{served.base}/system", "--json") == 1
    assert json.loads(capsys.readouterr().out)["state"] == "partial"


@pytest.mark.parametrize("path", ["/nothing", "/body/1/nothing"])
def test_what_is_no_server_ends_with_1(path: str, served: Served) -> None:
    assert run(served.base + path) == 1


def test_what_is_no_address_ends_with_2(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ftp://ris.example/system") == 2
    assert "ris.example" in capsys.readouterr().err
    assert not OparlSource.objects.exists()


def test_an_unknown_body_ends_with_1_and_says_so(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"{served.base}/system", "--body", "99999999") == 1
    assert "99999999" in capsys.readouterr().err


def test_what_did_not_change_is_not_sent_again(served: Served) -> None:
    for path in ("organization", "person", "meeting", "paper"):
        served.responses[f"/body/1/{path}"]["headers"] = {"ETag": f'"{path}"'}
    run(f"{served.base}/system")
    run(f"{served.base}/system")
    asked = len(served.requests)
    run(f"{served.base}/system")
    conditional = [dict(each).get("If-None-Match") for each in served.headers[asked:]]
    assert {'"organization"', '"person"', '"meeting"', '"paper"'} <= set(conditional)
