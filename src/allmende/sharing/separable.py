"""Simple ways to split a cost: separable costs and remaining benefits (SCRB), equal, by stand-alone cost."""

import numpy as np

from allmende.sharing.errors import NothingToShareBy
from allmende.sharing.games import Game, Vector
from allmende.sharing.results import Allocation, Proof


def separable_cost(game: Game) -> Allocation:
    """Return what each member adds when it joins last."""
    return _allocation(game, _added_last(game), "Mehrkosten als letztes Mitglied")


def scrb(game: Game) -> Allocation:
    """Return separable costs plus the rest in proportion to what remains of each member's benefit."""
    added = _added_last(game)
    benefit = game.alone() - added
    rest, whole = game.total - added.sum(), benefit.sum()
    parts = benefit / whole if abs(whole) > game.tolerance else np.full(game.size, 1 / game.size)
    method = "Mehrkosten als letztes Mitglied, Rest nach verbleibendem Vorteil (SCRB)"
    return _allocation(game, added + rest * parts, method)


def equal_split(game: Game) -> Allocation:
    """Return the total in equal parts."""
    return _allocation(game, np.full(game.size, game.total / game.size), "zu gleichen Teilen")


def proportional_to_standalone(game: Game) -> Allocation:
    """Return the total in proportion to what each member pays alone."""
    alone = game.alone()
    if abs(alone.sum()) <= game.tolerance:
        raise NothingToShareBy(place="Kosten im Alleingang")
    return _allocation(game, game.total * alone / alone.sum(), "im Verhältnis der Kosten im Alleingang")


def _added_last(game: Game) -> Vector:
    everyone = len(game.costs) - 1
    added: Vector = game.total - game.costs[everyone - (1 << np.arange(game.size))]
    return added


def _allocation(game: Game, amounts: Vector, method: str) -> Allocation:
    gap = abs(float(amounts.sum()) - game.total)
    values = tuple(float(amount) + 0.0 for amount in game.sign * amounts)
    return Allocation(game.players, values, Proof(method, game.tolerance, {"sum_gap": gap}))
