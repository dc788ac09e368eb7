from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.ledger.scenarios.domain import (
    AmbiguousNumber,
    Municipality,
    NoNumber,
    ResultRow,
    TooManyYears,
    WrongDay,
    WrongYears,
    balance_of,
    exact_number,
    kept,
    layer_documents,
    settings_of,
    years_of,
)

TOWN = Municipality(1, "05558012", "Coesfeld", "Kreis Coesfeld", False, 40_000, Decimal("141.36"))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("1.234,50", "1234.50"), ("1234,5", "1234.5"), ("12.5", "12.5"), ("−3", "-3"), ("1 000", "1000")],
)
def test_numbers_are_read_as_people_write_them(typed: str, plain: str) -> None:
    assert exact_number(typed) == plain


def test_a_number_that_can_mean_two_things_is_refused_with_both() -> None:
    with pytest.raises(AmbiguousNumber, match="1303 oder 1,303"):
        exact_number("1.303")


@pytest.mark.parametrize("typed", ["viele", "", "1,2,3", "1.23,4", "9" * 40, "1e9", "NaN"])
def test_other_texts_are_no_numbers(typed: str) -> None:
    with pytest.raises(NoNumber):
        exact_number(typed)


@given(st.integers(-(10**12), 10**12))
def test_whole_cents_survive_german_writing(cents: int) -> None:
    euros = Decimal(cents) / 100
    german = f"{euros:,.2f}".translate(str.maketrans(",.", ".,"))
    assert Decimal(exact_number(german)) == euros


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2026", (2026,)),
        ("2024-2026", (2024, 2025, 2026)),
        ("2026, 2024", (2024, 2026)),
        ("2024 – 2025", (2024, 2025)),
    ],
)
def test_years_are_single_or_spans(text: str, years: tuple[int, ...]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize("text", ["bald", "2026-2024", "20266", "2024-99999"])
def test_other_years_are_refused(text: str) -> None:
    with pytest.raises(WrongYears):
        years_of(text)


@pytest.mark.parametrize("text", ["2016-2030", "1999", "2090"])
def test_years_have_bounds(text: str) -> None:
    with pytest.raises(TooManyYears):
        years_of(text)


def test_an_address_keeps_only_what_belongs_to_the_question() -> None:
    assert kept({"regel": "x", "seite": "2", "e1.ab": "", "ein.persons": "beispiel"}) == {
        "regel": "x",
        "ein.persons": "beispiel",
    }


def test_layers_become_documents_of_the_rules_engine() -> None:
    settings = settings_of(
        {
            "ebenen": "2",
            "e1.name": "Teurer",
            "e1.ab": "2026-07-01",
            "e1.flueag_rate.kreisfrei": "1.303,50",
            "e2.flueag_sickness_threshold": "-10 %",
            "e3.flueag_rate.kreisfrei": "1",
        },
        year=2026,
    )
    assert layer_documents(settings.layers) == [
        {
            "name": "Teurer",
            "rows": {"flueag_rate": [{"values": {"kreisfrei": "1303.50"}, "from": "2026-07-01"}]},
        },
        {"name": "Annahme 2", "rows": {"flueag_sickness_threshold": [{"factor": "-10 %"}]}},
    ]


def test_a_wrong_day_is_named() -> None:
    with pytest.raises(WrongDay, match="32"):
        settings_of({"e1.ab": "2026-01-32", "e1.x": "1"}, year=2026)


def test_known_and_data_are_read() -> None:
    settings = settings_of({"bekannt": "2024-01-31", "ein.a": "daten-7", "ein.b": "daten-x"}, year=2026)
    assert (settings.known, settings.data_ids, settings.years) == (date(2024, 1, 31), [7], (2026,))


def test_a_balance_counts_who_gains_and_who_loses() -> None:
    rows = [ResultRow(TOWN, before, after) for before, after in ((100, 150), (100, 90), (5, 5))]
    balance = balance_of(rows)
    assert (balance.winners, balance.losers, balance.unchanged, balance.change) == (1, 1, 1, 40)
    assert rows[0].per_head == Decimal("0.5") / 40_000
