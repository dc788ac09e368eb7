"""What an alternative costs over the years in today's money: exact, each payment with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from allmende.common.errors import AllmendeError


class PaymentKind(StrEnum):
    """Why a payment is made; transition and exit are the ones that price lists leave out."""

    INVESTMENT = "investment"
    RUNNING = "running"
    TRANSITION = "transition"
    DOUBLE_COST = "double_cost"
    STRANDED = "stranded"
    EXIT = "exit"
    SAVING = "saving"

    @property
    def label(self) -> str:
        return {
            "investment": "Anschaffung",
            "running": "laufende Kosten",
            "transition": "Umstellung",
            "double_cost": "Parallelbetrieb",
            "stranded": "nicht mehr nutzbare Lizenzen und Geräte",
            "exit": "Ausstieg",
            "saving": "Entlastung",
        }[self.value]


class BadRate(AllmendeError):
    """A discount rate is a percentage above -100."""

    message = "Der Zinssatz {rate} % ist nicht möglich. Tragen Sie einen Satz zwischen 0 und 100 ein."


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate that makes later payments comparable, and where it is from."""

    percent: Fraction
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise BadRate(rate=self.percent)


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid in a year counted from now: 0 is today. Savings are negative."""

    year: int
    cents: int
    kind: PaymentKind
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One line of the table: what is paid, and what that is worth today."""

    year: int
    cents: int
    present_cents: Fraction


def present_value(payments: Iterable[Payment], rate: Rate) -> Fraction:
    """Return the net present value in cents: payments count at the end of their year, year 0 is today."""
    return sum((row.present_cents for row in year_rows(payments, rate)), Fraction(0))


def year_rows(payments: Iterable[Payment], rate: Rate) -> list[YearRow]:
    """Return the table behind a present value, one row for each year with a payment."""
    sums: dict[int, int] = {}
    for payment in payments:
        sums[payment.year] = sums.get(payment.year, 0) + payment.cents
    factor = 1 + rate.percent / 100
    return [YearRow(year, cents, Fraction(cents) / factor**year) for year, cents in sorted(sums.items())]


def by_kind(payments: Iterable[Payment]) -> dict[PaymentKind, int]:
    """Return what is paid for each reason, undiscounted, in the order of the kinds."""
    found = list(payments)
    sums = {kind: sum(each.cents for each in found if each.kind is kind) for kind in PaymentKind}
    return {kind: cents for kind, cents in sums.items() if cents}


@dataclass(frozen=True, slots=True)
class Tariff:
    """Cost of a year that is partly fixed and partly grows with a quantity."""

    fixed_cents: Fraction
    cents_per_unit: Fraction


def break_even(first: Tariff, second: Tariff) -> Fraction | None:
    """Return the quantity at which both cost the same; None if there is none above zero."""
    slope = first.cents_per_unit - second.cents_per_unit
    if not slope:
        return None
    quantity = (second.fixed_cents - first.fixed_cents) / slope
    return quantity if quantity > 0 else None
