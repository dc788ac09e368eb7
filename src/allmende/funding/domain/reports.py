"""Cost reports of providers: forecasts and actuals by cost class, and what is wrong with them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allmende.common.formats import day, euro
from allmende.funding.domain.words import CostClass


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost in cents: its class, the days `[start, until)` it was for, the post it belongs to if any."""

    cost_class: CostClass
    cents: int
    start: date
    until: date
    post: int | None = None
    note: str = ""
    place: str = ""
    """Where it stands in the file: `Tabelle1!C7`; empty for what was typed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; `blocks`: the report cannot be taken over so."""

    sentence: str
    place: str = ""
    blocks: bool = True


def sums(lines: Iterable[CostLine]) -> dict[CostClass, int]:
    """Return the cents per class, in the order of the classes; only classes that occur."""
    found: dict[CostClass, int] = {}
    for line in lines:
        found[line.cost_class] = found.get(line.cost_class, 0) + line.cents
    return {each: found[each] for each in CostClass if each in found}


def problems(
    lines: Sequence[CostLine], eligible: frozenset[CostClass], start: date, until: date
) -> list[Problem]:
    """Return what is wrong with a report on the grant period `[start, until)`.

    A class that is not funded does not block: the provider has that cost, nobody from the Land pays it.
    """
    found = []
    for line in lines:
        if line.cents < 0:
            found.append(
                Problem(
                    f"{line.cost_class.label}: {euro(line.cents)} ist negativ. "
                    "Tragen Sie Erstattungen als eigene Zeile bei den Einnahmen ein.",
                    line.place,
                )
            )
        if line.start < start or line.until > until:
            found.append(
                Problem(
                    f"{line.cost_class.label} ab {day(line.start)} liegt nicht im Bewilligungszeitraum "
                    f"ab {day(start)}. Berichtigen Sie den Zeitraum oder streichen Sie die Zeile.",
                    line.place,
                )
            )
        if line.cost_class not in eligible and line.cents:
            found.append(
                Problem(
                    f"{line.cost_class.label} ({euro(line.cents)}) wird nicht gefördert.",
                    line.place,
                    blocks=False,
                )
            )
    if lines and not any(line.cost_class is CostClass.EMPLOYER_GROSS for line in lines):
        found.append(
            Problem("Das Arbeitgeberbrutto fehlt. Ohne Personalkosten gibt es keine Förderung.", blocks=False)
        )
    return found
