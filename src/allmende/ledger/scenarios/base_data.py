"""Where the values of an input come from: register, imported sets, one value for all, the synthetic example.

The example is computed from the number of inhabitants by formulas that anybody can check; it is no estimate.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from allmende.ledger.scenarios.domain import Municipality
from allmende.rules.parameters import InputField


@dataclass(frozen=True, slots=True)
class Formula:
    """A synthetic value: `inhabitants × factor ÷ divisor`, rounded down, plus a base."""

    factor: int
    divisor: int
    base: int = 0

    def of(self, inhabitants: int) -> int:
        return self.base + inhabitants * self.factor // self.divisor

    @property
    def german(self) -> str:
        if not self.factor:
            return f"überall {self.base}"
        start = f"{self.base} + " if self.base else ""
        return f"{start}Einwohnerzahl × {self.factor} ÷ {self.divisor}, abgerundet"


CASES_PER, CASE_BASE, CASE_STEP, CASE_ROUND = 5_000, 20_000, 5_000, 8
FORMULAS: Mapping[str, Formula] = {
    "persons": Formula(9, 1_000),
    "facility_places": Formula(1, 1_000),
    "standby_places": Formula(1, 1_000),
    "further_persons": Formula(1, 1_000),
    "one_off_persons": Formula(1, 10_000),
    "u3_places": Formula(11, 1_000),
    "property_value": Formula(90_000, 1),
    "tax_rate": Formula(1, 10_000, base=500),
    "tax_capacity": Formula(1_400, 1),
    "key_grant": Formula(500, 1),
    "person_months_2024": Formula(108, 1_000),
}
BY_UNIT: Mapping[str, Formula] = {
    "person": Formula(1, 100),
    "child": Formula(6, 1_000),
    "place": Formula(1, 1_000),
    "EUR": Formula(10, 1),
    "FTE": Formula(1, 10_000),
    "workplace": Formula(1, 1_000),
    "percent": Formula(1, 10_000, base=40),
    "ha": Formula(1, 1_000),
    "m2": Formula(0, 1, base=500),
    "1": Formula(1, 10_000, base=1),
    "EUR/year": Formula(10, 1),
    "month": Formula(0, 1, base=12),
    "municipality": Formula(0, 1, base=2),
    "EUR/FTE": Formula(0, 1, base=2_000),
    "EUR/FTE/year": Formula(0, 1, base=60_000),
    "EUR/person/month": Formula(0, 1, base=5),
    "EUR/child": Formula(0, 1, base=5_000),
}
LIST_FORMULA = (
    "je angefangene 5.000 Einwohner ein Fall; der n-te Fall 20.000 EUR und 5.000 EUR × Rest von n ÷ 8"
)


def formula_of(item: InputField) -> str:
    """Return in words how the example of an input is made; empty if there is none."""
    if item.is_list:
        return LIST_FORMULA if item.unit.is_money else ""
    formula = FORMULAS.get(item.name) or BY_UNIT.get(item.unit.text)
    return formula.german if formula else ""


def synthetic(item: InputField, inhabitants: int) -> Any:
    """Return the example of an input for one municipality."""
    if item.is_list:
        count = -(-inhabitants // CASES_PER)
        return [CASE_BASE + CASE_STEP * (number % CASE_ROUND) for number in range(1, count + 1)]
    formula = FORMULAS.get(item.name) or BY_UNIT[item.unit.text]
    return formula.of(inhabitants)


@dataclass
class Series:
    """The values of one base data set by municipality and period."""

    label: str
    is_synthetic: bool
    source: str
    is_list: bool = False
    _values: dict[int, dict[tuple[int, int], list[Decimal]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    years: set[int] = field(default_factory=set)

    def add(self, body_id: int, year: int, month: int, value: Decimal) -> None:
        self._values[body_id][year, month].append(value)
        self.years.add(year)

    def year_for(self, year: int) -> int:
        """Return the year whose values stand for a year: itself, else the nearest before, else the first."""
        if not self.years or year in self.years:
            return year
        return max((each for each in self.years if each < year), default=min(self.years))

    def at(self, body_id: int, year: int, month: int) -> Any:
        """Return the value of a municipality, that of the month before that of the year; None if none."""
        periods = self._values.get(body_id)
        if not periods:
            return None
        found = periods.get((self.year_for(year), month)) or periods.get((self.year_for(year), 0))
        if not found:
            return None
        return list(found) if self.is_list else found[0]


def register_value(name: str, body: Municipality) -> Any:
    """Return a figure of the register as input; None if it has none."""
    if name == "municipality_kind":
        return "kreisfrei" if body.is_independent else "kreisangehoerig"
    return body.population if name == "population" else body.area


def series_of(rows: Iterable[Sequence[Any]], sets: Mapping[int, Series]) -> None:
    """Fill sets from rows of (set, body, year, month, value)."""
    for data_id, body_id, year, month, value in rows:
        sets[data_id].add(body_id, year, month, value)
