"""`allmende rules`: what it prints, and what it says when the input is bad."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allmende.command.main import main

LEVERKUSEN = {
    "case_management_posts": 6,
    "employer_gross": 60000,
    "total_cost": "651895.80",
    "forwarding_contract": "leverkusen",
}


class Terminal:
    """Runs `allmende rules` and keeps what came out."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def run(self, *words: str, inputs: Any = None, overlay: str = "") -> tuple[int, str, str]:
        """Return exit code, output and errors."""
        arguments = ["rules", *words]
        for option, content in (
            ("--inputs", json.dumps(inputs) if inputs is not None else ""),
            ("--overlay", overlay),
        ):
            if content:
                path = self.folder / option.strip("-")
                path.write_text(content, encoding="utf-8")
                arguments += [option, str(path)]
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        streams = self.capsys.readouterr()
        return code, streams.out, streams.err

    def calc(self, name: str, inputs: Any, *words: str, on: str = "2025-01-01", overlay: str = "") -> Any:
        """Return the JSON document of a calculation that works."""
        code, out, err = self.run("calc", name, "--on", on, "--json", *words, inputs=inputs, overlay=overlay)
        assert (code, err) == (0, "")
        return json.loads(out)

    def refusal(self, name: str, inputs: Any, *words: str, on: str = "2025-01-01", overlay: str = "") -> str:
        """Return the message of a calculation that is refused."""
        code, out, err = self.run("calc", name, "--on", on, *words, inputs=inputs, overlay=overlay)
        assert (code, out) == (1, "")
        return err


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_calc_prints_value_unit_sentence_and_trace(terminal: Terminal) -> None:
    result = terminal.calc("kim_case_management_grant", LEVERKUSEN)
    assert set(result) == {"value", "unit", "sentence", "trace"}
    assert (result["value"], result["unit"]) == ("342000.00", "EUR")
    assert "342.000,00 EUR" in result["sentence"]
    assert result["trace"]["name"] == "kim_case_management_grant"


def test_a_node_of_the_trace_has_the_agreed_keys(terminal: Terminal) -> None:
    trace = terminal.calc("kim_city_share", LEVERKUSEN)["trace"]
    agreed = "name label kind value unit section source version status mark valid known rounding layer"
    nodes = [trace]
    for node in nodes:
        assert set(node) - {"exact"} == {*agreed.split(), "sentence", "inputs"}
        nodes.extend(node["inputs"])
    assert {node["kind"] for node in nodes} == {"rule", "parameter", "input"}


def test_a_table_of_bodies_gives_a_list(terminal: Terminal) -> None:
    bodies = [
        {"name": "Musterstadt", "persons": 10, "municipality_kind": "kreisfrei"},
        {"name": "Beispieldorf", "persons": 7, "municipality_kind": "kreisangehörig"},
    ]
    results = terminal.calc("flueag_lump_sum", bodies, on="2024-03-01")
    assert [(result["body"], result["value"]) for result in results] == [
        ("Musterstadt", "13030.00"),
        ("Beispieldorf", "7091.00"),
    ]
    assert results[1]["trace"]["inputs"][0]["value"] == "7"


def test_inputs_come_from_standard_input(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"persons: 100\nmunicipality_kind: kreisfrei\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = terminal.run("calc", "flueag_lump_sum", "--on", "2024-03-01", "--inputs", "-")
    assert code == 0
    assert out.startswith("130300.00 EUR\n")


def test_the_day_of_knowledge_decides(terminal: Terminal) -> None:
    kind = {"municipality_kind": "kreisfrei"}
    assert terminal.calc("flueag_rate", kind, on="2024-06-30")["value"] == "1303.00"
    assert terminal.calc("flueag_rate", kind, "--known", "2024-06-30", on="2024-06-30")["value"] == "1125.00"


def test_an_overlay_changes_a_parameter(terminal: Terminal) -> None:
    overlay = "name: Aufhebung\nrows: {kim_contract_city_share: {from: 2025-01-01, values: {leverkusen: 0}}}"
    result = terminal.calc("kim_city_share", LEVERKUSEN, overlay=overlay)
    assert result["value"] == "0.00"
    assert "0 % statt 100 % (Annahme „Aufhebung“)" in result["sentence"]


def test_list_names_every_rule_and_what_it_returns(terminal: Terminal) -> None:
    code, out, _ = terminal.run("list", "--json")
    laws = {law["law"]: law for law in json.loads(out)["laws"]}
    rules = {rule["name"]: rule["returns"] for rule in laws["kim"]["rules"]}
    assert code == 0
    assert rules["kim_case_management_grant"] == "EUR"


def test_list_of_a_day_leaves_out_what_did_not_hold(terminal: Terminal) -> None:
    then = terminal.run("list", "--on", "2022-01-01")[1]
    assert "flueag_rise_2024" not in then
    assert "flueag_rise_2024" in terminal.run("list", "--on", "2024-12-31")[1]
    assert "flueag_rise_2024" not in terminal.run("list", "--on", "2024-12-31", "--known", "2024-12-01")[1]


def test_show_tells_inputs_with_unit_and_meaning(terminal: Terminal) -> None:
    out = terminal.run("show", "kim_city_share")[1]
    assert "case_management_posts (Vollzeitstellen): Stellen im Case Management" in out
    assert "steht meist in: Zuwendungsbescheid" in out
    assert "noch zu prüfen" in out
    assert "allmende rules calc kim_city_share --on 2025-01-01 --inputs -" in out


def test_show_prints_a_parameter_on_both_axes(terminal: Terminal) -> None:
    out = terminal.run("show", "flueag_rate")[1]
    assert "875.00 kreisangehoerig: gilt ab 01.01.2024, bekannt 12.11.2021 bis 19.12.2024" in out
    assert "1013.00 kreisangehoerig: gilt ab 01.01.2024, bekannt ab 20.12.2024" in out


def test_show_tells_growth_in_words_and_the_notes_of_rows(terminal: Terminal) -> None:
    out = terminal.run("show", "all_day_regular_rate")[1]
    assert "wächst jedes Jahr am 01.08. um „all_day_growth“: gilt ab 01.08.2024" in out
    assert "seine Beträge sind nicht gesehen" in out


def test_show_of_an_input_names_the_rules_that_need_it(terminal: Terminal) -> None:
    assert "gebraucht von: flueag_person_months" in terminal.run("show", "persons")[1]


@pytest.mark.parametrize(
    ("name", "inputs", "told"),
    [
        ("kim_case_managment_grant", {}, "Meinten Sie: kim_case_management_grant"),
        (
            "kim_setup_grant",
            {"new_workplaces": 1},
            "„setup_cost“ (Kosten der Einrichtung je Arbeitsplatz, EUR je Vollzeitstelle",
        ),
        ("kim_setup_grant", {"new_workplace": 1}, "Meinten Sie: new_workplaces"),
        (
            "kim_naturalization_grant",
            {"naturalization_posts": 1, "employer_gross": 1},
            "„kim_naturalization_cap“",
        ),
        ("flueag_one_off", {"one_off_persons": -1}, "ist negativ"),
        ("flueag_one_off", {"one_off_persons": 1.5}, "keine ganze Zahl"),
        (
            "flueag_one_off",
            {"one_off_persons": "3 EUR"},
            "Die Einheit „EUR“ passt nicht. Erwartet wird Personen (person)",
        ),
        ("flueag_one_off", {"one_off_persons": "drei"}, "„drei“ ist keine Zahl"),
        ("flueag_lump_sum", {"persons": 1, "municipality_kind": "kreisfei"}, "Meinten Sie: kreisfrei"),
        ("flueag_lump_sum", {"persons": [1, 2], "municipality_kind": ["kreisfrei"]}, "verschieden"),
        ("kim_setup_grant", {"new_workplaces": "1,5", "setup_cost": "10.50"}, "anderes Dezimalzeichen"),
        ("kim_setup_grant", {"new_workplaces": 1, "setup_cost": "1.234,50"}, "mischt Punkt und Komma"),
        (
            "kim_uncovered_cost",
            {"kim_forwarded_grant": 1, "total_cost": "1651.895"},
            "Bruchteile eines Cents",
        ),
        (
            "flueag_one_off",
            {"one_off_persons": "1.000"},
            "„1.000“ ist mehrdeutig. Schreiben Sie 1000 oder 1.00.",
        ),
        ("kim_uncovered_cost", {"kim_forwarded_grant": 1, "total_cost": "57.000"}, "ist mehrdeutig"),
        ("flueag_one_off", {"one_off_persons": 1, "flueag_one_off_rate": 1}, "Der Wert steht im Recht fest"),
        ("flueag_one_off", {"one_off_persons": 1, "on": "2024-01-01"}, "Der Stichtag gehört nicht"),
        ("persons", {}, "Das ist keine Regel"),
        ("flueag_population_share", {"population": [0, 0]}, "durch null geteilt"),
        ("flueag_lump_sum", {"bodies": [{"persons": 1}, {"name": "B"}]}, "Der Wert fehlt bei B"),
        ("flueag_lump_sum", 7, "Erwartet werden Eingaben der Form"),
    ],
)
def test_bad_input_is_told_with_place_and_remedy(
    terminal: Terminal, name: str, inputs: Any, told: str
) -> None:
    assert told in terminal.refusal(name, inputs)


TABLE = """
months: 1
bodies:
  - {name: Ahaus, persons: 10, municipality_kind: kreisangehoerig}
  - {name: Bocholt, persons: %s, municipality_kind: kreisangehoerig}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "municipality_kind: kreisfrei\npersons: zehn",
            ", Zeile 2: Eingabe „persons“: „zehn“ ist keine Zahl",
        ),
        (
            '{"municipality_kind": "kreisfrei",\n "persons": -1}',
            ", Zeile 2: Eingabe „persons“: -1 ist negativ",
        ),
        ("persons: 1\nmunicipality: x", ", Zeile 2: „municipality“ ist nicht bekannt"),
        (TABLE % "'1.234,5'", ", Zeile 5: Eingabe „persons“ von Bocholt: „1.234,5“ mischt Punkt und Komma"),
        (TABLE % "~", ", Zeile 5: Eingabe „persons“: Der Wert fehlt bei Bocholt"),
        ("- {persons: 1, municipality_kind: kreisfrei}\n- {persons: x}", ", Zeile 2: Eingabe"),
        ("persons: 1\n municipality_kind: [", ", Zeile 2: ist weder gültiges YAML noch JSON"),
        ("municipality_kind: kreisfrei\npersons:\n- 1\n- 2 EUR", ", Zeile 2: Eingabe „persons“, Nr. 2: Die"),
    ],
)
def test_bad_input_is_told_with_file_and_line(terminal: Terminal, text: str, told: str) -> None:
    path = terminal.folder / "eingaben.yaml"
    path.write_text(text, encoding="utf-8")
    code, out, err = terminal.run("calc", "flueag_lump_sum", "--on", "2025-01-01", "--inputs", str(path))
    assert (code, out) == (1, "")
    assert f"eingaben.yaml{told}" in err


def test_people_read_units_and_yes_and_no_in_german(terminal: Terminal) -> None:
    assert "flueag_rate (EUR je Person und Monat, je" in terminal.run("show", "flueag_lump_sum")[1]
    assert "kaufmännisch gerundet auf 0,01 EUR" in terminal.run("show", "flueag_lump_sum")[1]
    inputs = {"report_day": 11}
    words = ("calc", "flueag_report_is_in_time", "--on", "2025-01-01")
    assert terminal.run(*words, inputs=inputs)[1].startswith("nein\n")


def test_a_number_may_have_an_exponent_and_a_unit(terminal: Terminal) -> None:
    assert terminal.calc("flueag_one_off", {"one_off_persons": "1e2 Personen"})["value"] == "1200000.00"


def test_a_day_outside_every_version_is_told(terminal: Terminal) -> None:
    told = terminal.refusal("flueag_pot_share", {}, on="2020-01-01")
    assert "gilt am 01.01.2020 nicht. Fassungen gibt es für: 01.01.2016 bis 31.12.2016" in told


@pytest.mark.parametrize(
    ("overlay", "told"),
    [
        ("{flueag_one_off_rat: 1}", "Meinten Sie: flueag_one_off_rate"),
        ("name: x\nrows:\n  flueag_one_off_rat: 1", ", Zeile 3: „flueag_one_off_rat“ ist nicht bekannt"),
        ("{flueag_one_off_rate: viel}", ":1: „viel“ ist keine Zahl"),
        ("{flueag_one_off_rate: {value: 1, unit: EUR}}", "hat die Einheit EUR/person, nicht EUR"),
        ("{flueag_one_off_rate: [{value: 1}, {from: 2025-01-01, value: 2}]}", "widersprechen sich"),
        ("{flueag_one_off_rate: {worth: 1}}", "„worth“ ist keine Angabe einer Ebene"),
        ("rows: {flueag_one_off_rate: 1\n}}", "ist weder gültiges YAML noch JSON"),
    ],
)
def test_a_bad_overlay_is_told(terminal: Terminal, overlay: str, told: str) -> None:
    assert told in terminal.refusal("flueag_one_off", {"one_off_persons": 1}, overlay=overlay)


def test_a_missing_file_is_told(terminal: Terminal) -> None:
    code, _, err = terminal.run("calc", "flueag_one_off", "--on", "2025-01-01", "--inputs", "fehlt.yaml")
    assert code == 1
    assert "„fehlt.yaml“ gibt es nicht" in err


@pytest.mark.parametrize("words", [["calc", "flueag_key"], ["calc", "x", "--on", "2025-13-01"], ["tell"], []])
def test_wrong_usage_ends_with_2(terminal: Terminal, words: list[str]) -> None:
    assert terminal.run(*words)[0] == 2


def test_a_single_case_needs_neither_django_nor_numpy(tmp_path: Path) -> None:
    path = tmp_path / "inputs.json"
    path.write_text(json.dumps(LEVERKUSEN), encoding="utf-8")
    code = (
        "import sys; from allmende.command.main import main; "
        f"main(['rules', 'calc', 'kim_city_share', '--on', '2025-01-01', '--inputs', {str(path)!r}]); "
        "sys.exit(bool({'django', 'numpy', 'psycopg'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
