"""Measure the rules: 22 million cells against plain numpy and other engines; one explained case; the command.

    python -m benchmarks.rules

11,000 municipalities, 20 years, 100 scenarios of the FlüAG rule: lump sums by kind of municipality, one-offs,
further lump sums, sickness costs above a threshold, 3.83 percent earmark rounded to cents. All engines get
the same whole numbers. Reading law and scenarios is measured apart, since numpy gets its arrays ready. Times
are processor seconds. OpenFisca and ttsim are AGPL: they stand in requirements/bench.txt only, `make bench`
puts them into an environment of their own, where benchmarks/_rules_peers.py runs them.
"""

import json
import operator
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from allmende.rules import Exact, Rules, parse_layers
from allmende.rules.choosing import ExactChoice
from allmende.rules.layers import Layer
from benchmarks._rules_work import BODIES, SCENARIOS, TARGET, YEARS, Work, reference, work

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / "var" / "bench" / "bin" / "python"
REPEATS = 7
MOST_OF_NUMPY, TIMES_OPENFISCA = 1.5, 3.0
MOST_MS_FOR_A_CASE, MOST_SECONDS_FOR_A_COMMAND = 1.0, 0.5
CASE = {
    "case_management_posts": 6,
    "employer_gross": 60000,
    "total_cost": "651895.80",
    "forwarding_contract": "leverkusen",
}


def main() -> None:
    """Print the tables."""
    task = work()
    totals, numpy_seconds = timed(lambda: reference(task))
    start = time.process_time()
    rules = Rules()
    layers = scenarios(rules, task)
    reading = time.process_time() - start
    ours, own_seconds = timed(lambda: engine(task, rules, layers))
    cells = BODIES * YEARS * SCENARIOS
    print(f"{cells / 1e6:.0f} million cells of {TARGET}, best of {REPEATS}")
    row("numpy int64, by hand", numpy_seconds, numpy_seconds, totals, totals)
    row("allmende.rules", own_seconds, numpy_seconds, ours, totals)
    print(f"  (reading the law and {SCENARIOS} scenarios before: {reading:.3f} s)")
    others = peers()
    for name, seconds, peer in others:
        row(name, seconds, numpy_seconds, peer, totals)
    bar("of numpy, the same work", own_seconds / numpy_seconds, MOST_OF_NUMPY, "x")
    for name, seconds, _peer in others:
        if name.startswith("openfisca"):
            bar(f"faster than {name}", seconds / own_seconds, TIMES_OPENFISCA, "x", at_least=True)
    bar("sums of scenarios that are wrong", sum(map(operator.ne, ours, totals)), 0, "")
    bar("one explained case", one_case() * 1000, MOST_MS_FOR_A_CASE, "ms")
    wall, processor = command_line()
    bar("allmende rules calc, start to finish", processor, MOST_SECONDS_FOR_A_COMMAND, "s")
    print(f"  (processor time; {wall:.2f} s on the clock, with whatever else ran on this machine)")


def engine(task: Work, rules: Rules, layers: list[Layer]) -> list[int]:
    """Return the sum of each scenario as our engine computes it."""
    inputs = {
        "persons": Exact(task.persons),
        "municipality_kind": ExactChoice(task.kinds, ("kreisangehoerig", "kreisfrei")),
        "one_off_persons": Exact(task.one_off_persons),
        "further_persons": Exact(task.further_persons),
        "sickness_costs": Exact(task.sickness_cents),
        "months": 12,
    }
    base = rules.calculate(TARGET, inputs, on=[date(year, 1, 1) for year in task.years])
    return [int(rules.under(base, [layer]).cents.sum()) for layer in layers]


def scenarios(rules: Rules, task: Work) -> list[Layer]:
    """Return one layer for each scenario."""
    from allmende.rules import documents

    data = [
        {
            "name": f"Szenario {number}",
            "rows": {
                "flueag_rate": {"from": f"{task.years[0]}-01-01", "factor": f"{percent:+} %"},
                "flueag_sickness_threshold": cents(threshold),
            },
        }
        for number, (percent, threshold) in enumerate(zip(task.percents, task.thresholds, strict=True))
    ]
    document = documents.load(json.dumps(data), name="scenarios")
    return list(parse_layers(document, "scenarios", rules.catalog.store.parameter))


def cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def timed(run: Callable[[], list[int]]) -> tuple[list[int], float]:
    """Return a result and the best time."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        result = run()
        best = min(best, time.process_time() - start)
    return result, best


def row(name: str, seconds: float, base: float, totals: list[int], exact: list[int]) -> None:
    """Print one engine: time, ratio, and whether each scenario's sum is right to the cent."""
    wrong = sum(a != b for a, b in zip(totals, exact, strict=False))
    verdict = "exact to the cent" if not wrong else f"{wrong} of {len(totals)} sums wrong"
    print(f"  {name:<36}{seconds:>9.3f} s  {seconds / base:>8.2f} x  {verdict}")


def bar(what: str, measured: float, limit: float, unit: str, *, at_least: bool = False) -> None:
    """Print a measured figure beside what it must keep."""
    is_kept = measured >= limit if at_least else measured <= limit
    sign = "at least" if at_least else "at most"
    verdict = "kept" if is_kept else "MISSED"
    print(f"  {what:<42}{measured:>8.2f} {unit:<3} {sign} {limit} {unit}: {verdict}")


def one_case() -> float:
    """Return how many seconds one explained case takes."""
    rules = Rules()

    def explained() -> dict[str, Any]:
        return rules.calculate("kim_city_share", CASE, on=date(2025, 1, 1)).as_json()

    assert Fraction(explained()["value"]) == Fraction("309895.80")
    return min(_seconds(explained) for _ in range(200))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def command_line() -> tuple[float, float]:
    """Return the seconds on the clock and of the processor of `allmende rules calc` from start to finish."""
    code = "import sys; from allmende.command.main import main; sys.exit(main())"
    words = ["rules", "calc", "kim_city_share", "--on", "2025-01-01", "--inputs", "-", "--json"]
    command = [sys.executable, "-c", code, *words]
    text = json.dumps(CASE)
    wall, processor = [], []
    for _ in range(REPEATS):
        before = _children_seconds()
        wall.append(
            _seconds(lambda: subprocess.run(command, input=text, capture_output=True, text=True, check=True))
        )
        processor.append(_children_seconds() - before)
    return min(wall), min(processor)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peers() -> list[tuple[str, float, list[int]]]:
    """Return what the other engines need, measured in their own environment; empty where it is missing."""
    if not PEERS_PYTHON.exists():
        print("  (OpenFisca and ttsim are not installed: make bench)", file=sys.stderr)
        return []
    done = subprocess.run(
        [str(PEERS_PYTHON), "-m", "benchmarks._rules_peers"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [(peer["name"], peer["seconds"], peer["totals"]) for peer in json.loads(done.stdout)]


if __name__ == "__main__":
    main()
