"""A cost shared out under several keys side by side, so that everyone sees which key suits whom. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allmende.catalog.prices.components import KeyPart
from allmende.catalog.prices.errors import TakenNowhere
from allmende.sharing.errors import NothingToShareBy
from allmende.sharing.keys import DRIVER_LABELS, AllocationKey, Component, Driver, allocate

Figures = Mapping[Driver, Mapping[str, Fraction]]
"""The value of each member (key of a body) for each driver."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key and what people call it."""

    name: str
    parts: tuple[KeyPart, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """What each member bears under one key, in cents; `missing`: why it cannot be computed."""

    key: NamedKey
    cents: Mapping[str, int]
    missing: str = ""


def words_of(parts: Sequence[KeyPart]) -> str:
    """Return a key in words: `30 % Sockel zu gleichen Teilen, 70 % Einwohner`."""
    whole = sum((part.weight for part in parts), Fraction(0))
    if len(parts) == 1:
        return DRIVER_LABELS[parts[0].driver]
    shares = ((round(part.weight / whole * 100), DRIVER_LABELS[part.driver]) for part in parts)
    return ", ".join(f"{percent} % {label}" for percent, label in shares)


def shares(
    total_cents: int, members: Sequence[str], parts: Sequence[KeyPart], figures: Figures
) -> dict[str, int]:
    """Return what each member bears; the shares add up to the total.

    Raises TakenNowhere without members, NothingToShareBy where a driver is zero for everyone.
    """
    if not members:
        raise TakenNowhere(label=words_of(parts))
    components = tuple(
        Component(
            part.driver,
            part.weight,
            {}
            if part.driver is Driver.EQUAL
            else {member: figures.get(part.driver, {}).get(member, Fraction(0)) for member in members},
        )
        for part in parts
    )
    found = allocate(total_cents, AllocationKey(tuple(members), components))
    return {share.member: share.cents for share in found}


def side_by_side(
    total_cents: int, members: Sequence[str], keys: Sequence[NamedKey], figures: Figures
) -> list[Distribution]:
    """Return the distribution under every key; one that lacks figures says which, instead of guessing."""
    found = []
    for key in keys:
        absent = [
            part.driver
            for part in key.parts
            if part.driver is not Driver.EQUAL
            and any(member not in figures.get(part.driver, {}) for member in members)
        ]
        if absent:
            labels = ", ".join(DRIVER_LABELS[driver] for driver in absent)
            found.append(Distribution(key, {}, f"Nicht für alle bekannt: {labels}."))
            continue
        try:
            found.append(Distribution(key, shares(total_cents, members, key.parts, figures)))
        except NothingToShareBy as error:
            found.append(Distribution(key, {}, str(error)))
    return found
