"""Stand-ins that have a unit and no value. Each rule is tried out with them when it is loaded."""

from __future__ import annotations

from fractions import Fraction

from allmende.rules.quantity import Choice, Quantity, Steps, Truth
from allmende.rules.units import Dimensions, product, shown

Operand = Quantity | int | Fraction


class UnitMismatch(TypeError):
    """A rule adds or compares what has different units."""


class QuantityProbe(Quantity):
    """A number of which only the unit is known."""

    __slots__ = ("dimensions",)

    def __init__(self, dimensions: Dimensions) -> None:
        self.dimensions = dimensions

    def plus(self, other: Operand, sign: int = 1) -> Quantity:
        days = (("date", 1),)
        theirs = _dimensions(other, self.dimensions)
        if self.dimensions == days and theirs == days and sign < 0:
            return QuantityProbe((("day", 1),))
        if self.dimensions == days and theirs in ((("day", 1),), ()):
            return QuantityProbe(days)
        return QuantityProbe(self._same(other))

    def times(self, other: Operand) -> Quantity:
        return QuantityProbe(product(self.dimensions, _dimensions(other, ())))

    def divided_by(self, other: Operand) -> Quantity:
        return QuantityProbe(product(self.dimensions, _dimensions(other, ()), -1))

    def is_less(self, other: Operand, *, or_equal: bool) -> Truth:
        self._same(other)
        return TruthProbe()

    def is_equal(self, other: Operand) -> Truth:
        self._same(other)
        return TruthProbe()

    def pick(self, other: Operand, *, larger: bool) -> Quantity:
        return QuantityProbe(self._same(other))

    def over_all(self) -> Quantity:
        return self

    def largest_of_all(self) -> Quantity:
        return self

    def over_list(self) -> Quantity:
        return self

    def split(self, weights: Quantity) -> Quantity:
        return self

    def _same(self, other: Operand) -> Dimensions:
        theirs = _dimensions(other, self.dimensions)
        if theirs != self.dimensions:
            raise UnitMismatch(f"{shown(self.dimensions)} and {shown(theirs)} do not go together")
        return self.dimensions


class TruthProbe(Truth):
    """Yes or no, without saying which."""

    __slots__ = ()

    def __and__(self, other: Truth) -> Truth:
        return self

    def __or__(self, other: Truth) -> Truth:
        return self

    def __invert__(self) -> Truth:
        return self

    def choose(self, yes: Operand, no: Operand) -> Quantity:
        known = (
            yes
            if isinstance(yes, QuantityProbe)
            else no
            if isinstance(no, QuantityProbe)
            else QuantityProbe(())
        )
        return known.pick(no if known is yes else yes, larger=True)


class ChoiceProbe(Choice):
    """One of several words, without saying which."""

    __slots__ = ("words",)

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def is_(self, word: str) -> Truth:
        if word not in self.words:
            raise UnitMismatch(f"“{word}” is none of {', '.join(self.words)}")
        return TruthProbe()


class StepsProbe(Steps):
    """A table of classes of which only the units are known."""

    __slots__ = ("by", "dimensions")

    def __init__(self, by: Dimensions, dimensions: Dimensions) -> None:
        self.by = by
        self.dimensions = dimensions

    def at(self, where: Quantity) -> Quantity:
        QuantityProbe(self.by)._same(where)
        return QuantityProbe(self.dimensions)


def _dimensions(value: Operand, of_zero: Dimensions) -> Dimensions:
    """Return the dimensions of an operand; a bare zero fits everywhere."""
    if isinstance(value, QuantityProbe):
        return value.dimensions
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise UnitMismatch(f"{value!r} is neither a quantity nor an exact number")
    return of_zero if value == 0 else ()
