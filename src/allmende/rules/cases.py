"""Worked cases: what a rule gives for real or assumed inputs, with the source of the expected value."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from allmende.rules import documents
from allmende.rules.catalog import HERE, Catalog
from allmende.rules.engine import Engine
from allmende.rules.errors import LawNotUsable
from allmende.rules.layers import parse_layers
from allmende.rules.result import Result

WORDS = {"name", "rule", "on", "known", "source", "inputs", "assumed", "layers", "output"}
REQUIRED = ("name", "rule", "on", "source", "output")


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case. `inputs` stand in the source, `assumed` were added to make it complete."""

    name: str
    rule: str
    on: date
    known: date
    source: str
    inputs: dict[str, Any]
    assumed: dict[str, Any]
    layers: Any
    output: str | list[str]
    place: str

    @property
    def given(self) -> dict[str, Any]:
        """Return all inputs."""
        return {**self.inputs, **self.assumed}


def cases_of(law: str, folder: Path = HERE) -> tuple[Case, ...]:
    """Return the worked cases of a law."""
    files = sorted((folder / law / "cases").glob("*.yaml"))
    return tuple(case for file in files for case in read_cases(file))


def read_cases(path: Path) -> list[Case]:
    """Read one file: a list of cases."""
    name = f"{path.parent.parent.name}/cases/{path.name}"
    return [_case(entry, name) for entry in documents.load_file(path, name=name)]


def outcome(case: Case, catalog: Catalog) -> str | list[str]:
    """Return what the rule gives: one value, or a list with one for each body."""
    layers = parse_layers(case.layers, case.place, catalog.store.parameter) if case.layers else ()
    run = Engine(catalog).run(case.rule, case.given, on=case.on, known=case.known, layers=layers)
    result = Result(run)
    return [result.value(index) for index in range(len(result.bodies))] if result.bodies else result.value()


def _case(entry: documents.Mapping, file: str) -> Case:
    place = f"{file}:{entry.line}"
    if missing := [word for word in REQUIRED if not entry.get(word)]:
        _fail(place, f"Dem Fall fehlt „{missing[0]}“.")
    if unknown := sorted(set(entry) - WORDS):
        _fail(place, f"„{unknown[0]}“ ist keine Angabe eines Falls.")
    return Case(
        name=entry["name"],
        rule=entry["rule"],
        on=date.fromisoformat(entry["on"]),
        known=date.fromisoformat(entry["known"]) if entry.get("known") else date.max,
        source=entry["source"],
        inputs=dict(entry.get("inputs") or {}),
        assumed=dict(entry.get("assumed") or {}),
        layers=entry.get("layers"),
        output=entry["output"],
        place=place,
    )


def _fail(place: str, problem: str) -> NoReturn:
    raise LawNotUsable(place=place, problem=problem)
