"""Arrays of several days: rows are days, columns are bodies. Cutting days out, and putting them together."""

from math import lcm
from typing import Any

from allmende.rules.exact import Exact, ExactChoice, ExactSteps, ExactTruth

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


def joined(parts: list[tuple[Value, int]]) -> Exact | ExactTruth:
    """Return the values of consecutive days as one; each part comes with its number of days."""
    import numpy as np

    first = parts[0][0]
    if isinstance(first, ExactTruth):
        truths = [_rows(part.value, days) for part, days in parts if isinstance(part, ExactTruth)]
        return ExactTruth(np.concatenate(truths))
    numbers = [(part, days) for part, days in parts if isinstance(part, Exact)]
    if any(not isinstance(part.denominator, int) for part, _ in numbers):
        denominator: Any = np.concatenate([_rows(part.denominator, days) for part, days in numbers])
        return Exact(np.concatenate([_rows(part.numerator, days) for part, days in numbers]), denominator)
    common = lcm(*(part.denominator for part, _ in numbers))
    scaled = [(part.scaled(common // part.denominator), days) for part, days in numbers]
    return Exact(
        np.concatenate([_rows(part.numerator, days) for part, days in scaled]),
        common,
        low=min(part.low for part, _ in scaled),
        high=max(part.high for part, _ in scaled),
    )


def _cut(values: Any, start: int, end: int, days: int) -> Any:
    has_days = hasattr(values, "ndim") and values.ndim == 2 and values.shape[0] == days
    return values[start:end] if has_days else values


def _rows(values: Any, days: int) -> Any:
    """Return values as rows, one for each day."""
    import numpy as np

    array = np.atleast_2d(values)
    return np.broadcast_to(array, (days, array.shape[1]))
