"""The group of a structured game that fares worst, found without looking at 2^n groups.

With falling unit costs (concave scale) it is a beginning of the order by (amount - own) / driver. With steps
only the rest in the last step counts (`structured_steps`); with tariffs a knapsack over whole drivers finds
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allmende.common.errors import Phrase
from allmende.sharing.errors import CalculationTooLarge, CountsDiffer
from allmende.sharing.games import Vector, subset_sums
from allmende.sharing.structured import MAX_PLAYERS_AS_TABLE, StructuredGame
from allmende.sharing.structured_steps import worst_with_steps

MAX_KNAPSACK_CELLS = 200_000_000


@dataclass(frozen=True, slots=True)
class WorstGroup:
    """The group that pays most more than alone (negative: saves least), and how it was found."""

    members: NDArray[np.int64]
    excess: float
    method: str


def worst_group(game: StructuredGame, amounts: Sequence[float] | Vector) -> WorstGroup:
    """Find the non-empty group, all members together included, that fares worst under these amounts."""
    if len(amounts) != game.size:
        raise CountsDiffer(place="Aufteilung", found=len(amounts), wanted=game.size)
    gains = np.asarray(amounts, dtype=np.float64) - game.own
    return worst_among(game, gains, np.arange(game.size))


def worst_among(game: StructuredGame, gains: Vector, candidates: NDArray[np.int64]) -> WorstGroup:
    """Find the worst non-empty group of candidates; `gains` are amounts less own costs, for all members."""
    if game.scale.is_concave:
        return _worst_beginning(game, gains, candidates)
    if game.whole_drivers is None:
        return _worst_in_table(game, gains, candidates)
    found = worst_with_steps(game, gains, candidates)
    if found is not None:
        return WorstGroup(found, _excess(game, gains, found), "Vergleich nach dem Rest in der letzten Stufe")
    return _worst_by_knapsack(game, gains, candidates)


def _worst_beginning(game: StructuredGame, gains: Vector, candidates: NDArray[np.int64]) -> WorstGroup:
    order = candidates[ratio_order(gains[candidates], game.drivers[candidates])]
    excess = np.cumsum(gains[order]) - game.fixed - game.scale.at(np.cumsum(game.drivers[order]))
    last = int(excess.argmax())
    return WorstGroup(
        np.sort(order[: last + 1]), float(excess[last]), "Sortierung nach Betrag je Bezugsgröße"
    )


def ratio_order(gains: Vector, drivers: Vector) -> NDArray[np.int64]:
    """Return positions by falling gain per driver; who has no driver stands first or last by the sign."""
    without = np.where(gains > 0, np.inf, -np.inf)
    ratios = np.divide(gains, drivers, out=without, where=drivers > 0)
    return np.argsort(-ratios, kind="stable")


def _worst_by_knapsack(game: StructuredGame, gains: Vector, candidates: NDArray[np.int64]) -> WorstGroup:
    """Take the best of a knapsack over those who gain by themselves, and of each member alone."""
    alone = _least_loss(game, gains, candidates)
    useful = candidates[gains[candidates] > 0]
    if not useful.size:
        return alone
    whole, unit = game.require_whole_drivers()
    free = useful[whole[useful] == 0]
    items = useful[whole[useful] > 0]
    items = items[np.argsort(whole[items], kind="stable")]
    reach = int(whole[items].sum())
    if reach * max(len(items), 1) > MAX_KNAPSACK_CELLS:
        raise CalculationTooLarge(
            place="Bezugsgröße",
            problem=Phrase("{count} Mitglieder, Summe {reach}", count=len(items), reach=reach),
            remedy=Phrase("Geben Sie die Bezugsgröße gröber an, zum Beispiel in Tausend."),
        )
    best_gain, taken = _knapsack(gains[items], whole[items], reach)
    value = best_gain + float(gains[free].sum()) - game.fixed
    value -= game.scale.at(float(unit) * np.arange(reach + 1, dtype=np.float64))
    if not free.size:
        value[0] = -np.inf
    volume = int(value.argmax())
    if value[volume] < alone.excess:
        return alone
    members = np.sort(np.concatenate([free, items[_traced(taken, whole[items], volume)]]))
    return WorstGroup(members, float(value[volume]), "Rucksackverfahren über ganze Bezugsgrößen")


def _knapsack(
    gains: Vector, volumes: NDArray[np.int64], reach: int
) -> tuple[Vector, list[NDArray[np.bool_]]]:
    """Return the best gain at each exact volume, and for each item where it is taken. Volumes rise."""
    best = np.full(reach + 1, -np.inf)
    best[0] = 0.0
    buffer = np.empty(reach + 1)
    taken, filled = [], 0
    for gain, volume in zip(gains.tolist(), volumes.tolist(), strict=True):
        with_item = np.add(best[: filled + 1], gain, out=buffer[: filled + 1])
        target = best[volume : volume + filled + 1]
        taken.append(with_item > target)
        np.maximum(target, with_item, out=target)
        filled += volume
    return best, taken


def _traced(taken: list[NDArray[np.bool_]], volumes: NDArray[np.int64], volume: int) -> list[int]:
    chosen = []
    for index in range(len(taken) - 1, -1, -1):
        rest = volume - int(volumes[index])
        if 0 <= rest < len(taken[index]) and taken[index][rest]:
            chosen.append(index)
            volume = rest
    return chosen


def _worst_in_table(game: StructuredGame, gains: Vector, candidates: NDArray[np.int64]) -> WorstGroup:
    if len(candidates) > MAX_PLAYERS_AS_TABLE:
        game.require_whole_drivers()
    excess = (
        subset_sums(gains[candidates]) - game.fixed - game.scale.at(subset_sums(game.drivers[candidates]))
    )
    worst = int(excess[1:].argmax()) + 1
    members = candidates[[index for index in range(len(candidates)) if worst >> index & 1]]
    return WorstGroup(members, float(excess[worst]), "Vergleich aller Gruppen")


def _excess(game: StructuredGame, gains: Vector, members: NDArray[np.int64]) -> float:
    joint = game.fixed + game.scale.at(game.drivers[members].sum()[None])[0]
    return float(gains[members].sum() - joint)


def _least_loss(game: StructuredGame, gains: Vector, candidates: NDArray[np.int64]) -> WorstGroup:
    position = int((gains[candidates] - game.scale.at(game.drivers[candidates])).argmax())
    member = candidates[[position]]
    return WorstGroup(member, _excess(game, gains, member), "Vergleich der Einzelnen")
