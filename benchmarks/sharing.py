"""Measure shares and influence against other packages, in one run on one machine.

    python -m benchmarks.sharing

CPU times, the best of a few; ratios say how many times as long another package takes, from plain lists as it
wants them. Limits: voting power of 427 members within 20 ms (Banzhaf) and 1 s (Shapley-Shubik), Shapley of
25 members within 1 s, nucleolus of 16 not slower than coopgame-py, core check of 1,100 members within 10 ms.
WRONG marks a result that differs from ours, which exact numbers and tests vouch for.
"""

import multiprocessing
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from allmende.sharing.games import Game, group_sizes, subset_sums
from allmende.sharing.nucleolus import nucleolus
from allmende.sharing.results import Allocation
from allmende.sharing.shapley import folded, shapley
from allmende.sharing.structured import PowerScale, StepScale, structured_game, structured_keys
from allmende.sharing.structured_shapley import structured_shapley
from allmende.sharing.structured_worst import worst_group
from allmende.sharing.swings import average_power, decisive_chances, exact_swings
from allmende.sharing.voting import WeightedRule, share_rule
from benchmarks import _sharing_peers as peers

PATIENCE_SECONDS = 10
REPEATS = 3
SAME = 1e-6

broken: list[str] = []


def main() -> int:
    """Print the tables; return 1 if a limit is broken."""
    for measure in (measure_power, measure_shapley, measure_nucleolus, measure_core):
        measure()
    print("\n" + ("limits kept" if not broken else f"LIMITS BROKEN: {', '.join(broken)}"))
    return int(bool(broken))


def measure_power() -> None:
    print("\nvoting power, simple majority")
    for count in (28, 54, 427):
        rule = random_rule(count)
        chances, seconds = timed(lambda rule=rule: decisive_chances(rule))
        exact, exact_seconds = timed(lambda rule=rule: exact_swings(rule))
        wanted = np.array([float(Fraction(swing, 1 << (count - 1))) for swing in exact[0]])
        error = float(np.abs(chances / wanted - 1).max())
        head = f"n={count} W={sum(rule.weights)}"
        in_integers = f"exact integers {shown(exact_seconds)}"
        print(f"  {head} Banzhaf {shown(seconds)}, rel. error {error:.0e}; {in_integers}")
        compare(peers.BANZHAF, (list(rule.weights), rule.quota), wanted / wanted.sum(), seconds)
        (average, nodes, claimed), seconds_average = timed(lambda rule=rule: average_power(rule))
        print(f"  {head} Shapley-Shubik {shown(seconds_average)}, {nodes} nodes, rel. error {claimed:.0e}")
        compare(peers.SHAPLEY_SHUBIK, (list(rule.weights), rule.quota), average, seconds_average)
        if count == 427:
            limit("Banzhaf n=427 <= 20 ms", seconds, 0.020)
            limit("Shapley-Shubik n=427 <= 1 s", seconds_average, 1.0)


def measure_shapley() -> None:
    print("\nShapley from the table")
    for count in (8, 12, 16, 20):
        game = convex_game(count)
        allocation, seconds = timed(lambda game=game: shapley(game))
        print(f"  n={count} {shown(seconds)}")
        compare(peers.SHAPLEY, (game.costs.tolist(),), allocation.amounts, seconds)
    costs = convex_game(25).costs
    _, seconds = timed(lambda: folded(costs, 25), repeats=1)
    print(f"  n=25 {shown(seconds)}")
    limit("Shapley n=25 <= 1 s", seconds, 1.0)


def measure_nucleolus() -> None:
    print("\nnucleolus")
    for name, make in (("two sites", hub_game), ("convex", convex_game)):
        for count in (8, 12, 16):
            game = make(count)
            allocation, seconds = timed(lambda game=game: nucleolus(game))
            print(f"  {name} n={count} {shown(seconds)}")
            ratios = compare(peers.NUCLEOLUS, (game.costs.tolist(),), allocation.amounts, seconds)
            if count == 16:
                limit(f"nucleolus {name} n=16 not slower than coopgame-py", 1.0, ratios["coopgame-py"])


def measure_core() -> None:
    print("\ncore check of fixed + own + scale(driver); no other package has one")
    for count in (30, 427, 1_100):
        random = np.random.default_rng(count)
        drivers = np.maximum(1, np.round(np.exp(random.normal(2.0, 1, count)))).tolist()
        own = np.round(random.uniform(0, 100, count), 2).tolist()
        names = [str(index) for index in range(count)]
        for scale in (PowerScale(30.0, 0.7), StepScale(25.0, 80.0)):
            game = structured_game(names, fixed=250.0, own=own, drivers=drivers, scale=scale)
            amounts = structured_keys(game)["joint_by_driver"].amounts
            _, seconds = timed(lambda game=game, amounts=amounts: worst_group(game, amounts))
            average, average_seconds = timed(lambda game=game: structured_shapley(game), repeats=1)
            gap = abs(sum(average.amounts) - game.total)
            kind = type(scale).__name__
            print(
                f"  n={count} {kind}: core {shown(seconds)}; Shapley {shown(average_seconds)}, gap {gap:.0e}"
            )
            if count == 1_100:
                limit(f"core check n=1,100 {kind} <= 10 ms", seconds, 0.010)


def random_rule(count: int) -> WeightedRule:
    """Inhabitants in thousands, spread like those of German municipalities."""
    random = np.random.default_rng(count)
    weights = np.maximum(1, np.round(np.exp(random.normal(3.0, 1.0, count)))).astype(int).tolist()
    return share_rule(weights, Fraction(1, 2), more_than=True)


def convex_game(count: int) -> Game:
    random = np.random.default_rng(count)
    costs = 10 + 8 * subset_sums(random.uniform(0.2, 1.2, count)) ** 0.7
    costs *= 1 + 0.01 * random.random(len(costs)) / np.sqrt(group_sizes(count) + 1)
    return as_game(costs)


def hub_game(count: int) -> Game:
    random = np.random.default_rng(count)
    ways = 10 * np.linalg.norm(random.random((count, 2))[:, None] - random.random((2, 2))[None], axis=2)
    joint = np.minimum(9 + subset_sums(ways[:, 0]), 11 + subset_sums(ways[:, 1]))
    return as_game(np.minimum(joint, subset_sums(random.uniform(8, 16, count))))


def as_game(costs: Any) -> Game:
    costs[0] = 0.0
    return Game(tuple(map(str, range(len(costs).bit_length() - 1))), costs)


def compare(
    others: dict[str, Callable[..., list[float]]], arguments: tuple[Any, ...], ours: Any, seconds: float
) -> dict[str, float]:
    """Print for each other package how many times as long it takes, and whether it is right."""
    ratios = {}
    for name, solve in others.items():
        found, took = in_a_process(solve, arguments)
        ratios[name] = took / seconds
        if found is None:
            verdict = "failed" if took < PATIENCE_SECONDS else f"> {PATIENCE_SECONDS} s"
        else:
            is_same = np.abs(np.array(found) - np.array(ours)).max() < SAME
            verdict = f"x{took / seconds:.1f}{'' if is_same else ' WRONG'}"
        print(f"    {name:<16}{verdict}")
    return ratios


def in_a_process(
    solve: Callable[..., list[float]], arguments: tuple[Any, ...]
) -> tuple[list[float] | None, float]:
    """Run a peer in a process of its own, so that one that does not end can be ended."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=peers.measured, args=(sender, solve, arguments, REPEATS))
    worker.start()
    answer = receiver.recv() if receiver.poll(PATIENCE_SECONDS) else (None, float(PATIENCE_SECONDS))
    worker.terminate()
    worker.join()
    found, took = answer
    return found, took


def timed(work: Callable[[], Any], repeats: int = REPEATS) -> tuple[Any, float]:
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        result: Allocation | Any = work()
        best = min(best, time.process_time() - start)
    return result, best


def shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.2f} ms"


def limit(what: str, found: float, allowed: float) -> None:
    if found > allowed:
        broken.append(what)
        print(f"  BROKEN: {what}")


if __name__ == "__main__":
    raise SystemExit(main())
