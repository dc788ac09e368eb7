"""Our solvers against others and against brute force, on random games of three families."""

from functools import cache
from itertools import pairwise, permutations
from math import factorial

import coopgame
import numpy as np
import pytest

from allmende.sharing.core import check_core, least_core
from allmende.sharing.games import Game, Vector, group_sizes, subset_sums
from allmende.sharing.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from allmende.sharing.shapley import shapley
from tests.sharing.examples import FAMILIES

GAMES_PER_FAMILY = 100
FAMILY_IDS = [family.__name__ for family in FAMILIES]


@cache
def random_games(family: int) -> list[Game]:
    random = np.random.default_rng(100 + family)
    return [FAMILIES[family](4 + number % 7, random) for number in range(GAMES_PER_FAMILY)]


def oracle(game: Game) -> coopgame.Game:
    return coopgame.Game([-float(cost) for cost in game.costs[1:]])


def brute_force_shapley(game: Game) -> Vector:
    """Add up marginal costs over all groups, one member and one size at a time."""
    sizes, masks, count = group_sizes(game.size), np.arange(len(game.costs)), game.size
    amounts = np.zeros(count)
    for index in range(count):
        without = masks[(masks >> index & 1) == 0]
        added = game.costs[without | 1 << index] - game.costs[without]
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            amounts[index] += weight * added[sizes[without] == size].sum()
    return amounts


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_nucleolus_equals_the_oracle(family: int) -> None:
    for game in random_games(family):
        wanted = -np.array(coopgame.nucleolus(oracle(game))["allocation"])
        assert np.abs(nucleolus(game).amounts - wanted).max() < 1e-6


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_per_capita_nucleolus_equals_the_oracle(family: int) -> None:
    for game in random_games(family)[::4]:
        wanted = -np.array(coopgame.per_capita_nucleolus(oracle(game))["allocation"])
        assert np.abs(per_capita_nucleolus(game).amounts - wanted).max() < 1e-6


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_shapley_equals_brute_force(family: int) -> None:
    for game in random_games(family):
        assert np.abs(shapley(game).amounts - brute_force_shapley(game)).max() < 1e-9


def test_shapley_is_the_mean_over_all_orders() -> None:
    game = FAMILIES[1](5, np.random.default_rng(5))
    amounts, orders = np.zeros(5), list(permutations(range(5)))
    for order in orders:
        joined = 0
        for member in order:
            amounts[member] += game.costs[joined | 1 << member] - game.costs[joined]
            joined |= 1 << member
    assert shapley(game).amounts == pytest.approx(amounts / len(orders), abs=1e-9)


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_savings_of_the_levels_never_fall(family: int) -> None:
    for game in random_games(family):
        certificate = prenucleolus(game).proof.certificate
        savings = [level["saving"] for level in certificate["levels"]]
        assert all(low <= high + game.tolerance for low, high in pairwise(savings))
        assert certificate["largest_violation"] <= game.tolerance


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_weights_of_the_first_level_prove_that_no_larger_saving_exists(family: int) -> None:
    for game in random_games(family)[::5]:
        groups = least_core(game).proof.certificate["levels"][0]["groups"]
        covered = {
            name: sum(w for key, w in groups.items() if name in key.split(",")) for name in game.players
        }
        assert max(covered.values()) == pytest.approx(min(covered.values()), abs=1e-6)
        assert sum(groups.values()) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("family", range(3), ids=FAMILY_IDS)
def test_nothing_saves_more_for_the_worst_off_group_than_the_least_core(family: int) -> None:
    random = np.random.default_rng(9)
    for game in random_games(family)[::10]:
        least = least_core(game)
        assert check_core(game, least.allocation.amounts).excess == pytest.approx(-least.saving, abs=1e-7)
        noise = random.normal(size=game.size)
        other = np.array(least.allocation.amounts) + noise - noise.mean()
        assert check_core(game, other).excess >= -least.saving - 1e-7


def test_core_check_names_the_worst_group() -> None:
    game = FAMILIES[2](6, np.random.default_rng(6))
    amounts = np.full(6, game.total / 6)
    check = check_core(game, amounts)
    excess = subset_sums(amounts) - game.costs
    members = [game.players.index(name) for name in check.coalition]
    assert check.excess == pytest.approx(excess[sum(1 << member for member in members)])
    assert check.excess == pytest.approx(excess[1:-1].max())
