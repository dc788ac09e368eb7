"""How often each member is decisive under combined rules: double majorities, vetoes, one rule or another.

Up to 20 members every group is looked at. Beyond, a combination is written as sums and differences of "all
of these rules" (inclusion and exclusion); for each, groups are counted by size and by the weights reached
so far, with all members but one, by halving the members again and again: only additions, so nothing
cancels.
"""

from collections.abc import Iterator
from functools import reduce
from math import log2, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmende.common.errors import Phrase
from allmende.sharing.errors import CalculationTooLarge
from allmende.sharing.games import group_sizes
from allmende.sharing.voting import AllOf, Rule, WeightedRule

MAX_MEMBERS_LISTED = 20
MAX_STEPS = 3_000_000_000
MAX_CELLS = 20_000_000
LARGEST_COUNT_IN_INT64 = 62
LARGEST_COUNT_IN_FLOAT = 1_000

Counts = NDArray[Any]
Terms = dict[frozenset[WeightedRule], int]


def winning_groups(rule: Rule, count: int) -> NDArray[np.bool_]:
    """Return for each group (bit mask) whether it carries a decision."""
    if isinstance(rule, WeightedRule):
        sums = np.zeros(1 << count, dtype=np.int64)
        for index, weight in enumerate(rule.weights):
            half = 1 << index
            sums[half : 2 * half] = sums[:half] + weight
        reached: NDArray[np.bool_] = sums >= rule.quota
        return reached
    parts = [winning_groups(inner, count) for inner in rule.rules]
    combine = np.logical_and if isinstance(rule, AllOf) else np.logical_or
    combined: NDArray[np.bool_] = reduce(combine, parts)
    return combined


def listed_swings(wins: NDArray[np.bool_], count: int) -> list[list[int]]:
    """Return, for each member and size, for how many groups of others it is decisive."""
    sizes = group_sizes(count)
    found = []
    for index in range(count):
        halves = wins.reshape(-1, 2, 1 << index)
        decisive = halves[:, 1] & ~halves[:, 0]
        without = sizes.reshape(-1, 2, 1 << index)[:, 0]
        found.append([int(value) for value in np.bincount(without[decisive], minlength=count)])
    return found


def counted_swings(rule: Rule, count: int) -> list[list[float]]:
    """Return, for each member and size, for how many groups it is decisive (exact up to 62 members)."""
    terms = _terms(rule)
    for term in terms:
        _check_size(term, count)
    found: Counts = np.zeros(
        (count, count), dtype=np.int64 if count <= LARGEST_COUNT_IN_INT64 else np.float64
    )
    for term, sign in terms.items():
        found += sign * _swings_of_all(list(term), count)
    swings: list[list[float]] = found.tolist()
    return swings


def _terms(rule: Rule) -> Terms:
    """Write a rule as a sum of signed conjunctions."""
    if isinstance(rule, WeightedRule):
        return {frozenset({rule}): 1}
    parts = [_terms(inner) for inner in rule.rules]
    return reduce(_both if isinstance(rule, AllOf) else _either, parts)


def _both(one: Terms, other: Terms) -> Terms:
    product: Terms = {}
    for left, left_sign in one.items():
        for right, right_sign in other.items():
            product[left | right] = product.get(left | right, 0) + left_sign * right_sign
    return {term: sign for term, sign in product.items() if sign}


def _either(one: Terms, other: Terms) -> Terms:
    union = dict(one)
    for term, sign in other.items():
        union[term] = union.get(term, 0) + sign
    for term, sign in _both(one, other).items():
        union[term] = union.get(term, 0) - sign
    return {term: sign for term, sign in union.items() if sign}


def _split(rules: list[WeightedRule]) -> tuple[int, list[WeightedRule]]:
    """Return how many heads are needed at least, and the rules that do not merely count heads."""
    heads, others = 0, []
    for rule in rules:
        weight = rule.weights[0]
        if weight and all(each == weight for each in rule.weights):
            heads = max(heads, -(-rule.quota // weight))
        else:
            others.append(rule)
    return heads, others


def _check_size(term: frozenset[WeightedRule], count: int) -> None:
    _, others = _split(list(term))
    cells = (count + 1) * prod(rule.quota + 1 for rule in others)
    if count > LARGEST_COUNT_IN_FLOAT or cells > MAX_CELLS or cells * count * log2(count) > MAX_STEPS:
        raise CalculationTooLarge(
            place="Abstimmung",
            problem=Phrase("{count} Mitglieder, verbundene Regeln mit so feinen Stimmgewichten", count=count),
            remedy=Phrase("Geben Sie die Gewichte gröber an, zum Beispiel Einwohner in Tausend."),
        )


def _swings_of_all(rules: list[WeightedRule], count: int) -> Counts:
    heads, others = _split(rules)
    shape = (count + 1, *(rule.quota + 1 for rule in others))
    start = np.zeros(shape, dtype=np.int64 if count <= LARGEST_COUNT_IN_INT64 else np.float64)
    start[(0,) * len(shape)] = 1
    all_reached: tuple[Any, ...] = (slice(None), *(-1 for _ in others))
    found = np.zeros((count, count), dtype=start.dtype)
    for index, groups in _without_each(start, others, list(range(count))):
        without = groups[all_reached][:count].copy()
        enough = tuple(slice(max(rule.quota - rule.weights[index], 0), None) for rule in others)
        joined = groups[(slice(None), *enough)].reshape(count + 1, -1).sum(axis=1)[:count]
        without[:heads] = 0
        joined[: max(heads - 1, 0)] = 0
        found[index] = joined - without
    return found


def _without_each(
    groups: Counts, rules: list[WeightedRule], members: list[int]
) -> Iterator[tuple[int, Counts]]:
    """Yield each member with the groups of all others, halving the members on the way down."""
    if len(members) == 1:
        yield members[0], groups
        return
    half = len(members) // 2
    for kept, joined in ((members[:half], members[half:]), (members[half:], members[:half])):
        yield from _without_each(
            reduce(lambda all_, one: _join(all_, rules, one), joined, groups), rules, kept
        )


def _join(groups: Counts, rules: list[WeightedRule], member: int) -> Counts:
    """Return the groups with and without one more member; reached weights stop at the quota."""
    moved = np.zeros_like(groups)
    moved[1:] = groups[:-1]
    for axis, rule in enumerate(rules, start=1):
        moved = _shifted(moved, axis, rule.weights[member])
    return groups + moved


def _shifted(groups: Counts, axis: int, weight: int) -> Counts:
    if not weight:
        return groups
    last = groups.shape[axis] - 1
    source, target = np.moveaxis(groups, axis, 0), np.zeros_like(groups)
    view = np.moveaxis(target, axis, 0)
    if weight < last:
        view[weight:last] = source[: last - weight]
    view[last] = source[max(last - weight, 0) :].sum(axis=0)
    return target
