"""Whether a reported quantity can be true: compared with the last one and with the size of the body. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from allmende.catalog.prices.components import PriceKind
from allmende.catalog.prices.explaining import counted_words, shown_number

JUMP = Fraction(1, 4)
"""A change of more than a quarter is asked about."""

WORKPLACES_PER_INHABITANT = Fraction(1, 20)
"""More office posts than one in twenty inhabitants is asked about, not refused."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that makes a quantity doubtful, in German."""

    sentence: str
    is_refused: bool = False


def doubts(
    kind: PriceKind,
    value: Fraction,
    *,
    source: str,
    last: Fraction | None = None,
    population: int | None = None,
) -> list[Doubt]:
    """Return what speaks against a quantity; refused ones cannot be saved, others need a confirmation."""
    found = []
    if not source.strip():
        found.append(
            Doubt(
                "Die Menge hat keine Quelle. Nennen Sie, woher die Zahl stammt, z. B. „Liste der IT“.", True
            )
        )
    if value < 0:
        found.append(Doubt("Eine Menge ist nicht negativ.", True))
    if kind in {PriceKind.WORKPLACE, PriceKind.INHABITANT, PriceKind.CASE} and value.denominator != 1:
        found.append(Doubt(f"{kind.counted[1]} zählt man in ganzen Zahlen.", True))
    if last and abs(value - last) > last * JUMP:
        percent = round((value - last) / last * 100)
        found.append(
            Doubt(f"Das sind {percent:+d} Prozent gegenüber zuletzt {counted_words(kind, last)}. Stimmt das?")
        )
    if population and kind is PriceKind.WORKPLACE and value > population * WORKPLACES_PER_INHABITANT:
        found.append(
            Doubt(
                f"{counted_words(kind, value)} bei {shown_number(Fraction(population))} Einwohnern sind viel."
            )
        )
    if population and kind is PriceKind.INHABITANT and abs(value - population) > population * JUMP:
        found.append(
            Doubt(f"Das Register nennt {shown_number(Fraction(population))}; das weicht stark davon ab.")
        )
    return found
