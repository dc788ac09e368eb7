"""Evaluates rules: finds what a result needs, looks up the law of the day, computes, rounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

from allmende.common.formats import day as shown_day
from allmende.rules.catalog import Catalog
from allmende.rules.errors import DividedByZero, MissingInputs, NoRuleInForce, RulesChangeWithin, ValueUnknown
from allmende.rules.exact import Exact, ExactChoice, ExactSteps, ExactTruth, as_exact, as_truth, whole_array
from allmende.rules.inputs import TABLE, Preparation, Prepared, Value
from allmende.rules.layers import Layer
from allmende.rules.parameters import InputField, Parameter, Row
from allmende.rules.quantity import Truth
from allmende.rules.rule import RuleVersion
from allmende.rules.timeline import in_force

Node = RuleVersion | Parameter | InputField
Days = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a result needs, in an order in which it can be computed."""

    target: str
    nodes: dict[str, Node]

    def fields(self) -> list[InputField]:
        return [node for node in self.nodes.values() if isinstance(node, InputField)]


class Calculation:
    """One result with all that led to it. Values are computed at once, explanations when asked for."""

    def __init__(
        self,
        catalog: Catalog,
        plan: Plan,
        prepared: Prepared,
        days: Days,
        known: date,
        layers: tuple[Layer, ...] = (),
        based_on: "Calculation | None" = None,
    ) -> None:
        self.catalog = catalog
        self.plan = plan
        self.prepared = prepared
        self.days = days
        self.known = known
        self.layers = layers
        self.values: dict[str, Value | ExactSteps] = {}
        touched = self._touched() if based_on is not None else set(plan.nodes)
        for name, node in plan.nodes.items():
            if based_on is not None and name not in touched:
                self.values[name] = based_on.values[name]
            else:
                self.values[name] = self._value(name, node)

    @property
    def value(self) -> Value | ExactSteps:
        """Return the result itself."""
        return self.values[self.plan.target]

    def under(self, layers: Sequence[Layer]) -> "Calculation":
        """Return the same calculation in a scenario; what that does not touch is not computed again."""
        return Calculation(
            self.catalog,
            self.plan,
            self.prepared,
            self.days,
            self.known,
            (*self.layers, *layers),
            based_on=self,
        )

    def row(self, parameter: Parameter, on: date, key: str | None = None) -> Row:
        """Return the row that a parameter's value came from."""
        return self.catalog.store.at(parameter.name, on=on, known=self.known, key=key, layers=self.layers)

    def law_row(self, parameter: Parameter, on: date, key: str | None = None) -> Row:
        """Return the row of the law that lies under the layers of a scenario."""
        return self.catalog.store.at(parameter.name, on=on, known=self.known, key=key)

    def before_rounding(self, name: str, version: RuleVersion) -> Exact:
        """Return what a rule gave before it was rounded."""
        return as_exact(version.function(*(self.values[argument] for argument in version.arguments)))

    def _touched(self) -> set[str]:
        """Return the nodes that a layer changes, directly or through what they need."""
        changed = {name for layer in self.layers for name in layer.changes}
        touched: set[str] = set()
        for name, node in self.plan.nodes.items():
            if isinstance(node, Parameter):
                grown_by = {getattr(row.value, "rate", None) for row in node.rows}
                if name in changed or grown_by & changed:
                    touched.add(name)
            elif isinstance(node, RuleVersion) and not touched.isdisjoint(node.arguments):
                touched.add(name)
        return touched

    def _value(self, name: str, node: Node) -> Value | ExactSteps:
        if isinstance(node, InputField):
            return self.prepared.values[name]
        if isinstance(node, Parameter):
            return self._parameter(node)
        return self._result(name, node)

    def _result(self, name: str, version: RuleVersion) -> Value:
        arguments = [self.values[argument] for argument in version.arguments]
        try:
            outcome = version.function(*arguments)
        except ZeroDivisionError:
            raise DividedByZero(name=name) from None
        if isinstance(outcome, Truth | bool):
            return as_truth(outcome)
        exact = as_exact(outcome)
        if version.rounding is None:
            return exact
        return exact.rounded_to(version.rounding.step, version.rounding.mode)

    def _parameter(self, parameter: Parameter) -> Value | ExactSteps:
        if parameter.key is not None:
            return self._keyed(parameter, cast(ExactChoice, self.values[parameter.key]))
        found = [self._number(parameter, on) for on in self.days]
        first = found[0]
        if isinstance(first, ExactSteps):
            return first
        if parameter.unit.text == "yes_no":
            return ExactTruth(first == 1)
        numbers = [number for number in found if isinstance(number, Fraction)]
        return Exact.of(first) if len(self.days) == 1 else _column(Exact.many(numbers))

    def _keyed(self, parameter: Parameter, choice: ExactChoice) -> Exact:
        if isinstance(choice.index, int):
            return self._by_day(
                [self._key_number(parameter, on, choice.words[choice.index]) for on in self.days]
            )
        used = {int(index) for index in set(choice.index.ravel().tolist())}
        table = [
            self._key_number(parameter, on, word) if index in used else Fraction(0)
            for on in self.days
            for index, word in enumerate(choice.words)
        ]
        exact = Exact.many(table)
        grid = exact.numerator.reshape(len(self.days), len(choice.words))
        picked = grid[0][choice.index] if len(self.days) == 1 else grid[:, choice.index]
        return Exact(picked, exact.denominator, low=exact.low, high=exact.high)

    def _by_day(self, numbers: list[Fraction]) -> Exact:
        return Exact.of(numbers[0]) if len(numbers) == 1 else _column(Exact.many(numbers))

    def _key_number(self, parameter: Parameter, on: date, key: str) -> Fraction:
        return cast(Fraction, self._number(parameter, on, key))

    def _number(self, parameter: Parameter, on: date, key: str | None = None) -> Fraction | ExactSteps:
        row = self.row(parameter, on, key)
        if row.value is None:
            raise ValueUnknown(
                name=parameter.name,
                label=parameter.label,
                unit=parameter.unit.text,
                on=shown_day(on),
                note=row.note or parameter.note,
            )
        return cast(Fraction | ExactSteps, row.value)


class Engine:
    """Calculates rules of a catalog. Plans are made once for each target, day and knowledge."""

    def __init__(self, catalog: Catalog | None = None) -> None:
        self.catalog = catalog or Catalog()
        self._plans: dict[tuple[str, date, date, frozenset[str]], Plan] = {}

    def run(
        self,
        target: str,
        inputs: Mapping[str, Any],
        *,
        on: date | Sequence[date],
        known: date = date.max,
        layers: Sequence[Layer] = (),
    ) -> Calculation:
        """Calculate one rule, or look up one parameter, for a day.

        For several days at once inputs are arrays of shape (days, bodies). `known` limits the law to what was
        known on that day. Raises a RulesError that says what is wrong.
        """
        days = (on,) if isinstance(on, date) else tuple(on)
        plan = self.plan(target, days, known, given=inputs, layers=layers)
        preparation = Preparation(inputs)
        self._refuse_unknown(preparation.given)
        prepared = preparation.prepared(plan.fields())
        values = dict(prepared.values)
        if "on" in plan.nodes:
            ordinals = whole_array([day.toordinal() for day in days])
            values["on"] = Exact.of(days[0].toordinal()) if len(days) == 1 else _column(Exact(ordinals))
        self._refuse_missing(target, plan, values)
        return Calculation(self.catalog, plan, Prepared(values, prepared.bodies), days, known, tuple(layers))

    def plan(
        self,
        target: str,
        days: Days,
        known: date = date.max,
        *,
        given: Iterable[str] = (),
        layers: Sequence[Layer] = (),
    ) -> Plan:
        """Return what a rule needs on these days; raise if a rule changes its version among them."""
        names = frozenset(given)
        plans = [self._plan(target, on, known, names, layers) for on in days]
        for on, plan in zip(days, plans, strict=True):
            for name, node in plan.nodes.items():
                if node is not plans[0].nodes.get(name):
                    raise RulesChangeWithin(name=name, first=shown_day(days[0]), second=shown_day(on))
        return plans[0]

    def _plan(
        self, target: str, on: date, known: date, given: frozenset[str], layers: Sequence[Layer]
    ) -> Plan:
        if not layers and (target, on, known, given) in self._plans:
            return self._plans[target, on, known, given]
        nodes: dict[str, Node] = {}
        if self.catalog.rule(target) is None and self.catalog.store.find(target) is None:
            raise self.catalog.unknown(target)
        self._visit(target, on, known, given - {target}, layers, nodes)
        plan = Plan(target, nodes)
        if not layers:
            self._plans[target, on, known, given] = plan
        return plan

    def _visit(
        self,
        name: str,
        on: date,
        known: date,
        given: frozenset[str],
        layers: Sequence[Layer],
        nodes: dict[str, Node],
    ) -> None:
        if name in nodes:
            return
        node = self._node(name, on, known, given, layers)
        if isinstance(node, RuleVersion):
            for argument in node.arguments:
                self._visit(argument, on, known, given, layers, nodes)
        elif isinstance(node, Parameter) and node.key is not None:
            self._visit(node.key, on, known, given, layers, nodes)
        nodes[name] = node

    def _node(self, name: str, on: date, known: date, given: frozenset[str], layers: Sequence[Layer]) -> Node:
        item = self.catalog.input(name)
        if item is not None:
            return item
        parameter = self.catalog.store.find(name)
        if parameter is not None:
            return (
                _entered(parameter)
                if name in given and self._is_open(parameter, on, known, layers)
                else parameter
            )
        version = self.version(name, on, known)
        if name in given:
            return InputField(name, version.label, version.returns, f"sonst berechnet nach {version.section}")
        return version

    def version(self, name: str, on: date, known: date = date.max) -> RuleVersion:
        """Return the version of a rule for a pair of days; raise NoRuleInForce."""
        timeline = self.catalog.rule(name)
        if timeline is None:
            raise self.catalog.unknown(name)
        found = in_force(timeline, on, known)
        if found is None:
            spans = dict.fromkeys(statement.valid.german() for statement in timeline)
            told = "" if known == date.max else f" nach dem Wissen vom {shown_day(known)}"
            raise NoRuleInForce(name=name, on=shown_day(on), known=told, spans="; ".join(spans))
        return found.what

    def _is_open(self, parameter: Parameter, on: date, known: date, layers: Sequence[Layer]) -> bool:
        """Return whether a value is unknown that day, so that people may enter it."""
        keys = {row.key for row in parameter.rows}
        rows = (
            self.catalog.store.at(parameter.name, on=on, known=known, key=key, layers=layers) for key in keys
        )
        return any(row.value is None for row in rows)

    def _refuse_unknown(self, given: Mapping[str, Any]) -> None:
        for name in given:
            known = self.catalog.input(name) or self.catalog.store.find(name) or self.catalog.rule(name)
            if known is None and name != TABLE:
                raise self.catalog.unknown(name)

    def _refuse_missing(self, target: str, plan: Plan, values: dict[str, Value]) -> None:
        missing = []
        for item in plan.fields():
            if item.name in values:
                continue
            if item.default is not None:
                values[item.name] = Preparation({item.name: item.default}).prepared([item]).values[item.name]
            else:
                missing.append(_told(item))
        if missing:
            raise MissingInputs(missing="; ".join(missing))


def _entered(parameter: Parameter) -> InputField:
    return InputField(
        parameter.name, parameter.label, parameter.unit, parameter.note, "im Recht (noch) nicht bekannt"
    )


def _told(item: InputField) -> str:
    measure = f"Auswahl: {', '.join(item.choices)}" if item.choices else item.unit.text
    source = f", steht meist in: {item.usually_from}" if item.usually_from else ""
    return f"„{item.name}“ ({item.label}, {measure}{source})"


def _column(exact: Exact) -> Exact:
    """Return values by day as a column, so that they combine with arrays of days and bodies."""
    return Exact(exact.numerator.reshape(-1, 1), exact.denominator, low=exact.low, high=exact.high)
