"""A cost shared out: what each bears of a levy, and several keys side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allmende.catalog.prices.charging import LevyShare
from allmende.catalog.prices.components import KeyPart, Price
from allmende.catalog.prices.errors import FigureMissing, TakenNowhere
from allmende.catalog.prices.periods import Span, started_months
from allmende.common.money import rounded
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


def part_of_period(yearly_cents: int, period: Span) -> int:
    """Return what a period bears of a yearly amount; the periods of a year add up to it to the cent."""
    first = period.start.year * 12 + period.start.month - 1
    after = first + started_months(period)
    return rounded(Fraction(yearly_cents * after, 12)) - rounded(Fraction(yearly_cents * first, 12))


def shares_of_period(
    price: Price, period: Span, months: Mapping[str, int], figures: Figures, names: Mapping[str, str]
) -> dict[str, LevyShare]:
    """Return what each bears of the part of a levy that falls into a period; nothing is left over.

    `months`: in how many started months of the period each takes the service; figures count as often.
    `names`: what each is called, for the problem.
    Raises FigureMissing: a share without the figures of all would be wrong for everyone.
    """
    members = sorted(months)
    for part in price.key:
        known = members if part.driver is Driver.EQUAL else figures.get(part.driver, {})
        if absent := [member for member in members if member not in known]:
            called = ", ".join(names[member] for member in absent)
            raise FigureMissing(label=price.label, driver=DRIVER_LABELS[part.driver], members=called)
    components = tuple(_timed(part, months, figures) for part in price.key)
    total = part_of_period(price.total_cents, period)
    found = allocate(total, AllocationKey(tuple(members), components))
    words = words_of(price.key)
    return {share.member: LevyShare(share.cents, words, total, len(members)) for share in found}


def _timed(part: KeyPart, months: Mapping[str, int], figures: Figures) -> Component:
    """Return one part of a key in which every figure counts once for each month."""
    if part.driver is Driver.EQUAL:  # whose values are one for everybody, however long
        return Component(Driver.OTHER, part.weight, {each: Fraction(n) for each, n in months.items()})
    values = {each: figures[part.driver][each] * n for each, n in months.items()}
    return Component(part.driver, part.weight, values)


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
