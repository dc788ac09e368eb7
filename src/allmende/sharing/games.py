"""Games given by a table: one amount per group of members, held as a vector over bit masks.

Bit i of an index stands for member i; index 0 is the empty group. A table of gains is held as costs with the
opposite sign, so that every calculation is written once, for costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from allmende.common.errors import Phrase
from allmende.sharing.errors import BadNumber, CostsMissing, DuplicateParty, TooManyParties, UnknownParty

Vector = NDArray[np.float64]

MAX_PLAYERS = 25
"""2^25 amounts fill a quarter of a gigabyte; calculations hold a few such vectors."""
MAX_PLAYERS_FOR_PAIRS = 13
"""3^13 pairs of groups take about a second."""
RELATIVE_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class Game:
    """Costs of every group of members. `is_gain` tells that the table held gains, which are kept negated."""

    players: tuple[str, ...]
    costs: Vector
    is_gain: bool = False

    @property
    def size(self) -> int:
        return len(self.players)

    @property
    def total(self) -> float:
        """The cost of all members together."""
        return float(self.costs[-1])

    @property
    def sign(self) -> int:
        """What turns our costs into the amounts of the table."""
        return -1 if self.is_gain else 1

    @property
    def tolerance(self) -> float:
        """Below this, a difference of amounts counts as none."""
        return RELATIVE_TOLERANCE * max(1.0, float(np.abs(self.costs).max()))

    def alone(self) -> Vector:
        """Return the cost of each member on its own."""
        costs: Vector = self.costs[1 << np.arange(self.size)]
        return costs

    def names(self, mask: int) -> tuple[str, ...]:
        """Return the members of a group."""
        return tuple(name for index, name in enumerate(self.players) if mask >> index & 1)


def game_from_vector(players: Sequence[str], costs: Vector, *, place: str | Phrase = "Spiel") -> Game:
    """Check a vector over all groups and return it as a game."""
    names = checked_players(players, place=place)
    vector = np.asarray(costs, dtype=np.float64)
    if vector.shape != (1 << len(names),):
        missing = (1 << len(names)) - vector.size
        raise CostsMissing(place=place, count=missing, all=1 << len(names), examples="am Ende der Liste")
    if not np.isfinite(vector).all():
        group = ",".join(Game(names, vector).names(int(np.flatnonzero(~np.isfinite(vector))[0])))
        raise BadNumber(
            place=place,
            value=f"Der Betrag von „{group}“",
            problem="ist keine Zahl.",
            remedy="Tragen Sie ihn ein.",
        )
    if vector[0] != 0:
        raise BadNumber(
            place=place,
            value=f"Der Betrag {vector[0]} der leeren Gruppe",
            problem="ist nicht null.",
            remedy="Rechnen Sie feste Kosten in jede Gruppe ein.",
        )
    return Game(names, vector)


def game_from_table(
    players: Sequence[str],
    table: Mapping[frozenset[str], float],
    *,
    is_gain: bool = False,
    place: str | Phrase = "Spiel",
) -> Game:
    """Build a game from amounts per group; every non-empty group must be there."""
    names = checked_players(players, place=place)
    bit = {name: 1 << index for index, name in enumerate(names)}
    vector = np.full(1 << len(names), np.nan)
    vector[0] = 0.0
    for group, amount in table.items():
        for name in group:
            if name not in bit:
                known = ", ".join(islice(names, 8))
                raise UnknownParty(place=place, name=name, known=known)
        vector[sum(bit[name] for name in group)] = amount
    missing = np.flatnonzero(np.isnan(vector))
    if missing.size:
        bare = Game(names, vector)
        examples = ", ".join(f"„{','.join(bare.names(int(mask)))}“" for mask in missing[:3])
        raise CostsMissing(place=place, count=missing.size, all=vector.size - 1, examples=examples)
    game = game_from_vector(names, -vector if is_gain else vector, place=place)
    return Game(game.players, game.costs + 0.0, is_gain)


def checked_players(
    players: Sequence[str], *, place: str | Phrase, limit: int = MAX_PLAYERS
) -> tuple[str, ...]:
    """Return the names, after checking that there are some, not too many, and none twice."""
    if not players:
        raise BadNumber(
            place=place,
            value="Die Liste der Mitglieder",
            problem="ist leer.",
            remedy="Nennen Sie mindestens ein Mitglied.",
        )
    if len(players) > limit:
        raise TooManyParties(
            place=place,
            count=f"{len(players):,}".replace(",", "."),
            limit=limit,
            remedy="Fassen Sie Mitglieder zu Gruppen zusammen oder rechnen Sie mit Grund- und Mengenkosten.",
        )
    seen: set[str] = set()
    for name in players:
        if name in seen:
            raise DuplicateParty(place=place, name=name)
        seen.add(name)
    return tuple(players)


def subset_sums(values: Vector) -> Vector:
    """Return the sum of the values of each group, in the order of bit masks."""
    sums = np.zeros(1 << len(values))
    for index, value in enumerate(values):
        half = 1 << index
        np.add(sums[:half], value, out=sums[half : 2 * half])
    return sums


def group_sizes(count: int) -> NDArray[np.int64]:
    """Return the number of members of each group, in the order of bit masks."""
    return np.bitwise_count(np.arange(1 << count, dtype=np.uint32)).astype(np.int64)


def costlier_together(game: Game) -> list[tuple[int, int, float]]:
    """Return pairs of disjoint groups that pay less apart than together, the worst first.

    Beyond MAX_PLAYERS_FOR_PAIRS members only pairs that make up all members are looked at.
    """
    costs, everyone = game.costs, len(game.costs) - 1
    found: list[tuple[int, int, float]] = []
    masks = np.arange(len(costs))
    if game.size > MAX_PLAYERS_FOR_PAIRS:
        loss = costs[-1] - costs - costs[::-1]
        worst = masks[(loss > game.tolerance) & (masks < everyone - masks)]
        found = [(int(mask), everyone - int(mask), float(loss[mask])) for mask in worst]
    else:
        for mask in range(1, everyone):
            others = masks[mask + 1 :]
            others = others[(others & mask) == 0]
            loss = costs[others | mask] - costs[others] - costs[mask]
            found += [
                (mask, int(others[at]), float(loss[at])) for at in np.flatnonzero(loss > game.tolerance)
            ]
    return sorted(found, key=lambda pair: -pair[2])
