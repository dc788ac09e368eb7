"""What a calculation returns: amounts, and how one can check them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DIGITS = 9
"""Decimal places of printed numbers; beyond lies the noise of floating point."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a figure came about: method, tolerance in the unit of the figure, and what proves it."""

    method: str
    tolerance: float
    certificate: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each member pays (or gets, if the game is about gains), in the order of the members."""

    players: tuple[str, ...]
    amounts: tuple[float, ...]
    proof: Proof

    def __getitem__(self, player: str) -> float:
        return self.amounts[self.players.index(player)]


def plain(value: float) -> float:
    """Return a number without the noise of floating point and without a negative zero."""
    return round(float(value), DIGITS) + 0.0


def plain_list(values: "Allocation | tuple[float, ...]") -> list[float]:
    """Return amounts fit for printing."""
    amounts = values.amounts if isinstance(values, Allocation) else values
    return [plain(amount) for amount in amounts]
