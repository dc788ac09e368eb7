"""Costs as shared services have them: fixed + own + scale(driver). Exact for thousands of members.

    c(S) = fixed + sum of own_i + scale(sum of driver_i)   for every non-empty group S

`structured_worst` finds the group that fares worst, `structured_core` the least core, `structured_shapley`
the average over all orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from allmende.common.errors import Phrase
from allmende.sharing.errors import BadNumber, CalculationTooLarge, CountsDiffer, NothingToShareBy
from allmende.sharing.games import RELATIVE_TOLERANCE, Game, Vector, checked_players, subset_sums
from allmende.sharing.results import Allocation, Proof

MAX_PLAYERS_STRUCTURED = 20_000
MAX_PLAYERS_AS_TABLE = 20
FINEST_DRIVER = 10**6
WHOLE_STEP = 1e-9
"""A driver this close below a step counts as on it: 0.1 + 0.2 needs three tenths, not four."""


class Scale(Protocol):
    """A cost that depends on the sum of drivers; never falling, zero without any driver."""

    @property
    def is_concave(self) -> bool:
        """Whether each further unit costs at most as much as the one before."""

    def at(self, volumes: Vector) -> Vector:
        """Return the cost of each volume."""


@dataclass(frozen=True, slots=True)
class PowerScale:
    """factor * volume ** exponent; exponent 1 is a plain price per unit."""

    factor: float
    exponent: float = 1.0

    @property
    def is_concave(self) -> bool:
        return self.exponent <= 1

    def at(self, volumes: Vector) -> Vector:
        costs: Vector = self.factor * np.power(volumes, self.exponent)
        return costs if self.exponent > 0 else np.where(volumes > 0, costs, 0.0)


@dataclass(frozen=True, slots=True)
class StepScale:
    """One more post, licence or machine for every started unit of volume."""

    unit: float
    cost: float

    @property
    def is_concave(self) -> bool:
        return self.cost == 0

    def at(self, volumes: Vector) -> Vector:
        steps: Vector = np.ceil(volumes / self.unit - WHOLE_STEP)
        return self.cost * steps


@dataclass(frozen=True, slots=True)
class TariffScale:
    """Straight lines between points (volume, cost); beyond the last point the last slope goes on."""

    volumes: tuple[float, ...]
    costs: tuple[float, ...]

    @property
    def is_concave(self) -> bool:
        slopes = np.diff(self.costs) / np.diff(self.volumes)
        return bool((np.diff(slopes) <= RELATIVE_TOLERANCE * np.abs(slopes).max()).all())

    def at(self, volumes: Vector) -> Vector:
        slope = (self.costs[-1] - self.costs[-2]) / (self.volumes[-1] - self.volumes[-2])
        beyond = np.maximum(volumes - self.volumes[-1], 0.0)
        return np.interp(volumes, self.volumes, self.costs) + slope * beyond


@dataclass(frozen=True, eq=False)
class StructuredGame:
    """Members with own costs and a driver, who share a fixed cost and a cost that scales."""

    players: tuple[str, ...]
    fixed: float
    own: Vector
    drivers: Vector
    scale: Scale

    @property
    def size(self) -> int:
        return len(self.players)

    @cached_property
    def total(self) -> float:
        """The cost of all members together."""
        return float(self.own.sum()) + self.joint

    @cached_property
    def joint(self) -> float:
        """What all members together pay for what is not their own."""
        return self.fixed + float(self.scale.at(self.drivers.sum()[None])[0])

    @property
    def tolerance(self) -> float:
        """Below this, a difference of amounts counts as none."""
        return RELATIVE_TOLERANCE * max(1.0, abs(self.total))

    @cached_property
    def whole_drivers(self) -> tuple[NDArray[np.int64], Fraction] | None:
        """The drivers as whole numbers, and what one stands for; None if they have too many places."""
        fractions = [Fraction(repr(float(value))) for value in self.drivers]
        common = lcm(*(fraction.denominator for fraction in fractions))
        if common > FINEST_DRIVER:
            return None
        numbers = [int(fraction * common) for fraction in fractions]
        divisor = gcd(*numbers) or 1
        whole = np.array([number // divisor for number in numbers], dtype=np.int64)
        return whole, Fraction(divisor, common)

    def require_whole_drivers(self) -> tuple[NDArray[np.int64], Fraction]:
        """Return the drivers as whole numbers; raise if they have too many places."""
        if self.whole_drivers is None:
            raise CalculationTooLarge(
                place="Bezugsgröße",
                problem=Phrase("viele Nachkommastellen"),
                remedy=Phrase("Runden Sie die Bezugsgrößen auf ganze Zahlen."),
            )
        return self.whole_drivers

    def cost_of(self, members: NDArray[np.int64]) -> float:
        """Return the cost of a group, given by the positions of its members."""
        if not len(members):
            return 0.0
        volume = self.drivers[members].sum()[None]
        return float(self.fixed + self.own[members].sum() + self.scale.at(volume)[0])

    def as_table(self) -> Game:
        """Return the same game with one amount per group."""
        costs = subset_sums(self.own) + self.scale.at(subset_sums(self.drivers)) + self.fixed
        costs[0] = 0.0
        return Game(self.players, costs)


def structured_game(
    players: Sequence[str],
    *,
    fixed: float,
    own: Sequence[float],
    drivers: Sequence[float],
    scale: Scale,
    place: str | Phrase = "Spiel",
) -> StructuredGame:
    """Check the parts of a structured game and put them together."""
    names = checked_players(players, place=place, limit=MAX_PLAYERS_STRUCTURED)
    for field, values in (("Eigene Kosten", own), ("Bezugsgröße", drivers)):
        if len(values) != len(names):
            raise CountsDiffer(place=f"{place}, {field}", found=len(values), wanted=len(names))
    amounts, volumes = np.asarray(own, dtype=np.float64), np.asarray(drivers, dtype=np.float64)
    for index in np.flatnonzero(~np.isfinite(amounts) | ~np.isfinite(volumes) | (volumes < 0))[:1]:
        raise BadNumber(
            place=f"{place}, {names[index]}",
            value=f"{amounts[index]} / {volumes[index]}",
            problem=Phrase("ist als eigene Kosten / Bezugsgröße nicht möglich."),
            remedy=Phrase("Bezugsgrößen sind Zahlen ab null."),
        )
    if not volumes.any():
        raise NothingToShareBy(place=f"{place}, Bezugsgröße")
    return StructuredGame(names, float(fixed), amounts, volumes, scale)


def structured_keys(game: StructuredGame) -> dict[str, Allocation]:
    """Return what each member pays under the four usual keys."""
    equal = np.full(game.size, 1 / game.size)
    by_driver = game.drivers / game.drivers.sum()
    keys = {
        "equal_share_of_joint": (game.own + game.joint * equal, "eigene Kosten, Rest zu gleichen Teilen"),
        "joint_by_driver": (game.own + game.joint * by_driver, "eigene Kosten, Rest nach Bezugsgröße"),
        "total_by_driver": (game.total * by_driver, "alles nach Bezugsgröße"),
        "half_base_half_driver": (
            game.own + game.joint * (equal + by_driver) / 2,
            "eigene Kosten, Rest je zur Hälfte als Sockel und nach Bezugsgröße",
        ),
    }
    return {
        name: Allocation(game.players, tuple(map(float, amounts)), Proof(method, game.tolerance))
        for name, (amounts, method) in keys.items()
    }
