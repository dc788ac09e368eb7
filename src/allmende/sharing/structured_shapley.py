"""The average of what members of a structured game add, over all orders (Shapley value), for many members.

Let everybody join independently with probability t: the value is the integral over t from 0 to 1 of what a
member then adds on average. The distribution of the joined drivers is a product of simple factors in
Fourier space, where one member is taken out by a division. Gauss-Legendre nodes integrate exactly once
there are half as many as members.
"""

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from allmende.sharing.games import Vector
from allmende.sharing.results import Allocation, Proof
from allmende.sharing.sampling import sampled_shapley
from allmende.sharing.shapley import METHOD as TABLE_METHOD
from allmende.sharing.shapley import folded
from allmende.sharing.structured import MAX_PLAYERS_AS_TABLE, StructuredGame

MAX_WORK = 400_000_000
MAX_WAVES = 40_000_000
FEW_NODES = 64
METHOD = (
    "Durchschnitt der Mehrkosten über alle Reihenfolgen (Shapley-Wert), Fourier-Reihe, {nodes} Stützstellen"
)


def structured_shapley(game: StructuredGame) -> Allocation:
    """Return the Shapley value: from the table if small, else by quadrature, else sampled with interval."""
    if game.size <= MAX_PLAYERS_AS_TABLE:
        amounts = folded(game.as_table().costs, game.size)
        gap = abs(float(amounts.sum()) - game.total)
        return _allocation(game, amounts, Proof(TABLE_METHOD, game.tolerance, {"sum_gap": gap}))
    if _is_feasible(game):
        return _by_quadrature(game)
    return sampled_shapley(game.players, lambda orders: _prefix_costs(game, orders))


def _is_feasible(game: StructuredGame) -> bool:
    if game.whole_drivers is None:
        return False
    volumes = game.whole_drivers[0]
    half, kinds = int(volumes.sum()) // 2 + 1, len(np.unique(volumes))
    return half * kinds <= MAX_WAVES and half * kinds * _nodes(game.size) <= MAX_WORK


def _nodes(count: int) -> int:
    """Return an even number of nodes: t = 1/2 would let factors vanish."""
    exact = ceil(count / 2)
    wanted = min(exact, max(FEW_NODES, round(3 * sqrt(count))))
    return wanted + wanted % 2


def _by_quadrature(game: StructuredGame) -> Allocation:
    nodes, exact = _nodes(game.size), 2 * ceil(game.size / 4)
    amounts, gap = _integrated(game, nodes)
    while gap > game.tolerance and nodes < exact:
        nodes = min(2 * nodes, exact)
        amounts, gap = _integrated(game, nodes)
    certificate = {"sum_gap": gap, "nodes": nodes, "exact_nodes": exact}
    return _allocation(game, amounts, Proof(METHOD.format(nodes=nodes), game.tolerance, certificate))


def _integrated(game: StructuredGame, nodes: int) -> tuple[Vector, float]:
    volumes, unit = game.require_whole_drivers()
    reach = int(volumes.sum())
    kinds, kind_of, counts = np.unique(volumes, return_inverse=True, return_counts=True)
    costs = game.scale.at(float(unit) * np.arange(reach + 1, dtype=np.float64))
    slope = costs[-1] / reach  # the straight part is shared by driver exactly; only the bend is integrated
    spectrum = np.fft.rfft(costs - slope * np.arange(reach + 1)).conj()
    spectrum *= _fold_weights(reach + 1)
    frequencies = np.arange(len(spectrum), dtype=np.int64)
    angles = (frequencies[None, :] * kinds[:, None]) % (reach + 1)
    waves = np.exp(-2j * np.pi / (reach + 1) * angles)
    added = np.zeros(len(kinds))
    for t, weight in zip(*unit_interval_nodes(nodes), strict=True):
        factors = t * waves
        factors += 1 - t
        everyone = spectrum * _product(factors, counts)
        for kind in range(len(kinds)):
            rest = everyone / factors[kind]
            added[kind] += weight * float((rest @ (waves[kind] - 1)).real)
    shared = added[kind_of] + slope * volumes
    amounts = shared + game.own + game.fixed / game.size
    return amounts, abs(float(amounts.sum()) - game.total)


def _fold_weights(length: int) -> Vector:
    """Return the weights that make half of a real spectrum stand for all of it."""
    weights = np.full(length // 2 + 1, 2.0 / length)
    weights[0] = 1.0 / length
    if length % 2 == 0:
        weights[-1] = 1.0 / length
    return weights


def _product(factors: NDArray[np.complex128], counts: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Return the product of the rows, each to the power of its count, by repeated squaring."""
    product = np.ones(factors.shape[1], dtype=np.complex128)
    for row, count in zip(factors, counts, strict=True):
        power, left = row, int(count)
        while left:
            if left & 1:
                product *= power
            left >>= 1
            if left:
                power = power * power
    return product


def unit_interval_nodes(count: int) -> tuple[Vector, Vector]:
    """Return Gauss-Legendre nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def _prefix_costs(game: StructuredGame, orders: NDArray[np.int64]) -> Vector:
    own = np.cumsum(game.own[orders], axis=1)
    costs: Vector = game.fixed + own + game.scale.at(np.cumsum(game.drivers[orders], axis=1))
    return costs


def _allocation(game: StructuredGame, amounts: Vector, proof: Proof) -> Allocation:
    return Allocation(game.players, tuple(map(float, amounts)), proof)
