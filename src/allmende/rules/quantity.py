"""What rules compute with: numbers, truths and choices, of one body or of many alike.

Three things stand behind these classes: exact values of one case, arrays of whole numbers for thousands of
bodies (`allmende.rules.exact`), and bare units with which every rule is tried out when it is loaded
(`allmende.rules.probe`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction


class Quantity(ABC):
    """A number with a unit: money, persons, days, shares."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    @abstractmethod
    def plus(self, other: Quantity | int | Fraction, sign: int = 1) -> Quantity: ...

    @abstractmethod
    def times(self, other: Quantity | int | Fraction) -> Quantity: ...

    @abstractmethod
    def divided_by(self, other: Quantity | int | Fraction) -> Quantity: ...

    @abstractmethod
    def is_less(self, other: Quantity | int | Fraction, *, or_equal: bool) -> Truth: ...

    @abstractmethod
    def is_equal(self, other: Quantity | int | Fraction) -> Truth: ...

    @abstractmethod
    def pick(self, other: Quantity | int | Fraction, *, larger: bool) -> Quantity:
        """Return the larger or the smaller of two values."""

    @abstractmethod
    def over_all(self) -> Quantity:
        """Return the sum over all bodies."""

    @abstractmethod
    def largest_of_all(self) -> Quantity:
        """Return the largest value of all bodies."""

    @abstractmethod
    def over_list(self) -> Quantity:
        """Return the sum over the list that each body has."""

    @abstractmethod
    def split(self, weights: Quantity) -> Quantity:
        """Return this sum split over all bodies by weights, in whole inner units that add up."""

    def __add__(self, other: Quantity | int | Fraction) -> Quantity:
        return self.plus(other)

    __radd__ = __add__

    def __sub__(self, other: Quantity | int | Fraction) -> Quantity:
        return self.plus(other, -1)

    def __rsub__(self, other: int | Fraction) -> Quantity:
        return self.times(-1).plus(other)

    def __neg__(self) -> Quantity:
        return self.times(-1)

    def __mul__(self, other: Quantity | int | Fraction) -> Quantity:
        return self.times(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | int | Fraction) -> Quantity:
        return self.divided_by(other)

    def __lt__(self, other: Quantity | int | Fraction) -> Truth:
        return self.is_less(other, or_equal=False)

    def __le__(self, other: Quantity | int | Fraction) -> Truth:
        return self.is_less(other, or_equal=True)

    def __gt__(self, other: Quantity | int | Fraction) -> Truth:
        return ~self.is_less(other, or_equal=True)

    def __ge__(self, other: Quantity | int | Fraction) -> Truth:
        return ~self.is_less(other, or_equal=False)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        if not isinstance(other, Quantity | int | Fraction):
            raise TypeError(f"a quantity cannot be compared with {other!r}")
        return self.is_equal(other)

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        return ~(self == other)

    def __bool__(self) -> bool:
        raise TypeError("a quantity is not true or false: use choose, lowest, highest")


class Truth(ABC):
    """Yes or no, of one body or of many. Combine with `&`, `|`, `~`; branch with `choose`."""

    __slots__ = ()

    @abstractmethod
    def __and__(self, other: Truth) -> Truth: ...

    @abstractmethod
    def __or__(self, other: Truth) -> Truth: ...

    @abstractmethod
    def __invert__(self) -> Truth: ...

    @abstractmethod
    def choose(self, yes: Quantity | int | Fraction, no: Quantity | int | Fraction) -> Quantity: ...

    def __bool__(self) -> bool:
        raise TypeError("a truth may differ from body to body: use choose, &, |, ~")


class Choice(ABC):
    """One of several words, for example the kind of municipality."""

    __slots__ = ()

    @abstractmethod
    def is_(self, word: str) -> Truth:
        """Return where this word was chosen; a word that cannot be chosen is an error at load."""


class Steps(ABC):
    """A table of classes: from each lower bound on, a value."""

    __slots__ = ()

    @abstractmethod
    def at(self, where: Quantity) -> Quantity:
        """Return the value of the class that a quantity falls into; raise below the lowest bound."""


def choose(condition: Truth, yes: Quantity | int | Fraction, no: Quantity | int | Fraction) -> Quantity:
    """Return `yes` where the condition holds, else `no`. One of the two must be a quantity."""
    return condition.choose(yes, no)


def lowest(first: Quantity, *others: Quantity | int | Fraction) -> Quantity:
    """Return the smallest of the values."""
    for other in others:
        first = first.pick(other, larger=False)
    return first


def highest(first: Quantity, *others: Quantity | int | Fraction) -> Quantity:
    """Return the largest of the values; `highest(x, 0)` is x but never negative."""
    for other in others:
        first = first.pick(other, larger=True)
    return first


def total(each: Quantity) -> Quantity:
    """Return the sum over all bodies; of one body alone its own value."""
    return each.over_all()


def largest(each: Quantity) -> Quantity:
    """Return the largest value of all bodies; of one body alone its own value."""
    return each.largest_of_all()


def add_up(each: Quantity) -> Quantity:
    """Return the sum over the list that one body enters, for example over persons."""
    return each.over_list()


def apportioned(whole: Quantity, weights: Quantity) -> Quantity:
    """Split a sum over all bodies by weights (largest remainder, ties to who stands first)."""
    return whole.split(weights)
