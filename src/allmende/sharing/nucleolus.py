"""The most even split of savings (nucleolus): the worst-off group saves as much as possible, then the next.

Each level is one linear program; what its proof uses is fixed, and groups whose saving is thereby fixed
drop out, until nothing is left to choose. Per capita, savings count per member of a group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from allmende.sharing.errors import TooManyParties
from allmende.sharing.games import Game, Vector, group_sizes, subset_sums
from allmende.sharing.results import Allocation, Proof, plain
from allmende.sharing.saving_program import Matrix, Optimum, SavingProgram

MAX_PLAYERS_NUCLEOLUS = 20
"""Every step looks at 2^n groups."""
SPANNED = 1e-8
RANK = 1e-9
SIMPLE_DENOMINATOR = 100_000
NOISE = 1e-12
PROBE_SEED = 20260205
METHOD = "Kleinste Ersparnis schrittweise so groß wie möglich ({name}), Zeilen nach Bedarf"


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the saving that no choice can make larger for all its groups, and the proving weights."""

    saving: float
    groups: tuple[tuple[int, float], ...]
    alone: tuple[tuple[int, float], ...]
    violation: float


def nucleolus(game: Game) -> Allocation:
    """Return the nucleolus; nobody pays more than alone, where that is possible."""
    return _solve(game, np.ones(1 << game.size), "Nukleolus")


def per_capita_nucleolus(game: Game) -> Allocation:
    """Return the nucleolus of savings per member of a group."""
    return _solve(game, group_sizes(game.size).astype(np.float64), "Pro-Kopf-Nukleolus")


def prenucleolus(game: Game) -> Allocation:
    """Return the nucleolus without the rule that nobody pays more than alone."""
    amounts, levels = _levelled(game, np.ones(1 << game.size), bounded=False)
    return _allocation(game, amounts, levels, "Pränukleolus")


def largest_saving(game: Game) -> tuple[Vector, Level | None]:
    """Return amounts under which the worst-off group saves as much as possible, and that level."""
    _check_size(game)
    for amounts, level in _levels(game, np.ones(1 << game.size), bounded=False):
        return amounts, level
    return game.alone(), None


def _solve(game: Game, weights: Vector, name: str) -> Allocation:
    amounts, levels = _levelled(game, weights, bounded=False)
    alone = game.alone()
    is_possible = alone.sum() >= game.total - game.tolerance
    if is_possible and (amounts > alone + game.tolerance).any():
        amounts, levels = _levelled(game, weights, bounded=True)
    return _allocation(game, amounts, levels, name)


def _levelled(game: Game, weights: Vector, *, bounded: bool) -> tuple[Vector, list[Level]]:
    _check_size(game)
    steps = list(_levels(game, weights, bounded=bounded))
    amounts = steps[-1][0] if steps else game.alone()
    return amounts, [level for _, level in steps]


def _check_size(game: Game) -> None:
    if game.size > MAX_PLAYERS_NUCLEOLUS:
        raise TooManyParties(
            place="Ausgleich der Ersparnisse",
            count=game.size,
            limit=MAX_PLAYERS_NUCLEOLUS,
            remedy="Fassen Sie Mitglieder zusammen.",
        )


def _levels(game: Game, weights: Vector, *, bounded: bool) -> Iterator[tuple[Vector, Level]]:
    """Yield the amounts after each level; those of the last one are the result."""
    amounts = np.full(game.size, game.total / game.size)
    fixed = np.ones((1, game.size))
    program = SavingProgram(
        slack=game.costs - subset_sums(amounts),
        weights=weights,
        space=_free_directions(fixed),
        forbidden=np.zeros(len(game.costs), dtype=np.bool_),
    )
    # A fixed seed: the same input gives the same output. Regular numbers would cancel each other in sums.
    random = np.random.default_rng(PROBE_SEED)
    while program.space.shape[1]:
        probe = program.space @ random.uniform(0.5, 1.5, program.space.shape[1])
        program.forbidden = np.abs(subset_sums(probe)) < SPANNED
        program.slack = game.costs - subset_sums(amounts)
        program.caps = game.alone() - amounts if bounded else None
        optimum = program.solve()
        amounts = amounts + optimum.move
        fixed = np.concatenate([fixed, _members(optimum, game.size)])
        program.space = _free_directions(fixed)
        level = Level(optimum.saving, tuple(optimum.binding), tuple(optimum.binding_alone), optimum.violation)
        yield amounts, level


def _members(optimum: Optimum, count: int) -> Matrix:
    masks = np.array([mask for mask, _ in (*optimum.binding, *optimum.binding_alone)], dtype=np.int64)
    return (masks[:, None] >> np.arange(count) & 1).astype(np.float64)


def _free_directions(fixed: Matrix) -> Matrix:
    """Return an orthonormal basis of what may still change when the sums of these groups stay."""
    _, values, right = np.linalg.svd(fixed, full_matrices=True)
    rank = int((values > RANK * values[0]).sum())
    return np.ascontiguousarray(right[rank:].T)


def _allocation(game: Game, amounts: Vector, levels: list[Level], name: str) -> Allocation:
    certificate: dict[str, Any] = {
        "levels": [level_as_data(game, level) for level in levels],
        "largest_violation": plain(max((level.violation for level in levels), default=0.0)),
    }
    proof = Proof(METHOD.format(name=name), game.tolerance, certificate)
    return Allocation(game.players, tuple(snapped(amount) for amount in game.sign * amounts), proof)


def snapped(amount: float) -> float:
    """Return the simple fraction that an amount is up to noise: 12.056666666666677 is 36.17 / 3."""
    simple = float(Fraction(float(amount)).limit_denominator(SIMPLE_DENOMINATOR))
    return simple if abs(simple - amount) <= NOISE * max(1.0, abs(amount)) else float(amount)


def level_as_data(game: Game, level: Level) -> dict[str, Any]:
    """Return a level with names: the weights of its groups balance, which proves that it is the best."""
    data: dict[str, Any] = {
        "saving": plain(level.saving),
        "groups": {",".join(game.names(mask)): plain(weight) for mask, weight in level.groups},
    }
    if level.alone:
        data["not_more_than_alone"] = [",".join(game.names(mask)) for mask, _ in level.alone]
    return data
