"""The largest saving that every group of a structured game can have at once (least core), and core checks."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from allmende.sharing.core import CoreCheck, LeastCore, least_core
from allmende.sharing.games import Vector
from allmende.sharing.results import Allocation, Proof, plain
from allmende.sharing.structured import StructuredGame
from allmende.sharing.structured_worst import WorstGroup, ratio_order, worst_among, worst_group

MAX_PLAYERS_TABLE = 14
MAX_PLAYERS_LEAST_CORE = 500
MAX_PLAYERS_KNAPSACK = 40
MAX_KNAPSACK_WORK = 3_000_000
MAX_ROUNDS = 400
METHOD = "Lineares Programm; die schlechteste Gruppe liefert jeweils: "

Members = NDArray[np.int64]


def check_structured_core(game: StructuredGame, amounts: Sequence[float] | Vector) -> CoreCheck:
    """Name the group that fares worst; all members together count as well, with an excess of zero."""
    worst = worst_group(game, amounts)
    names = tuple(game.players[index] for index in worst.members)
    certificate = {"amounts": plain(float(np.asarray(amounts)[worst.members].sum()))}
    certificate["alone"] = plain(game.cost_of(worst.members))
    proof = Proof(worst.method, game.tolerance, certificate)
    return CoreCheck(names, worst.excess, worst.excess <= game.tolerance, 1, proof)


def structured_least_core(game: StructuredGame) -> LeastCore | None:
    """Return the least core over all groups but the full one; None where it would take too long."""
    if game.size <= MAX_PLAYERS_TABLE:
        return least_core(game.as_table())
    if game.size > MAX_PLAYERS_LEAST_CORE or not _is_feasible(game):
        return None
    return _by_rows(game)


def _is_feasible(game: StructuredGame) -> bool:
    if game.scale.is_concave:
        return True
    if game.whole_drivers is None or game.size > MAX_PLAYERS_KNAPSACK:
        return False
    return game.size**2 * int(game.whole_drivers[0].sum()) <= MAX_KNAPSACK_WORK


def _by_rows(game: StructuredGame) -> LeastCore | None:
    groups = list(_first_groups(game))
    for _ in range(MAX_ROUNDS):
        amounts, saving, weights = _solved(game, groups)
        bad = _worst_proper(game, amounts)
        worst = max(bad, key=lambda group: group.excess)
        if worst.excess + saving <= game.tolerance:
            return _result(game, groups, (amounts, saving, weights), worst)
        groups += [group.members for group in bad if group.excess + saving > 0]
    return None


def _first_groups(game: StructuredGame) -> Iterator[Members]:
    everyone = np.arange(game.size)
    for index in everyone:
        yield everyone[[index]]
        yield np.delete(everyone, index)


def _solved(game: StructuredGame, groups: list[Members]) -> tuple[Vector, float, Vector]:
    """Maximize the saving for these groups only."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    count = game.size
    columns = np.concatenate([np.append(group, count) for group in groups])
    starts = np.cumsum([0, *(len(group) + 1 for group in groups)])
    rows = csr_array((np.ones(len(columns)), columns, starts), shape=(len(groups), count + 1))
    goal = np.zeros(count + 1)
    goal[-1] = -1.0
    answer = linprog(
        goal,
        A_ub=rows,
        b_ub=[game.cost_of(group) for group in groups],
        A_eq=np.append(np.ones(count), 0.0)[None, :],
        b_eq=[game.total],
        bounds=(None, None),
        method="highs",
    )
    return answer.x[:-1], float(answer.x[-1]), -answer.ineqlin.marginals


def _worst_proper(game: StructuredGame, amounts: Vector) -> list[WorstGroup]:
    """Return bad groups, the worst of all that leave somebody out among them."""
    gains = amounts - game.own
    if game.scale.is_concave:
        return _worst_beginnings_without_one(game, gains)
    everyone = np.arange(game.size)
    return [worst_among(game, gains, np.delete(everyone, index)) for index in everyone]


def _worst_beginnings_without_one(game: StructuredGame, gains: Vector) -> list[WorstGroup]:
    """Without one member, the worst group is a beginning of the order of all, less that member."""
    order = ratio_order(gains, game.drivers)
    gain_sums, volumes = np.cumsum(gains[order]), np.cumsum(game.drivers[order])
    found = []
    for position in range(game.size):
        left_gains = np.concatenate(
            [gain_sums[:position], gain_sums[position + 1 :] - gains[order[position]]]
        )
        left = np.concatenate([volumes[:position], volumes[position + 1 :] - game.drivers[order[position]]])
        excess = left_gains - game.fixed - game.scale.at(np.maximum(left, 0.0))
        last = int(excess.argmax())
        members = np.sort(np.delete(order, position)[: last + 1])
        found.append(WorstGroup(members, float(excess[last]), "Sortierung nach Betrag je Bezugsgröße"))
    return found


def _result(
    game: StructuredGame, groups: list[Members], solution: tuple[Vector, float, Vector], worst: WorstGroup
) -> LeastCore:
    amounts, saving, weights = solution
    binding = {
        ",".join(game.players[index] for index in group): plain(weight)
        for group, weight in zip(groups, weights, strict=True)
        if weight > 1e-9
    }
    proof = Proof(METHOD + worst.method, game.tolerance, {"saving": plain(saving), "groups": binding})
    allocation = Allocation(game.players, tuple(map(float, amounts)), proof)
    return LeastCore(saving, saving >= -game.tolerance, allocation, proof)
