"""Games for tests: random families in which solvers go wrong, and the shared vectors."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator

from allmende.sharing.games import Game, Vector, game_from_vector, group_sizes, subset_sums

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "fairness"


def load_vectors(name: str) -> dict[str, Any]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"the shared vectors are absent: {path.name}")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def convex_game(count: int, random: Generator) -> Game:
    """Fixed cost and falling unit costs: every order of joining makes the next member cheaper."""
    volumes = subset_sums(random.uniform(0.2, 1.2, count))
    return game(count, 10 + 8 * volumes**0.7 + subset_sums(random.uniform(0, 3, count)))


def hub_game(count: int, random: Generator) -> Game:
    """Each group uses the cheaper of two sites or stays apart: many ties, no convexity."""
    members, sites = random.random((count, 2)), random.random((2, 2))
    ways = 10 * np.linalg.norm(members[:, None] - sites[None], axis=2)
    fixed = random.uniform(5, 15)
    joint = np.minimum(fixed + subset_sums(ways[:, 0]), 1.2 * fixed + subset_sums(ways[:, 1]))
    return game(count, np.minimum(joint, subset_sums(random.uniform(8, 16, count))))


def subadditive_game(count: int, random: Generator) -> Game:
    """Random costs, made so that no group pays more together than in parts."""
    costs = random.random(1 << count) * np.sqrt(group_sizes(count)) * 10
    costs[0] = 0.0
    for group in range(1, 1 << count):
        part = (group - 1) & group
        while part:
            costs[group] = min(costs[group], costs[part] + costs[group ^ part])
            part = (part - 1) & group
    return game(count, costs)


def game(count: int, costs: Vector) -> Game:
    costs = costs.copy()
    costs[0] = 0.0
    return game_from_vector([f"M{index}" for index in range(count)], costs)


FAMILIES = (convex_game, hub_game, subadditive_game)
