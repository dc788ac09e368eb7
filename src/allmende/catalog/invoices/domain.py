"""Billing without a database: states of a run, periods of invoices, how an amount is shown as lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from allmende.catalog.invoices.xrechnung import Vat
from allmende.catalog.prices.charging import Charge
from allmende.catalog.prices.components import Interval, PriceKind, VatRule
from allmende.catalog.prices.periods import Span, months_later
from allmende.common.money import rounded
from allmende.rules.texts import decimal_of
from allmende.rules.units import unit as unit_of

UNITS = {PriceKind.HOUR: "HUR", PriceKind.INHABITANT: "IE"}
PIECE = "C62"
NUMBER = unit_of("1")


class RunState(StrEnum):
    """Where a billing run stands."""

    COMPUTING = "computing"
    READY = "ready"
    ISSUING = "issuing"
    ISSUED = "issued"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return {
            "computing": "wird berechnet",
            "ready": "Entwurf, noch nicht ausgestellt",
            "issuing": "wird ausgestellt",
            "issued": "ausgestellt",
            "discarded": "verworfen",
        }[self.value]

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


OPEN_STATES = frozenset({RunState.COMPUTING, RunState.READY, RunState.ISSUING})


class BillingInterval(StrEnum):
    """How long the time is for which one invoice is written."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}[self.value]

    @property
    def label(self) -> str:
        return {"month": "monatlich", "quarter": "vierteljährlich", "year": "jährlich"}[self.value]


@dataclass(frozen=True, slots=True)
class Part:
    """Quantity times price, as one line of an XRechnung; several make up a price by stages."""

    quantity: Decimal
    price: Decimal
    base: Decimal = Decimal(1)
    unit: str = PIECE

    @property
    def cents(self) -> int:
        return rounded(Fraction(self.quantity) * Fraction(self.price) * 100 / Fraction(self.base))


def spans(period: Span, interval: BillingInterval) -> Iterator[Span]:
    """Yield the times of the invoices; the last one ends with the period."""
    start = period.start
    while period.until is None or start < period.until:
        following = months_later(start, interval.months)
        yield Span(start, following if period.until is None else min(following, period.until))
        start = following


def parts_of(charge: Charge) -> tuple[Part, ...]:
    """Return the lines that show an amount: quantity times price where the cents agree, else the sum.

    A discount, an index or a rounding of its own cannot be shown as a product of two numbers.
    """
    price = charge.price
    unit = UNITS.get(price.kind, PIECE)
    shown: list[Part] = []
    for quantity, amount in charge.unit_amounts:
        times = quantity if price.interval is Interval.OCCASION else quantity * charge.months
        numbers = (decimal_of(times, NUMBER), decimal_of(amount, NUMBER))
        if numbers[0] is None or numbers[1] is None:
            return whole(charge.cents)
        base = Decimal(price.interval.months or 1)
        shown.append(Part(numbers[0], numbers[1], base, unit))
    if not shown or sum(part.cents for part in shown) != charge.cents:
        return whole(charge.cents)
    return tuple(shown)


def whole(cents: int) -> tuple[Part, ...]:
    """Return one line with quantity 1; what is given back has quantity -1, since no price is negative."""
    return (Part(Decimal(-1 if cents < 0 else 1), Decimal(abs(cents)) / 100),)


def vat_of(rule: VatRule, standard_rate: Decimal) -> Vat:
    """Return how an invoice says what was decided about a price."""
    match rule:
        case VatRule.OUTSIDE:
            return Vat.outside_scope()
        case VatRule.EXEMPT:
            return Vat.cost_sharing()
        case _:
            return Vat.standard(standard_rate)
