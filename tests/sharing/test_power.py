"""Voting power: exact against brute force, and floating point against exact."""

from fractions import Fraction
from itertools import combinations, permutations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.sharing import compound, swings
from allmende.sharing.errors import (
    BadNumber,
    CalculationTooLarge,
    CountsDiffer,
    DuplicateParty,
    RuleImpossible,
    TooManyParties,
)
from allmende.sharing.power import Power, voting_power
from allmende.sharing.sentences import influence
from allmende.sharing.voting import (
    AllOf,
    AnyOf,
    Rule,
    WeightedRule,
    capital_rule,
    heads_rule,
    is_carried,
    seats_by_population,
    share_rule,
    veto_rule,
    votes_per_started,
    voting_body,
    weighted_rule,
)

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def power_of(rule: Rule, count: int) -> Power:
    return voting_power(voting_body([f"M{index}" for index in range(count)], rule))


def brute_force_swings(rule: Rule, count: int) -> list[int]:
    found = []
    for member in range(count):
        others = [index for index in range(count) if index != member]
        groups = [set(group) for size in range(count) for group in combinations(others, size)]
        found.append(
            sum(is_carried(rule, group | {member}) and not is_carried(rule, group) for group in groups)
        )
    return found


@st.composite
def weighted_rules(draw: st.DrawFn, count: int = 6) -> WeightedRule:
    weights = draw(st.lists(st.integers(0, 30), min_size=count, max_size=count).filter(any))
    return WeightedRule(tuple(weights), draw(st.integers(1, sum(weights))))


@given(rule=weighted_rules())
@settings(max_examples=200)
def test_all_ways_to_count_swings_agree_with_brute_force(rule: WeightedRule) -> None:
    wanted, exact, by_size = (
        brute_force_swings(rule, 6),
        swings.exact_swings(rule),
        swings.swings_by_size(rule),
    )
    assert exact is not None
    assert by_size is not None
    assert exact[0] == wanted
    assert [sum(sizes) for sizes in by_size] == wanted
    assert swings.decisive_chances(rule) * 2**5 == pytest.approx(wanted)


@given(rule=weighted_rules())
def test_quadrature_gives_the_exact_average_over_orders(rule: WeightedRule) -> None:
    integral = swings.average_power(rule)
    assert integral is not None
    assert integral[0] == pytest.approx(power_of(rule, 6).shapley_shubik_float, abs=1e-12)


def test_average_over_orders_counts_who_turns_the_vote() -> None:
    rule, turns = WeightedRule((8, 6, 4, 2), 12), [0] * 4
    for order in permutations(range(4)):
        reached = 0
        for member in order:
            if reached < rule.quota <= reached + rule.weights[member]:
                turns[member] += 1
            reached += rule.weights[member]
    assert power_of(rule, 4).shapley_shubik == tuple(Fraction(turn, 24) for turn in turns)


@given(one=weighted_rules(5), other=weighted_rules(5), heads=st.integers(1, 5), veto=st.integers(0, 4))
@settings(max_examples=100)
def test_combined_rules_agree_with_brute_force(
    one: WeightedRule, other: WeightedRule, heads: int, veto: int
) -> None:
    names = [str(index) for index in range(5)]
    rule = AnyOf((AllOf((one, heads_rule(5, heads), veto_rule(names, [str(veto)]))), other))
    wanted = brute_force_swings(rule, 5)
    assert list(power_of(rule, 5).swings or ()) == wanted
    assert [sum(sizes) for sizes in compound.counted_swings(rule, 5)] == wanted


def test_many_members_by_floating_point_agree_with_exact_numbers() -> None:
    random = np.random.default_rng(427)
    weights = np.maximum(1, np.round(np.exp(random.normal(3, 1, 427)))).astype(int).tolist()
    rule = share_rule(weights, HALF, more_than=True)
    exact, chances = swings.exact_swings(rule), swings.decisive_chances(rule)
    assert exact is not None
    wanted = np.array([float(Fraction(swing, 1 << 426)) for swing in exact[0]])
    assert np.abs(chances / wanted - 1).max() < 1e-9


def test_quadrature_for_many_members_is_exact_to_1e_9() -> None:
    random = np.random.default_rng(7)
    rule = share_rule(random.integers(1, 9, 130).tolist(), TWO_THIRDS, more_than=False)
    integral, by_size = swings.average_power(rule), swings.swings_by_size(rule)
    assert integral is not None
    assert by_size is not None
    exact = [float(sum(Fraction(v, 130 * comb(129, k)) for k, v in enumerate(row))) for row in by_size]
    assert np.abs(integral[0] / np.array(exact) - 1).max() < 1e-9
    assert integral[2] < 1e-9


def test_double_majority_of_54_members_adds_up() -> None:
    random = np.random.default_rng(54)
    rule = AllOf(
        (share_rule(random.integers(1, 40, 54).tolist(), TWO_THIRDS, more_than=False), heads_rule(54, 28))
    )
    power = power_of(rule, 54)
    assert sum(power.shapley_shubik or ()) == 1
    assert power.proof.tolerance == 0


def test_more_than_62_members_under_combined_rules_add_up() -> None:
    rule = AllOf(
        (share_rule([1 + index % 4 for index in range(70)], HALF, more_than=True), heads_rule(70, 40))
    )
    power = power_of(rule, 70)
    assert sum(power.shapley_shubik_float) == pytest.approx(1, abs=1e-9)
    assert power.swings is None


def test_51_percent_leave_27_of_28_without_a_say_and_three_quarters_do_not() -> None:
    shares = [Fraction(51), *[Fraction(49, 27)] * 27]
    names = ["Münster", *(f"Ort {index}" for index in range(1, 28))]
    half = voting_power(voting_body(names, capital_rule(shares, HALF, more_than=True)))
    most = voting_power(voting_body(names, capital_rule(shares, Fraction(3, 4), more_than=False)))
    assert half.dummies == tuple(names[1:])
    assert most.dummies == ()
    said = " ".join(influence(half))
    assert all(name in said for name in half.dummies)
    assert "27 von 28 Mitgliedern haben bei dieser Regel nie Einfluss" in said
    assert "Ort 1" not in " ".join(influence(most))


def test_veto_players_and_blocking_groups_are_named() -> None:
    power = power_of(weighted_rule([10, 10, 20, 30], 50), 4)
    assert power.veto_players == ("M3",)
    assert power.blocking.sets == (("M3",), ("M0", "M2"), ("M1", "M2"))
    assert power.blocking.is_complete


def test_smallest_blocking_groups_of_many_members_block() -> None:
    rule = share_rule(list(range(1, 41)), TWO_THIRDS, more_than=False)
    blocking = power_of(rule, 40).blocking
    for group in blocking.sets:
        left = [index for index in range(40) if f"M{index}" not in group]
        assert not is_carried(rule, left)
        assert len(group) == blocking.smallest


def test_coleman_measures_relate_swings_to_winning_and_losing_groups() -> None:
    power = power_of(weighted_rule([50, 49, 1], 51), 3)
    assert power.coleman_prevention == pytest.approx((1, 1 / 3, 1 / 3))
    assert power.coleman_initiative == pytest.approx((3 / 5, 1 / 5, 1 / 5))


def test_one_to_four_seats_by_population() -> None:
    people = {"A": 10_000, "B": 10_001, "C": 30_001, "D": 318_000}
    assert seats_by_population(people, (10_000, 30_000, 100_000)) == {"A": 1, "B": 2, "C": 3, "D": 4}


def test_one_vote_for_each_started_ten_thousand() -> None:
    assert votes_per_started({"A": 1, "B": 10_000, "C": 10_001}, 10_000) == {"A": 1, "B": 1, "C": 2}


@pytest.mark.parametrize("shares", [[60, 50], [40, 50]])
def test_capital_shares_that_are_not_100_percent_are_refused(shares: list[int]) -> None:
    with pytest.raises(RuleImpossible, match="100 %"):
        capital_rule(shares, HALF, more_than=True)


@pytest.mark.parametrize("quota", [0, 4, -1])
def test_a_quota_nobody_or_everybody_reaches_is_refused(quota: int) -> None:
    with pytest.raises(RuleImpossible):
        weighted_rule([1, 2], quota)


def test_bad_bodies_are_refused() -> None:
    with pytest.raises(BadNumber):
        weighted_rule([-1, 2], 1)
    with pytest.raises(DuplicateParty):
        voting_body(["A", "A"], weighted_rule([1, 2], 2))
    with pytest.raises(CountsDiffer):
        voting_body(["A"], weighted_rule([1, 2], 2))
    with pytest.raises(TooManyParties):
        voting_body([str(index) for index in range(10_000)], weighted_rule([1] * 10_000, 5_001))


def test_weights_in_billions_of_many_members_are_refused_at_once() -> None:
    rule = weighted_rule([10**9 + 7_919 * index for index in range(60)], 3 * 10**10)
    with pytest.raises(CalculationTooLarge):
        power_of(rule, 60)
