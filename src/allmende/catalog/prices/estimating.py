"""What all prices of a service come to for one customer in a period, as far as it can be known. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from allmende.catalog.prices.charging import Charge, Counted, Situation, charge
from allmende.catalog.prices.components import COUNTED_KINDS, Price, PriceKind
from allmende.catalog.prices.explaining import sentence_of
from allmende.catalog.prices.periods import Span
from allmende.common.errors import AllmendeError


@dataclass(frozen=True, slots=True)
class Line:
    """One price: what it comes to, or what is missing to say so."""

    price: Price
    charge: Charge | None = None
    problem: str = ""

    @property
    def cents(self) -> int:
        return self.charge.cents if self.charge else 0

    @property
    def sentence(self) -> str:
        return sentence_of(self.charge) if self.charge else self.problem


@dataclass(frozen=True, slots=True)
class Estimate:
    """All lines of one customer; single amounts apart from those that return every year."""

    lines: tuple[Line, ...]

    @property
    def once_cents(self) -> int:
        return sum(line.cents for line in self.lines if line.price.kind is PriceKind.ONCE)

    @property
    def yearly_cents(self) -> int:
        return sum(line.cents for line in self.lines if line.price.kind is not PriceKind.ONCE)

    @property
    def problems(self) -> list[str]:
        return [line.problem for line in self.lines if line.problem]


def estimate(prices: Iterable[Price], situation: Situation, period: Span) -> Estimate:
    """Return what the prices come to; a price that cannot be computed says why and counts as nothing."""
    lines = []
    for price in prices:
        try:
            found = charge(price, situation, period, for_billing=False)
        except AllmendeError as error:
            lines.append(Line(price, problem=str(error)))
            continue
        if found is not None:
            lines.append(Line(price, found))
    return Estimate(tuple(lines))


def counted_by(prices: Iterable[Price]) -> list[PriceKind]:
    """Return what these prices count, in a fixed order."""
    kinds = {price.kind for price in prices}
    return [kind for kind in PriceKind if kind in kinds & COUNTED_KINDS]


def quantities(values: Mapping[PriceKind, Fraction], source: str) -> dict[PriceKind, Counted]:
    """Return numbers somebody typed as quantities with that source."""
    return {kind: Counted(value, None, source) for kind, value in values.items()}
