"""The method behind the proposals: estimate, groups, values, packing, fairness, grant, back-test."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from math import dist

import numpy as np
import pytest

from allmende.cooperations.potentials import back_test
from allmende.cooperations.potentials.affinity import Land
from allmende.cooperations.potentials.domain import Staffing, TaskSituation, TaskState, state_of
from allmende.cooperations.potentials.fairness import check_fairness
from allmende.cooperations.potentials.grants import grant_for, hessen_check
from allmende.cooperations.potentials.graph import best_groups, connected_groups
from allmende.cooperations.potentials.packing import best_choice
from allmende.cooperations.potentials.reasons import hindrances
from allmende.cooperations.potentials.scale import ScaleEstimate, assumed_scale, estimate_scale
from allmende.cooperations.potentials.valuing import Assumptions, Valuation
from allmende.register.map.shapes import map_data

Nodes = dict[str, frozenset[str]]


def a_graph(generator: np.random.Generator, count: int, chance: float = 0.3) -> Nodes:
    names = [chr(97 + index) for index in range(count)]
    edges = [pair for pair in combinations(names, 2) if generator.random() < chance]
    return {name: frozenset(b if a == name else a for a, b in edges if name in (a, b)) for name in names}


def is_connected(graph: Nodes, group: tuple[str, ...]) -> bool:
    reached, todo = {group[0]}, [group[0]]
    while todo:
        for node in graph[todo.pop()] & set(group):
            if node not in reached:
                reached.add(node)
                todo.append(node)
    return reached == set(group)


def all_groups(graph: Nodes, root: str, largest: int) -> set[tuple[str, ...]]:
    others = sorted(set(graph) - {root})
    candidates = (
        tuple(sorted((root, *rest))) for size in range(1, largest) for rest in combinations(others, size)
    )
    return {group for group in candidates if is_connected(graph, group)}


@pytest.mark.parametrize("seed", range(25))
def test_every_connected_group_is_met_exactly_once(seed: int) -> None:
    graph = a_graph(np.random.default_rng(seed), 9)
    met = [tuple(sorted(group)) for group in connected_groups(graph, root="a", largest=5)]
    assert len(met) == len(set(met))
    assert set(met) == all_groups(graph, "a", 5)


def situations(generator: np.random.Generator, names: list[str]) -> dict[str, TaskSituation]:
    return {
        name: TaskSituation(
            name,
            name.upper(),
            TaskState.ALONE,
            cost=float(generator.uniform(50_000, 400_000)),
            quantity=float(generator.uniform(5_000, 60_000)),
        )
        for name in names
    }


@pytest.mark.parametrize("seed", range(25))
def test_cutting_off_never_loses_the_best_group(seed: int) -> None:
    generator = np.random.default_rng(seed)
    graph = a_graph(generator, 9, 0.4)
    estimate = assumed_scale(
        exponent=float(generator.uniform(0.5, 1)),
        low=0.5,
        high=1.0,
        fixed=float(generator.choice([0, 20])),
        source="Probe",
    )
    known = situations(generator, sorted(graph))
    valuation = Valuation(known, estimate, Assumptions(setup_per_member=float(generator.uniform(0, 150_000))))
    found = best_groups(graph, root="a", value=valuation.value, bound=valuation.bound, keep=3)
    values = sorted((valuation.value(group) for group in all_groups(graph, "a", 6)), reverse=True)
    assert [pair[0] for pair in found.found] == pytest.approx([value for value in values if value > 0][:3])


def test_the_bound_saves_work() -> None:
    graph = a_graph(np.random.default_rng(1), 12, 0.5)
    known = situations(np.random.default_rng(1), sorted(graph))
    estimate = assumed_scale(exponent=0.95, low=0.9, high=1.0, source="Probe")
    valuation = Valuation(known, estimate, Assumptions(setup_per_member=100_000))
    found = best_groups(graph, root="a", value=valuation.value, bound=valuation.bound, keep=3)
    assert found.pruned
    assert found.seen < len(all_groups(graph, "a", 6))


def test_a_search_that_grows_too_large_says_so() -> None:
    graph = {name: frozenset("abcdefgh") - {name} for name in "abcdefgh"}
    found = best_groups(graph, root="a", value=len, bound=lambda group: 99, keep=2, most=10)
    assert found.is_cut_off
    assert found.seen == 10


@pytest.mark.parametrize("seed", range(20))
def test_the_packing_is_the_best_there_is(seed: int) -> None:
    generator = np.random.default_rng(seed)
    groups = [
        (
            float(generator.uniform(-5, 100)),
            tuple(
                sorted(generator.choice(list("abcdefg"), size=int(generator.integers(2, 4)), replace=False))
            ),
        )
        for _number in range(10)
    ]
    best = max(
        sum(value for value, _group in chosen)
        for size in range(len(groups) + 1)
        for chosen in combinations(groups, size)
        if len({name for _value, group in chosen for name in group})
        == sum(len(group) for _value, group in chosen)
    )
    chosen = best_choice(groups)
    members = [name for _value, group in chosen for name in group]
    assert len(members) == len(set(members))
    assert sum(value for value, _group in chosen) == pytest.approx(best)


def test_nothing_worth_choosing_is_no_choice() -> None:
    assert best_choice([(-1.0, ("a", "b"))]) == []


def budgets(
    exponent: float, *, fixed: float = 0, count: int = 40, noise: float = 0.05, seed: int = 7
) -> ScaleEstimate:
    generator = np.random.default_rng(seed)
    quantities = np.exp(generator.uniform(np.log(4_000), np.log(100_000), count))
    costs = (fixed + 30 * quantities**exponent) * np.exp(generator.normal(0, noise, count))
    estimate = estimate_scale(list(costs), list(quantities))
    assert estimate is not None
    return estimate


@pytest.mark.parametrize("exponent", [0.6, 0.8, 1.0, 1.2])
def test_a_known_exponent_is_found(exponent: float) -> None:
    assert budgets(exponent).best.exponent == pytest.approx(exponent, abs=0.06)


def test_the_interval_encloses_the_truth_nine_times_in_ten() -> None:
    estimates = [budgets(0.8, count=20, noise=0.2, seed=seed) for seed in range(20)]
    assert sum(each.low <= 0.8 <= each.high for each in estimates) >= 16


def test_cheaper_together_is_claimed_only_below_one() -> None:
    assert budgets(0.7).saves
    assert not budgets(1.0).saves
    assert not budgets(0.9, count=8, noise=0.6).saves


def test_a_fixed_part_is_found() -> None:
    assert budgets(0.95, fixed=200_000, count=60, noise=0.02).best.fixed > 50_000


def test_one_odd_budget_does_not_decide() -> None:
    generator = np.random.default_rng(3)
    quantities = np.exp(generator.uniform(np.log(4_000), np.log(100_000), 20))
    costs = 30 * quantities**0.8
    costs[0] *= 30
    estimate = estimate_scale(list(costs), list(quantities))
    assert estimate is not None
    assert estimate.best.exponent == pytest.approx(0.8, abs=0.03)


def test_seven_budgets_give_no_estimate() -> None:
    assert estimate_scale([1e5] * 7, [1e4, 2e4, 3e4, 4e4, 5e4, 6e4, 7e4]) is None
    assert estimate_scale([1e5] * 9, [1e4] * 9) is None


def test_unknown_is_not_alone_and_a_cooperation_counts_more() -> None:
    assert state_of(None, ()) is TaskState.UNKNOWN
    assert state_of(TaskState.ALONE, ("citeq",)) is TaskState.COOPERATION
    unknown = TaskSituation("a", "A", TaskState.UNKNOWN, cost=1e5, quantity=1e4)
    assert not unknown.is_comparable
    assert unknown.missing() == ("wie die Aufgabe erledigt wird",)


def test_weak_spots_are_told_apart_from_money() -> None:
    assert Staffing().risks() == ()
    assert len(Staffing(posts=1.0, retirements=1, vacancy_months=7).risks()) == 3
    assert Staffing(posts=1.5, retirements=0, vacancy_months=6).risks() == ()


def test_one_post_and_one_person_are_said_in_the_singular() -> None:
    few, leaving = Staffing(posts=1.0, retirements=1).risks()
    assert few.startswith("nur 1 Stelle;")
    assert "geht eine Person in den Ruhestand" in leaving


def test_contracts_that_end_on_one_day_are_told_together() -> None:
    towns = [
        TaskSituation(key=f"0599900{number}", name=name, state=TaskState.ALONE, contract_end=end)
        for number, (name, end) in enumerate(
            [("A", date(2027, 6, 30)), ("B", date(2029, 1, 1)), ("C", date(2029, 1, 1))]
        )
    ]
    helps, hinders = hindrances(towns, on=date(2026, 11, 22))
    assert helps == ["Vertragsende 30.06.2027: A."]
    assert hinders == ["Vertragsende 01.01.2029: B, C."]


def test_the_range_encloses_the_value() -> None:
    known = situations(np.random.default_rng(2), ["a", "b", "c"])
    estimate = assumed_scale(exponent=0.8, low=0.7, high=0.95, source="Probe")
    saving = Valuation(known, estimate, Assumptions(setup_per_member=1_000)).saving(("a", "b", "c"))
    assert saving.low < saving.base < saving.high
    assert saving.setup == 3_000


def test_falling_unit_costs_are_fair_by_the_driver_only_if_sizes_pay_alike() -> None:
    same = {
        name: TaskSituation(name, name.upper(), TaskState.ALONE, cost=100_000.0, quantity=10_000.0)
        for name in ("a", "b", "c")
    }
    estimate = assumed_scale(exponent=0.8, low=0.7, high=0.9, source="Probe")
    fair = check_fairness(Valuation(same, estimate, Assumptions()), ("a", "b", "c"))
    assert fair.is_stable
    cheap = dict(same) | {"c": TaskSituation("c", "C", TaskState.ALONE, cost=20_000.0, quantity=10_000.0)}
    unfair = check_fairness(Valuation(cheap, estimate, Assumptions()), ("a", "b", "c"))
    assert not unfair.is_stable
    assert "C zahlt" in unfair.sentence
    assert sum(paid for _name, paid, _alone in unfair.shares) == pytest.approx(
        Valuation(cheap, estimate, Assumptions()).joint_cost(("a", "b", "c"))
    )


def test_the_grant_follows_the_directive() -> None:
    day = date(2026, 11, 22)
    grant = grant_for(partners=3, setup=Decimal(1_000_000), saving_share=0.2, on=day)
    assert grant is not None
    assert grant.cents == 21_000_000
    assert len(grant.open_points) == 1
    weak = grant_for(partners=3, setup=Decimal(1_000_000), saving_share=0.05, on=day)
    assert weak is not None
    assert len(weak.open_points) == 2
    assert grant_for(partners=3, setup=Decimal(0), saving_share=0.2, on=day) is None


def a_land() -> tuple[Land, dict[str, list[str]]]:
    """Return a row of 30 towns in three districts, each district with two cooperations of all its towns."""
    names = [f"{number:02}" for number in range(30)]
    borders = {
        name: {names[near]: 1_000 for near in (index - 1, index + 1) if 0 <= near < 30}
        for index, name in enumerate(names)
    }
    districts = {name: str(index // 10) for index, name in enumerate(names)}
    groups = {f"{kind}{part}": names[part * 10 : part * 10 + 10] for kind in "xy" for part in range(3)}
    return Land(borders, districts), groups


def test_the_back_test_compares_with_the_plain_rule() -> None:
    land, groups = a_land()
    result = back_test.back_test(land, groups)
    assert result is not None
    assert result.memberships == 60
    assert result.hidden == 12
    assert result.ours == 1.0
    assert result.plain < result.ours
    assert back_test.back_test(land, groups) == result


def test_the_back_test_reports_and_needs_memberships() -> None:
    land, groups = a_land()
    told: list[tuple[int, int]] = []
    back_test.back_test(land, groups, repeats=3, report=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert back_test.back_test(land, {"x": ["00", "01"]}) is None
    assert back_test.back_test(land, {}) is None


def test_the_graph_joins_borders_districts_and_ties() -> None:
    land = Land(
        {"a": {"b": 5}, "b": {"a": 5}},
        {"a": "1", "b": "2", "c": "1", "d": ""},
        {"b": frozenset("x"), "d": frozenset("x")},
    )
    graph = land.graph("abcd")
    assert graph["a"] == {"b", "c"}
    assert graph["d"] == {"b"}
    assert land.ties("b", "d") == 1.0
    assert land.nearness("a", []) == 0


def test_distance_joins_towns_without_a_common_border_and_ranks_the_nearer_one() -> None:
    land = Land({}, {"a": "1", "b": "2", "c": "3"}, centers={"a": (0, 0), "b": (19, 0), "c": (0, 30)})
    assert land.graph("abc")["a"] == {"b"}
    assert land.kilometres("a", "c") == 30
    assert land.nearness("b", ["a"]) > land.nearness("c", ["a"]) > 0
    assert land.kilometres("a", "somewhere") is None
    assert land.nearness("somewhere", ["a"]) == 0


def test_the_map_is_true_to_scale() -> None:
    shapes = map_data().municipalities
    middles = {name: shapes[key].center_km for name, key in (("Köln", "05315000"), ("Münster", "05515000"))}
    assert dist(middles["Köln"], middles["Münster"]) == pytest.approx(123, abs=5)


def test_a_search_cut_off_still_finds_the_best_of_a_large_land() -> None:
    generator = np.random.default_rng(4)
    graph = a_graph(generator, 40, 0.2)
    known = situations(generator, sorted(graph))
    estimate = assumed_scale(exponent=0.7, low=0.6, high=0.9, source="Probe")
    valuation = Valuation(known, estimate, Assumptions())
    root = sorted(graph)[0]
    quick, full = (
        best_groups(
            graph,
            root=root,
            value=valuation.value,
            bound=valuation.bound,
            keep=1,
            most=most,
        )
        for most in (10, 60_000)
    )
    assert quick.is_cut_off
    assert quick.found[0][0] >= 0.95 * full.found[0][0]


def test_a_long_search_tells_how_far_it_is() -> None:
    names = "abcdefghijklmnop"
    graph = {name: frozenset(names) - {name} for name in names}
    seen: list[int] = []
    best_groups(graph, root="a", value=len, bound=lambda group: 99, keep=1, report=seen.append)
    assert seen == [1_000, 2_000, 3_000, 4_000]


def test_hessen_tells_each_condition_and_no_amount() -> None:
    small = hessen_check(partners=2, saving_share=0.149, years=5)
    assert small.cents is None
    assert "nicht erfüllt: 2 Partner" in small.sentence
    assert "nicht erfüllt: Einsparung 14,9 %" in small.sentence
    assert "erfüllt: Dauer 5 Jahre" in small.sentence
    assert "nicht erfüllt" not in hessen_check(partners=3, saving_share=0.15, years=5).sentence
