"""Exact values as text: plain decimals for machines, German numbers with units for people."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import gcd

from allmende.common.formats import ANY_LENGTH, number
from allmende.common.formats import day as shown_day
from allmende.common.money import Rounding, rounded
from allmende.rules.units import Unit, unit

PLACES = 12
"""Decimal places of a value that has no end, such as a third; the fraction stands beside it."""

MANY_PLACES = 4
CENTS = Decimal("0.01")


def decimal_of(inner: Fraction, measure: Unit) -> Decimal | None:
    """Return a value of inner units as an exact decimal in its own unit, None if that has no end.

    It has no zeros at the end. In whole numbers, since fractions take most of the time of an explanation.
    """
    scale = measure.scale
    numerator, denominator = inner.numerator * scale.denominator, inner.denominator * scale.numerator
    shared = gcd(numerator, denominator)
    numerator, denominator = numerator // shared, denominator // shared
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return Decimal(numerator * 10**places // denominator).scaleb(-places, context=ANY_LENGTH)


def plain(inner: Fraction, measure: Unit) -> str:
    """Return a value of inner units as an exact decimal in its own unit: `342000.00`, `0.3`, `2024-01-01`."""
    if measure.text == "date":
        return date.fromordinal(int(inner)).isoformat()
    exact = decimal_of(inner, measure)
    if exact is None:
        return f"{_rounded(inner / measure.scale, PLACES):f}"
    return f"{_with_cents(exact, measure):f}"


def german(inner: Fraction, measure: Unit) -> str:
    """Return `342.000,00 EUR`, `6 Vollzeitstellen`, `3,83 %` or `31.12.2024`."""
    if measure.text == "date":
        return shown_day(date.fromordinal(int(inner)))
    exact = decimal_of(inner, measure)
    is_one = exact is not None and abs(exact) == 1
    about = ""
    if exact is None or _places(exact) > PLACES:
        value = inner / measure.scale
        exact = _rounded(value, MANY_PLACES + _zeros_after_the_point(value)).normalize(ANY_LENGTH)
        about = "rund "
    words = measure.german(plural=not is_one)
    return f"{about}{number(_with_cents(exact, measure))}{' ' if words else ''}{words}"


def _zeros_after_the_point(value: Fraction) -> int:
    """Return how many zeros stand before the first digit of a share, so that a small one keeps its digits."""
    return max(0, len(str(value.denominator // abs(value.numerator))) - 1) if 0 < abs(value) < 1 else 0


def german_step(to: str) -> str:
    """Return what is rounded to as people write it: `0,01 EUR`, `1 Person`."""
    amount, _, name = to.partition(" ")
    return f"{amount.replace('.', ',')} {unit(name or '1').german(plural=amount != '1')}".strip()


def _with_cents(exact: Decimal, measure: Unit) -> Decimal:
    """Return money with at least two decimal places."""
    is_money = measure.text.startswith("EUR") and ("money", 1) in measure.dimensions
    return exact.quantize(CENTS, context=ANY_LENGTH) if is_money and _places(exact) < 2 else exact


def _places(exact: Decimal) -> int:
    return -int(exact.as_tuple().exponent)


def _rounded(value: Fraction, places: int) -> Decimal:
    """Return a value with so many decimal places, halves away from zero."""
    whole = rounded(value * 10**places, Rounding.KAUFMAENNISCH)
    return Decimal(whole).scaleb(-places, context=ANY_LENGTH)
