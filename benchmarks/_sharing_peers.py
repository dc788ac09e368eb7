"""The packages that `benchmarks.sharing` compares with, each behind one function with plain lists."""

import contextlib
import io
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import numpy as np


def measured(
    sender: Connection, solve: Callable[..., list[float]], arguments: tuple[Any, ...], repeats: int
) -> None:
    """Run in a process of its own; send the result and the best CPU time, or None where the package fails."""
    best, found = float("inf"), None
    with contextlib.redirect_stdout(io.StringIO()):
        for _ in range(repeats):
            start = time.process_time()
            try:
                found = solve(*arguments)
            except Exception:
                best = time.process_time() - start
                found = None
                break
            best = min(best, time.process_time() - start)
            if best > 8:  # else the first run may only have compiled
                break
    sender.send((found, best))


def powerindices_banzhaf(weights: list[int], quota: int) -> list[float]:
    import powerindices

    return normalized(powerindices.compute_pbi(quota, list(weights)))


def powerindices_shapley(weights: list[int], quota: int) -> list[float]:
    import powerindices

    return normalized(powerindices.compute_ssi(quota, list(weights)))


def powerindex_banzhaf(weights: list[int], quota: int) -> list[float]:
    from powerindex import Game

    game = Game(quota, list(weights))
    game.calc_banzhaf()
    return list(game.banzhaf)


def powerindex_shapley(weights: list[int], quota: int) -> list[float]:
    from powerindex import Game

    game = Game(quota, list(weights))
    game.calc_shapley_shubik()
    return list(game.shapley_shubik)


def tucoopy_banzhaf(weights: list[int], quota: int) -> list[float]:
    from tucoopy.power import banzhaf_index_weighted_voting

    return normalized(banzhaf_index_weighted_voting(weights, quota))


def tucoopy_shapley_shubik(weights: list[int], quota: int) -> list[float]:
    from tucoopy.power import shapley_shubik_index_weighted_voting

    return list(shapley_shubik_index_weighted_voting(weights, quota))


def coopgame_shapley(costs: list[float]) -> list[float]:
    import coopgame

    return list(coopgame.shapley(coopgame.Game(costs[1:])))


def numba_shapley(costs: list[float]) -> list[float]:
    from shapley_numba.shapley import shapley

    global _numba_table
    _numba_table = _numba_table or numba_table_class()
    return list(shapley(_numba_table(np.array(costs)), len(costs).bit_length() - 1))


_numba_table: Any = None


def numba_table_class() -> Any:
    """Return a game by table that numba compiles; the repeats of a measurement compile it once."""
    import numba
    from shapley_numba import numba_game

    class Table:
        def __init__(self, costs):  # type: ignore[no-untyped-def]  # numba reads plain code
            self.costs = costs

        def value(self, subset):  # type: ignore[no-untyped-def]
            group = 0
            for index in range(len(subset)):
                group += int(subset[index]) << index
            return self.costs[group]

    return numba_game([("costs", numba.float64[:])])(Table)


def tucoopy_shapley(costs: list[float]) -> list[float]:
    from tucoopy.base.game import Game
    from tucoopy.solutions.shapley import shapley_value

    return list(shapley_value(Game(len(costs).bit_length() - 1, dict(enumerate(costs)))))


def bdd_banzhaf(weights: list[int], quota: int) -> list[float]:
    from power_bdd.bdd import BDD, WeightedGame

    return normalized(BDD(WeightedGame(quota, list(weights))).calc_banzhaf()[-len(weights) :])


def bdd_shapley(weights: list[int], quota: int) -> list[float]:
    from power_bdd.bdd import BDD, WeightedGame

    return list(BDD(WeightedGame(quota, list(weights))).calc_shapley()[-len(weights) :])


def tucoopy_nucleolus(costs: list[float]) -> list[float]:
    from tucoopy.base.game import Game
    from tucoopy.solutions import nucleolus

    savings = Game(len(costs).bit_length() - 1, {group: -cost for group, cost in enumerate(costs)})
    return [-amount for amount in nucleolus(savings).x]


def coopgame_nucleolus(costs: list[float]) -> list[float]:
    import coopgame

    return [
        -amount for amount in coopgame.nucleolus(coopgame.Game([-cost for cost in costs[1:]]))["allocation"]
    ]


def normalized(values: Any) -> list[float]:
    total = sum(values)
    return [float(value) / float(total) for value in values]


BANZHAF = {
    "powerindices": powerindices_banzhaf,
    "powerindex": powerindex_banzhaf,
    "power-bdd": bdd_banzhaf,
    "tucoopy": tucoopy_banzhaf,
}
SHAPLEY_SHUBIK = {
    "powerindices": powerindices_shapley,
    "powerindex": powerindex_shapley,
    "power-bdd": bdd_shapley,
    "tucoopy": tucoopy_shapley_shubik,
}
SHAPLEY = {"coopgame-py": coopgame_shapley, "shapley-numba": numba_shapley, "tucoopy": tucoopy_shapley}
NUCLEOLUS = {"coopgame-py": coopgame_nucleolus, "tucoopy": tucoopy_nucleolus}
