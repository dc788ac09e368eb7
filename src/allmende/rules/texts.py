"""Exact values as text: plain decimals for machines, German numbers with units for people."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from allmende.common.formats import ANY_LENGTH, number
from allmende.common.formats import day as shown_day
from allmende.rules.units import Unit, unit

PLACES = 12
"""Decimal places of a value that has no end, such as a third; the fraction stands beside it."""

MANY_PLACES = 4


@lru_cache(maxsize=4096)
def decimal_of(value: Fraction) -> Decimal | None:
    """Return the exact decimal; None if it has no end."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)


def plain(inner: Fraction, measure: Unit) -> str:
    """Return a value of inner units as an exact decimal in its own unit: `342000.00`, `0.3`, `2024-01-01`."""
    if measure.text == "date":
        return date.fromordinal(int(inner)).isoformat()
    value = inner / measure.scale
    exact = decimal_of(value)
    if exact is None:
        return f"{Decimal(_half_up(value, PLACES)).scaleb(-PLACES):f}"
    return f"{_with_cents(exact, measure):f}"


def german(inner: Fraction, measure: Unit) -> str:
    """Return `342.000,00 EUR`, `6 Vollzeitstellen`, `3,83 %` or `31.12.2024`."""
    if measure.text == "date":
        return shown_day(date.fromordinal(int(inner)))
    value = inner / measure.scale
    exact = decimal_of(value)
    about = ""
    if exact is None or -int(exact.as_tuple().exponent) > PLACES:
        places = MANY_PLACES + _zeros_after_the_point(value)
        exact, about = Decimal(_half_up(value, places)).scaleb(-places), "rund "
    words = measure.german(plural=abs(value) != 1)
    return f"{about}{number(_with_cents(exact, measure))}{' ' if words else ''}{words}"


def _zeros_after_the_point(value: Fraction) -> int:
    """Return how many zeros stand before the first digit of a share, so that a small one keeps its digits."""
    return max(0, len(str(value.denominator // abs(value.numerator))) - 1) if 0 < abs(value) < 1 else 0


def german_step(to: str) -> str:
    """Return what is rounded to as people write it: `0,01 EUR`, `1 Person`."""
    amount, _, name = to.partition(" ")
    return f"{amount.replace('.', ',')} {unit(name or '1').german(plural=amount != '1')}".strip()


def _with_cents(exact: Decimal, measure: Unit) -> Decimal:
    """Return money with at least two decimal places, other numbers without trailing zeros."""
    is_money = (
        bool(measure.dimensions) and ("money", 1) in measure.dimensions and measure.text.startswith("EUR")
    )
    places = max(0, -int(exact.normalize(ANY_LENGTH).as_tuple().exponent))
    return exact.quantize(Decimal(1).scaleb(-max(places, 2 if is_money else 0)), context=ANY_LENGTH)


def _half_up(value: Fraction, places: int) -> int:
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return int(whole if value >= 0 else -whole)
