"""Evaluates rules: finds what a result needs, looks up the law of the day, computes, rounds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from allmende.common.errors import Phrase
from allmende.common.formats import day as shown_day
from allmende.rules.catalog import Catalog
from allmende.rules.days import days_of, joined
from allmende.rules.errors import BadInput, MissingInputs, NoRuleInForce, RulesChangeWithin
from allmende.rules.evaluation import Days, Lookup, Node, NodeValue, Plan, Values, column, evaluate, needs
from allmende.rules.exact import Exact, as_exact
from allmende.rules.inputs import TABLE, Preparation, Prepared, Value
from allmende.rules.layers import Layer
from allmende.rules.memory import Memory
from allmende.rules.parameters import InputField, Parameter, Row
from allmende.rules.rule import RuleVersion
from allmende.rules.timeline import in_force
from allmende.rules.wholes import whole_array

MOST_PLANS = 2_000
CELLS_AT_ONCE = 40_000
"""So many numbers stay in a processor's cache while a scenario is computed."""


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
        below: "Calculation | None" = None,
    ) -> None:
        self.catalog = catalog
        self.plan = plan
        self.prepared = prepared
        self.days = days
        self.known = known
        self.layers = layers
        self._lookup = Lookup(catalog.store, days, known, layers)
        self._slices: dict[tuple[int, int], Values] = {}
        if below is None:
            self._values: Values = dict(prepared.values)
            evaluate(plan, plan.nodes, self._values, self._lookup, slice(None), keep_all=True)
        else:
            self._values = {plan.target: self._in_scenario(below)}

    @property
    def value(self) -> NodeValue:
        """Return the result itself."""
        return self._values[self.plan.target]

    @property
    def values(self) -> Values:
        """Return the values of all nodes; a scenario, which keeps only its result, computes them again."""
        if len(self._values) < len(self.plan.nodes):
            self._values = dict(self.prepared.values)
            evaluate(self.plan, self.plan.nodes, self._values, self._lookup, slice(None), keep_all=True)
        return self._values

    def under(self, layers: Sequence[Layer]) -> "Calculation":
        """Return the same calculation in a scenario; what that does not touch is not computed again."""
        stack = (*self.layers, *layers)
        return Calculation(self.catalog, self.plan, self.prepared, self.days, self.known, stack, below=self)

    def row(self, parameter: Parameter, on: date, key: str | None = None) -> Row:
        """Return the row that a parameter's value came from."""
        return self.catalog.store.at(parameter.name, on=on, known=self.known, key=key, layers=self.layers)

    def law_row(self, parameter: Parameter, on: date, key: str | None = None) -> Row:
        """Return the row of the law that lies under the layers of a scenario."""
        return self.catalog.store.at(parameter.name, on=on, known=self.known, key=key)

    def before_rounding(self, name: str, version: RuleVersion) -> Exact:
        """Return what a rule gave before it was rounded."""
        return as_exact(version.function(*(self.values[argument] for argument in version.arguments)))

    def _in_scenario(self, below: "Calculation") -> NodeValue:
        """Return the result over the values of the calculation below, some days at a time.

        Days do not depend on each other, and small arrays stay in the processor's cache.
        """
        touched = self.plan.touched_by(self.layers)
        if self.plan.target not in touched:
            return below.value
        return joined(self._parts(below, touched), len(self.days))

    def _parts(self, below: "Calculation", touched: list[str]) -> Iterator[tuple[NodeValue, int]]:
        """Yield the result of some days after the other, each with its number of days."""
        step = max(1, CELLS_AT_ONCE // max(1, len(self.prepared.bodies or ())))
        for start in range(0, len(self.days), step):
            end = min(start + step, len(self.days))
            values = dict(below.slice_of_days(start, end))
            evaluate(self.plan, touched, values, self._lookup, slice(start, end), keep_all=False)
            yield values[self.plan.target], end - start

    def slice_of_days(self, start: int, end: int) -> Values:
        """Return the values of all nodes on some of the days."""
        if (start, end) not in self._slices:
            days = len(self.days)
            self._slices[start, end] = {
                name: days_of(value, start, end, days) for name, value in self.values.items()
            }
        return self._slices[start, end]


class Engine:
    """Calculates rules of a catalog. Plans are made once for each target, day and knowledge."""

    def __init__(self, catalog: Catalog | None = None) -> None:
        self.catalog = catalog or Catalog()
        self._plans: Memory[tuple[str, date, date, frozenset[str]], Plan] = Memory(MOST_PLANS)

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
        preparation = Preparation(inputs)
        plan = self.plan(target, days, known, given=preparation.given, layers=layers)
        self._refuse_unknown(preparation.given, plan.nodes)
        prepared = preparation.prepared(plan.fields())
        values = dict(prepared.values)
        if "on" in plan.nodes:
            ordinals = whole_array([day.toordinal() for day in days])
            values["on"] = Exact.of(days[0].toordinal()) if len(days) == 1 else column(Exact(ordinals))
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
        remembered = None if layers else self._plans.get((target, on, known, given))
        if remembered is not None:
            return remembered
        nodes: dict[str, Node] = {}
        if self.catalog.input(target) is not None:
            problem = Phrase("Das ist keine Regel. „allmende rules list“ zeigt sie.")
            raise BadInput(name=target, place="", problem=problem)
        if self.catalog.rule(target) is None and self.catalog.store.find(target) is None:
            raise self.catalog.unknown(target)
        self._visit(target, on, known, given - {target}, layers, nodes)
        plan = Plan.of(target, nodes)
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
        for need in needs(node):
            self._visit(need, on, known, given, layers, nodes)
        nodes[name] = node

    def _node(self, name: str, on: date, known: date, given: frozenset[str], layers: Sequence[Layer]) -> Node:
        item = self.catalog.input(name)
        parameter = self.catalog.store.find(name)
        if item is not None:
            is_set = parameter is not None and name not in given and self._holds(name, on, known)
            return parameter if is_set and parameter is not None else item
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
            remedy = Phrase("Wählen Sie einen Tag darin.")
            if any(on in statement.valid for statement in timeline):
                first = min(statement.known.start for statement in timeline if on in statement.valid)
                remedy = Phrase("Bekannt ist das erst seit {day}.", day=shown_day(first))
            spans_told = "; ".join(spans)
            raise NoRuleInForce(name=name, on=shown_day(on), known=told, spans=spans_told, remedy=remedy)
        return found.what

    def _holds(self, name: str, on: date, known: date) -> bool:
        """Return whether a body's own value, entered once, stands for an input on that day."""
        rows = self.catalog.store.history(name)
        return any(on in row.valid and known in row.known and row.value is not None for row in rows)

    def _is_open(self, parameter: Parameter, on: date, known: date, layers: Sequence[Layer]) -> bool:
        """Return whether a value is unknown that day, so that people may enter it."""
        keys = {row.key for row in parameter.rows}
        rows = (
            self.catalog.store.at(parameter.name, on=on, known=known, key=key, layers=layers) for key in keys
        )
        return any(row.value is None for row in rows)

    def _refuse_unknown(self, given: Mapping[str, Any], nodes: Mapping[str, Node]) -> None:
        """Raise for a name that nothing has, and for one whose value is not the caller's to give."""
        for name in given:
            if name == "on":
                problem = Phrase("Der Stichtag gehört nicht zu den Eingaben.")
                raise BadInput(name=name, place="", problem=problem)
            known = self.catalog.input(name) or self.catalog.store.find(name) or self.catalog.rule(name)
            if known is None and name != TABLE:
                raise self.catalog.unknown(name)
            if isinstance(nodes.get(name), Parameter):
                problem = Phrase("Der Wert steht im Recht fest. Ein Szenario („--overlay“) kann ihn ändern.")
                raise BadInput(name=name, place="", problem=problem)

    def _refuse_missing(self, target: str, plan: Plan, values: dict[str, Value]) -> None:
        missing = []
        for item in plan.fields():
            if item.name in values:
                continue
            if item.default is not None:
                values[item.name] = Preparation({item.name: item.default}).prepared([item]).values[item.name]
            else:
                missing.append(item)
        if missing:
            raise MissingInputs(
                missing="; ".join(map(_told, missing)), labels="; ".join(map(_told_on_page, missing))
            )


def _entered(parameter: Parameter) -> InputField:
    return InputField(
        parameter.name, parameter.label, parameter.unit, parameter.note, "im Recht (noch) nicht bekannt"
    )


def _told(item: InputField) -> str:
    measure = f"Auswahl: {', '.join(item.choices)}" if item.choices else item.unit.german() or "Zahl"
    source = f", steht meist in: {item.usually_from}" if item.usually_from else ""
    return f"„{item.name}“ ({item.label}, {measure}{source})"


def _told_on_page(item: InputField) -> str:
    measure = "" if item.unit.is_special else item.unit.german()
    source = f"steht meist in: {item.usually_from}" if item.usually_from else ""
    facts = ", ".join(filter(None, (measure, source)))
    return f"{item.label} ({facts})" if facts else item.label
