"""What rules ask for on a day: inputs to enter, and the values of law and contract that they use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from allmende.rules import Parameter, Row, Rules
from allmende.rules.parameters import InputField
from allmende.rules.texts import german


@dataclass(frozen=True, slots=True)
class Needs:
    """The inputs and parameters of one or several rules, each once, in the order in which they are used."""

    inputs: tuple[InputField, ...]
    parameters: tuple[Parameter, ...]


def needs_of(rules: Rules, names: Iterable[str], *, on: date, known: date) -> Needs:
    """Return what these rules need; raise a RulesError if one does not hold on that day.

    A value that the law has but nobody has seen counts as an input.
    """
    inputs: dict[str, InputField] = {}
    parameters: dict[str, Parameter] = {}
    for name in names:
        used = rules.engine.plan(name, (on,), known).nodes.values()
        open_to_people = [
            node.name
            for node in used
            if isinstance(node, Parameter) and rules.catalog.input(node.name) is None
        ]
        for node in rules.engine.plan(name, (on,), known, given=open_to_people).nodes.values():
            if isinstance(node, InputField) and node.name != "on":
                inputs.setdefault(node.name, node)
            elif isinstance(node, Parameter):
                parameters.setdefault(node.name, node)
    return Needs(tuple(inputs.values()), tuple(parameters.values()))


def rows_in_force(rules: Rules, parameter: Parameter, *, on: date, known: date) -> list[Row]:
    """Return the rows of a parameter on a pair of days, one per key."""
    history = rules.catalog.store.history(parameter.name)
    return [row for row in history if on in row.valid and known in row.known]


def told_values(rules: Rules, parameter: Parameter, *, on: date, known: date) -> str:
    """Return what a parameter is on a pair of days, as people read it: „57.000,00 EUR je Stelle“."""
    told = []
    for row in rows_in_force(rules, parameter, on=on, known=known):
        if isinstance(row.value, Fraction):
            shown = german(row.value, parameter.unit)
            told.append(f"{choice_label(rules, parameter, row.key)}: {shown}" if row.key else shown)
    return "; ".join(told)


def choice_label(rules: Rules, parameter: Parameter, key: str) -> str:
    """Return the German word for a key of a parameter."""
    item = rules.catalog.input(parameter.key) if parameter.key else None
    return item.choices.get(key, key) if item else key
