"""What would have to be different for another alternative to come first: one weight, one price. Exact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from allmende.catalog.suitability.assessment.criteria import (
    PRICE,
    Assessed,
    CriteriaSet,
    Criterion,
    ranking,
    with_price_points,
)

HUNDRED = Fraction(100)
PRECISION = Fraction(1, 1000)
"""Prices are tried until the turning point is known to a tenth of a per mille."""
FURTHEST = Fraction(10)
"""A price is tried between nothing and ten times itself."""


@dataclass(frozen=True, slots=True)
class WeightTurn:
    """At this share of the total weight another alternative comes first."""

    criterion: Criterion
    share_percent: Fraction
    winner: str


@dataclass(frozen=True, slots=True)
class PriceTurn:
    """At this change of one alternative's cost another alternative comes first."""

    alternative: str
    change_percent: Fraction
    winner: str


def weight_turns(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[WeightTurn]:
    """Return for each criterion the shares at which the first place changes.

    The other weights keep their proportion, so points are straight lines in the share and every turning point
    is an intersection of two of them.
    """
    complete = with_price_points(criteria, alternatives)
    return [turn for criterion in criteria.criteria for turn in _turns_of(criterion, criteria, complete)]


def _turns_of(
    criterion: Criterion, criteria: CriteriaSet, alternatives: Sequence[Assessed]
) -> list[WeightTurn]:
    others = [each for each in criteria.criteria if each.key != criterion.key]
    rest = sum(each.weight for each in others)
    if not rest:
        return []

    def line(each: Assessed) -> tuple[Fraction, Fraction]:
        """Return the points without the criterion, and how they move with its share."""
        without = sum((other.weight * each.points[other.key] for other in others), Fraction(0)) / rest
        return without, each.points[criterion.key] - without

    lines = {each.title: line(each) for each in alternatives}
    crossings = {
        (start - other_start) / (other_slope - slope)
        for start, slope in lines.values()
        for other_start, other_slope in lines.values()
        if slope != other_slope
    }
    borders = [Fraction(0), *sorted(share for share in crossings if 0 < share < 1), Fraction(1)]
    winners = [_best(lines, (start + end) / 2) for start, end in pairwise(borders)]
    return [
        WeightTurn(criterion, share * HUNDRED, winner)
        for share, former, winner in zip(borders[1:], winners, winners[1:], strict=False)
        if winner != former
    ]


def _best(lines: dict[str, tuple[Fraction, Fraction]], share: Fraction) -> str:
    return max(lines, key=lambda title: lines[title][0] + lines[title][1] * share)


def price_turns(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[PriceTurn]:
    """Return for each alternative the smallest change of its cost that changes the first place."""
    if PRICE not in {criterion.key for criterion in criteria.criteria if criterion.weight}:
        return []
    first = ranking(criteria, alternatives)[0][0].key
    found = (_price_turn(criteria, alternatives, each, first) for each in alternatives)
    return [turn for turn in found if turn is not None]


def _price_turn(
    criteria: CriteriaSet, alternatives: Sequence[Assessed], changed: Assessed, first: str
) -> PriceTurn | None:
    def winner(factor: Fraction) -> Assessed:
        moved = [
            replace(each, present_cents=each.present_cents * factor) if each.key == changed.key else each
            for each in alternatives
        ]
        return ranking(criteria, moved)[0][0]

    same, other = Fraction(1), FURTHEST if changed.key == first else Fraction(0)
    if winner(other).key == first:
        return None
    while abs(other - same) > PRECISION / 10:
        middle = (same + other) / 2
        if winner(middle).key == first:
            same = middle
        else:
            other = middle
    return PriceTurn(changed.title, (other - 1) * HUNDRED, winner(other).title)
