"""How good the ranking of partners is, and how long the search takes.

    python -m benchmarks.potentials

The back-test hides a fifth of the memberships of cooperations in North Rhine-Westphalia, ten times, and
counts how many stand among the first ten proposals; beside it the plain rule "nearest neighbor not served
yet". The list lies beside the checkout in `../shared/data/register`; without it this part is skipped, loudly.
The search looks at groups around one town with a (made-up) budget of every municipality, the worst case.
"""

import csv
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from allmende.cooperations.potentials.affinity import Land
from allmende.cooperations.potentials.back_test import back_test
from allmende.cooperations.potentials.domain import TaskSituation, TaskState
from allmende.cooperations.potentials.proposals import propose
from allmende.cooperations.potentials.valuing import Assumptions
from allmende.register.map.shapes import map_data

ROOT = Path(__file__).resolve().parents[1]
MEMBERS = ROOT.parent / "shared" / "data" / "register" / "cooperation_members_nrw.csv"
FACTS = files("allmende.register") / "data"
ROOT_TOWN = "05558012"
LIMIT_SECONDS = 2.0
ON = date(2026, 11, 22)
SEED = 2
DISTRICT_DIGITS = 5
TOWN_DIGITS = 8


def main() -> int:
    """Print the measurements; return 1 if the plain rule wins or the search is too slow."""
    return max(measure_ranking(), measure_search())


def measure_ranking() -> int:
    if not MEMBERS.exists():
        print(f"!!! {MEMBERS.name} is missing: the back-test did NOT run !!!")
        return 0
    cooperations = defaultdict(set)
    with MEMBERS.open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            cooperations[row["cooperation_id"]].add(row["member_ags"])
    start = time.process_time()
    found = back_test(land(), cooperations)
    assert found is not None
    print(
        f"{found.memberships} memberships in {found.cooperations} cooperations, {found.hidden} hidden, "
        f"{found.repeats} times: ours {found.ours:.1%}, plain rule {found.plain:.1%} "
        f"({time.process_time() - start:.1f} s cpu)"
    )
    return int(found.ours <= found.plain)


def measure_search() -> int:
    generator = random.Random(SEED)  # noqa: S311 - made-up budgets, no secret
    situations = {
        row["key"]: TaskSituation(
            row["key"],
            row["name"],
            TaskState.ALONE,
            year=2026,
            cost=60 * float(row["2023-12-31"]) ** 0.7 * generator.lognormvariate(0, 0.05),
            quantity=float(row["2023-12-31"]),
        )
        for row in towns()
    }
    start = time.process_time()
    proposal = propose(
        ROOT_TOWN,
        task="Standesamt",
        land=land(),
        situations=situations,
        serving={},
        assumptions=Assumptions(setup_per_member=20_000),
        assumed=None,
        on=ON,
    )
    seconds = time.process_time() - start
    is_slow = seconds >= LIMIT_SECONDS
    print(
        f"{seconds:.2f} s cpu for the answer to {ROOT_TOWN} among {len(situations)} budgets, "
        f"{proposal.search.seen} groups {'TOO SLOW' if is_slow else 'ok'}"
    )
    return int(is_slow)


def land() -> Land:
    """Return borders, Kreise and middles of the municipalities."""
    borders: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("neighbours.csv"):
        borders[row["first"]][row["second"]] = int(row["border_metres"])
        borders[row["second"]][row["first"]] = int(row["border_metres"])
    parents = {row["key"]: row["parent"] for row in towns()}
    districts = {key: parent if len(parent) == DISTRICT_DIGITS else "" for key, parent in parents.items()}
    centers = {key: shape.center_km for key, shape in map_data().municipalities.items()}
    return Land(borders, districts, centers=centers)


def towns() -> Iterator[dict[str, str]]:
    return (row for row in rows("bodies.csv") if len(row["key"]) == TOWN_DIGITS and row["2023-12-31"])


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FACTS / name).read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    raise SystemExit(main())
