"""How the cost of a task grows with its size: cost = fixed + factor · quantity^exponent. Pure.

Fitted on logarithms with Huber weights, so that one odd budget does not decide; the fixed part is searched on
a grid, because together with the exponent it is barely told apart by few budgets. The interval comes from
drawing the budgets again and again with a fixed seed (percentile bootstrap).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

FEWEST_BUDGETS = 8
DRAWS = 400
SEED = 20_261_122
FIXED_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Tried fixed costs, as shares of the smallest budget."""
HUBER = 1.345
ROUNDS = 15
SMALLEST_SPREAD = 1e-6
PENALTY = 2.0
"""A fixed cost must improve the fit by as much as one more parameter costs (Akaike)."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One possible shape of the cost."""

    fixed: float
    factor: float
    exponent: float

    def at(self, quantity: float) -> float:
        """Return the euros for a quantity."""
        return self.fixed + self.factor * float(quantity**self.exponent)


@dataclass(frozen=True, slots=True)
class ScaleEstimate:
    """The shape that fits best, and the shapes that fit the budgets drawn again."""

    best: Curve
    draws: tuple[Curve, ...]
    low: float
    high: float
    """The exponent lies between these two, nine times out of ten."""
    budgets: int
    source: str = ""
    """Where an assumed exponent comes from; empty where it was estimated."""

    @property
    def saves(self) -> bool:
        """Whether doing the task together may be called cheaper: only if the whole interval is below 1."""
        return self.high < 1


def estimate_scale(costs: Sequence[float], quantities: Sequence[float]) -> ScaleEstimate | None:
    """Return the estimate, None where fewer than eight budgets or no differences in size allow none."""
    return _estimated(tuple(costs), tuple(quantities))


@lru_cache(maxsize=64)
def _estimated(costs: tuple[float, ...], quantities: tuple[float, ...]) -> ScaleEstimate | None:
    """Estimate once for the same budgets: every page on a task asks for it again."""
    cost, quantity = np.asarray(costs, dtype=np.float64), np.asarray(quantities, dtype=np.float64)
    usable = np.isfinite(cost) & np.isfinite(quantity) & (cost > 0) & (quantity > 0)
    cost, quantity = cost[usable], quantity[usable]
    if len(cost) < FEWEST_BUDGETS or len(np.unique(quantity)) < FEWEST_BUDGETS // 2:
        return None
    best = _curves(cost[None, :], quantity[None, :])[0]
    chosen = np.random.default_rng(SEED).integers(0, len(cost), (DRAWS, len(cost)))
    chosen = chosen[[len(np.unique(quantity[row])) > 2 for row in chosen]]
    draws = tuple(_curves(cost[chosen], quantity[chosen]))
    low, high = np.percentile([curve.exponent for curve in draws], [5, 95])
    return ScaleEstimate(best, draws, float(low), float(high), len(cost))


def assumed_scale(
    *, exponent: float, low: float, high: float, source: str, fixed: float = 0.0
) -> ScaleEstimate:
    """Return what somebody assumes, with the source; factors cancel where costs are compared."""
    steps = np.linspace(low, high, 21)
    draws = tuple(Curve(fixed, 1.0, float(step)) for step in steps)
    return ScaleEstimate(Curve(fixed, 1.0, exponent), draws, low, high, 0, source)


def _curves(cost: Vector, quantity: Vector) -> list[Curve]:
    """Fit each row; of all tried fixed costs the one with the smallest loss, none unless it pays."""
    count = cost.shape[1]
    size = np.log(quantity)
    logarithm = np.log(cost)
    smallest = cost.min(axis=1, keepdims=True)
    losses, intercepts, slopes = [], [], []
    for share in FIXED_SHARES:
        fixed = share * smallest
        intercept, slope = _robust_line(size, np.log(cost - fixed))
        predicted = np.log(fixed + np.exp(intercept + slope * size))
        loss = count * np.log(_huber_loss(logarithm - predicted)) + (PENALTY if share else 0.0)
        losses.append(loss)
        intercepts.append(intercept[:, 0])
        slopes.append(slope[:, 0])
    best = np.argmin(losses, axis=0)
    return [
        Curve(
            float(FIXED_SHARES[which] * smallest[row, 0]),
            float(np.exp(intercepts[which][row])),
            float(slopes[which][row]),
        )
        for row, which in enumerate(best)
    ]


def _huber_loss(residuals: Vector) -> Vector:
    spread = np.maximum(np.median(np.abs(residuals), axis=1, keepdims=True) * 1.4826, SMALLEST_SPREAD)
    scaled = np.abs(residuals) / spread
    loss = np.where(scaled <= HUBER, scaled**2 / 2, HUBER * scaled - HUBER**2 / 2) * spread**2
    mean: Vector = loss.mean(axis=1)
    return np.maximum(mean, SMALLEST_SPREAD**2)


def _robust_line(x: Vector, y: Vector) -> tuple[Vector, Vector]:
    """Fit a line to each row by weights that shrink with the distance (Huber)."""
    weights = np.ones_like(y)
    intercept = slope = np.zeros((len(y), 1))
    for _round in range(ROUNDS):
        total = weights.sum(axis=1, keepdims=True)
        middle_x = (weights * x).sum(axis=1, keepdims=True) / total
        middle_y = (weights * y).sum(axis=1, keepdims=True) / total
        spread_x = (weights * (x - middle_x) ** 2).sum(axis=1, keepdims=True)
        slope = (weights * (x - middle_x) * (y - middle_y)).sum(axis=1, keepdims=True)
        slope = slope / np.maximum(spread_x, SMALLEST_SPREAD)
        intercept = middle_y - slope * middle_x
        distance = np.abs(y - intercept - slope * x)
        scale = np.maximum(np.median(distance, axis=1, keepdims=True) * 1.4826, SMALLEST_SPREAD)
        weights = np.minimum(1.0, HUBER * scale / np.maximum(distance, SMALLEST_SPREAD * HUBER))
    return intercept, slope
