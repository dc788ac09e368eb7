"""Acceptance check 13: 500 random tables; what may go out is computed anew by another solver."""

import random
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from allmende.cases.statistics.protecting import Before, ProtectedTable, by_rounding
from allmende.cases.statistics.releases import Release, check
from allmende.cases.statistics.tables import CATALOG, TOTAL, Cell, Level, tabulate
from tests.cases.statistics.towns import KEY_DATE, a_case, a_town

CODED = {"provider", "residence", "language"}
TABLES = [each for each in CATALOG if each.level is Level.REGION and set(each.dimensions) <= CODED]
LATER = KEY_DATE + timedelta(days=61)


def linear_bounds(shown: ProtectedTable, cell: Cell) -> tuple[float, float]:
    """Return the least and the most that a cell can be, by linear programming over what is published."""
    inner = list(product(*shown.values))

    def covers(asked: Cell) -> list[int]:
        return [int(all(a in (TOTAL, b) for a, b in zip(asked, each, strict=True))) for each in inner]

    rows = [(covers(asked), each.lowest, each.highest) for asked, each in shown.cells.items()]
    matrix = np.array([line for line, *_ in rows] + [[-x for x in line] for line, *_ in rows])
    limits = [high for _line, _low, high in rows] + [-low for _line, low, _high in rows]
    wanted = np.array(covers(cell))
    found = [linprog(sign * wanted, A_ub=matrix, b_ub=limits, method="highs").fun for sign in (1, -1)]
    return float(found[0]), -float(found[1])


@pytest.mark.parametrize("part", range(20))
def test_every_sensitive_number_that_may_go_out_is_wide_open(part: int) -> None:
    chance = random.Random(part)  # noqa: S311 - synthetic data
    refused = 0
    for _ in range(25):
        asked = chance.choice(TABLES)
        town = a_town(chance.randrange(10**6), chance.randrange(40, 217))
        table = tabulate(town, asked)
        shown = by_rounding(table)
        earlier = [Release("r", KEY_DATE, table, shown)]
        if chance.random() < 0.5:  # the next key date, with a few newcomers
            came = [a_case(900 + each, chance, date(2024, 12, 1)) for each in range(3)]
            before = Before(table, shown)
            table = tabulate([*town, *came], asked, table.values)
            shown = by_rounding(table, before)
        if check(Release("r", LATER, table, shown), earlier):
            refused += 1
            continue
        sensitive = table.sensitive()
        for cell in chance.sample(sensitive, min(4, len(sensitive))):
            low, high = linear_bounds(shown, cell)
            assert low - 1e-6 <= table.counts[cell] <= high + 1e-6
            assert high - low >= asked.least - 1, (asked.key, cell, low, high)
    assert refused <= 5, "nearly all tables of a town can be released"
