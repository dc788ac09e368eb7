"""Measure the rules: 22 million cells against plain numpy and other engines; one explained case; the command.

    python -m benchmarks.rules

11,000 municipalities, 20 years, 100 scenarios of the FlüAG rule: lump sums by kind of municipality, one-offs,
further lump sums, sickness costs above a threshold, 3.83 percent earmark rounded to cents. All engines get
the same whole numbers. Reading law and scenarios is measured apart, since numpy gets its arrays ready. Times
are processor seconds. OpenFisca and ttsim are AGPL: they stand in requirements/bench.txt only, `make bench`
puts them into an environment of their own, where benchmarks/_rules_peers.py runs them.
"""

import json
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
    for name, seconds, peer in peers(numpy_seconds):
        row(name, seconds, numpy_seconds, peer, totals)
    one_case()
    command_line()


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


def one_case() -> None:
    """Print how long one explained case takes."""
    rules = Rules()

    def explained() -> dict[str, Any]:
        return rules.calculate("kim_city_share", CASE, on=date(2025, 1, 1)).as_json()

    assert Fraction(explained()["value"]) == Fraction("309895.80")
    best = min(_seconds(explained) for _ in range(200))
    print(f"one explained case: {best * 1000:.2f} ms")


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def command_line() -> None:
    """Print how long `allmende rules calc` takes from start to finish."""
    code = "import sys; from allmende.command.main import main; sys.exit(main())"
    words = ["rules", "calc", "kim_city_share", "--on", "2025-01-01", "--inputs", "-", "--json"]
    command = [sys.executable, "-c", code, *words]
    text = json.dumps(CASE)

    def call() -> object:
        return subprocess.run(command, input=text, capture_output=True, text=True, check=True)

    print(f"allmende rules calc, start to finish: {min(_seconds(call) for _ in range(REPEATS)):.2f} s")


def peers(numpy_seconds: float) -> list[tuple[str, float, list[int]]]:
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
