"""Weighted criteria, recorded before any offer is known, and the points that each alternative reaches."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction

from allmende.common.errors import AllmendeError
from allmende.common.formats import moment

MOST_POINTS = 10
PRICE = "price"
"""Key of the criterion whose points follow from the present values; nobody enters them."""


class BadCriteria(AllmendeError):
    """The criteria cannot decide anything."""

    message = "Die Kriterien sind nicht vollständig: {problem}"


class OffersOpen(AllmendeError):
    """Criteria were changed or recorded after the offers were opened."""

    message = (
        "Die Angebote sind seit dem {opened} geöffnet. Kriterien und Gewichte müssen vorher feststehen; "
        "legen Sie eine neue Prüfung an, wenn sie sich ändern sollen."
    )


class BadPoints(AllmendeError):
    """Points are missing or impossible."""

    message = "„{alternative}“, „{criterion}“: {problem}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What matters, and how much in comparison with the others."""

    key: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """Criteria as one person recorded them at one moment."""

    criteria: tuple[Criterion, ...]
    recorded_at: datetime
    recorded_by: str

    def __post_init__(self) -> None:
        keys = [criterion.key for criterion in self.criteria]
        if not self.criteria:
            raise BadCriteria(problem="Tragen Sie mindestens ein Kriterium ein.")
        if len(set(keys)) < len(keys):
            raise BadCriteria(problem="Ein Kriterium kommt zweimal vor.")
        if any(criterion.weight < 0 for criterion in self.criteria) or not self.total:
            raise BadCriteria(problem="Gewichte sind nicht negativ, und eines ist größer als null.")

    @property
    def total(self) -> int:
        return sum(criterion.weight for criterion in self.criteria)

    @property
    def fingerprint(self) -> str:
        """Return the hash of criteria, weights, time and person."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    def require_before(self, opened_at: datetime) -> None:
        """Raise OffersOpen if the criteria are not older than the opening of the offers."""
        if self.recorded_at >= opened_at:
            raise OffersOpen(opened=moment(opened_at))


@dataclass(frozen=True, slots=True)
class Assessed:
    """An alternative with its present value in cents and its points by criterion."""

    key: str
    title: str
    present_cents: Fraction
    points: Mapping[str, Fraction]
    reasons: Mapping[str, str]


def price_points(present_cents: Fraction, cheapest: Fraction) -> Fraction:
    """Return ten points for the cheapest, none from twice its cost on, in a straight line between."""
    if cheapest <= 0:
        return Fraction(MOST_POINTS if present_cents <= cheapest else 0)
    return max(Fraction(0), MOST_POINTS * (2 - present_cents / cheapest))


def with_price_points(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[Assessed]:
    """Return the alternatives with the points of the price filled in; raise BadPoints if others lack."""
    cheapest = min((each.present_cents for each in alternatives), default=Fraction(0))
    complete = []
    for each in alternatives:
        points = {**each.points, PRICE: price_points(each.present_cents, cheapest)}
        _refuse_incomplete(criteria, each.title, points)
        complete.append(Assessed(each.key, each.title, each.present_cents, points, each.reasons))
    return complete


def score(criteria: CriteriaSet, alternative: Assessed) -> Fraction:
    """Return the weighted points, at most ten."""
    weighted = sum(
        (criterion.weight * alternative.points[criterion.key] for criterion in criteria.criteria), Fraction(0)
    )
    return weighted / criteria.total


def ranking(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[tuple[Assessed, Fraction]]:
    """Return the alternatives with their points, best first; the cheaper one first where they are equal."""
    scored = [(each, score(criteria, each)) for each in with_price_points(criteria, alternatives)]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].present_cents, pair[0].key))


def _refuse_incomplete(criteria: CriteriaSet, title: str, points: Mapping[str, Fraction]) -> None:
    for criterion in criteria.criteria:
        value = points.get(criterion.key)
        if value is None:
            raise BadPoints(alternative=title, criterion=criterion.label, problem="Es fehlen die Punkte.")
        if not 0 <= value <= MOST_POINTS:
            raise BadPoints(
                alternative=title, criterion=criterion.label, problem="Punkte gehen von 0 bis 10."
            )
