"""Exact money: whole cents in, whole cents out. Every division names how its remainder is treated."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm


class Rounding(StrEnum):
    """Which way a value is rounded, in the words of the texts that prescribe it."""

    KAUFMAENNISCH = "kaufmaennisch"  # half away from zero
    AB = "ab"  # towards minus infinity
    AUF = "auf"  # towards plus infinity
    HALF_EVEN = "half_even"


def rounded(value: int | Fraction | Decimal, mode: Rounding = Rounding.KAUFMAENNISCH) -> int:
    """Return the whole number nearest to an exact value in the given mode.

    Raises TypeError for a float.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"{value!r} is not exact: pass int, Fraction or Decimal")
    exact = Fraction(value)
    floor, rest = divmod(exact.numerator, exact.denominator)
    twice = 2 * rest
    match mode:
        case Rounding.AB:
            up = False
        case Rounding.AUF:
            up = rest > 0
        case Rounding.HALF_EVEN:
            up = twice > exact.denominator or (twice == exact.denominator and floor % 2 == 1)
        case Rounding.KAUFMAENNISCH:
            up = twice > exact.denominator or (twice == exact.denominator and floor >= 0)
    return floor + up


def cents(euros: Decimal | int | str) -> int:
    """Return euros as whole cents; raise ValueError if they have fractions of a cent."""
    exact = Decimal(euros) * 100
    if exact != exact.to_integral_value():
        raise ValueError(f"{euros} EUR is no whole number of cents")
    return int(exact)


def apportion(total: int, weights: Sequence[int | Fraction | Decimal]) -> list[int]:
    """Split whole cents by weights so that the parts add up to the total (largest remainder).

    Every part is first rounded towards zero; the cents left over go to the largest remainders, and among
    equal remainders to whoever stands first: hand the parties over in the order the tie rule wants, for
    municipalities by ascending key. A negative total is split like its absolute value.

    Raises ValueError if a weight is negative or all are zero.
    """
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("a weight is negative")
    common = lcm(*(weight.denominator for weight in exact))
    whole_weights = [int(weight * common) for weight in exact]
    whole = sum(whole_weights)
    if not whole:
        raise ValueError("all weights are zero")
    shares = [divmod(abs(total) * weight, whole) for weight in whole_weights]
    parts = [part for part, _ in shares]
    left = abs(total) - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: -shares[i][1])[:left]:
        parts[index] += 1
    return [-part for part in parts] if total < 0 else parts
