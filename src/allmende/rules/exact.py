"""Exact values of one case or of thousands of bodies at once: whole numbers over a common denominator.

Of one case the numerator is a Python integer. Of many it is an int64 array whose lowest and highest possible
value are carried along, so that each operation knows before it runs whether its result fits; where it might
not, the array changes to Python integers. Nothing overflows and nothing is ever a float. numpy is imported
only when there are many bodies, because that alone takes longer than a calculation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from allmende.common.money import Rounding, apportion
from allmende.rules.quantity import Quantity, Truth
from allmende.rules.wholes import (
    LIMIT,
    Whole,
    as_python,
    entry_of,
    fits,
    fitting,
    has_zero,
    highest,
    holds,
    lowest,
    same,
    whole_array,
)

Operand = Quantity | int | Fraction


@dataclass(frozen=True, slots=True)
class Lists:
    """Which body each entry of a list belongs to. No count: all belong to the one case."""

    owner: Any
    count: int | None


class Exact(Quantity):
    """`numerator / denominator`, in inner units. All entries of `numerator` lie in `[low, high]`."""

    __slots__ = ("denominator", "high", "lists", "low", "numerator")

    def __init__(
        self,
        numerator: Whole,
        denominator: Whole = 1,
        *,
        low: int | None = None,
        high: int | None = None,
        lists: Lists | None = None,
    ) -> None:
        self.numerator = numerator
        self.denominator = denominator
        self.low = lowest(numerator) if low is None else low
        self.high = highest(numerator) if high is None else high
        self.lists = lists

    @classmethod
    def of(cls, value: int | Fraction) -> Exact:
        """Return the exact value of one case."""
        if isinstance(value, int):
            return cls(value, 1, low=value, high=value)
        return cls(value.numerator, value.denominator, low=value.numerator, high=value.numerator)

    @classmethod
    def many(cls, values: Sequence[int | Fraction], *, lists: Lists | None = None) -> Exact:
        """Return the exact values of many bodies over their common denominator."""
        denominator = lcm(*(value.denominator for value in values)) if values else 1
        wholes = [value.numerator * (denominator // value.denominator) for value in values]
        return cls(whole_array(wholes), denominator, lists=lists)

    @property
    def is_single(self) -> bool:
        """Return whether this is one value, not one for each body."""
        return isinstance(self.numerator, int) and isinstance(self.denominator, int)

    def fraction(self, index: Any = None) -> Fraction:
        """Return one value exactly; `index` names the body (or day and body) among many."""
        return Fraction(entry_of(self.numerator, index), entry_of(self.denominator, index))

    def plus(self, other: Operand, sign: int = 1) -> Quantity:
        a, b = _aligned(self, other)
        if _is_zero(b):
            return a
        if _is_zero(a) and sign > 0:
            return b
        apply = operator.add if sign > 0 else operator.sub
        if a.denominator is b.denominator or same(a.denominator, b.denominator):
            return _combined(a, b, apply, a.denominator)
        if isinstance(a.denominator, int) and isinstance(b.denominator, int):
            common = lcm(a.denominator, b.denominator)
            a, b = a.scaled(common // a.denominator), b.scaled(common // b.denominator)
            return _combined(a, b, apply, common)
        common = _multiplied(a.denominator, b.denominator)
        return _combined(a.scaled(b.denominator), b.scaled(a.denominator), apply, common)

    def times(self, other: Operand) -> Quantity:
        a, b = _aligned(self, other)
        if (_is_zero(a) and b.lists is None) or (_is_zero(b) and a.lists is None):
            return Exact.of(0)
        if _is_one(b):
            return a
        if _is_one(a):
            return b
        denominator = _multiplied(a.denominator, b.denominator)
        if isinstance(denominator, int):
            a, b, denominator = _reduced(a, b, denominator)
        return _combined(a, b, operator.mul, denominator)

    def divided_by(self, other: Operand) -> Quantity:
        divisor = as_exact(other)
        low, high = lowest(divisor.numerator), highest(divisor.numerator)
        if low <= 0 <= high and has_zero(divisor.numerator):
            raise ZeroDivisionError
        if low > 0:
            flipped = Exact(divisor.denominator, divisor.numerator, lists=divisor.lists)
        else:
            sign = 1 - 2 * (divisor.numerator < 0)
            flipped = Exact(
                _multiplied(divisor.denominator, sign), abs(divisor.numerator), lists=divisor.lists
            )
        return self.times(flipped)

    def is_less(self, other: Operand, *, or_equal: bool) -> Truth:
        return self._compared(other, operator.le if or_equal else operator.lt)

    def is_equal(self, other: Operand) -> Truth:
        return self._compared(other, operator.eq)

    def pick(self, other: Operand, *, larger: bool) -> Quantity:
        a, b = _aligned(self, other)
        if not (isinstance(a.denominator, int) and isinstance(b.denominator, int)):
            return a._compared(b, operator.ge if larger else operator.le).choose(a, b)
        common = lcm(a.denominator, b.denominator)
        a, b = a.scaled(common // a.denominator), b.scaled(common // b.denominator)
        best = max if larger else min
        low, high = best(a.low, b.low), best(a.high, b.high)
        if isinstance(a.numerator, int) and isinstance(b.numerator, int):
            return Exact(best(a.numerator, b.numerator), common, low=low, high=high)
        import numpy as np

        picked = (np.maximum if larger else np.minimum)(a._roomy(), b._roomy())
        return Exact(picked, common, low=low, high=high, lists=a.lists or b.lists)

    def over_all(self) -> Quantity:
        if self.is_single:
            return self
        if not isinstance(self.denominator, int):
            raise TypeError("a sum over all bodies needs one denominator: add up before dividing")
        size = self.numerator.shape[-1]
        roomy = fitting(self.numerator, self.low * size, self.high * size)
        if roomy.ndim == 1:
            return Exact.of(Fraction(int(roomy.sum()), self.denominator))
        return Exact(roomy.sum(axis=-1, keepdims=True), self.denominator)

    def largest_of_all(self) -> Quantity:
        if self.is_single:
            return self
        if not isinstance(self.denominator, int):
            raise TypeError("the largest of all needs one denominator: look for it before dividing")
        found = self.numerator.max(axis=-1, keepdims=self.numerator.ndim > 1)
        if self.numerator.ndim == 1:
            return Exact.of(Fraction(int(found), self.denominator))
        return Exact(found, self.denominator)

    def over_list(self) -> Quantity:
        lists = self.lists
        if lists is None:
            return self
        import numpy as np

        if not isinstance(self.denominator, int):
            raise TypeError("a sum over a list needs one denominator: add up before dividing")
        values = np.broadcast_to(self.numerator, lists.owner.shape)
        low, high = min(0, self.low * max(values.size, 1)), max(0, self.high * max(values.size, 1))
        values = fitting(values, low, high)
        if lists.count is None:
            return Exact.of(Fraction(int(values.sum()), self.denominator))
        sums = np.zeros(lists.count, dtype=values.dtype)
        np.add.at(sums, lists.owner, values)
        return Exact(sums, self.denominator, low=low, high=high)

    def split(self, weights: Quantity) -> Quantity:
        exact = as_exact(weights)
        if not self.is_single or self.denominator != 1:
            raise TypeError("only one whole sum can be apportioned: round it before")
        if exact.is_single:
            return self
        parts = apportion(self.numerator, [exact.fraction(i) for i in range(exact.numerator.shape[-1])])
        return Exact(whole_array(parts))

    def rounded_to(self, step: int | Fraction, mode: Rounding) -> Exact:
        """Return the nearest multiple of `step` (in inner units) in the given mode."""
        exact_step = Fraction(step)
        if exact_step.denominator != 1:
            whole = self.times(exact_step.denominator)
            return as_exact(
                as_exact(whole)
                .rounded_to(exact_step.numerator, mode)
                .times(Fraction(1, exact_step.denominator))
            )
        size = exact_step.numerator
        if isinstance(self.denominator, int) and self.denominator == 1 and size == 1:
            return self
        divisor = _multiplied(self.denominator, size)
        quotient = _quotient(self, divisor, mode)
        return as_exact(quotient.times(size)) if size != 1 else quotient

    def _compared(self, other: Operand, apply: Callable[[Any, Any], Any]) -> ExactTruth:
        a, b = _aligned(self, other)
        if not same(a.denominator, b.denominator):
            a, b = a.scaled(b.denominator), b.scaled(a.denominator)
        return ExactTruth(apply(a.numerator, b.numerator), lists=a.lists or b.lists)

    def scaled(self, factor: Whole) -> Exact:
        """Return this with the numerator multiplied and the denominator left alone."""
        if isinstance(factor, int) and factor == 1:
            return self
        return _combined(self, Exact(factor), operator.mul, self.denominator)

    def _roomy(self) -> Whole:
        """Return the numerator in a type that numpy does not have to guess."""
        if isinstance(self.numerator, int) and not -LIMIT < self.numerator < LIMIT:
            return whole_array([self.numerator])
        return self.numerator


class ExactTruth(Truth):
    """Yes or no of one case, or an array of them."""

    __slots__ = ("lists", "value")

    def __init__(self, value: Any, *, lists: Lists | None = None) -> None:
        self.value = bool(value) if isinstance(value, bool) else value
        self.lists = lists

    def __and__(self, other: Truth) -> Truth:
        return ExactTruth(self.value & as_truth(other).value, lists=self.lists or as_truth(other).lists)

    def __or__(self, other: Truth) -> Truth:
        return ExactTruth(self.value | as_truth(other).value, lists=self.lists or as_truth(other).lists)

    def __invert__(self) -> Truth:
        return ExactTruth(not self.value if isinstance(self.value, bool) else ~self.value, lists=self.lists)

    def choose(self, yes: Operand, no: Operand) -> Quantity:
        if isinstance(self.value, bool):
            return as_exact(yes if self.value else no)
        import numpy as np

        a, b = _aligned(as_exact(yes), no)
        if not same(a.denominator, b.denominator):
            common = _multiplied(a.denominator, b.denominator)
            a, b = a.scaled(b.denominator), b.scaled(a.denominator)
        else:
            common = a.denominator
        lists = self.lists or a.lists or b.lists
        chosen = np.where(self.value, a._roomy(), b._roomy())
        return Exact(chosen, common, low=min(a.low, b.low), high=max(a.high, b.high), lists=lists)

    def entry(self, index: Any = None) -> bool:
        """Return the answer for one body."""
        return self.value if isinstance(self.value, bool) else bool(entry_of(self.value, index))


def as_exact(value: object) -> Exact:
    """Return a number as an Exact; raise TypeError for anything that is not exact."""
    if isinstance(value, Exact):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"{value!r} is not exact: rules return quantities, int or Fraction")
    return Exact.of(value)


def as_truth(value: object) -> ExactTruth:
    """Return yes or no as an ExactTruth."""
    if isinstance(value, ExactTruth):
        return value
    if isinstance(value, bool):
        return ExactTruth(value)
    raise TypeError(f"{value!r} is neither yes nor no")


def _aligned(first: Exact, second: Operand) -> tuple[Exact, Exact]:
    """Return both as Exact; values per body are repeated for the entries of their lists."""
    other = second if isinstance(second, Exact) else as_exact(second)
    if first.lists is None and other.lists is None:
        return first, other
    lists = first.lists or other.lists
    return _listed(first, lists), _listed(other, lists)


def _listed(value: Exact, lists: Lists | None) -> Exact:
    if lists is None or value.lists is not None or value.is_single:
        return value
    numerator = value.numerator if isinstance(value.numerator, int) else value.numerator[lists.owner]
    denominator = value.denominator if isinstance(value.denominator, int) else value.denominator[lists.owner]
    return Exact(numerator, denominator, low=value.low, high=value.high, lists=lists)


def _combined(a: Exact, b: Exact, apply: Callable[[Any, Any], Any], denominator: Whole) -> Exact:
    """Apply `+`, `-` or `*` to the numerators, in whichever integers hold the result."""
    lists = a.lists or b.lists
    x, y = a.numerator, b.numerator
    low, high = _range(apply, a.low, a.high, b.low, b.high)
    if isinstance(x, int) and isinstance(y, int):
        return Exact(apply(x, y), denominator, low=low, high=high)
    if not (low > -LIMIT and high < LIMIT) or not holds(x) or not holds(y):
        low, high = _range(apply, lowest(x), highest(x), lowest(y), highest(y))
        if not (fits(low, high) and holds(x) and holds(y)):
            x, y = as_python(x), as_python(y)
    return Exact(apply(x, y), denominator, low=low, high=high, lists=lists)


def _range(apply: Callable[[Any, Any], Any], a: int, b: int, c: int, d: int) -> tuple[int, int]:
    """Return the lowest and highest result for operands from `[a, b]` and `[c, d]`."""
    if apply is operator.add:
        return a + c, b + d
    if apply is operator.sub:
        return a - d, b - c
    corners = (a * c, a * d, b * c, b * d)
    return min(corners), max(corners)


def _quotient(value: Exact, divisor: Whole, mode: Rounding) -> Exact:
    """Return numerator / divisor as a whole number."""
    n, low, high = value.numerator, value.low, value.high
    most = divisor if isinstance(divisor, int) else highest(divisor)
    n = fitting(n, 2 * min(low, 0) - 2 * most, 2 * max(high, 0) + 2 * most)
    if isinstance(divisor, int) and not -LIMIT < divisor < LIMIT:
        n = as_python(n)
    half_floor = divisor // 2
    if mode is Rounding.AB:
        whole = n // divisor
    elif mode is Rounding.AUF:
        whole = -(-n // divisor)
    elif mode is Rounding.KAUFMAENNISCH and low >= 0:
        whole = n + half_floor
        whole //= divisor  # in place: the sum is nobody else's
    elif mode is Rounding.KAUFMAENNISCH:
        sign = 1 - 2 * (n < 0)
        whole = sign * ((abs(n) + half_floor) // divisor)
    else:
        floor = n // divisor
        twice = 2 * (n - floor * divisor)
        whole = floor + ((twice > divisor) | ((twice == divisor) & (floor % 2 == 1)))
    whole = int(whole) if isinstance(n, int) and isinstance(divisor, int) else whole
    least = divisor if isinstance(divisor, int) else lowest(divisor)
    low, high = min(low // least, low // most) - 1, max(high // least, high // most) + 1
    return Exact(whole, 1, low=max(low, 0) if value.low >= 0 else low, high=high, lists=value.lists)


def _reduced(a: Exact, b: Exact, denominator: int) -> tuple[Exact, Exact, int]:
    """Shorten a product by what a single factor and the denominator share: smaller numbers stay int64."""
    if denominator == 1:
        return a, b, denominator
    for index, factor in enumerate((a, b)):
        if isinstance(factor.numerator, int) and factor.numerator:
            common = gcd(factor.numerator, denominator)
            shorter = Exact(factor.numerator // common, factor.denominator)
            a, b = (shorter, b) if index == 0 else (a, shorter)
            denominator //= common
    return a, b, denominator


def _multiplied(first: Whole, second: Whole) -> Whole:
    """Return the product of two denominators."""
    if isinstance(first, int) and isinstance(second, int):
        return first * second
    return _combined(Exact(first), Exact(second), operator.mul, 1).numerator


def _is_zero(value: Exact) -> bool:
    return value.low == 0 == value.high and isinstance(value.numerator, int)


def _is_one(value: Exact) -> bool:
    return value.low == 1 == value.high and value.is_single and bool(value.denominator == 1)
