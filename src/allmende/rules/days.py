"""Arrays of several days: rows are days, columns are bodies. Cutting days out, and putting them together."""

import itertools
from collections.abc import Iterator
from math import lcm
from typing import Any, cast

from allmende.rules.choosing import ExactChoice, ExactSteps
from allmende.rules.exact import Exact, ExactTruth

Value = Exact | ExactTruth | ExactChoice | ExactSteps


def days_of(value: Value, start: int, end: int, days: int) -> Value:
    """Return a value for some of the days; what does not depend on the day stays as it is."""
    if isinstance(value, Exact):
        return Exact(
            _cut(value.numerator, start, end, days),
            _cut(value.denominator, start, end, days),
            low=value.low,
            high=value.high,
            lists=value.lists,
        )
    if isinstance(value, ExactTruth):
        return ExactTruth(_cut(value.value, start, end, days), lists=value.lists)
    if isinstance(value, ExactChoice):
        return ExactChoice(_cut(value.index, start, end, days), value.words)
    return value


def joined(parts: Iterator[tuple[Value, int]], days: int) -> Value:
    """Return the values of consecutive days as one; each part comes with its number of days.

    Rows are copied as they come, so that a part's memory is free for the next one.
    """
    import numpy as np

    first, count = next(parts)
    if count == days:
        return first
    if not _is_simple(first):
        return _concatenated([(first, count), *parts])
    simple = cast(Exact, first)
    rows = np.empty((days, np.atleast_2d(simple.numerator).shape[1]), dtype=np.int64)
    filled, low, high = 0, simple.low, simple.high
    for part, more in itertools.chain([(first, count)], parts):
        if not _is_alike(part, simple):
            before = Exact(rows[:filled], simple.denominator, low=low, high=high)
            return _concatenated([(before, filled), (part, more), *parts])
        number = cast(Exact, part)
        rows[filled : filled + more] = number.numerator
        filled, low, high = filled + more, min(low, number.low), max(high, number.high)
    return Exact(rows, simple.denominator, low=low, high=high)


def _is_simple(part: Value) -> bool:
    """Return whether a part is an int64 array over one denominator."""
    if not isinstance(part, Exact) or not isinstance(part.denominator, int):
        return False
    return not isinstance(part.numerator, int) and bool(part.numerator.dtype != object)


def _is_alike(part: Value, first: Exact) -> bool:
    """Return whether a part can be copied behind the first one as it is."""
    if not isinstance(part, Exact) or not _is_simple(part):
        return False
    return (
        bool(part.denominator == first.denominator) and part.numerator.shape[-1] == first.numerator.shape[-1]
    )


def _concatenated(parts: list[tuple[Value, int]]) -> Exact | ExactTruth:
    """Return parts of any kind as one, over a common denominator."""
    import numpy as np

    if isinstance(parts[0][0], ExactTruth):
        truths = [_rows(part.value, days) for part, days in parts if isinstance(part, ExactTruth)]
        return ExactTruth(np.concatenate(truths))
    numbers = [(part, days) for part, days in parts if isinstance(part, Exact)]
    if any(not isinstance(part.denominator, int) for part, _ in numbers):
        denominators = np.concatenate([_rows(part.denominator, days) for part, days in numbers])
        return Exact(np.concatenate([_rows(part.numerator, days) for part, days in numbers]), denominators)
    common = lcm(*(part.denominator for part, _ in numbers))
    scaled = [(part.scaled(common // part.denominator), days) for part, days in numbers]
    return Exact(np.concatenate([_rows(part.numerator, days) for part, days in scaled]), common)


def _cut(values: Any, start: int, end: int, days: int) -> Any:
    has_days = hasattr(values, "ndim") and values.ndim == 2 and values.shape[0] == days
    return values[start:end] if has_days else values


def _rows(values: Any, days: int) -> Any:
    """Return values as rows, one for each day."""
    import numpy as np

    array = np.atleast_2d(values)
    return np.broadcast_to(array, (days, array.shape[1]))
