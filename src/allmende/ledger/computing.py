"""The bridge to `allmende.rules`: inputs of a calculation in, amounts with their explanations out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.ledger.contracts import with_contract
from allmende.ledger.errors import NoMoney
from allmende.ledger.local_law import LocalValues
from allmende.rules import Catalog, Layer, Rules, parse_layers, shipped
from allmende.rules.documents import load


@dataclass(frozen=True, slots=True)
class InputValue:
    """A value that goes in: as `allmende.rules` takes it, how far it can be trusted, where it comes from."""

    value: Any
    mark: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the law: inputs, the day it holds, the day whose knowledge counts, assumptions.

    `layers` are the layers of a scenario in the form `allmende rules calc --overlay` reads.
    """

    inputs: Mapping[str, InputValue]
    on: date
    known: date
    layers: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An amount in whole cents and why: one sentence, and the whole tree behind it."""

    cents: int
    section: str
    sentence: str
    tree: dict[str, Any]


def law() -> Catalog:
    """Return the shipped law, without the values of any body."""
    return shipped().catalog


def rules_of(body_id: int, contract: str = "") -> Rules:
    """Return the law as it is for one body: with the values that its council and a contract set."""
    return Rules(with_contract(law().with_source(LocalValues.of(body_id, law())), contract))


def layers_of(rules: Rules, said: Sequence[Mapping[str, Any]]) -> tuple[Layer, ...]:
    """Return the layers of a scenario that was stored as JSON; raise a RulesError that names the place."""
    if not said:
        return ()
    return parse_layers(
        load(json.dumps(list(said)), name="Annahmen"), "Annahmen", rules.catalog.store.parameter
    )


def computed(
    names: Sequence[str], question: Question, body_id: int, contract: str = ""
) -> dict[str, Outcome]:
    """Compute rules that give money for one case; raise NoMoney or a RulesError."""
    rules = rules_of(body_id, contract)
    layers = layers_of(rules, question.layers)
    given = {name: each.value for name, each in question.inputs.items()}
    outcomes = {}
    for name in names:
        result = rules.calculate(name, given, on=question.on, known=question.known, layers=layers)
        rule = result.rule
        if rule is None or not rule.returns.is_money:
            raise NoMoney(rule=rule.label if rule else name, unit=result.unit)
        tree = readable(result.trace(), rules.catalog, question)
        outcomes[name] = Outcome(result.cents, rule.section, str(tree["sentence"]), tree)
    return outcomes


def readable(node: Mapping[str, Any], law: Catalog, question: Question) -> dict[str, Any]:
    """Return an explanation that can be read for ever.

    The words of a choice stand beside its code; an input says how far it can be trusted and its source.
    """
    told = {**node, "inputs": [readable(each, law, question) for each in node.get("inputs") or ()]}
    name = str(node.get("name"))
    field = law.input(name)
    if field is not None and field.choices:
        told["shown"] = field.choices.get(str(node.get("value")), str(node.get("value")))
    if node.get("kind") == "input" and name in question.inputs:
        given = question.inputs[name]
        told |= {"mark": given.mark, "source": given.source}
    return told
