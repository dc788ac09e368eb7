"""Exact values: arrays give what fractions give, nothing overflows, parts add up."""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.common.money import Rounding, apportion, rounded
from allmende.rules.exact import Exact, ExactTruth, Lists, as_exact, as_truth
from allmende.rules.quantity import Quantity, add_up, apportioned, choose, highest, lowest, total
from allmende.rules.wholes import LIMIT, whole_array

WHOLE = st.integers(-(2**70), 2**70)
FRACTIONS = st.builds(Fraction, WHOLE, st.integers(1, 10**6))
ROWS = st.integers(1, 6).flatmap(
    lambda n: st.tuples(*[st.lists(FRACTIONS, min_size=n, max_size=n) for _ in range(3)])
)
OPERATIONS: list[Callable[[Any, Any], Any]] = [operator.add, operator.sub, operator.mul]


def fractions_of(value: object, size: int) -> list[Fraction]:
    exact = as_exact(value)
    return [exact.fraction(index) for index in range(size)]


@given(ROWS)
def test_arrays_compute_like_fractions(rows: tuple[list[Fraction], list[Fraction], list[Fraction]]) -> None:
    first, second, third = rows
    for apply in OPERATIONS:
        combined = apply(Exact.many(first), Exact.many(second)) - Exact.many(third)
        expected = [apply(a, b) - c for a, b, c in zip(first, second, third, strict=True)]
        assert fractions_of(combined, len(first)) == expected


@given(ROWS)
def test_division_comparison_and_choice_are_exact(rows: tuple[list[Fraction], ...]) -> None:
    first, second, _ = rows
    divisors = [value or Fraction(1) for value in second]
    quotient = Exact.many(first) / Exact.many(divisors)
    assert fractions_of(quotient, len(first)) == [a / b for a, b in zip(first, divisors, strict=True)]
    smaller = lowest(Exact.many(first), Exact.many(second))
    assert fractions_of(smaller, len(first)) == [min(pair) for pair in zip(first, second, strict=True)]
    chosen = choose(quotient >= 1, Exact.many(first), Exact.many(divisors))
    expected = [a if a / b >= 1 else b for a, b in zip(first, divisors, strict=True)]
    assert fractions_of(chosen, len(first)) == expected


@given(st.lists(FRACTIONS, min_size=1, max_size=6), st.sampled_from(Rounding), st.integers(1, 1000))
def test_rounding_of_arrays_is_that_of_money(values: list[Fraction], mode: Rounding, step: int) -> None:
    expected = [rounded(value / step, mode) * step for value in values]
    assert fractions_of(Exact.many(values).rounded_to(step, mode), len(values)) == expected
    assert [Exact.of(value).rounded_to(step, mode).fraction() for value in values] == expected


@given(st.lists(WHOLE, min_size=1, max_size=5), st.integers(0, 60))
def test_the_range_that_is_carried_along_holds(values: list[int], shift: int) -> None:
    exact = as_exact(Exact.many(values) * 2**shift - Exact.many(values[::-1]))
    assert exact.low <= min(exact.numerator.tolist())
    assert max(exact.numerator.tolist()) <= exact.high
    assert exact.numerator.dtype == object or max(abs(exact.low), abs(exact.high)) < LIMIT


def test_what_would_overflow_changes_to_python_integers() -> None:
    cents = Exact(np.array([2**61, 3], dtype=np.int64))
    assert fractions_of(cents * 4, 2) == [Fraction(2**63), Fraction(12)]
    assert as_exact(cents * 4).numerator.dtype == object
    assert as_exact(Exact(np.array([2, 3])) * 4).numerator.dtype == np.int64


def test_a_wide_range_is_looked_at_again_before_arrays_change() -> None:
    loose = Exact(np.array([1, 2]), low=0, high=2**61)
    assert as_exact(loose * 8).numerator.dtype == np.int64


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_parts_add_up_and_are_those_of_money(whole: int, weights: list[int]) -> None:
    parts = as_exact(apportioned(Exact.of(whole), Exact.many(weights))).numerator
    parts = [parts] if isinstance(parts, int) else parts.tolist()
    assert sum(parts) == whole
    assert parts == apportion(whole, weights)


def test_sums_run_over_bodies_and_over_lists() -> None:
    costs = Exact.many([1, 2, 3, 4], lists=Lists(np.array([0, 0, 2, 2]), 3))
    over_two = add_up(highest(costs - 2, 0))
    assert fractions_of(over_two, 3) == [0, 0, 3]
    assert as_exact(total(over_two)).fraction() == 3


def test_values_of_a_body_are_repeated_for_its_list() -> None:
    costs = Exact.many([10, 20, 30], lists=Lists(np.array([0, 1, 1]), 2))
    assert fractions_of(add_up(costs * Exact.many([1, 2])), 2) == [10, 100]


def test_arrays_of_days_keep_their_rows() -> None:
    grid = Exact(np.array([[1, 2], [3, 4]]))
    share = as_exact(grid / total(grid))
    assert [[share.fraction((day, body)) for body in (0, 1)] for day in (0, 1)] == [
        [Fraction(1, 3), Fraction(2, 3)],
        [Fraction(3, 7), Fraction(4, 7)],
    ]


@pytest.mark.parametrize("value", [0.5, True, "1", None])
def test_only_exact_numbers_are_taken(value: object) -> None:
    with pytest.raises(TypeError, match="not exact"):
        as_exact(value)


def test_a_quantity_cannot_be_branched_on() -> None:
    one: Quantity = Exact.of(1)
    with pytest.raises(TypeError, match="choose"):
        bool(one)
    with pytest.raises(TypeError, match="choose"):
        bool(one > 0)


def test_truths_combine() -> None:
    yes, mixed = ExactTruth(True), ExactTruth(np.array([True, False]))
    assert [as_truth(yes & mixed).entry(index) for index in (0, 1)] == [True, False]
    assert [as_truth(~mixed | ~yes).entry(index) for index in (0, 1)] == [False, True]


def test_division_by_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Exact.of(1) / Exact(whole_array([1, 0]))
