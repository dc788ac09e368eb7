"""Measure the timetable: 54 and 500 partners with three committees each and a year of sittings.

    python -m benchmarks.timetable

Limit: 5 seconds for 54 partners.
"""

import random
import time
from datetime import date, timedelta

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions.effect import Course
from allmende.joint_decisions.timetable.domain import Frame, Notice, PartnerCalendar, Station
from allmende.joint_decisions.timetable.solver import solve

LIMIT_SECONDS = 5
PARTNERS, MANY_PARTNERS, SITTINGS = 54, 500, 12
START = date(2026, 1, 5)
COMMITTEES = ("Fachausschuss", "Haupt- und Finanzausschuss", "Rat")


def main() -> int:
    """Print the times; return 1 if the limit is broken."""
    seconds = measure(PARTNERS)
    measure(MANY_PARTNERS)
    return int(seconds >= LIMIT_SECONDS)


def measure(count: int) -> float:
    """Print and return how long a plan takes in which all must decide."""
    chance = random.Random(count)  # noqa: S311 - the same made-up calendars every time
    partners = [partner(number, chance) for number in range(count)]
    needed = frozenset(each.key for each in partners)
    frame = Frame(START, course=Course(ComparedForm.OERV_DELEGIEREND))
    start = time.perf_counter()
    plan = solve(partners, frame, lambda decided: decided >= needed)
    seconds = time.perf_counter() - start
    print(
        f"{1000 * seconds:8.1f} ms {count} partners, {len(COMMITTEES)} committees each: "
        f"{plan.decided_on}, {len(plan.critical)} critical, works from {plan.effective_on}"
    )
    return seconds


def partner(number: int, chance: random.Random) -> PartnerCalendar:
    stations = tuple(Station(name, sittings(chance), Notice(7)) for name in COMMITTEES)
    return PartnerCalendar(str(number), f"Gemeinde {number}", stations)


def sittings(chance: random.Random) -> tuple[date, ...]:
    days = {START + timedelta(days=chance.randrange(365)) for _sitting in range(SITTINGS)}
    return tuple(sorted(days))


if __name__ == "__main__":
    raise SystemExit(main())
