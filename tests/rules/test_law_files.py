"""The shipped law is complete, and law that contradicts itself is refused with the place."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from allmende.rules import Catalog, Law, RulesError, documents
from allmende.rules.catalog import HERE
from allmende.rules.law_files import parse_law
from allmende.rules.quantity import Choice, Quantity, choose
from allmende.rules.rule import rule, rules_in

SCHEMA = json.loads((HERE / "params.schema.json").read_text(encoding="utf-8"))
FILES = sorted([*HERE.glob("*/params.yaml"), HERE / "inputs.yaml"])
CATALOG = Catalog()
HEAD = "parameters: {a_rate: {label: Satz, unit: EUR/person, rows: ["
TAIL = "]}}\ninputs: {heads: {label: Köpfe, unit: person, meaning: Personen}}"


def example(rows: str = '{from: 2020-01-01, value: "1"}', *functions: Any) -> Law:
    """Return a law of the given rows and functions, loaded and checked."""
    file = parse_law(documents.load(HEAD + rows + TAIL, name="a/params.yaml"), "a/params.yaml")
    law = Law.of("a", file, rules_in({function.__name__: function for function in functions}))
    return Catalog(None, laws=[law]).law("a")


def a_rule(**words: Any) -> Any:
    return rule(**{"label": "x", "returns": "EUR", "section": "§ 1", "valid_from": "2020-01-01", **words})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_law_file_has_the_shape_of_the_schema(path: Path) -> None:
    errors = Draft202012Validator(SCHEMA).iter_errors(documents.load_file(path))
    assert [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors] == []


def test_the_schema_refuses_a_row_without_a_first_day() -> None:
    broken = {
        "parameters": {
            "a": {"label": "x", "unit": "EUR", "last_checked_on": "2026-01-01", "rows": [{"value": "1"}]}
        }
    }
    assert not Draft202012Validator(SCHEMA).is_valid(broken)


@pytest.mark.parametrize("law", CATALOG.law_names)
def test_every_row_names_its_section_and_source(law: str) -> None:
    for parameter in CATALOG.law(law).parameters.values():
        for row in parameter.rows:
            assert row.section, row.place
            assert row.source or row.value is None, row.place
            assert row.last_checked_on, row.place


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda path: str(path.relative_to(HERE)))
def test_no_float_comes_near_the_rules(path: Path) -> None:
    assert list(floats_in(path.read_text(encoding="utf-8"), is_law=path.parent != HERE)) == []


@pytest.mark.parametrize("code", ["0.5", "float(x)", "x.astype('float64')", "np.float32", "round(x)"])
def test_the_float_lint_sees_a_float(code: str) -> None:
    assert list(floats_in(code, is_law=False))


def floats_in(code: str, *, is_law: bool) -> list[str]:
    """Return the places where floats could come in; asking whether something is a float is fine."""
    tree = ast.parse(code)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = {
        id(part)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "isinstance"
        for part in ast.walk(call)
    }
    return [
        f"{getattr(node, 'lineno', 0)}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if id(node) not in asked and (_is_float(node) or (is_law and _brings_own_numbers(node)))
    ]


def _is_float(node: ast.AST) -> bool:
    """Return whether a node is a float, makes one, or names the type of one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float) or str(node.value).startswith("float")
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.startswith("float") or name in {"round", "mean", "average", "true_divide"}


def _brings_own_numbers(node: ast.AST) -> bool:
    """Return whether law imports numbers of its own instead of computing with quantities."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    modules = {getattr(node, "module", "")} if isinstance(node, ast.ImportFrom) else set(names)
    return bool(modules & {"decimal", "math", "numpy"})


def wrong_unit(heads: Quantity, a_rate: Quantity) -> Quantity:
    return heads + a_rate


def wrong_return(heads: Quantity) -> Quantity:
    return heads * 2


def unknown_argument(head: Quantity) -> Quantity:
    return head


def needs_second(a_second: Quantity) -> Quantity:
    return a_second


def needs_first(a_first: Quantity) -> Quantity:
    return a_first


def money(heads: Quantity, a_rate: Quantity) -> Quantity:
    return heads * a_rate


def more_money(heads: Quantity, a_rate: Quantity) -> Quantity:
    return heads * a_rate * 2


def test_money_of_persons_and_a_rate_is_accepted() -> None:
    assert "a_money" in example('{from: 2020-01-01, value: "1"}', a_rule(name="a_money")(money)).rules


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ([({"name": "a_x"}, wrong_unit)], r"test_law_files.py:\d+: In „a_x“ passen Einheiten nicht"),
        ([({"name": "a_x"}, wrong_return)], "soll EUR ergeben, ergibt aber person"),
        ([({"name": "a_x"}, unknown_argument)], "braucht „head“, aber das gibt es nicht"),
        ([({"name": "b_x"}, money)], "muss mit „a_“ beginnen"),
        ([({"name": "a_rate"}, money)], "Parameter und Regel zugleich"),
        (
            [({"name": "a_first"}, needs_second), ({"name": "a_second"}, needs_first)],
            "setzen einander voraus: a_first → a_second → a_first",
        ),
        (
            [({"name": "a_x"}, money), ({"name": "a_x"}, more_money)],
            r"test_law_files.py:\d+ und .*test_law_files.py:\d+: Beide gelten am 01.01.2020",
        ),
        (
            [
                ({"name": "a_x", "last": "2020-12-31"}, money),
                ({"name": "a_x", "valid_from": "2022-01-01"}, more_money),
            ],
            "ist 01.01.2021 bis 31.12.2021 nichts in Kraft",
        ),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(functions: list[Any], told: str) -> None:
    marked = [a_rule(**words)(function) for words, function in functions]
    with pytest.raises(RulesError, match=told):
        example('{from: 2020-01-01, value: "1"}', *marked)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('{from: 2020-01-01, value: "1,5"}', "params.yaml:1: „1,5“ ist keine Zahl"),
        ('{from: 2020-13-01, value: "1"}', "„2020-13-01“ ist kein Tag"),
        ('{value: "1"}', "fehlt „from“"),
        ("{from: 2020-01-01}", "braucht genau eines von value"),
        ('{from: 2020-01-01, value: "1", status: guess}', "„guess“ ist keines von draft"),
        ('{from: 2020-01-01, last: 2019-12-31, value: "1"}', "liegt vor dem ersten"),
        ('{from: 2020-01-01, value: "1"}, {from: 2020-01-01, value: "2"}', "widersprechen sich"),
        ('{from: 2020-01-01, values: {one: "1"}}', "aber keinen Schlüssel"),
        ('{from: 2020-01-01, growth: {rate: a_other, each: "08-01"}}', "„a_other“ gibt es nicht"),
        ('{from: 2020-01-01, value: "1", value: "2"}', "„value“ steht zweimal da"),
        ('{from: 2020-01-01, value: &a "1"}, {from: 2021-01-01, value: *a}', "Verweise"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused(rows: str, told: str) -> None:
    with pytest.raises(RulesError, match=told):
        example(rows)


def test_a_word_that_cannot_be_chosen_is_refused() -> None:
    def a_kind(municipality_kind: Choice, heads: Quantity, a_rate: Quantity) -> Quantity:
        return choose(municipality_kind.is_("kreisfei"), 0, heads * a_rate)

    file = parse_law(documents.load(HEAD + '{from: 2020-01-01, value: "1"}' + TAIL, name="a"), "a")
    law = Law.of("a", file, rules_in({"a_kind": a_rule()(a_kind)}))
    kind = CATALOG.input("municipality_kind")
    assert kind is not None
    with pytest.raises(RulesError, match="“kreisfei” is none of"):
        Catalog(None, laws=[law], shared_inputs={"municipality_kind": kind})
