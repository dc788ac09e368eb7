"""Euro per partner and year, in whole cents: low, probable, high. What is missing is named, never guessed.

Each line of the cost table is a yearly total, split by its key to the cent; lines without a range count with
their probable value at all levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from allmende.common.money import rounded
from allmende.cooperations.options.domain import CostKind, CostPosition, Option, Partner, Question
from allmende.sharing.keys import DRIVER_LABELS, AllocationKey, Component, Driver, allocate

LEVELS = ("low", "base", "high")
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Costs:
    """The money of one option: `amounts[level][year][partner]` in cents, no year that lacks something."""

    amounts: dict[str, dict[int, dict[str, int]]]
    missing: dict[int, tuple[str, ...]]
    """By year: what one would have to know."""

    @property
    def is_complete(self) -> bool:
        return not any(self.missing.values())

    def total(self, level: str, partner: str | None = None) -> int | None:
        """Return the sum over all years, of one partner or of all; None if a year is missing."""
        if not self.is_complete or not self.amounts[level]:
            return None
        years = self.amounts[level].values()
        return sum(sum(year.values()) if partner is None else year[partner] for year in years)


def costs_of(option: Option, question: Question, *, levels: dict[str, str] | None = None) -> Costs:
    """Return what each partner pays in each year. `levels`: another level for single positions, by name."""
    years = range(question.first_year, question.first_year + question.years)
    amounts: dict[str, dict[int, dict[str, int]]] = {level: {} for level in LEVELS}
    missing: dict[int, tuple[str, ...]] = {}
    for year in years:
        gaps = _gaps(option, question, year)
        missing[year] = gaps
        if gaps:
            continue
        for level in LEVELS:
            amounts[level][year] = _year(option, question, year, level, levels or {})
    return Costs(amounts, missing)


def _gaps(option: Option, question: Question, year: int) -> tuple[str, ...]:
    if not option.costs:
        return (option.cost_note or "Kosten",)
    gaps: dict[str, None] = {}
    for position in option.costs:
        if position.last_year is not None and year > position.last_year:
            if position.is_open_after:
                gaps[f"{position.name} nach {position.last_year}"] = None
            continue
        if position.amount.base is None:
            gaps[f"Betrag für {position.name}"] = None
        for driver in _drivers(position):
            if gap := missing_driver(driver, question.partners):
                gaps[gap] = None
    return tuple(gaps)


def missing_driver(driver: Driver, partners: Sequence[Partner]) -> str:
    """Return whose figure is missing, or nothing."""
    if driver is Driver.EQUAL:
        return ""
    without = [partner.name for partner in partners if driver not in partner.drivers]
    if not without:
        return ""
    if len(without) == len(partners):
        return DRIVER_LABELS[driver]
    more = f" und {len(without) - NAMES_SHOWN} weiteren" if len(without) > NAMES_SHOWN else ""
    return f"{DRIVER_LABELS[driver]} von {', '.join(without[:NAMES_SHOWN])}{more}"


def _drivers(position: CostPosition) -> list[Driver]:
    named = [driver for driver, _weight in key_of(position)]
    return [position.driver, *named] if position.driver else named


def key_of(position: CostPosition) -> tuple[tuple[Driver, Fraction], ...]:
    """Return the key of a position; without one it is shared by its own driver, a fixed amount equally."""
    if position.payer:
        return ()
    return position.key or ((position.driver or Driver.EQUAL, Fraction(1)),)


def _year(
    option: Option, question: Question, year: int, level: str, levels: dict[str, str]
) -> dict[str, int]:
    sums = dict.fromkeys((partner.key for partner in question.partners), 0)
    for position in option.costs:
        total = yearly_total(position, question, year, levels.get(position.name, level))
        for key, cents in split(position, total, question.partners).items():
            sums[key] += -cents if position.kind is CostKind.FUNDING else cents
    return sums


def yearly_total(position: CostPosition, question: Question, year: int, level: str) -> int:
    """Return the whole amount of a position in a year, in cents; zero where it does not run."""
    first = position.first_year or question.first_year
    last = first if position.kind is CostKind.ONE_OFF else position.last_year
    cents = position.amount.at(level)
    if year < first or (last is not None and year > last) or cents is None:
        return 0
    exact = Fraction(cents)
    if position.driver is not None and position.kind in (CostKind.PER_UNIT, CostKind.STEPS):
        volume = driver_sum(position.driver, question.partners)
        exact *= volume if position.kind is CostKind.PER_UNIT else ceil(volume / Fraction(position.step or 1))
    return rounded(exact * (1 + Fraction(position.growth) / 100) ** (year - first))


def driver_sum(driver: Driver, partners: Sequence[Partner]) -> Fraction:
    """Return the sum of a driver over all partners."""
    if driver is Driver.EQUAL:
        return Fraction(len(partners))
    return sum((Fraction(partner.drivers[driver].value) for partner in partners), Fraction())


def split(position: CostPosition, total: int, partners: Sequence[Partner]) -> dict[str, int]:
    """Return the cents of each partner; they add up to the total."""
    if position.payer:
        return {position.payer: total}
    if not total:
        return {}
    members = tuple(partner.key for partner in partners)
    components = tuple(
        Component(driver, weight, _values(driver, partners)) for driver, weight in key_of(position)
    )
    return {share.member: share.cents for share in allocate(total, AllocationKey(members, components))}


def _values(driver: Driver, partners: Sequence[Partner]) -> dict[str, Fraction]:
    if driver is Driver.EQUAL:
        return {}
    return {partner.key: Fraction(partner.drivers[driver].value) for partner in partners}
