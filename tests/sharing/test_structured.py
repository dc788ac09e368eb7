"""Structured costs: exact against the table for every kind of scale, and large games."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from allmende.sharing import structured_shapley as quadrature
from allmende.sharing import structured_worst
from allmende.sharing.core import check_core, least_core
from allmende.sharing.errors import BadNumber, CalculationTooLarge, CountsDiffer, NothingToShareBy
from allmende.sharing.games import Vector, game_from_vector, group_sizes, subset_sums
from allmende.sharing.sampling import MIN_PAIRS, sampled_shapley
from allmende.sharing.shapley import folded, shapley
from allmende.sharing.structured import (
    PowerScale,
    Scale,
    StepScale,
    StructuredGame,
    TariffScale,
    structured_game,
    structured_keys,
)
from allmende.sharing.structured_core import _by_rows, check_structured_core, structured_least_core
from allmende.sharing.structured_steps import worst_with_steps
from allmende.sharing.structured_worst import worst_group

SCALES: dict[str, Scale] = {
    "falling unit costs": PowerScale(30.0, 0.7),
    "price per unit": PowerScale(3.0),
    "rising unit costs": PowerScale(0.2, 1.5),
    "steps": StepScale(25.0, 80.0),
    "discount tariff": TariffScale((0.0, 50.0, 200.0), (0.0, 200.0, 500.0)),
    "surcharge tariff": TariffScale((0.0, 50.0, 200.0), (0.0, 20.0, 500.0)),
}


def random_game(count: int, scale: Scale, seed: int = 1) -> StructuredGame:
    random = np.random.default_rng(seed)
    drivers = np.maximum(0, np.round(np.exp(random.normal(2.8, 1, count)))).tolist()
    own = np.round(random.uniform(0, 100, count), 2).tolist()
    names = [f"M{index}" for index in range(count)]
    return structured_game(names, fixed=250.0, own=own, drivers=drivers, scale=scale)


@pytest.mark.parametrize("name", SCALES)
def test_the_worst_group_is_that_of_the_table(name: str) -> None:
    for seed in range(10):
        game = random_game(9, SCALES[name], seed)
        table = game.as_table()
        for allocation in structured_keys(game).values():
            worst = check_structured_core(game, allocation.amounts)
            wanted = max(check_core(table, allocation.amounts).excess, 0.0)
            assert max(worst.excess, 0.0) == pytest.approx(wanted, abs=1e-7)
            members = [game.players.index(player) for player in worst.coalition]
            paid = sum(allocation.amounts[member] for member in members)
            assert paid - game.cost_of(np.array(members)) == pytest.approx(worst.excess, abs=1e-7)


@pytest.mark.parametrize("name", SCALES)
def test_the_quadrature_gives_the_average_of_the_table(name: str) -> None:
    game = random_game(11, SCALES[name])
    amounts = quadrature._by_quadrature(game).amounts
    assert np.abs(amounts - folded(game.as_table().costs, 11)).max() < 1e-9


@pytest.mark.parametrize("name", SCALES)
def test_the_least_core_by_rows_is_that_of_the_table(name: str) -> None:
    game = random_game(8, SCALES[name])
    by_rows = _by_rows(game)
    assert by_rows is not None
    assert by_rows.saving == pytest.approx(least_core(game.as_table()).saving, abs=1e-6)


@pytest.mark.parametrize("count", [30, 427, 1_100])
def test_sharing_the_joint_cost_by_driver_is_stable_if_unit_costs_fall(count: int) -> None:
    game = random_game(count, PowerScale(30.0, 0.7))
    keys = structured_keys(game)
    assert check_structured_core(game, keys["joint_by_driver"].amounts).in_core
    assert not check_structured_core(game, keys["equal_share_of_joint"].amounts).in_core


def test_the_average_over_orders_of_427_members_is_stable_and_adds_up() -> None:
    game = random_game(427, PowerScale(30.0, 0.7))
    allocation = quadrature.structured_shapley(game)
    assert sum(allocation.amounts) == pytest.approx(game.total, rel=1e-12)
    assert check_structured_core(game, allocation.amounts).excess < 1e-6


def test_with_steps_the_plain_driver_key_is_unstable_for_1100_members() -> None:
    game = random_game(1_100, StepScale(25.0, 80.0))
    total_by_driver = structured_keys(game)["total_by_driver"]
    worst = worst_group(game, total_by_driver.amounts)
    paid = float(np.array(total_by_driver.amounts)[worst.members].sum())
    assert worst.excess == pytest.approx(paid - game.cost_of(worst.members), abs=1e-6)
    assert worst.excess > 1


def test_the_least_core_is_left_out_where_it_takes_too_long() -> None:
    assert structured_least_core(random_game(200, StepScale(25.0, 80.0))) is None


def test_drivers_with_decimals_stand_on_their_step() -> None:
    game = structured_game(["A", "B"], fixed=0, own=[0, 0], drivers=[0.1, 0.2], scale=StepScale(0.1, 10.0))
    assert game.total == 30.0


def test_many_decimals_are_refused_for_steps_and_fine_for_falling_costs() -> None:
    drivers = (np.random.default_rng(3).random(40) + 0.1).tolist()
    names = [str(index) for index in range(40)]
    steps = structured_game(names, fixed=1, own=[0] * 40, drivers=drivers, scale=StepScale(1.0, 5.0))
    curve = structured_game(names, fixed=1, own=[0] * 40, drivers=drivers, scale=PowerScale(3, 0.5))
    with pytest.raises(CalculationTooLarge):
        worst_group(steps, structured_keys(steps)["joint_by_driver"].amounts)
    assert worst_group(curve, structured_keys(curve)["joint_by_driver"].amounts).excess < 1e-9


@st.composite
def games_with_steps(draw: st.DrawFn, most: int) -> tuple[StructuredGame, Vector]:
    """A game whose costs rise by steps, and any amounts, in cents, by weights that may be negative."""
    count = draw(st.integers(1, most))
    places = draw(st.sampled_from([1, 2, 10]))
    drivers = draw(st.lists(st.integers(0, 60), min_size=count, max_size=count).filter(any))
    unit = draw(st.sampled_from([1.0, 2.5, 7.0, 12.0, 25.0, 40.0]))
    cost = draw(st.integers(1, 9_000)) / 100
    cents = st.lists(st.integers(-3_000, 9_000), min_size=count, max_size=count)
    own = [value / 100 for value in draw(cents)]
    game = structured_game(
        [str(index) for index in range(count)],
        fixed=draw(st.integers(-500, 5_000)) / 100,
        own=own,
        drivers=[driver / places for driver in drivers],
        scale=StepScale(unit, cost),
    )
    if draw(st.booleans()):
        key = draw(st.sampled_from(["equal_share_of_joint", "joint_by_driver", "total_by_driver"]))
        return game, np.array(structured_keys(game)[key].amounts)
    return game, np.array(draw(cents)) / 100


@given(games_with_steps(most=9))
def test_with_steps_the_worst_group_is_that_of_the_table(case: tuple[StructuredGame, Vector]) -> None:
    game, amounts = case
    table = game.as_table()
    wanted = float((subset_sums(amounts) - table.costs)[1:].max())
    assert worst_group(game, amounts).excess == pytest.approx(wanted, abs=1e-7)


@given(games_with_steps(most=60))
def test_with_steps_the_worst_group_is_that_of_the_knapsack(case: tuple[StructuredGame, Vector]) -> None:
    game, amounts = case
    everyone = np.arange(game.size)
    wanted = structured_worst._worst_by_knapsack(game, amounts - game.own, everyone)
    found = worst_group(game, amounts)
    assert found.excess == pytest.approx(wanted.excess, abs=1e-7)
    paid = float(amounts[found.members].sum())
    assert paid - game.cost_of(found.members) == pytest.approx(found.excess, abs=1e-7)


def test_steps_of_very_many_units_are_left_to_the_knapsack() -> None:
    game = structured_game(
        ["A", "B", "C"], fixed=1, own=[0] * 3, drivers=[6_000, 7_001, 3], scale=StepScale(7_001, 50.0)
    )
    assert worst_with_steps(game, np.array([60.0, 70.0, 0.0]), np.arange(3)) is None
    worst = worst_group(game, [60.0, 70.0, 0.0])
    assert (worst.members.tolist(), worst.excess) == ([0, 1], 29.0)


def test_broken_games_are_refused() -> None:
    scale = PowerScale(1.0)
    with pytest.raises(NothingToShareBy):
        structured_game(["A", "B"], fixed=1, own=[1, 1], drivers=[0, 0], scale=scale)
    with pytest.raises(CountsDiffer):
        structured_game(["A", "B"], fixed=1, own=[1], drivers=[1, 1], scale=scale)
    with pytest.raises(BadNumber):
        structured_game(["A", "B"], fixed=1, own=[1, 1], drivers=[-1, 1], scale=scale)
    with pytest.raises(CountsDiffer):
        worst_group(random_game(3, scale), [1.0])


def prefix_costs(costs: Vector, orders: NDArray[np.int64]) -> Vector:
    masks = np.cumsum(1 << orders, axis=1)
    prefix: Vector = costs[masks]
    return prefix


def test_sampled_intervals_cover_the_exact_value() -> None:
    random = np.random.default_rng(2)
    costs = random.random(1 << 8) * np.sqrt(group_sizes(8))
    costs[0] = 0
    game = game_from_vector([str(index) for index in range(8)], costs)
    exact, covered = np.array(shapley(game).amounts), []
    for seed in range(40):
        sampled = sampled_shapley(game.players, lambda orders: prefix_costs(costs, orders), seed=seed)
        covered.append(np.abs(sampled.amounts - exact) <= sampled.proof.certificate["half_width_95"])
    assert 0.9 <= np.mean(covered) <= 0.99
    assert sum(sampled.amounts) == pytest.approx(game.total)


def test_a_sample_too_small_for_its_interval_is_refused() -> None:
    with pytest.raises(BadNumber):
        sampled_shapley(["A"], lambda orders: np.ones(orders.shape), pairs=MIN_PAIRS - 1)
