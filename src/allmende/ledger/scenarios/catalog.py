"""Which rules can be asked for many municipalities, what they need, and which values can be changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from allmende.ledger.computing import law
from allmende.ledger.errors import LedgerRefusal
from allmende.rules import Engine, Parameter, RulesError, shipped
from allmende.rules.parameters import InputField
from allmende.rules.rule import RulePeriod, RuleVersion
from allmende.rules.texts import german

REGISTER_INPUTS = ("population", "area", "municipality_kind")
MONTHS = "months"
"""Rules of a month are computed month by month, so this input is always one."""


class UnknownRule(LedgerRefusal):
    status = 404
    message = (
        "Die Regel „{name}“ gibt es nicht, oder sie ergibt keine Zahl je Gemeinde. Wählen Sie eine Regel."
    )


@dataclass(frozen=True, slots=True)
class ChangeableValue:
    """A value of the law that a layer may replace; `path` is `flueag_rate.kreisfrei`."""

    path: str
    label: str
    today: str
    section: str
    unit: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule on a day: its version, what must be entered, which values of the law it uses."""

    version: RuleVersion
    fields: tuple[InputField, ...]
    parameters: tuple[Parameter, ...]

    @property
    def is_monthly(self) -> bool:
        return self.version.period is RulePeriod.MONTH

    def days(self, year: int) -> list[tuple[int, date]]:
        """Return month (0: the whole year) and the day whose law counts."""
        if self.is_monthly:
            return [(month, date(year, month, 1)) for month in range(1, 13)]
        return [(0, date(year, self.version.period.first_month, 1))]


@cache
def rule_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return per law the rules that give a number from at least one input per municipality."""
    engine = shipped().engine
    groups = []
    for each in law().laws():
        rules = []
        for name, timeline in each.rules.items():
            version = timeline[-1].what
            day = version.valid.last_day or version.valid.start
            if not version.returns.is_special and _needs_bodies(engine, name, day):
                rules.append((name, version.label))
        if rules:
            groups.append((each.title, tuple(rules)))
    return tuple(groups)


def labels() -> dict[str, str]:
    """Return name and label of every rule on offer."""
    return {name: label for _title, rules in rule_groups() for name, label in rules}


@cache
def data_inputs() -> dict[str, InputField]:
    """Return the inputs for which rules on offer take values per municipality, in the order of the laws."""
    engine = shipped().engine
    found: dict[str, InputField] = {}
    for name in labels():
        version = (law().rule(name) or ())[-1].what
        day = version.valid.last_day or version.valid.start
        for item in engine.plan(name, (day,)).fields():
            per_body = not item.for_all and not item.unit.is_special
            if per_body and item.name not in (MONTHS, *REGISTER_INPUTS):
                found.setdefault(item.name, item)
    return found


def asked(name: str, year: int) -> Asked:
    """Return what a rule needs in a year; raise UnknownRule or a RulesError."""
    if name not in labels():
        raise UnknownRule(name=name[:80])
    timeline = law().rule(name) or ()
    period = timeline[-1].what.period
    day = date(year, period.first_month, 1)
    plan = shipped().engine.plan(name, (day,))
    nodes = plan.nodes.values()
    version = plan.nodes[name]
    assert isinstance(version, RuleVersion)  # noqa: S101 - the names on offer are rules
    parameters = tuple(node for node in nodes if isinstance(node, Parameter))
    open_ones = tuple(_entered(each) for each in parameters if _is_open(each, day))
    fields = tuple(node for node in nodes if isinstance(node, InputField) and node.name not in {"on", MONTHS})
    return Asked(version, fields + open_ones, parameters)


def path_label(path: str) -> str:
    """Return the German name of a value that a layer changes: „Monatliche Pauschale (kreisfrei)“."""
    name, _, key = path.partition(".")
    parameter = law().parameter(name)
    if parameter is None:
        return path
    choices = law().input(parameter.key) if parameter.key else None
    return f"{parameter.label} ({choices.choices.get(key, key)})" if key and choices else parameter.label


def changeable(question: Asked, on: date) -> Iterator[ChangeableValue]:
    """Yield the values of the law behind a rule, with what holds on a day."""
    for parameter in question.parameters:
        if parameter.unit.is_special or parameter.steps_by:
            continue
        keys = law().input(parameter.key).choices if parameter.key else {None: ""}  # type: ignore[union-attr]
        for key, label in keys.items():
            yield ChangeableValue(
                path=f"{parameter.name}.{key}" if key else parameter.name,
                label=f"{parameter.label} ({label})" if key else parameter.label,
                today=_shown(parameter, on, key),
                section=_section(parameter, on, key),
                unit=parameter.unit.german(),
            )


def _shown(parameter: Parameter, on: date, key: str | None) -> str:
    try:
        row = law().store.at(parameter.name, on=on, key=key)
    except RulesError:
        return "kein Wert"
    return german(row.value, parameter.unit) if isinstance(row.value, Fraction) else "nicht bekannt"


def _section(parameter: Parameter, on: date, key: str | None) -> str:
    try:
        return law().store.at(parameter.name, on=on, key=key).section
    except RulesError:
        return ""


def _needs_bodies(engine: Engine, name: str, day: date) -> bool:
    try:
        fields = engine.plan(name, (day,)).fields()
    except RulesError:
        return False
    return any(not field.for_all and not field.unit.is_special and field.name != MONTHS for field in fields)


def _is_open(parameter: Parameter, on: date) -> bool:
    """Return whether the law has a value that nobody has seen, so that one may be assumed."""
    if parameter.key is not None:
        return False
    try:
        return law().store.at(parameter.name, on=on).value is None
    except RulesError:
        return False


def _entered(parameter: Parameter) -> InputField:
    return InputField(
        parameter.name,
        parameter.label,
        parameter.unit,
        parameter.note,
        "im Recht nicht bekannt; Ihre Annahme",
        for_all=True,
    )
