"""What the register believes of bodies, as the comparison with a list needs it. Pure."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from allmende.register.domain import FigureKind, Kind, Relation
from allmende.register.timelines import Spell, value_on


class NameValue(NamedTuple):
    """A name with its official spelling."""

    name: str
    official: str


class FigureValue(NamedTuple):
    """A figure of a reference date."""

    value: Decimal
    reference_date: date


@dataclass
class BodyState:
    """What the register believes of one body now; one timeline per thing that has one value at a time.

    `stated_on` is the day of the newest list that spoke of it.
    """

    id: int
    key: str
    ars: str | None = None
    stated_on: date | None = None
    names: list[Spell[NameValue]] = field(default_factory=list)
    kinds: list[Spell[Kind]] = field(default_factory=list)
    parents: dict[Relation, list[Spell[str]]] = field(default_factory=dict)
    associations: dict[str, list[Spell[str]]] = field(default_factory=dict)
    figures: dict[FigureKind, list[Spell[FigureValue]]] = field(default_factory=dict)

    def name_on(self, on: date) -> str:
        held = value_on(self.names, on) or (self.names[-1].value if self.names else None)
        return held.name if held else self.key

    def is_known_after(self, stand: date) -> bool:
        return self.stated_on is not None and self.stated_on > stand
