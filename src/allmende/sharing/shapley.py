"""The average of what a member adds, over all orders of joining (Shapley value), exact from the table.

The vector is weighted once and then folded in half, member by member: O(2^n) work instead of O(n 2^n).
"""

from math import comb

import numpy as np

from allmende.sharing.games import Game, Vector
from allmende.sharing.results import Allocation, Proof

METHOD = "Durchschnitt der Mehrkosten über alle Reihenfolgen des Beitritts (Shapley-Wert), exakt gefaltet"


def shapley(game: Game) -> Allocation:
    """Return what each member adds on average over all orders."""
    amounts = game.sign * folded(game.costs, game.size)
    gap = abs(float(amounts.sum()) - game.sign * game.total)
    certificate = {"sum_gap": gap, "orders": "alle"}
    return Allocation(game.players, tuple(map(float, amounts)), Proof(METHOD, game.tolerance, certificate))


def folded(costs: Vector, count: int) -> Vector:
    """Return the Shapley value of costs over bit masks."""
    # alpha(s) = 1 / (n C(n-1, s-1)) weighs a group with the member, beta(s) = 1 / (n C(n-1, s)) one without.
    alpha = np.array([0.0] + [1 / (count * comb(count - 1, size - 1)) for size in range(1, count + 1)])
    beta = np.array([1 / (count * comb(count - 1, size)) for size in range(count)] + [0.0])
    sizes = np.bitwise_count(np.arange(len(costs), dtype=np.uint32))
    base = float(np.dot(beta[sizes], costs))
    weighted = (alpha + beta)[sizes]
    weighted *= costs
    amounts = np.empty(count)
    for index in range(count - 1, -1, -1):
        lower, upper = weighted[: 1 << index], weighted[1 << index : 2 << index]
        amounts[index] = upper.sum() - base
        lower += upper
        weighted = lower
    return amounts
