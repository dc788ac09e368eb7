from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.common.money import Rounding, apportion, cents, rounded

weights = st.lists(st.fractions(min_value=0, max_value=10**6), min_size=1, max_size=40).filter(any)


@given(total=st.integers(-(10**15), 10**15), parts=weights)
def test_parts_add_up_to_the_total(total: int, parts: list[Fraction]) -> None:
    assert sum(apportion(total, parts)) == total


@given(total=st.integers(0, 10**12), parts=weights)
def test_no_part_is_a_cent_or_more_away_from_its_exact_share(total: int, parts: list[Fraction]) -> None:
    whole = sum(parts)
    for part, weight in zip(apportion(total, parts), parts, strict=True):
        assert abs(part - total * weight / whole) < 1


@given(total=st.integers(0, 10**9), parts=weights, factor=st.fractions(min_value="1/1000", max_value=1000))
def test_only_the_ratio_of_weights_counts(total: int, parts: list[Fraction], factor: Fraction) -> None:
    assert apportion(total, parts) == apportion(total, [part * factor for part in parts])


def test_the_first_of_equal_remainders_gets_the_cent() -> None:
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]


def test_a_negative_total_is_split_like_a_positive_one() -> None:
    assert apportion(-100, [1, 1, 1]) == [-34, -33, -33]


def test_nobody_with_weight_zero_pays() -> None:
    assert apportion(101, [0, 1, 1]) == [0, 51, 50]


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], []])
def test_weights_that_split_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        apportion(100, weights)


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("2.5", Rounding.KAUFMAENNISCH, 3),
        ("-2.5", Rounding.KAUFMAENNISCH, -3),
        ("2.5", Rounding.HALF_EVEN, 2),
        ("3.5", Rounding.HALF_EVEN, 4),
        ("-2.1", Rounding.AB, -3),
        ("2.1", Rounding.AUF, 3),
        ("2", Rounding.AUF, 2),
    ],
)
def test_rounding_goes_the_named_way(value: str, mode: Rounding, expected: int) -> None:
    assert rounded(Fraction(value), mode) == expected


DECIMAL_MODES = {
    Rounding.KAUFMAENNISCH: ROUND_HALF_UP,
    Rounding.AB: ROUND_FLOOR,
    Rounding.AUF: ROUND_CEILING,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
}


@given(value=st.decimals(-(10**9), 10**9, places=4), mode=st.sampled_from(Rounding))
def test_rounding_agrees_with_decimal(value: Decimal, mode: Rounding) -> None:
    assert rounded(value, mode) == int(value.quantize(Decimal(1), rounding=DECIMAL_MODES[mode]))


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        rounded(0.5)  # type: ignore[arg-type]


def test_euros_become_cents_or_are_refused() -> None:
    assert cents("651895.80") == 65_189_580
    with pytest.raises(ValueError, match="cents"):
        cents("0.001")
