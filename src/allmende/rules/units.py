"""Units of measure, multiplied and compared exactly: `EUR/FTE/year` times `FTE` times `month` is `EUR`.

Inside, money is counted in cents, time in months or days, areas in hectares, shares as plain numbers, so that
values of one dimension can be added without conversion.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Dimensions = tuple[tuple[str, int], ...]

BASE: dict[str, tuple[str, Fraction]] = {
    "ct": ("money", Fraction(1)),
    "EUR": ("money", Fraction(100)),
    "month": ("time", Fraction(1)),
    "year": ("time", Fraction(12)),
    "day": ("day", Fraction(1)),
    "hour": ("hour", Fraction(1)),
    "ha": ("area", Fraction(1)),
    "km2": ("area", Fraction(100)),
    "m2": ("area", Fraction(1, 10000)),
    "person": ("person", Fraction(1)),
    "child": ("child", Fraction(1)),
    "FTE": ("FTE", Fraction(1)),
    "municipality": ("municipality", Fraction(1)),
    "workplace": ("workplace", Fraction(1)),
    "place": ("place", Fraction(1)),
    "vote": ("vote", Fraction(1)),
}
PLAIN: dict[str, Fraction] = {"1": Fraction(1), "percent": Fraction(1, 100), "permille": Fraction(1, 1000)}
SPECIAL = ("date", "choice", "yes_no")
"""Values that are no amounts: days, one of several words, yes or no."""

SYNONYMS = {
    "€": "EUR",
    "Euro": "EUR",
    "Cent": "ct",
    "%": "percent",
    "‰": "permille",
    "km²": "km2",
    "m²": "m2",
}
GERMAN = {
    "EUR": ("EUR", "EUR"),
    "ct": ("ct", "ct"),
    "month": ("Monat", "Monate"),
    "year": ("Jahr", "Jahre"),
    "day": ("Tag", "Tage"),
    "hour": ("Stunde", "Stunden"),
    "ha": ("ha", "ha"),
    "km2": ("km²", "km²"),
    "m2": ("m²", "m²"),
    "person": ("Person", "Personen"),
    "child": ("Kind", "Kinder"),
    "FTE": ("Vollzeitstelle", "Vollzeitstellen"),
    "municipality": ("Gemeinde", "Gemeinden"),
    "workplace": ("Arbeitsplatz", "Arbeitsplätze"),
    "place": ("Platz", "Plätze"),
    "vote": ("Stimme", "Stimmen"),
    "percent": ("%", "%"),
    "permille": ("‰", "‰"),
    "1": ("", ""),
    "date": ("Datum", "Datum"),
    "choice": ("", ""),
    "yes_no": ("", ""),
}


class UnknownUnit(ValueError):
    """A unit is not in the table above."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how it is written, its dimensions, and how many inner units one of it has."""

    text: str
    dimensions: Dimensions
    scale: Fraction

    @property
    def is_money(self) -> bool:
        """Return whether the unit is an amount of money, not a rate."""
        return self.dimensions == (("money", 1),)

    @property
    def is_special(self) -> bool:
        return self.text in SPECIAL

    def german(self, *, plural: bool = True) -> str:
        """Return `EUR je Person und Monat`."""
        return _german(self.text, plural)


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """Parse a unit such as `EUR/person/month`, `EUR/(FTE*year)`, `percent` or `1`; raise UnknownUnit."""
    plain = "".join(SYNONYMS.get(word, word) for word in re.split(r"([*/() ]+)", text.strip()))
    if plain in SPECIAL:
        return Unit(plain, ((plain, 1),), Fraction(1))
    above, below = _parts(plain)
    powers: dict[str, int] = {}
    scale = Fraction(1)
    for names, sign in ((above, 1), (below, -1)):
        for name in names:
            if name in PLAIN:
                scale *= PLAIN[name] ** sign
                continue
            if name not in BASE:
                raise UnknownUnit(name)
            dimension, factor = BASE[name]
            powers[dimension] = powers.get(dimension, 0) + sign
            scale *= factor**sign
    return Unit(plain, _sorted(powers), scale)


def product(first: Dimensions, second: Dimensions, sign: int = 1) -> Dimensions:
    """Return the dimensions of a product, or with `sign=-1` of a quotient."""
    powers = dict(first)
    for name, power in second:
        powers[name] = powers.get(name, 0) + sign * power
    return _sorted(powers)


def shown(dimensions: Dimensions) -> str:
    """Return dimensions for a message to a developer."""
    return (
        " * ".join(f"{name}^{power}" if power != 1 else name for name, power in dimensions) or "plain number"
    )


def _sorted(powers: dict[str, int]) -> Dimensions:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a unit into the names above and below the line."""
    above, *below = text.replace(" ", "").split("/")
    names = [name for part in below for name in part.strip("()").split("*")]
    return tuple(above.strip("()").split("*")), tuple(names)


@lru_cache(maxsize=1024)
def _german(text: str, plural: bool) -> str:
    above, below = _parts(text)
    if above == ("person", "month") and not below:
        return "Personenmonate" if plural else "Personenmonat"
    shown = " mal ".join(filter(None, (GERMAN[name][plural] for name in above)))
    if not below:
        return shown
    return f"{shown} je {' und '.join(GERMAN[name][0] for name in below)}".strip()
