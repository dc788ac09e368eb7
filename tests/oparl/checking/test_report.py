"""The report is readable, and nothing that a server says becomes markup."""

import json
from pathlib import Path
from typing import Any

import pytest

from allmende.command.main import main
from allmende.oparl.checking.findings import Report
from allmende.oparl.checking.report import as_html, as_json, as_markdown, as_text
from allmende.oparl.checking.rules import RULES, Fault, Level
from tests.oparl.case_server import serving
from tests.oparl.checking.small_world import LISTS, SmallServer, link


@pytest.fixture
def report() -> Report:
    made = Report("https://ris.example/oparl", name="<script>Probe</script>", counts={"Paper": 3}, requests=9)
    for number in range(7):
        made.add(
            f"https://ris.example/{number}",
            [Fault("bad-date", f"x[{number}].date", "<b>`01.02.`")],
            kind="Paper",
        )
    made.add("https://ris.example/9", [Fault("null-value", "name", "null")])
    made.note("Nur ein Teil.")
    return made


def test_findings_are_counted_once_per_place_with_some_examples(report: Report) -> None:
    first, second = report.findings
    assert (first.rule.code, first.place, first.count, len(first.examples)) == (
        "bad-date",
        "Paper.x[].date",
        7,
        5,
    )
    assert second.rule.level is Level.ADVICE
    assert report.without_advice().codes == {"bad-date"}


def test_the_report_says_where_why_and_what_to_do(report: Report) -> None:
    text = as_text(report)
    assert "1 Verstoß gegen OParl 1.1 und 1 Empfehlung" in text
    assert "Paper.x[].date" in text
    assert "(OParl 1.1, 2.4)" in text
    assert "Abhilfe: Schreiben Sie Tage als 2026-03-29." in text
    assert "Nur ein Teil." in text
    assert "https://ris.example/0" in as_markdown(report)
    assert json.loads(json.dumps(as_json(report)))["findings"][0]["count"] == 7


def test_nothing_of_a_server_becomes_markup(report: Report) -> None:
    html = as_html(report)
    assert "<script" not in html
    assert "<b>" not in html


def test_a_clean_report_says_so() -> None:
    clean = Report("https://ris.example/oparl", counts={"Paper": 3}, requests=9)
    assert "nichts zu beanstanden" in as_text(clean)
    assert as_json(clean)["clean"] is True


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_tells_how_to_mend(rule: Any) -> None:
    assert rule.title
    assert rule.section
    assert rule.mend.endswith((".", "}", "?"))


def served_world(base: str) -> dict[str, Any]:
    """Return the small world as a table of answers of a server on this machine."""
    server = SmallServer()
    at_home = {"https://ris.example": base}
    paths = {
        link("System"),
        *server.things,
        *(f"https://ris.example/oparl/body/1/{name}" for name in LISTS.values()),
    }
    paths.add("https://ris.example/oparl/bodies")
    table: dict[str, Any] = {}
    for url in paths:
        text = server.answer(url).body.decode()
        for old, new in at_home.items():
            text = text.replace(old, new)
        table[url.removeprefix("https://ris.example")] = {"json": json.loads(text)}
    return table


def test_the_command_checks_a_server_over_http(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with serving({}) as served:
        served.responses.update(served_world(served.base))
        options = [
            "--local",
            "--pause",
            "0",
            "--json",
            "--html",
            str(tmp_path / "b.html"),
            "--requests",
            "60",
        ]
        status = main(["oparl-check", f"{served.base}/oparl/system/1", *options])
    said = json.loads(capsys.readouterr().out)
    assert status == 1
    assert said["requests"] == 60
    assert "no-cors" in {finding["rule"] for finding in said["findings"]}
    assert "OParl-Prüfung" in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_a_wrong_address_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["oparl-check", "ftp://x"]) == 2
    assert "http" in capsys.readouterr().err


def test_inner_networks_are_not_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["oparl-check", "http://127.0.0.1:9/", "--pause", "0"]) == 1
    assert "nichts zu prüfen" in capsys.readouterr().out


def test_a_server_without_objects_is_not_called_clean() -> None:
    empty = Report("https://ris.example/oparl", counts={"Body": 0}, requests=3)
    assert empty.is_empty
    assert "nichts zu prüfen gefunden" in as_text(empty)
