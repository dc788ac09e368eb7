"""Recalculation: what changed between two calculations of one rule, and which rows of law are the cause."""

from dataclasses import dataclass
from fractions import Fraction

from allmende.rules.engine import Calculation
from allmende.rules.exact import Exact
from allmende.rules.explain import Explanation
from allmende.rules.parameters import InputField, Parameter
from allmende.rules.result import Result
from allmende.rules.rule import RuleVersion


@dataclass(frozen=True, slots=True)
class Cause:
    """One changed parameter row, rule version or input behind a difference."""

    name: str
    label: str
    old: str
    new: str
    old_version: str | None
    new_version: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How one value changed. `body` is empty for a single case; values are exact decimals in `unit`."""

    body: str
    old: str
    new: str
    change: Fraction
    unit: str
    causes: tuple[Cause, ...]

    @property
    def cents(self) -> int:
        """Return the change in whole cents; raise ValueError if it has fractions of one."""
        inner = self.change * 100
        if self.unit != "EUR" or inner.denominator != 1:
            raise ValueError(f"{self.change} {self.unit} is no whole number of cents")
        return int(inner)


def difference(old: Result, new: Result) -> tuple[Difference, ...]:
    """Return what changed, body by body, with the cause; bodies whose value stayed are left out.

    Both results must be of the same rule and bodies.
    """
    if old.name != new.name or old.bodies != new.bodies:
        raise ValueError("only results of one rule for the same bodies can be compared")
    if not isinstance(old.calculation.value, Exact):
        raise TypeError(f"{old.name} is yes or no: compare the values themselves")
    found = []
    for index, body in enumerate(old.bodies or ("",)):
        place = index if old.bodies else None
        change = new.fraction(place) - old.fraction(place)
        if change:
            causes = _causes(old.calculation, new.calculation, place)
            found.append(Difference(body, old.value(place), new.value(place), change, new.unit, causes))
    return tuple(found)


def _causes(old: Calculation, new: Calculation, index: int | None) -> tuple[Cause, ...]:
    """Return the changed leaves, and rules whose version changed."""
    before, after = Explanation(old, index), Explanation(new, index)
    causes = []
    for name, node in new.plan.nodes.items():
        if name not in old.plan.nodes:
            causes.append(_cause(name, node, None, after.node(name)))
            continue
        was, now = before.node(name), after.node(name)
        is_rule = isinstance(node, RuleVersion)
        changed = was["version"] != now["version"] if is_rule else was["value"] != now["value"]
        if changed:
            causes.append(_cause(name, node, was, now))
    return tuple(causes)


def _cause(
    name: str, node: RuleVersion | Parameter | InputField, was: dict[str, str] | None, now: dict[str, str]
) -> Cause:
    old_value = was["value"] if was else ""
    sentence = f"{node.label}: {old_value or 'bisher ohne'} → {now['value']} {now['unit']}. {now['sentence']}"
    return Cause(
        name, node.label, old_value, now["value"], was["version"] if was else None, now["version"], sentence
    )
