"""Whole numbers behind exact values: one Python integer, or an array of int64 or of Python integers.

numpy is imported only when there is an array, because that alone takes longer than a calculation.
"""

from collections.abc import Sequence
from typing import Any

LIMIT = 2**62
"""Below this a sum of two results still fits into 64 bits."""

Whole = Any  # int, or an integer array (int64, or Python integers)


def whole_array(values: Sequence[int]) -> Any:
    """Return whole numbers as int64 if all fit, else as Python integers."""
    import numpy as np

    fits = all(-LIMIT < value < LIMIT for value in values)
    return np.array(values, dtype=np.int64 if fits else object)


def fitting(values: Whole, low: int, high: int) -> Whole:
    """Return the values in integers that hold results in `[low, high]`."""
    return values if isinstance(values, int) or fits(low, high) else as_python(values)


def as_python(values: Whole) -> Whole:
    """Return an array of Python integers, which hold any number."""
    return values if isinstance(values, int) or values.dtype == object else values.astype(object)


def holds(values: Whole) -> bool:
    """Return whether numpy takes a number as it is; an array it always does."""
    return not isinstance(values, int) or -LIMIT < values < LIMIT


def fits(low: int, high: int) -> bool:
    """Return whether results in a range fit into 64 bits."""
    return low > -LIMIT and high < LIMIT


def lowest(values: Whole) -> int:
    """Return the smallest entry."""
    return values if isinstance(values, int) else int(values.min()) if values.size else 0


def highest(values: Whole) -> int:
    """Return the largest entry."""
    return values if isinstance(values, int) else int(values.max()) if values.size else 0


def has_zero(values: Whole) -> bool:
    """Return whether any entry is zero."""
    return values == 0 if isinstance(values, int) else bool((values == 0).any())


def same(first: Whole, second: Whole) -> bool:
    """Return whether two denominators are known to be equal."""
    if isinstance(first, int) and isinstance(second, int):
        return first == second
    return first is second


def entry_of(values: Any, index: Any) -> int:
    """Return one entry; a dimension of length one holds for all."""
    if isinstance(values, int):
        return values
    place = index if isinstance(index, tuple) else (index,)
    place = place[len(place) - values.ndim :]
    return int(values[tuple(0 if size == 1 else i for i, size in zip(place, values.shape, strict=True))])
