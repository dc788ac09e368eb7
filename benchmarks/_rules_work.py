"""The work that all engines get in benchmarks/rules.py, and how numpy does it by hand. Needs numpy alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np

BODIES, YEARS, SCENARIOS = 11_000, 20, 100
FIRST_YEAR = 2021
TARGET = "flueag_free_payment"
ONE_OFF, FURTHER, MONTHS = 1_200_000, 33_000, 12


@dataclass(frozen=True)
class Work:
    """Whole numbers only; money in cents. Arrays of shape (years, bodies) unless said otherwise."""

    years: list[int]
    kinds: Any  # (bodies,): 0 kreisangehörig, 1 kreisfrei
    persons: Any
    one_off_persons: Any
    further_persons: Any
    sickness_cents: Any
    percents: list[int]  # (scenarios,): by how much the lump sums are raised
    rates: Any  # (scenarios, years, kinds): the raised lump sums
    thresholds: list[int]  # (scenarios,)


def work() -> Work:
    """Return the same task on each call."""
    random = np.random.default_rng(2024)
    shape = (YEARS, BODIES)
    percents = list(range(-30, SCENARIOS - 30))
    base = np.array([[87_500, 112_500]] * 3 + [[101_300, 130_300]] * (YEARS - 3), dtype=np.int64)
    return Work(
        years=list(range(FIRST_YEAR, FIRST_YEAR + YEARS)),
        kinds=(random.random(BODIES) < 0.06).astype(np.int64),
        persons=random.integers(0, 3_000, shape),
        one_off_persons=random.integers(0, 5, shape),
        further_persons=random.integers(0, 50, shape),
        sickness_cents=random.integers(0, 9_000_000, shape),
        percents=percents,
        rates=np.array([base * (100 + percent) // 100 for percent in percents]),
        thresholds=[int(value) for value in random.integers(1_000_000, 4_000_000, SCENARIOS)],
    )


def reference(task: Work) -> list[int]:
    """Return the sum of each scenario, with whole cents in numpy by hand."""
    sums = []
    constant = task.one_off_persons * ONE_OFF + task.further_persons * (MONTHS * FURTHER)
    months = task.persons * MONTHS
    for rates, threshold in zip(task.rates, task.thresholds, strict=True):
        lump_sum = months * rates[:, task.kinds]
        earmark = (lump_sum * 383 + 5_000) // 10_000
        sickness = np.maximum(task.sickness_cents - threshold, 0)
        sums.append(int((lump_sum + constant + sickness - earmark).sum()))
    return sums
