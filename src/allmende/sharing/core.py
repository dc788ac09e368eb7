"""Would any group of members pay less on its own, and by how much? (core, least core)"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allmende.sharing.errors import CountsDiffer
from allmende.sharing.games import Game, Vector, subset_sums
from allmende.sharing.nucleolus import largest_saving, level_as_data
from allmende.sharing.results import Allocation, Proof


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """The group that fares worst under an allocation, and what it pays more than alone (negative: saves)."""

    coalition: tuple[str, ...]
    excess: float
    in_core: bool
    tied: int
    """How many groups fare as badly."""
    proof: Proof


@dataclass(frozen=True, slots=True)
class LeastCore:
    """The largest saving that every group can have at once; negative: some group always pays more."""

    saving: float
    is_core_nonempty: bool
    allocation: Allocation
    proof: Proof


def check_core(game: Game, amounts: Sequence[float] | Vector) -> CoreCheck:
    """Look at every group except all members together; name the one that fares worst."""
    if len(amounts) != game.size:
        raise CountsDiffer(place="Aufteilung", found=len(amounts), wanted=game.size)
    method = "Vergleich aller Gruppen mit ihren eigenen Kosten"
    if game.size == 1:
        return CoreCheck((), 0.0, True, 0, Proof(method, game.tolerance, {"groups": 0}))
    excess = subset_sums(game.sign * np.asarray(amounts, dtype=np.float64))
    excess -= game.costs
    proper = excess[1:-1]
    worst = int(proper.argmax()) + 1
    value = float(excess[worst])
    tied = int(np.count_nonzero(proper >= value - game.tolerance))
    certificate = {"groups": len(proper), "equally_bad": tied}
    names, is_in_core = game.names(worst), value <= game.tolerance
    return CoreCheck(names, value, is_in_core, tied, Proof(method, game.tolerance, certificate))


def least_core(game: Game) -> LeastCore:
    """Return the largest saving that every group can have at once, with the groups that forbid more."""
    amounts, level = largest_saving(game)
    saving = level.saving if level else 0.0
    certificate = {"levels": [level_as_data(game, level)] if level else []}
    proof = Proof("Lineares Programm über alle Gruppen, Zeilen nach Bedarf", game.tolerance, certificate)
    allocation = Allocation(game.players, tuple(map(float, game.sign * amounts)), proof)
    return LeastCore(saving, saving >= -game.tolerance, allocation, proof)
