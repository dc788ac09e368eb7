"""Computes the nodes of a plan in order: looks up parameters, calls rules, rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

from allmende.common.formats import day as shown_day
from allmende.rules.choosing import ExactChoice, ExactSteps
from allmende.rules.errors import DividedByZero, ValueUnknown
from allmende.rules.exact import Exact, ExactTruth, as_exact, as_truth
from allmende.rules.inputs import Value
from allmende.rules.layers import Layer
from allmende.rules.parameters import InputField, Parameter
from allmende.rules.quantity import Truth
from allmende.rules.rule import RuleVersion
from allmende.rules.store import Store

Node = RuleVersion | Parameter | InputField
Days = tuple[date, ...]
NodeValue = Value | ExactSteps
Values = dict[str, NodeValue]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a result needs, in an order in which it can be computed."""

    target: str
    nodes: dict[str, Node]
    last_needed: dict[str, list[str]]
    """For each node, what nothing behind it needs any more."""

    @classmethod
    def of(cls, target: str, nodes: dict[str, Node]) -> "Plan":
        """Return the plan of nodes that stand in an order of computation."""
        last_user = {need: name for name, node in nodes.items() for need in needs(node)}
        last_needed: dict[str, list[str]] = {}
        for need, user in last_user.items():
            last_needed.setdefault(user, []).append(need)
        return cls(target, nodes, last_needed)

    def fields(self) -> list[InputField]:
        """Return what the caller has to enter."""
        return [node for node in self.nodes.values() if isinstance(node, InputField)]

    def touched_by(self, layers: Iterable[Layer]) -> list[str]:
        """Return the nodes that layers change, directly or through what they need."""
        changed = {name for layer in layers for name in layer.changes}
        touched: dict[str, None] = {}
        for name, node in self.nodes.items():
            if isinstance(node, Parameter):
                if name in changed or not node.grown_by.isdisjoint(changed):
                    touched[name] = None
            elif isinstance(node, RuleVersion) and not touched.keys().isdisjoint(node.arguments):
                touched[name] = None
        return list(touched)


class Lookup:
    """The parameters of one state of knowledge under some layers, each looked up once for all days."""

    def __init__(self, store: Store, days: Days, known: date, layers: tuple[Layer, ...]) -> None:
        self._store = store
        self._days = days
        self._known = known
        self._layers = layers
        self._found: dict[tuple[str, str | None], list[Fraction | ExactSteps]] = {}
        self._tables: dict[str, Exact] = {}

    def value(self, parameter: Parameter, values: Values, days: slice) -> NodeValue:
        """Return a parameter on some of the days: one value, or one for each day, or each body and day."""
        if parameter.key is None:
            return self._by_day(parameter, None, days)
        choice = cast(ExactChoice, values[parameter.key])
        if isinstance(choice.index, int):
            return self._by_day(parameter, choice.words[choice.index], days)
        if parameter.name not in self._tables:
            self._tables[parameter.name] = self._table(parameter, choice)
        return _picked(parameter, self._tables[parameter.name], choice, days)

    def _by_day(self, parameter: Parameter, key: str | None, days: slice) -> NodeValue:
        """Return one value where it is the same on all days, else a column."""
        found = self._numbers(parameter, key)[days]
        first = found[0]
        is_constant = all(number is first or number == first for number in found)
        if isinstance(first, ExactSteps):
            if not is_constant:
                raise TypeError(f"{parameter.name}: classes that change are looked up for one day at a time")
            return first
        exact = Exact.of(first) if is_constant else column(Exact.many(cast(list[Fraction], found)))
        return ExactTruth(exact.numerator == 1) if parameter.unit.text == "yes_no" else exact

    def _table(self, parameter: Parameter, choice: ExactChoice) -> Exact:
        """Return the values of all words on all days: rows are days, columns are words."""
        nothing: list[Any] = [Fraction(0)] * len(self._days)
        used = choice.used()
        columns = [
            self._numbers(parameter, word) if index in used else nothing
            for index, word in enumerate(choice.words)
        ]
        numbers = [number for row in zip(*columns, strict=True) for number in row]
        if any(isinstance(number, ExactSteps) for number in numbers):
            raise TypeError(f"{parameter.name}: classes by key are looked up for one body at a time")
        exact = Exact.many(numbers)
        grid = exact.numerator.reshape(len(self._days), len(choice.words))
        return Exact(grid, exact.denominator, low=exact.low, high=exact.high)

    def _numbers(self, parameter: Parameter, key: str | None) -> list[Fraction | ExactSteps]:
        """Return the values on all days; raise ValueUnknown."""
        if (parameter.name, key) not in self._found:
            rows = self._store.over(
                parameter.name, self._days, known=self._known, key=key, layers=self._layers
            )
            for on, row in zip(self._days, rows, strict=True):
                if row.value is None:
                    raise ValueUnknown(
                        name=parameter.name,
                        label=parameter.label,
                        unit=parameter.unit.german(),
                        on=shown_day(on),
                        note=row.note or parameter.note,
                    )
            self._found[parameter.name, key] = [cast(Fraction | ExactSteps, row.value) for row in rows]
        return self._found[parameter.name, key]


def evaluate(
    plan: Plan, names: Iterable[str], values: Values, lookup: Lookup, days: slice, *, keep_all: bool
) -> None:
    """Compute the named nodes into `values`, which already holds what they need from outside.

    Letting go of arrays as soon as nothing needs them keeps the next ones in the processor's cache.
    """
    for name in names:
        node = plan.nodes[name]
        if isinstance(node, RuleVersion):
            values[name] = _result(name, node, values)
        elif isinstance(node, Parameter):
            values[name] = lookup.value(node, values, days)
        if not keep_all:
            for done in plan.last_needed.get(name, ()):
                del values[done]


def needs(node: Node) -> tuple[str, ...]:
    """Return the names that a node is computed from."""
    if isinstance(node, RuleVersion):
        return node.arguments
    return (node.key,) if isinstance(node, Parameter) and node.key is not None else ()


def column(exact: Exact) -> Exact:
    """Return values by day as a column, so that they combine with arrays of days and bodies."""
    return Exact(exact.numerator.reshape(-1, 1), exact.denominator, low=exact.low, high=exact.high)


def _result(name: str, version: RuleVersion, values: Values) -> Value:
    """Call a rule and round what it returns."""
    try:
        outcome = version.function(*[values[argument] for argument in version.arguments])
    except ZeroDivisionError:
        raise DividedByZero(name=name) from None
    if not isinstance(outcome, Exact) and isinstance(outcome, Truth | bool):
        return as_truth(outcome)
    exact = as_exact(outcome)
    if version.rounding is None:
        return exact
    return exact.rounded_to(version.rounding.step, version.rounding.mode)


def _picked(parameter: Parameter, table: Exact, choice: ExactChoice, days: slice) -> NodeValue:
    """Return for each body (and day) the value of the word it chose."""
    rows = table.numerator[days]
    if (rows == rows[:1]).all():  # mostly: law changes on few days
        rows = rows[:1]
    # Each index is a word's, so clipping never happens; it only spares numpy a second look.
    picked = (rows[0] if len(rows) == 1 else rows).take(choice.index, axis=-1, mode="clip")
    if parameter.unit.text == "yes_no":
        return ExactTruth(picked == 1)
    return Exact(picked, table.denominator, low=table.low, high=table.high)
