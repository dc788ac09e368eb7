"""What the law chooses by: the word of a choice, and the class a number falls into."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import Any

from allmende.rules.exact import Exact, ExactTruth, as_exact
from allmende.rules.quantity import Choice, Quantity, Steps, Truth
from allmende.rules.wholes import entry_of


class ExactChoice(Choice):
    """The index of the chosen word, for one case or for many."""

    __slots__ = ("_used", "index", "words")

    def __init__(self, index: Any, words: tuple[str, ...]) -> None:
        self.index = index
        self.words = words
        self._used: frozenset[int] | None = None

    def used(self) -> frozenset[int]:
        """Return the indexes of the words that anybody chose."""
        if self._used is None:
            self._used = frozenset(
                {self.index} if isinstance(self.index, int) else self.index.ravel().tolist()
            )
        return self._used

    def is_(self, word: str) -> Truth:
        return ExactTruth(self.index == self.words.index(word))

    def entry(self, index: Any = None) -> str:
        """Return the word that one body chose."""
        return self.words[self.index if isinstance(self.index, int) else int(entry_of(self.index, index))]


class ExactSteps(Steps):
    """Classes by lower bound."""

    __slots__ = ("bounds", "values")

    def __init__(self, bounds: tuple[Fraction, ...], values: tuple[Fraction, ...]) -> None:
        self.bounds = bounds
        self.values = values

    def at(self, where: Quantity) -> Quantity:
        exact = as_exact(where)
        if exact.is_single:
            return Exact.of(self._value(exact.fraction()))
        if exact.numerator.ndim != 1:
            raise TypeError("classes are looked up for one day at a time")
        return Exact.many([self._value(exact.fraction(i)) for i in range(len(exact.numerator))])

    def _value(self, where: Fraction) -> Fraction:
        index = bisect_right(self.bounds, where) - 1
        if index < 0:
            raise ValueError(f"{where} lies below the lowest class {self.bounds[0]}")
        return self.values[index]
