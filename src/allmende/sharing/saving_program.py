"""The linear program under nucleolus and least core: the largest saving e that all groups can have at once.

    maximize e   subject to   u(S) + weight(S) e <= slack(S)   for every group S,   u in a given linear space

It has few variables and 2^n rows, so a dual simplex keeps one basis of as many rows as variables and only
ever looks for the worst violated row: first in a pool of rows seen before, then among all groups by their
subset sums. A tiny fixed tilt of the objective keeps it from cycling; the weights reported are those
without the tilt.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allmende.sharing.errors import CalculationTooLarge
from allmende.sharing.games import Vector, subset_sums

Matrix = NDArray[np.float64]
Masks = NDArray[np.int64]

TILT = 1e-8
BOX = 1e4
"""Artificial first rows: far outside of every amount, since slacks are scaled to 1."""
FEASIBLE = 1e-11
PIVOT = 1e-9
POSITIVE = 1e-6
"""A dual weight above this is real: the tilt is a hundred times smaller."""
NEW_ROWS = 12
REFACTOR_EVERY = 40
MAX_PIVOTS = 50_000


@dataclass(frozen=True, slots=True)
class Optimum:
    """The largest saving, a point that has it, and the rows that forbid more, with their weights."""

    saving: float
    move: Vector
    binding: list[tuple[int, float]]
    """Group and weight; the weights add up to a proof that no larger saving exists."""
    binding_alone: list[tuple[int, float]]
    """The same for rows that only keep a member from paying more than alone."""
    violation: float


@dataclass(slots=True)
class SavingProgram:
    """All groups with their slack. `forbidden` marks groups that no longer count (their slack is fixed)."""

    slack: Vector
    weights: Vector
    space: Matrix
    forbidden: NDArray[np.bool_]
    caps: Vector | None = None
    """For each member, what it may pay more before it pays more than alone; None: no such bound."""
    pool: Masks = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def solve(self) -> Optimum:
        """Run the dual simplex to the end."""
        count, dimension = self.space.shape
        scale = max(float(np.abs(self.slack).max()), 1e-300)
        simplex = _Simplex.starting(dimension)
        simplex.add(*self._cap_rows(scale))
        simplex.add(*self._rows(self.pool, scale))
        bare = self.slack / scale
        bare[self.forbidden] = np.inf
        for _ in range(MAX_PIVOTS):
            simplex.run()
            move, saving = self.space @ simplex.point[:-1], simplex.point[-1]
            excess = subset_sums(move)
            excess += saving * self.weights
            excess -= bare
            worst = int(excess.argmax())
            violation = float(excess[worst])
            if violation <= FEASIBLE:
                return self._optimum(simplex, scale, violation)
            new = self._worst(excess, violation, count)
            self.pool = np.concatenate([self.pool, new])
            simplex.add(*self._rows(new, scale))
        raise CalculationTooLarge(
            place="Ausgleich", problem="zu viele Schritte", remedy="Fassen Sie Mitglieder zusammen."
        )

    def _worst(self, excess: Vector, violation: float, count: int) -> Masks:
        """Return the worst violated groups: few, but at least half as bad as the worst."""
        if len(excess) > 4 * NEW_ROWS:
            worst = np.argpartition(excess, -NEW_ROWS)[-NEW_ROWS:]
        else:
            worst = np.arange(len(excess))
        chosen: Masks = worst[excess[worst] > max(violation / 2, FEASIBLE)].astype(np.int64)
        return chosen

    def _rows(self, masks: Masks, scale: float) -> tuple[Matrix, Vector, Masks]:
        count = len(self.space)
        members = (masks[:, None] >> np.arange(count) & 1).astype(np.float64)
        rows = np.column_stack([members @ self.space, self.weights[masks]])
        usable = ~self.forbidden[masks]
        return rows[usable], self.slack[masks][usable] / scale, masks[usable]

    def _cap_rows(self, scale: float) -> tuple[Matrix, Vector, Masks]:
        count, dimension = self.space.shape
        if self.caps is None:
            return np.zeros((0, dimension + 1)), np.zeros(0), np.zeros(0, dtype=np.int64)
        free = np.abs(self.space).max(axis=1) > PIVOT
        rows = np.column_stack([self.space, np.zeros(count)])[free]
        return rows, self.caps[free] / scale, -1 - np.flatnonzero(free)

    def _optimum(self, simplex: "_Simplex", scale: float, violation: float) -> Optimum:
        weights = simplex.inverse[-1]  # the objective without the tilt is the last unit vector
        binding: list[tuple[int, float]] = []
        alone: list[tuple[int, float]] = []
        for name, weight in zip(simplex.basis_names, weights, strict=True):
            if weight > POSITIVE:
                place = binding if name >= 0 else alone
                place.append((int(name) if name >= 0 else 1 << (-1 - int(name)), float(weight)))
        point = simplex.point * scale
        return Optimum(float(point[-1]), self.space @ point[:-1], binding, alone, violation * scale)


ARTIFICIAL = np.iinfo(np.int64).max


@dataclass(slots=True)
class _Simplex:
    """The dual simplex on a pool of rows. A basis row that is artificial has the name ARTIFICIAL."""

    objective: Vector
    basis: Matrix
    right: Vector
    basis_names: Masks
    inverse: Matrix
    rows: Matrix
    bounds: Vector
    names: Masks
    point: Vector
    pivots: int = 0

    @classmethod
    def starting(cls, dimension: int) -> "_Simplex":
        # A fixed seed: the same input gives the same output.
        tilt = TILT * np.random.default_rng(dimension).uniform(0.5, 1.5, dimension)
        basis = np.eye(dimension + 1)
        return cls(
            objective=np.append(tilt, 1.0),
            basis=basis,
            right=np.full(dimension + 1, BOX),
            basis_names=np.full(dimension + 1, ARTIFICIAL),
            inverse=basis.copy(),
            rows=np.zeros((0, dimension + 1)),
            bounds=np.zeros(0),
            names=np.zeros(0, dtype=np.int64),
            point=np.full(dimension + 1, BOX),
        )

    def add(self, rows: Matrix, bounds: Vector, names: Masks) -> None:
        self.rows = np.concatenate([self.rows, rows])
        self.bounds = np.concatenate([self.bounds, bounds])
        self.names = np.concatenate([self.names, names])

    def run(self) -> None:
        """Pivot until no row of the pool is violated."""
        while len(self.rows):
            excess = self.rows @ self.point - self.bounds
            worst = int(excess.argmax())
            if excess[worst] <= FEASIBLE * max(1.0, float(np.abs(self.point).max()) * 1e-3):
                return
            self._enter(worst)

    def _enter(self, entering: int) -> None:
        row = self.rows[entering]
        shares = row @ self.inverse
        able = np.flatnonzero(shares > PIVOT)
        if not able.size or self.pivots > MAX_PIVOTS:
            raise CalculationTooLarge(
                place="Ausgleich",
                problem="die Beträge liegen zu weit auseinander",
                remedy="Prüfen Sie die Größenordnung der Beträge.",
            )
        duals = self.objective @ self.inverse
        leaving = int(able[(np.maximum(duals[able], 0.0) / shares[able]).argmin()])
        self.basis[leaving] = row
        self.right[leaving] = self.bounds[entering]
        self.basis_names[leaving] = self.names[entering]
        self.pivots += 1
        if self.pivots % REFACTOR_EVERY:
            column = self.inverse[:, leaving] / shares[leaving]
            self.inverse -= np.outer(column, shares)
            self.inverse[:, leaving] = column
        else:
            self.inverse = np.linalg.inv(self.basis).astype(np.float64)
        self.point = self.inverse @ self.right
