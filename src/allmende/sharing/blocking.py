"""Who can stop a decision: the smallest groups without whom all others carry nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from allmende.sharing.compound import MAX_MEMBERS_LISTED, winning_groups
from allmende.sharing.games import group_sizes
from allmende.sharing.voting import VotingBody, WeightedRule

MAX_SETS = 50
"""A list longer than this helps nobody; its beginning is kept, the smallest groups first."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """Groups that can stop a decision and need each of their members for it, the smallest first."""

    sets: tuple[tuple[str, ...], ...]
    is_complete: bool

    @property
    def smallest(self) -> int | None:
        """How many members it takes at least; None if not computed."""
        return len(self.sets[0]) if self.sets else None


def blocking_sets(body: VotingBody) -> Blocking:
    """Return minimal blocking groups: all up to 20 members; beyond, the smallest of a weighted rule."""
    if len(body.names) <= MAX_MEMBERS_LISTED:
        return _listed(body)
    if isinstance(body.rule, WeightedRule):
        found = islice(_smallest(body.rule), MAX_SETS)
        return Blocking(
            tuple(tuple(body.names[index] for index in group) for group in found), is_complete=False
        )
    return Blocking((), is_complete=False)


def _listed(body: VotingBody) -> Blocking:
    count = len(body.names)
    blocks = ~winning_groups(body.rule, count)[::-1]  # a group blocks if all the others lose
    minimal = blocks.copy()
    for index in range(count):
        halves = blocks.reshape(-1, 2, 1 << index)
        minimal.reshape(-1, 2, 1 << index)[:, 1] &= ~halves[:, 0]
    masks = np.flatnonzero(minimal)
    masks = masks[np.argsort(group_sizes(count)[masks], kind="stable")]
    sets = tuple(
        tuple(name for index, name in enumerate(body.names) if mask >> index & 1)
        for mask in masks[:MAX_SETS].tolist()
    )
    return Blocking(sets, is_complete=len(masks) <= MAX_SETS)


def _smallest(rule: WeightedRule) -> Iterator[list[int]]:
    """Yield the blocking groups with the fewest members, the heaviest members first."""
    order = sorted(range(len(rule.weights)), key=lambda index: -rule.weights[index])
    weights = [rule.weights[index] for index in order]
    needed, size, reached = sum(weights) - rule.quota + 1, 0, 0
    while reached < needed:
        reached += weights[size]
        size += 1
    sums = [0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    stack: list[tuple[int, int, list[int]]] = [(0, needed, [])]
    while stack:
        start, missing, chosen = stack.pop()
        left = size - len(chosen)
        if not left:
            yield sorted(chosen)
            continue
        stack += [
            (position + 1, missing - weights[position], [*chosen, order[position]])
            for position in range(len(order) - left, start - 1, -1)
            if sums[position + left] - sums[position] >= missing
        ]
