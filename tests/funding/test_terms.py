"""Amounts of programmes of one's own: exact, with ceiling, explained, never above the cost."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.funding.domain.terms import Amount, Request, Terms, TermsRefused, amount_of
from allmende.funding.domain.words import CostClass, Financing

GROSS, MATERIAL = CostClass.EMPLOYER_GROSS, CostClass.MATERIAL
DAY = date(2025, 1, 1)


def computed(terms: Terms, request: Request) -> Amount:
    return amount_of(terms, request, on=DAY, known=DAY, source="Antrag")


def terms(financing: Financing, **more: object) -> Terms:
    return Terms(financing, frozenset({GROSS}), "Nr. 5 der Richtlinie", **more)  # type: ignore[arg-type]


def test_a_fixed_amount_per_post_is_at_most_the_cost() -> None:
    said = terms(Financing.PER_POST, amount=57_000_00)
    assert computed(said, Request({GROSS: 500_000_00}, posts=Fraction(6))).cents == 342_000_00
    assert computed(said, Request({GROSS: 100_000_00}, posts=Fraction(6))).cents == 100_000_00
    half = computed(said, Request({GROSS: 500_000_00}, posts=Fraction(1), months=Fraction(5)))
    assert half.cents == 23_750_00
    assert "1,0 Stellen zu 57.000,00\u00a0€ im Jahr für 5,0 Monate" in half.sentence


def test_a_share_is_rounded_once_and_stays_below_the_ceiling() -> None:
    said = terms(Financing.SHARE, rate=Fraction(2, 3), ceiling=80_000_00)
    assert computed(said, Request({GROSS: 100_00})).cents == 66_67
    capped = computed(said, Request({GROSS: 300_000_00}))
    assert capped.cents == 80_000_00
    assert capped.sentence.endswith("höchstens 80.000,00\u00a0€ (Nr. 5 der Richtlinie).")


def test_a_gap_is_what_own_income_leaves() -> None:
    said = terms(Financing.GAP, rate=Fraction(9, 10))
    assert computed(said, Request({GROSS: 1000_00}, other_income=300_00)).cents == 700_00
    assert computed(said, Request({GROSS: 1000_00}, other_income=50_00)).cents == 900_00


def test_what_is_not_funded_is_named_and_not_counted() -> None:
    said = terms(Financing.SHARE, rate=Fraction(1, 2))
    amount = computed(said, Request({GROSS: 1000_00, MATERIAL: 500_00}))
    assert amount.cents == 500_00
    assert amount.not_eligible == {MATERIAL: 500_00}
    assert [leaf["label"] for leaf in amount.tree["inputs"]] == ["Arbeitgeberbrutto"]


@given(
    st.sampled_from(list(Financing)),
    st.integers(0, 10**11),
    st.fractions(0, 40),
    st.fractions(Fraction(1, 100), 1),
    st.integers(0, 10**10),
)
def test_no_grant_is_above_the_eligible_cost(
    financing: Financing, cost: int, posts: Fraction, rate: Fraction, income: int
) -> None:
    said = terms(financing, amount=57_000_00, rate=rate)
    cents = computed(said, Request({GROSS: cost}, posts=posts, other_income=income)).cents
    assert 0 <= cents <= cost


@pytest.mark.parametrize(
    ("financing", "more", "words"),
    [
        (Financing.FIXED, {}, "Betrag über 0,00"),
        (Financing.SHARE, {"rate": Fraction(0)}, "Fördersatz"),
        (Financing.SHARE, {"rate": Fraction(11, 10)}, "Fördersatz"),
        (Financing.SHARE, {"ceiling": 0}, "Höchstbetrag"),
    ],
)
def test_terms_that_cannot_pay_are_refused(financing: Financing, more: dict[str, object], words: str) -> None:
    with pytest.raises(TermsRefused, match=words):
        terms(financing, **more)


def test_negative_cost_is_refused() -> None:
    with pytest.raises(TermsRefused, match="negativ"):
        computed(terms(Financing.SHARE), Request({GROSS: -1}))
