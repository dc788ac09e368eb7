"""Which groups of a task to choose so that nobody is in two and the sum of values is largest. Pure."""

from collections.abc import Sequence

import numpy as np

from allmende.common.errors import AllmendeError
from allmende.cooperations.potentials.graph import Group

TIME_LIMIT_SECONDS = 60


class PackingFailed(AllmendeError):
    """The solver found no choice in time."""

    message = "Für {count} Gruppen wurde keine Auswahl gefunden. Grenzen Sie das Gebiet ein."


def best_choice(candidates: Sequence[tuple[float, Group]]) -> list[tuple[float, Group]]:
    """Return the groups of the largest total value in which no member stands twice (set packing, HiGHS)."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    worthy = [pair for pair in candidates if pair[0] > 0]
    if not worthy:
        return []
    members = {name: row for row, name in enumerate(sorted({m for _value, group in worthy for m in group}))}
    rows = [members[name] for _value, group in worthy for name in group]
    columns = [column for column, (_value, group) in enumerate(worthy) for _name in group]
    table = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(members), len(worthy)))
    answer = milp(
        -np.array([value for value, _group in worthy]),
        constraints=LinearConstraint(table, ub=np.ones(len(members))),
        integrality=np.ones(len(worthy)),
        bounds=Bounds(0, 1),
        options={"time_limit": TIME_LIMIT_SECONDS},
    )
    if answer.x is None:
        raise PackingFailed(count=len(worthy))
    return [pair for pair, is_chosen in zip(worthy, answer.x > 0.5, strict=True) if is_chosen]
