"""What a group saves in euros over the years, as a range. Only budgets count; nothing is filled in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from allmende.cooperations.potentials.domain import TaskSituation
from allmende.cooperations.potentials.grants import GrantRule
from allmende.cooperations.potentials.graph import LARGEST_GROUP, Group
from allmende.cooperations.potentials.scale import Curve, ScaleEstimate

YEARS = 5


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the person who asks sets: what it costs to begin, and how later euros count."""

    setup_per_member: float = 0.0
    discount: float = 0.02
    grant_rule: GrantRule = GrantRule.NRW
    years: int = YEARS

    @property
    def annuity(self) -> float:
        """Return what one euro in each of the years is worth on the first day."""
        return sum(float((1 + self.discount) ** -year) for year in range(1, self.years + 1))


@dataclass(frozen=True, slots=True)
class Saving:
    """What a group saves over the years, less its set-up; `low` and `high` enclose nine of ten draws."""

    low: float
    base: float
    high: float
    alone_per_year: float
    joint_per_year: float
    setup: float

    @property
    def share(self) -> float:
        """Return the saving in a year as a share of the cost alone."""
        return 1 - self.joint_per_year / self.alone_per_year if self.alone_per_year else 0.0


class Valuation:
    """Values groups of municipalities that run the task alone and whose budgets are known.

    Together they cost the sum of their budgets times model(all)/sum of model(each): who is dearer than the
    model today stays so; only the size counts.
    """

    def __init__(
        self, situations: Mapping[str, TaskSituation], estimate: ScaleEstimate, assumptions: Assumptions
    ) -> None:
        self.situations = {key: each for key, each in situations.items() if each.is_comparable}
        self.estimate = estimate
        self.assumptions = assumptions
        self._costs = {key: each.cost or 0.0 for key, each in self.situations.items()}
        self._quantities = {key: each.quantity or 0.0 for key, each in self.situations.items()}
        self._modelled = {key: estimate.best.at(size) for key, size in self._quantities.items()}
        self._annuity = assumptions.annuity

    def cost_alone(self, key: str) -> float:
        return self._costs[key]

    def joint_cost(self, group: Sequence[str], curve: Curve | None = None) -> float:
        """Return the euros per year of a group; alone it pays its budget."""
        model = curve or self.estimate.best
        quantities = [self._quantities[key] for key in group]
        ratio = model.at(sum(quantities)) / sum(map(model.at, quantities))
        return ratio * sum(self._costs[key] for key in group)

    def value(self, group: Group) -> float:
        """Return what the group saves over the years by the best estimate."""
        alone = sum(self._costs[key] for key in group)
        modelled = sum(self._modelled[key] for key in group)
        ratio = self.estimate.best.at(sum(self._quantities[key] for key in group)) / modelled
        return self._over_years(alone * (1 - ratio), len(group))

    def saving(self, group: Group) -> Saving:
        """Return the value of a group with its range."""
        alone, joint = sum(self._costs[key] for key in group), self.joint_cost(group)
        drawn = [
            self._over_years(alone - self.joint_cost(group, curve), len(group))
            for curve in self.estimate.draws
        ]
        base = self.value(group)
        low, high = np.percentile(drawn, [5, 95])
        setup = self.assumptions.setup_per_member * len(group)
        return Saving(min(float(low), base), base, max(float(high), base), alone, joint, setup)

    def bound(self, group: Group) -> float:
        """Return a number that no larger group around this one exceeds.

        A larger group costs at most what it costs alone with the dearest members added, and saves at most the
        share that as many of the smallest members would save. For exponents above 1 only the first holds.
        """
        alone = sum(self._costs[key] for key in group)
        best = 0.0
        for size in range(len(group) + 1, LARGEST_GROUP + 1):
            alone_with = alone + self._dearest[size - len(group)]
            best = max(best, self._over_years(alone_with * (1 - self._least_ratios[size]), size))
        return best

    def _over_years(self, saved_per_year: float, members: int) -> float:
        return saved_per_year * self._annuity - self.assumptions.setup_per_member * members

    @cached_property
    def _dearest(self) -> list[float]:
        """Return what the dearest one, two, three … members cost together, from none on."""
        dearest = sorted(self._costs.values(), reverse=True)[:LARGEST_GROUP]
        padded = dearest + [0.0] * (LARGEST_GROUP - len(dearest))
        return [0.0, *accumulate(padded)]

    @cached_property
    def _least_ratios(self) -> dict[int, float]:
        return {size: self._least_ratio(size) for size in range(1, LARGEST_GROUP + 1)}

    def _least_ratio(self, size: int) -> float:
        """Return the smallest part of its cost alone that a group of this size can come to."""
        curve = self.estimate.best
        if not 0 <= curve.exponent <= 1:
            return 1 / size if curve.exponent >= 0 else 0.0
        smallest = min(self._quantities.values())
        scaling = curve.factor * float(smallest**curve.exponent)
        joint: float = curve.fixed + scaling * float(size**curve.exponent)
        return joint / (size * (curve.fixed + scaling))
