"""How often each member is decisive under one weighted rule, for hundreds of members.

A member of weight w is decisive for the groups of others whose weight lies in [quota - w, quota - 1]. Their
number comes from the cumulative distribution of all members' weight, in which the member itself is undone
by an alternating sum; each term of it is a difference of growing numbers, so nothing is lost.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmende.sharing.games import Vector
from allmende.sharing.structured_shapley import unit_interval_nodes
from allmende.sharing.voting import WeightedRule

MAX_EXACT_BYTES = 32_000_000
MAX_CELLS_BY_SIZE = 30_000_000
MAX_STEPS_BY_SIZE = 900_000_000
MAX_OBJECT_STEPS = 20_000_000
LARGEST_COUNT_IN_INT64 = 62
FEW_NODES = 64
AGREEMENT = 1e-10
"""Two numbers of nodes must agree to this relative difference before we trust the larger."""
MAX_FLOAT_CELLS = 100_000_000
MAX_FLOAT_STEPS = 40_000_000_000
MAX_FLOAT_TOTAL = 50_000_000


def exact_swings(rule: WeightedRule) -> tuple[list[int], int] | None:
    """Return for how many groups each member is decisive, and how many groups win; None if too large.

    The distribution is one long whole number whose digits are the counts (Kronecker substitution).
    """
    count, total = len(rule.weights), sum(rule.weights)
    low = min(rule.quota, total - rule.quota + 1)  # decisive for the quota is decisive for its mirror image
    width = (count + 8) // 8
    if low * width > MAX_EXACT_BYTES:
        return None
    digits, mask = 1, (1 << (8 * width * low)) - 1
    for weight in sorted(weight for weight in rule.weights if weight < low):
        digits = (digits + (digits << (8 * width * weight))) & mask
    raw = digits.to_bytes(width * low, "little")
    counts = (int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width))
    # Weights from `low` on never fit below it, and weights of zero double every count already.
    below = list(accumulate(counts))
    by_weight = {weight: _exact_swing(below, low, weight) for weight in set(rule.weights)}
    losing = below[-1]
    winning = (1 << count) - losing if low == rule.quota else losing
    return [by_weight[weight] for weight in rule.weights], winning


def _exact_swing(below: list[int], low: int, weight: int) -> int:
    if not weight:
        return 0
    values = [*below[low - 1 :: -weight], 0]
    differences = [value - lower for value, lower in pairwise(values)]
    return sum(differences[::2]) - sum(differences[1::2])


def decisive_chances(rule: WeightedRule) -> Vector:
    """Return how likely each member is decisive if all others toss coins (Banzhaf), by floating point."""
    total = sum(rule.weights)
    low = min(rule.quota, total - rule.quota + 1)
    half = np.array([0.5])
    below, signs = _distribution(rule.weights, half, low), _signs(half, low)
    chances = {weight: float(_chance(below, signs, low, weight)[0]) for weight in set(rule.weights)}
    return np.array([chances[weight] for weight in rule.weights])


def chance_to_carry(rule: WeightedRule) -> float:
    """Return how likely a decision is carried if everybody tosses a coin."""
    below = _distribution(rule.weights, np.array([0.5]), rule.quota)
    return 1.0 - float(below[0, -1])


def _distribution(weights: Sequence[int], chances: Vector, length: int) -> Vector:
    """Return, for each chance of joining, how likely the joined weight is at most 0, 1, ... length - 1."""
    mass = np.zeros((len(chances), length))
    mass[:, 0] = 1.0
    join, stay, filled = chances[:, None], 1 - chances[:, None], 1
    buffer = np.empty_like(mass)
    for weight in sorted(weights):
        until = min(length, filled + weight)
        np.multiply(mass[:, :filled], join, out=buffer[:, :filled])
        mass[:, :filled] *= stay
        mass[:, weight:until] += buffer[:, : max(until - weight, 0)]
        filled = until
    return np.cumsum(mass, axis=1, out=mass)


def _signs(chances: Vector, length: int) -> Vector:
    """Return the factors of the alternating sum for each chance t: powers of -t / (1 - t), over 1 - t."""
    ratio = -chances / (1 - chances)
    signs = np.empty((len(chances), length))
    signs[:, 0] = 1 / (1 - chances)
    signs[:, 1:] = ratio[:, None]
    return np.cumprod(signs, axis=1, out=signs)


def _chance(below: Vector, signs: Vector, quota: int, weight: int) -> Vector:
    """Return how likely the others' weight lies in [quota - weight, quota - 1], for chances up to 1/2."""
    if not weight:
        return np.zeros(len(below))
    values = below[:, quota - 1 :: -weight]
    differences = values.copy()
    differences[:, :-1] -= values[:, 1:]
    chance: Vector = np.einsum("ij,ij->i", differences, signs[:, : differences.shape[1]])
    return chance


def average_power(rule: WeightedRule) -> tuple[Vector, int, float] | None:
    """Return Shapley-Shubik by quadrature, the number of nodes, and the relative error; None if too large."""
    exact = 2 * ceil(len(rule.weights) / 4)
    nodes = min(exact, FEW_NODES)
    total = sum(rule.weights)
    if nodes * total > MAX_FLOAT_CELLS or nodes * total * len(rule.weights) > MAX_FLOAT_STEPS:
        return None
    power = _integrated(rule, nodes)
    error = abs(float(power.sum()) - 1.0)
    if nodes < exact:
        fewer = _integrated(rule, nodes * 3 // 8 * 2)
        error = max(error, _relative_difference(fewer, power))
    while error > AGREEMENT and nodes < exact:
        nodes = min(exact, nodes * 3 // 4 * 2)
        fewer, power = power, _integrated(rule, nodes)
        error = _relative_difference(fewer, power)
    return power, nodes, max(error, abs(float(power.sum()) - 1.0))


def _relative_difference(one: Vector, other: Vector) -> float:
    return float(np.max(np.abs(one - other) / np.maximum(other, 1e-300)))


def _integrated(rule: WeightedRule, nodes: int) -> Vector:
    """Integrate the chance to be decisive over the chance of joining; nodes above 1/2 are mirrored below."""
    total = sum(rule.weights)
    quotas = (rule.quota, total - rule.quota + 1)
    chances, parts = unit_interval_nodes(nodes)
    chances, parts = chances[: nodes // 2], parts[: nodes // 2]
    below, signs = _distribution(rule.weights, chances, max(quotas)), _signs(chances, max(quotas))
    power = {
        weight: sum(float(parts @ _chance(below, signs, quota, weight)) for quota in quotas)
        for weight in set(rule.weights)
    }
    return np.array([power[weight] for weight in rule.weights])


def swings_by_size(rule: WeightedRule) -> list[list[int]] | None:
    """Return, for each member and size, for how many groups of others it is decisive; None if too large."""
    count = len(rule.weights)
    cells = (count + 1) * rule.quota
    small = count <= LARGEST_COUNT_IN_INT64
    limit = MAX_STEPS_BY_SIZE if small else MAX_OBJECT_STEPS
    if cells > MAX_CELLS_BY_SIZE or cells * count > limit:
        return None
    groups: NDArray[Any] = np.zeros((count + 1, rule.quota), dtype=np.int64 if small else object)
    groups[0, 0] = 1
    for joined, weight in enumerate(sorted(rule.weights)):
        if weight < rule.quota:
            groups[1 : joined + 2, weight:] += groups[: joined + 1, : rule.quota - weight].copy()
    below = np.cumsum(groups, axis=1)
    by_weight = {weight: _sizes_of_swings(below, rule.quota, weight) for weight in set(rule.weights)}
    return [by_weight[weight] for weight in rule.weights]


def _sizes_of_swings(below: NDArray[Any], quota: int, weight: int) -> list[int]:
    count = len(below) - 1
    found = np.zeros(count, dtype=below.dtype)
    if weight:
        for turn in range(min(count, (quota - 1) // weight + 1)):
            upper, lower = quota - 1 - turn * weight, quota - 1 - (turn + 1) * weight
            column = below[: count - turn, upper] - (below[: count - turn, lower] if lower >= 0 else 0)
            found[turn:] += column if turn % 2 == 0 else -column
    return [int(value) for value in found]
