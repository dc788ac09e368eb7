"""Tables, simple splits, claims and airports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.sharing import claims
from allmende.sharing.core import check_core, least_core
from allmende.sharing.errors import (
    BadNumber,
    CostsMissing,
    CountsDiffer,
    DuplicateParty,
    NothingToShareBy,
    TooManyParties,
    UnknownParty,
)
from allmende.sharing.games import costlier_together, game_from_table, game_from_vector, group_sizes
from allmende.sharing.nucleolus import nucleolus
from allmende.sharing.separable import equal_split, proportional_to_standalone, scrb, separable_cost
from allmende.sharing.shapley import shapley

AMOUNTS = st.lists(st.floats(0, 1_000), min_size=2, max_size=6).filter(lambda values: sum(values) > 1)


def names(values: list[float]) -> list[str]:
    return [f"M{index}" for index in range(len(values))]


@given(wanted=AMOUNTS, part=st.floats(0, 1))
def test_the_rule_of_the_talmud_is_the_nucleolus_of_the_claims_game(wanted: list[float], part: float) -> None:
    estate = sum(wanted) * part
    garment = claims.contested_garment(names(wanted), wanted, estate).amounts
    assert garment == pytest.approx(claims.claims_nucleolus(names(wanted), wanted, estate).amounts, abs=1e-6)
    assert sum(garment) == pytest.approx(estate, abs=1e-9)
    assert all(-1e-9 <= got <= claim + 1e-9 for got, claim in zip(garment, wanted, strict=True))


@given(wanted=AMOUNTS, part=st.floats(0, 1))
def test_the_average_over_orders_of_claims_is_that_of_the_table(wanted: list[float], part: float) -> None:
    estate = sum(wanted) * part
    direct = claims.claims_shapley(names(wanted), wanted, estate).amounts
    assert direct == pytest.approx(
        shapley(claims.claims_game(names(wanted), wanted, estate)).amounts, abs=1e-6
    )


@given(needs=AMOUNTS)
def test_the_formulas_for_airports_are_those_of_the_table(needs: list[float]) -> None:
    table = claims.airport_game(names(needs), needs)
    assert claims.airport_shapley(names(needs), needs).amounts == pytest.approx(
        shapley(table).amounts, abs=1e-7
    )
    assert claims.airport_nucleolus(names(needs), needs).amounts == pytest.approx(
        nucleolus(table).amounts, abs=1e-6
    )


@pytest.mark.parametrize(("wanted", "estate"), [([1, 2], 4), ([1, 2], -1), ([-1, 2], 1)])
def test_impossible_claims_are_refused(wanted: list[float], estate: float) -> None:
    with pytest.raises(BadNumber):
        claims.check_claims(wanted, estate)


def test_claims_and_needs_of_nothing_are_refused() -> None:
    with pytest.raises(NothingToShareBy):
        claims.check_claims([0, 0], 0)
    with pytest.raises(NothingToShareBy):
        claims.check_needs([0, 0], place="Bedarf")
    with pytest.raises(BadNumber):
        claims.check_needs([1, -1], place="Bedarf")


def test_all_splits_add_up() -> None:
    costs = np.random.default_rng(1).random(32) * np.sqrt(group_sizes(5))
    costs[0] = 0
    game = game_from_vector([str(index) for index in range(5)], costs)
    for split in (scrb, equal_split, proportional_to_standalone, shapley, nucleolus):
        assert sum(split(game).amounts) == pytest.approx(game.total)


def test_a_member_alone_pays_everything() -> None:
    game = game_from_table(["A"], {frozenset({"A"}): 7.0})
    assert [split(game)["A"] for split in (shapley, nucleolus, scrb, separable_cost)] == [7.0] * 4
    assert check_core(game, [7.0]).in_core
    assert least_core(game).is_core_nonempty


def test_shares_by_costs_alone_need_costs() -> None:
    game = game_from_vector(["A", "B"], np.zeros(4))
    with pytest.raises(NothingToShareBy):
        proportional_to_standalone(game)


def test_two_groups_that_are_cheaper_apart_are_found() -> None:
    game = game_from_vector(["A", "B", "C"], np.array([0.0, 1, 1, 2, 1, 2, 3, 3]))
    assert costlier_together(game) == [(2, 4, 1.0)]


def test_pairs_of_all_members_are_looked_at_in_large_tables() -> None:
    costs = group_sizes(14).astype(float)
    costs[-1] = 15.0
    game = game_from_vector([str(index) for index in range(14)], costs)
    pairs = costlier_together(game)
    assert len(pairs) == 2**13 - 1
    assert all(one + other == 2**14 - 1 and loss == 1.0 for one, other, loss in pairs)


def test_broken_tables_are_refused() -> None:
    a, b, both = frozenset("A"), frozenset("B"), frozenset("AB")
    with pytest.raises(CostsMissing, match="„A,B“"):
        game_from_table(["A", "B"], {a: 1, b: 1})
    with pytest.raises(UnknownParty):
        game_from_table(["A"], {a: 1, both: 1})
    with pytest.raises(DuplicateParty):
        game_from_table(["A", "A"], {a: 1})
    with pytest.raises(BadNumber):
        game_from_table([], {})
    with pytest.raises(BadNumber):
        game_from_vector(["A"], np.array([0.0, np.nan]))
    with pytest.raises(BadNumber):
        game_from_vector(["A"], np.array([1.0, 2.0]))
    with pytest.raises(CostsMissing):
        game_from_vector(["A"], np.array([0.0]))
    with pytest.raises(TooManyParties):
        game_from_table([str(index) for index in range(26)], {})
    with pytest.raises(CountsDiffer):
        check_core(game_from_table(["A"], {a: 1}), [1.0, 2.0])


def test_the_nucleolus_of_too_many_members_is_refused() -> None:
    game = game_from_vector([str(index) for index in range(21)], np.zeros(1 << 21))
    with pytest.raises(TooManyParties):
        nucleolus(game)
