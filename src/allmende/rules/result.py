"""What a calculation hands out: values, unit, payer, payee, period, explanation."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from allmende.rules.engine import Calculation
from allmende.rules.errors import NotWholeCents
from allmende.rules.exact import Exact, ExactTruth
from allmende.rules.explain import Explanation, JsonNode
from allmende.rules.rule import RulePeriod, RuleVersion
from allmende.rules.spans import Span
from allmende.rules.texts import plain
from allmende.rules.units import Unit


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a rule: of one case, or of each body of a table."""

    calculation: Calculation

    @property
    def name(self) -> str:
        return self.calculation.plan.target

    @property
    def rule(self) -> RuleVersion | None:
        """Return the version of the rule that was applied; None if a parameter was looked up."""
        node = self.calculation.plan.nodes[self.name]
        return node if isinstance(node, RuleVersion) else None

    @property
    def measure(self) -> Unit:
        """Return the unit of the result."""
        node = self.calculation.plan.nodes[self.name]
        return node.returns if isinstance(node, RuleVersion) else node.unit

    @property
    def unit(self) -> str:
        return self.measure.text

    @property
    def payer(self) -> str:
        return self.rule.payer if self.rule else ""

    @property
    def payee(self) -> str:
        return self.rule.payee if self.rule else ""

    @property
    def bodies(self) -> tuple[str, ...] | None:
        """Return the names of the bodies; None for one case or one value for all."""
        value = self.calculation.value
        is_many = (isinstance(value, ExactTruth) and not isinstance(value.value, bool)) or (
            isinstance(value, Exact) and not value.is_single
        )
        return self.calculation.prepared.bodies if is_many else None

    @property
    def period(self) -> Span | None:
        """Return the days that the result is for; None for what is paid once."""
        return period_of(self.rule.period, self.calculation.days[0]) if self.rule else None

    @property
    def cents(self) -> Any:
        """Return money as whole cents: an int, or an array of them. Raises NotWholeCents."""
        value = self.calculation.value
        if not self.measure.is_money or not isinstance(value, Exact):
            raise TypeError(f"{self.name} is no amount of money")
        if isinstance(value.denominator, int) and value.denominator == 1:
            return value.numerator
        if (
            value.is_single
            or not isinstance(value.denominator, int)
            or (value.numerator % value.denominator).any()
        ):
            raise NotWholeCents(name=self.name)
        return value.numerator // value.denominator

    def fraction(self, index: int | None = None, day: int = 0) -> Fraction:
        """Return one value exactly, in the unit of the result."""
        value = self.calculation.value
        if not isinstance(value, Exact):
            raise TypeError(f"{self.name} is yes or no")
        return value.fraction((day, index or 0)) / self.measure.scale

    def value(self, index: int | None = None, day: int = 0) -> str:
        """Return one value as an exact decimal; with yes and no as words."""
        value = self.calculation.value
        if isinstance(value, Exact):
            return plain(value.fraction((day, index or 0)), self.measure)
        return str(self.trace(index, day)["value"])

    def trace(self, index: int | None = None, day: int = 0) -> JsonNode:
        """Return the tree that explains one value."""
        return Explanation(self.calculation, index, day).tree()

    def sentence(self, index: int | None = None, day: int = 0) -> str:
        """Return the explanation of one value in German."""
        return Explanation(self.calculation, index, day).sentence()

    def as_json(self, index: int | None = None, day: int = 0) -> JsonNode:
        """Return value, unit, sentence and trace; with the name of the body where there are several."""
        explanation = Explanation(self.calculation, index, day)
        body = {"body": self.bodies[index or 0]} if self.bodies else {}
        return {
            **body,
            "value": self.value(index, day),
            "unit": self.unit,
            "sentence": explanation.sentence(),
            "trace": explanation.tree(),
        }


def period_of(period: RulePeriod, on: date) -> Span | None:
    """Return the month or year around a day."""
    if period is RulePeriod.ONCE:
        return None
    if period is RulePeriod.MONTH:
        start = on.replace(day=1)
        return Span(start, date(on.year + on.month // 12, on.month % 12 + 1, 1))
    first_month = period.first_month
    year = on.year if on.month >= first_month else on.year - 1
    return Span(date(year, first_month, 1), date(year + 1, first_month, 1))
