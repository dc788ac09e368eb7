"""Which figure the map shows, and in which of five classes a value falls. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from allmende.common.formats import number

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class MapFigure:
    """A figure the map can show: name in the address, label, unit, bounds between the classes."""

    code: str
    label: str
    unit: str
    bounds: tuple[Decimal, ...]
    places: int
    note: str = ""
    is_count: bool = False
    """Whole numbers from zero on: classes are named by the numbers in them."""

    def class_of(self, value: Decimal) -> int:
        """Return 1 to 5; a value on a bound belongs to the higher class."""
        return 1 + sum(value >= bound for bound in self.bounds)

    def class_labels(self) -> list[str]:
        """Return the label of each class for the legend."""
        shown = [number(bound, self.places) for bound in self.bounds]
        if self.is_count:
            steps = [(int(low), int(high) - 1) for low, high in pairwise(self.bounds)]
            single = [f"{low}" if low == high else f"{low} bis {high}" for low, high in steps]
            return ["keine", *single, f"{shown[-1]} und mehr"]
        between = [f"{low} bis unter {high}" for low, high in pairwise(shown)]
        return [f"unter {shown[0]}", *between, f"{shown[-1]} und mehr"]

    def text(self, value: Decimal | None) -> str:
        return "keine Angabe" if value is None else f"{number(value, self.places)} {self.unit}"


# 25.000 and 60.000: from here a town can be Mittlere or Große kreisangehörige Stadt (§ 4 GO NRW)
POPULATION = MapFigure(
    "einwohner",
    "Einwohnerinnen und Einwohner",
    "Einwohnerinnen und Einwohner",
    tuple(map(Decimal, ("10000", "25000", "60000", "100000"))),
    places=0,
)
DENSITY = MapFigure(
    "dichte",
    "Einwohnerinnen und Einwohner je km²",
    "je km²",
    tuple(map(Decimal, ("150", "300", "600", "1200"))),
    places=0,
)
CHANGE = MapFigure(
    "veraenderung",
    "Veränderung der Einwohnerzahl seit 2013",
    "%",
    tuple(map(Decimal, ("0", "2", "4", "6"))),
    places=1,
    note="31.12.2013 bis zum Stichtag, beide auf der Grundlage des Zensus 2011",
)
FIGURES: Sequence[MapFigure] = (POPULATION, DENSITY, CHANGE)


def figure_of(code: str) -> MapFigure:
    """Return the figure with this code; an unknown code shows the population."""
    return next((figure for figure in FIGURES if figure.code == code), POPULATION)


def value_of(
    figure: MapFigure, *, population: Decimal | None, area: Decimal | None, earlier: Decimal | None
) -> Decimal | None:
    """Return the value of a municipality, rounded half up to a tenth; None if a figure is missing."""
    if population is None:
        return None
    if figure is POPULATION:
        return population
    base, part = (area, population) if figure is DENSITY else (earlier, None)
    if not base:
        return None
    exact = part / base if part is not None else (population - base) / base * 100
    return exact.quantize(TENTH, ROUND_HALF_UP)
