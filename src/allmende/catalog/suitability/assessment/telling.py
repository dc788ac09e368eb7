"""The result of a review in sentences. Pure; council papers are German, so are these."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allmende.catalog.prices.components import PriceKind
from allmende.catalog.suitability.assessment.criteria import Assessed, CriteriaSet, ranking
from allmende.catalog.suitability.assessment.evidence import shown
from allmende.catalog.suitability.assessment.present_value import Rate
from allmende.catalog.suitability.assessment.sensitivity import price_turns, weight_turns
from allmende.common.formats import euro, number
from allmende.common.money import rounded

COUNTED = {
    PriceKind.WORKPLACE: "Arbeitsplätzen",
    PriceKind.INHABITANT: "Einwohnerinnen und Einwohnern",
    PriceKind.CASE: "Fällen im Jahr",
    PriceKind.HOUR: "Stunden im Jahr",
}


def result_sentences(criteria: CriteriaSet, alternatives: Sequence[Assessed], rate: Rate) -> list[str]:
    """Return who comes first, by how much, and who is cheapest."""
    ranked = ranking(criteria, alternatives)
    (first, points), others = ranked[0], ranked[1:]
    said = [f"„{first.title}“ erreicht die meisten Punkte: {shown(points)} von 10."]
    said += [f"Es folgt „{each.title}“ mit {shown(score)} Punkten." for each, score in others]
    cheapest, *dearer = sorted(alternatives, key=lambda each: (each.present_cents, each.key))
    if dearer:
        more = rounded(dearer[0].present_cents) - rounded(cheapest.present_cents)
        beside = (
            f"„{dearer[0].title}“ kostet {euro(more)} mehr"
            if more
            else f"„{dearer[0].title}“ kostet gleich viel"
        )
        said.append(
            f"Am wenigsten kostet „{cheapest.title}“ mit einem Barwert von "
            f"{euro(rounded(cheapest.present_cents))}; {beside}."
        )
    said.append(f"Zinssatz {shown(rate.percent)} % ({rate.source}).")
    return said


def sensitivity_sentences(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[str]:
    """Return what would have to be different for another alternative to come first."""
    total = criteria.total
    said = []
    for turn in weight_turns(criteria, alternatives):
        now = Fraction(turn.criterion.weight * 100, total)
        side = "mehr als" if turn.share_percent > now else "weniger als"
        said.append(
            f"Zählt „{turn.criterion.label}“ {side} {_percent(turn.share_percent)} statt heute "
            f"{_percent(now)}, "
            f"wechselt der erste Platz{_to(turn.winner, turn.share_percent > now)}."
        )
    for price in price_turns(criteria, alternatives):
        word = "teurer" if price.change_percent > 0 else "günstiger"
        said.append(
            f"Wird „{price.alternative}“ um {_percent(abs(price.change_percent))} {word}, "
            f"steht „{price.winner}“ vorn."
        )
    return said or [
        "Der erste Platz bleibt derselbe, wie auch immer man ein einzelnes Kriterium gewichtet "
        "und wenn sich ein einzelner Preis bis zum Zehnfachen ändert."
    ]


def _to(winner: str, is_upwards: bool) -> str:
    """Turning points name the winner above them; below, the one that stands first today is left."""
    return f" zu „{winner}“" if is_upwards else ""


def _percent(value: Fraction) -> str:
    return f"{number(Decimal(rounded(value * 10)) / 10)} %"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """At which quantity of a kind an offer and the own operation cost the same in a year."""

    title: str
    kind: PriceKind
    quantity: Fraction | None
    today: Fraction


def break_even_sentences(turns: Sequence[BreakEven]) -> list[str]:
    """Return from which quantities the offers and the own operation change places in yearly cost."""
    return [_break_even(each) for each in turns]


def _break_even(turn: BreakEven) -> str:
    counted = COUNTED[turn.kind]
    if turn.quantity is None:
        return (
            f"„{turn.title}“ und die eigene Erledigung kosten im Jahr bei keiner Zahl von {counted} "
            "gleich viel."
        )
    grows = (
        "Eigene Kosten des Arbeitsplatzes wachsen dabei mit der Zahl, die übrigen bleiben."
        if turn.kind is PriceKind.WORKPLACE
        else "Die eigenen Kosten bleiben dabei, wie sie sind."
    )
    return (
        f"Bei etwa {number(rounded(turn.quantity))} {counted} kosten „{turn.title}“ und die eigene "
        f"Erledigung im Jahr gleich viel; heute sind es {number(rounded(turn.today))}. {grows}"
    )
