"""Cost keys: who pays which part of a cost, in whole cents, with exact fractions on the way.

A key is a mixture of drivers with weights (Sockel 30 %, inhabitants 70 %). Exempt members pay nothing, caps
and floors bound what a member pays, and a transition moves from the former shares to the new ones in steps.
What a cap keeps from one member falls on the others in proportion to their parts. Raising a member's driver
never lowers its share: the parts before rounding rise with it, and the largest remainder keeps that order
as long as the other members' drivers stay. Among equal remainders the cent goes to whoever stands first in
the list of members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from allmende.common.errors import Phrase
from allmende.common.money import apportion
from allmende.sharing.errors import (
    BadNumber,
    BoundsImpossible,
    DuplicateParty,
    NothingToShareBy,
    UnknownParty,
)

TIE_RULE = "Bei gleichen Resten erhält das in der Liste vordere Mitglied den Cent."
MAX_KEY_PARTIES = 100_000


class Driver(StrEnum):
    """What a part of a cost is shared by."""

    EQUAL = "sockel"
    INHABITANTS = "einwohner"
    CASES = "fallzahlen"
    POSTS = "stellen"
    USERS = "nutzer"
    LEVY_BASE = "umlagegrundlagen"
    AREA = "flaeche"
    CAPITAL = "kapital"
    STAND_ALONE = "einzelkosten"
    OTHER = "andere"


DRIVER_LABELS = {
    Driver.EQUAL: "Sockel zu gleichen Teilen",
    Driver.INHABITANTS: "Einwohner",
    Driver.CASES: "Fallzahlen",
    Driver.POSTS: "Stellen",
    Driver.USERS: "Nutzer",
    Driver.LEVY_BASE: "Umlagegrundlagen",
    Driver.AREA: "Fläche",
    Driver.CAPITAL: "Kapitalanteil",
    Driver.STAND_ALONE: "Kosten im Alleingang",
    Driver.OTHER: "andere Bezugsgröße",
}


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a key: a driver, its weight in the mixture, each member's value, and as of which day."""

    driver: Driver
    weight: Fraction = Fraction(1)
    values: Mapping[str, Fraction] = field(default_factory=dict)
    """By member; empty for EQUAL, where every member counts the same."""
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """The way from former shares to new ones: in step k of n, k/n of the difference is done."""

    former: Mapping[str, Fraction]
    """Former shares by member, as any numbers in proportion."""
    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class AllocationKey:
    """How a cost is shared among members. Their order decides ties."""

    members: tuple[str, ...]
    components: tuple[Component, ...]
    exempt: frozenset[str] = frozenset()
    """Members who pay nothing (§ 19 Abs. 1 Satz 2 GkG NRW)."""
    caps: Mapping[str, int] = field(default_factory=dict)
    """The most a member pays, in cents."""
    floors: Mapping[str, int] = field(default_factory=dict)
    """The least a member pays, in cents."""
    transition: Transition | None = None


@dataclass(frozen=True, slots=True)
class KeyShare:
    """What one member pays, and why."""

    member: str
    cents: int
    exact: Fraction
    """In cents before rounding."""
    part: Fraction
    """The part of the total by the key alone, before transition, caps and floors."""
    is_capped: bool
    is_raised: bool


def allocate(total_cents: int, key: AllocationKey) -> tuple[KeyShare, ...]:
    """Split a total by a key; the shares add up to the total to the cent.

    Raises a SharingError if the key cannot split this total.
    """
    if total_cents < 0:
        raise BadNumber(
            place=Phrase("Kosten"),
            value=str(total_cents),
            problem=Phrase("ist negativ."),
            remedy=Phrase("Verteilen Sie Beträge ab null."),
        )
    parts = key_parts(key)
    moved = _moved(key, parts)
    exact = _bounded(total_cents, key, moved)
    cents = apportion(total_cents, exact) if total_cents else [0] * len(exact)
    return tuple(
        KeyShare(
            member=member,
            cents=amount,
            exact=value,
            part=part,
            is_capped=member in key.caps and value == key.caps[member],
            is_raised=member in key.floors and value == key.floors[member],
        )
        for member, amount, value, part in zip(key.members, cents, exact, parts, strict=True)
    )


def key_parts(key: AllocationKey) -> list[Fraction]:
    """Return each member's part of the whole by the components alone; the parts add up to 1."""
    _check_members(key)
    weights = [component.weight for component in key.components]
    if not weights or min(weights) < 0 or sum(weights) <= 0:
        raise BadNumber(
            place=Phrase("Schlüssel"),
            value="Die Gewichte der Bestandteile",
            problem=Phrase("fehlen, sind negativ oder alle null."),
            remedy=Phrase("Geben Sie mindestens ein Gewicht über null an."),
        )
    whole = sum(weights, Fraction())
    parts = [Fraction()] * len(key.members)
    for component in key.components:
        if component.weight:
            values = _values(key, component)
            total = sum(values, Fraction())
            for index, value in enumerate(values):
                parts[index] += component.weight / whole * value / total
    return parts


def _check_members(key: AllocationKey) -> None:
    known = set(key.members)
    if len(known) < len(key.members):
        name = next(member for member in key.members if key.members.count(member) > 1)
        raise DuplicateParty(place=Phrase("Schlüssel"), name=name)
    if not key.members or len(key.members) > MAX_KEY_PARTIES:
        raise BadNumber(
            place=Phrase("Schlüssel"),
            value=str(len(key.members)),
            problem=Phrase("ist keine mögliche Zahl von Mitgliedern."),
            remedy=Phrase("Nennen Sie 1 bis {limit} Mitglieder.", limit=MAX_KEY_PARTIES),
        )
    named: list[tuple[str, Iterable[str]]] = [
        ("Befreiung", key.exempt),
        ("Obergrenze", key.caps),
        ("Mindestbetrag", key.floors),
        ("Übergang", key.transition.former if key.transition else ()),
        *((DRIVER_LABELS[component.driver], component.values) for component in key.components),
    ]
    for place, names in named:
        for name in names:
            if name not in known:
                raise UnknownParty(place=place, name=name, known=", ".join(key.members[:8]))


def _values(key: AllocationKey, component: Component) -> list[Fraction]:
    label = DRIVER_LABELS[component.driver]
    values = []
    for member in key.members:
        value = Fraction(1) if component.driver is Driver.EQUAL else component.values.get(member)
        if member in key.exempt:
            value = Fraction()
        if value is None or value < 0:
            raise BadNumber(
                place=f"{label}, {member}",
                value=Phrase("Der Wert"),
                problem=Phrase("fehlt.") if value is None else Phrase("{value} ist negativ.", value=value),
                remedy=Phrase("Tragen Sie eine Zahl ab null ein."),
            )
        values.append(Fraction(value))
    if not any(values):
        raise NothingToShareBy(place=label)
    return values


def _moved(key: AllocationKey, parts: Sequence[Fraction]) -> list[Fraction]:
    """Return the parts on the way from the former shares to the new ones."""
    if key.transition is None:
        return list(parts)
    former, step, steps = key.transition.former, key.transition.step, key.transition.steps
    if not 0 <= step <= steps or steps < 1:
        raise BadNumber(
            place=Phrase("Übergang"),
            value=f"Stufe {step} von {steps}",
            problem=Phrase("gibt es nicht."),
            remedy=Phrase("Die Stufe liegt zwischen 0 und der Zahl der Stufen."),
        )
    old = [Fraction(0 if member in key.exempt else former.get(member, 0)) for member in key.members]
    if min(old) < 0 or not any(old):
        raise NothingToShareBy(place=Phrase("Übergang, bisherige Anteile"))
    done, whole = Fraction(step, steps), sum(old, Fraction())
    return [part * done + before / whole * (1 - done) for part, before in zip(parts, old, strict=True)]


def _bounded(total: int, key: AllocationKey, parts: Sequence[Fraction]) -> list[Fraction]:
    """Return exact amounts within caps and floors: one common level, cut off where a bound is reached."""
    floors = [Fraction(key.floors.get(member, 0)) for member in key.members]
    caps = [Fraction(key.caps[member]) if member in key.caps else None for member in key.members]
    _check_bounds(total, key, parts, floors, caps)
    if not key.caps and not key.floors:
        return [total * part for part in parts]
    level = _level(total, parts, floors, caps)
    return [_cut(level * part, floor, cap) for part, floor, cap in zip(parts, floors, caps, strict=True)]


def _cut(value: Fraction, floor: Fraction, cap: Fraction | None) -> Fraction:
    raised = max(value, floor)
    return raised if cap is None else min(raised, cap)


def _check_bounds(
    total: int,
    key: AllocationKey,
    parts: Sequence[Fraction],
    floors: Sequence[Fraction],
    caps: Sequence[Fraction | None],
) -> None:
    for member, floor, cap in zip(key.members, floors, caps, strict=True):
        if floor < 0 or (cap is not None and cap < floor):
            raise BoundsImpossible(
                place=member,
                problem=Phrase("Die Obergrenze liegt unter dem Mindestbetrag."),
                remedy=Phrase("Berichtigen Sie beide."),
            )
        if floor and member in key.exempt:
            raise BoundsImpossible(
                place=member,
                problem=Phrase("Befreit und doch mit Mindestbetrag."),
                remedy=Phrase("Streichen Sie eines von beiden."),
            )
    if sum(floors) > total:
        raise BoundsImpossible(
            place=Phrase("Mindestbeträge"),
            problem=Phrase("Sie ergeben zusammen mehr als die Kosten."),
            remedy=Phrase("Senken Sie die Mindestbeträge."),
        )
    most = [cap if part else floor for part, floor, cap in zip(parts, floors, caps, strict=True)]
    if all(value is not None for value in most) and sum(value or 0 for value in most) < total:
        raise BoundsImpossible(
            place=Phrase("Obergrenzen"),
            problem=Phrase("Sie decken zusammen die Kosten nicht."),
            remedy=Phrase("Heben Sie Obergrenzen an oder lassen Sie ein Mitglied ohne Obergrenze."),
        )


def _level(
    total: int, parts: Sequence[Fraction], floors: Sequence[Fraction], caps: Sequence[Fraction | None]
) -> Fraction:
    """Return the level at which the cut parts add up to the total: one sweep over the bends of their sum."""
    bends: list[tuple[Fraction, Fraction]] = []
    for part, floor, cap in zip(parts, floors, caps, strict=True):
        if part:
            bends.append((floor / part, part))
            if cap is not None:
                bends.append((cap / part, -part))
    level, slope, reached = Fraction(), Fraction(), sum(floors, Fraction())
    for at, change in sorted(bends):
        if slope and reached + slope * (at - level) >= total:
            break
        reached += slope * (at - level)
        level, slope = at, slope + change
    return level + (total - reached) / slope if slope else level
