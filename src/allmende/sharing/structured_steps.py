"""The group that fares worst when costs rise by steps: a shortest way through the rests of the last step.

What a group pays for its steps is the price per unit times its volume, plus what is left unused in its last
step. Without the unused part everybody would be taken who gains by himself; each one taken otherwise costs
something and moves the rest. The rests form a ring, so a few members in or out are enough: the work does not
grow with the sum of the drivers, as that of a knapsack does.
"""

from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from allmende.sharing.games import Vector
from allmende.sharing.structured import StepScale, StructuredGame

MAX_UNITS_PER_STEP = 5_000
MAX_WAYS = 2_000_000
"""Rests times changes that are compared at once: 16 MB."""

Members = NDArray[np.int64]


def worst_with_steps(game: StructuredGame, gains: Vector, candidates: Members) -> Members | None:
    """Return the worst group of candidates; None if there are no steps, too fine ones, or nobody gains."""
    scale = game.scale
    if not isinstance(scale, StepScale) or scale.cost <= 0:
        return None
    whole, unit = game.require_whole_drivers()
    per_step = Fraction(repr(scale.unit)) / unit
    period, factor = per_step.numerator, per_step.denominator
    if period > MAX_UNITS_PER_STEP:
        return None
    net = gains[candidates] - scale.cost / scale.unit * game.drivers[candidates]
    rests = whole[candidates] % period * (factor % period) % period
    is_in = net > 0
    unused: Vector = scale.cost / period * (-np.arange(period, dtype=np.float64) % period)
    changed = _cheapest_changes(
        start=int(rests[is_in].sum()) % period,
        moves=np.where(is_in, -rests, rests) % period,
        prices=np.abs(net),
        unused=unused,
    )
    if changed is None:
        return None
    is_in[changed] ^= True
    return np.sort(candidates[is_in]) if is_in.any() else None


def _cheapest_changes(*, start: int, moves: Members, prices: Vector, unused: Vector) -> Members | None:
    """Return who to take in or leave out so that prices plus the unused part of the step are least.

    Members with the same move are changed cheapest first, and never so many that their moves go full circle.
    """
    period = len(unused)
    useful = np.flatnonzero((moves > 0) & (prices < unused[start]))
    useful = useful[np.lexsort((prices[useful], moves[useful]))]
    starts = np.flatnonzero(np.diff(moves[useful], prepend=0))
    least = np.full(period, np.inf)
    least[start] = 0.0
    rests, ways = np.arange(period), []
    for group in np.split(useful, starts[1:]) if useful.size else ():
        move = int(moves[group[0]])
        group = group[: period // gcd(move, period) - 1]
        if period * (len(group) + 1) > MAX_WAYS:
            return None
        counts = np.arange(len(group) + 1)
        before = (rests[:, None] - move * counts) % period
        sums = least[before] + np.concatenate([[0.0], np.cumsum(prices[group])])
        chosen = sums.argmin(axis=1)
        least = sums[rests, chosen]
        ways.append((group, move, chosen))
    rest, changed = int((least + unused).argmin()), []
    for group, move, chosen in reversed(ways):
        count = int(chosen[rest])
        changed.append(group[:count])
        rest = (rest - move * count) % period
    return np.concatenate(changed) if changed else np.array([], dtype=np.int64)
