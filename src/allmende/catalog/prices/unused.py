"""„Entgelt ohne Inanspruchnahme“: charges for what somebody does not take, with two court lines. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from allmende.catalog.prices.components import COUNTED_KINDS, GroundKind, Price, PriceKind

NEEDS_TAKING = COUNTED_KINDS | {PriceKind.ONCE, PriceKind.BASE, PriceKind.AT_COST}


@dataclass(frozen=True, slots=True)
class CourtLine:
    """One line of decisions, with file numbers and what it says."""

    court: str
    date: str
    file_number: str
    sentence: str
    status: str


ARNSBERG = CourtLine(
    "VG Arnsberg",
    "November 2011",
    "12 K 3601/10 und 12 K 3602/10",
    "Zwei Städte müssen Grundentgelte eines Zweckverbands für Software, die sie nicht nutzen, nicht zahlen, "
    "obwohl die Verbandsversammlung sie mit Mehrheit beschlossen hatte.",
    "Berufung war angekündigt; ihr Ausgang ist hier nicht bekannt.",
)
BAUTZEN = CourtLine(
    "OVG Bautzen",
    "30.03.2020",
    "4 A 508/16",
    "Eine Umlage nach Einwohnern ist rechtswidrig, wenn die Leistungen auf einzelnen Verträgen beruhen; der "
    "Schlüssel muss dann dem Vorteil folgen (§ 60 SächsKomZG).",
    "Sächsisches Recht; ein früherer Beschluss desselben Senats hatte die Umlage bestehen lassen.",
)
COURT_LINES = (ARNSBERG, BAUTZEN)


@dataclass(frozen=True, slots=True)
class UnusedCharge:
    """A charge somebody would pay without taking the service."""

    price: Price
    line: CourtLine
    sentence: str


def unused_charges(prices: Iterable[Price], *, is_taken: bool) -> list[UnusedCharge]:
    """Return the components that would be charged although the product is not taken.

    A levy that a statute provides for is none; a levy by contract is one, since its key must follow benefit.
    """
    if is_taken:
        return []
    found = []
    for price in prices:
        if price.kind is PriceKind.LEVY:
            if price.ground_kind is not GroundKind.STATUTE:
                found.append(UnusedCharge(price, BAUTZEN, _sentence(price)))
        elif price.kind in NEEDS_TAKING:
            found.append(UnusedCharge(price, ARNSBERG, _sentence(price)))
    return found


def charged_to_all(prices: Iterable[Price]) -> list[UnusedCharge]:
    """Return the components that, by their kind, fall on everyone whether or not they use anything.

    For the page of a product: amounts per inhabitant, base amounts and levies without a statute.
    """
    found = []
    for price in prices:
        if price.kind is PriceKind.LEVY and price.ground_kind is not GroundKind.STATUTE:
            found.append(UnusedCharge(price, BAUTZEN, _sentence(price)))
        elif price.kind is PriceKind.INHABITANT and price.ground_kind in {
            GroundKind.RESOLUTION,
            GroundKind.AGREEMENT,
        }:
            found.append(UnusedCharge(price, ARNSBERG, _sentence(price)))
    return found


def _sentence(price: Price) -> str:
    if price.kind is PriceKind.LEVY:
        ground = price.ground_kind.label
        return f"„{price.label}“ verteilt Kosten, ohne dass eine Satzung es vorsieht ({ground})."
    return (
        f"„{price.label}“ ({price.kind.label}) würde auch von denen verlangt, die das Produkt nicht abnehmen."
    )
