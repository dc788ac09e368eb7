"""Recomputed statements: right ones are marked, wrong ones flagged with the right value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading import Document, read_paper
from allmende.reading.arithmetic import check_prose, check_tables, german, tolerance


@pytest.mark.parametrize(
    ("text", "is_right", "computed"),
    [
        ("6x 57.000 = 342.000 €", True, "342000"),
        ("3 x 10.000 € = 35.000 €", False, "30000"),
        ("10.000 € + 5.000,50 € = 15.000,50 €", True, "15000.50"),
        ("80.000 Euro - 61.000 Euro = 20.000 Euro", False, "19000"),
        ("10 % von 5.000 € = 500 €", True, "500"),
        ("70 v. H. von 1.200.000 € ergeben 850.000 €", False, "840000"),
    ],
)
def test_a_stated_calculation_is_recomputed(text: str, is_right: bool, computed: str) -> None:
    (check,) = check_prose(text)
    assert (check.is_right, check.computed) == (is_right, Decimal(computed))


def test_a_total_row_is_the_sum_of_the_rows_above() -> None:
    right = "Personalkosten  127.900 Euro\nSachkosten  10.000 Euro\nSumme  137.900 Euro"
    assert check_tables(right)[0].is_right
    assert not check_tables(right.replace("137.900", "137.800"))[0].is_right


def test_the_finding_names_the_right_value() -> None:
    messages = [
        finding.message for finding in read_paper(Document("Kosten: 3 x 10.000 € = 35.000 €")).findings
    ]
    assert "Das Produkt 35.000 stimmt nicht: Nachgerechnet ergeben sich 30.000." in messages


def test_the_tolerance_is_half_of_the_last_digit_shown() -> None:
    assert tolerance("342.000") == Decimal("0.5")
    assert tolerance("1,25") == Decimal("0.005")


@given(st.integers(1, 99), st.integers(1, 10**6))
def test_a_right_product_is_never_flagged(count: int, each: int) -> None:
    text = f"{count} x {german(Decimal(each))} = {german(Decimal(count * each))} €"
    assert all(check.is_right for check in check_prose(text))
