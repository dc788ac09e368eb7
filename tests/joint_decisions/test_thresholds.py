"""Whether enough agree; a brute force over all outcomes checks every claim."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.joint_decisions.domain import RuleKind
from allmende.joint_decisions.thresholds import (
    BadRule,
    Rule,
    Stand,
    ThresholdState,
    Vote,
    evaluate,
    named,
    reached_on,
)

YES, NO, OPEN = Stand.YES, Stand.NO, Stand.OPEN
ALL = Rule(RuleKind.ALL)
HEADS = Rule(RuleKind.SHARE, share=Fraction(2, 3))
PEOPLE = Rule(RuleKind.POPULATION, share=Fraction(1, 2), strict=True)


def votes(stands: Sequence[Stand], people: Sequence[int] = ()) -> list[Vote]:
    counts = people or [1000] * len(stands)
    names = "ABCDEFGH"
    return [
        Vote(names[index].lower(), names[index], stand, population=count)
        for index, (stand, count) in enumerate(zip(stands, counts, strict=True))
    ]


def test_one_refusal_ends_unanimity_as_long_as_it_stands() -> None:
    found = evaluate([ALL], votes([YES, NO, OPEN]))
    assert found.state is ThresholdState.IMPOSSIBLE
    assert found.results[0].sentence == (
        "alle Beteiligten: 1 von 3, nötig 3; nicht mehr erreichbar, solange niemand neu entscheidet."
    )


def test_of_unanimity_each_open_partner_can_block() -> None:
    found = evaluate([ALL], votes([YES, OPEN, OPEN]))
    assert found.blockers == ("B", "C")
    assert found.sentence == "B und C kann jede für sich den gemeinsamen Beschluss noch verhindern."


def test_a_double_majority_needs_heads_and_people() -> None:
    people = [90, 5, 5]
    assert evaluate([HEADS, PEOPLE], votes([OPEN, YES, YES], people)).state is ThresholdState.POSSIBLE
    assert evaluate([HEADS, PEOPLE], votes([OPEN, YES, YES], people)).blockers == ("A",)
    assert evaluate([HEADS, PEOPLE], votes([YES, YES, NO], people)).state is ThresholdState.REACHED


def test_what_is_missing_stands_in_words() -> None:
    found = evaluate([HEADS], votes([YES, OPEN, OPEN]))
    assert found.results[0].sentence == (
        "mindestens 2/3 der Beteiligten: 1 von 3, nötig 2; noch möglich, es fehlen 1, offen sind 2."
    )
    assert found.sentence == (
        "Niemand kann allein verhindern; eine weitere Ablehnung ist in jedem Fall verkraftbar."
    )


def test_an_unknown_population_is_named_and_nothing_is_claimed() -> None:
    unknown = [Vote("a", "A", YES), Vote("b", "B", YES, population=5)]
    found = evaluate([PEOPLE], unknown)
    assert found.state is ThresholdState.UNCLEAR
    assert "fehlt die Einwohnerzahl von A" in found.results[0].sentence


def test_a_veto_counts_only_for_those_named() -> None:
    veto = Rule(RuleKind.VETO, keys=frozenset({"a"}))
    count = Rule(RuleKind.COUNT, count=2)
    assert evaluate([veto, count], votes([NO, YES, YES])).state is ThresholdState.IMPOSSIBLE
    assert evaluate([veto, count], votes([OPEN, YES, YES])).blockers == ("A",)
    assert evaluate([veto, count], votes([YES, YES, NO])).state is ThresholdState.REACHED


def test_of_two_ways_one_is_enough() -> None:
    way = Rule(RuleKind.COUNT, count=1, alternative=2)
    assert evaluate([ALL, way], votes([YES, NO])).state is ThresholdState.REACHED


def test_without_rules_nothing_is_decided() -> None:
    assert evaluate([], votes([YES])).state is ThresholdState.NONE


@pytest.mark.parametrize(
    "rule",
    [
        Rule(RuleKind.SHARE),
        Rule(RuleKind.WEIGHTED, share=Fraction(3, 2)),
        Rule(RuleKind.POPULATION, share=Fraction(1), strict=True),
        Rule(RuleKind.COUNT, count=0),
        Rule(RuleKind.VETO),
    ],
)
def test_a_rule_that_says_too_little_is_refused(rule: Rule) -> None:
    with pytest.raises(BadRule):
        rule.checked()


SHARES = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)])
RULES = st.lists(
    st.builds(
        Rule,
        st.sampled_from([RuleKind.SHARE, RuleKind.WEIGHTED, RuleKind.POPULATION]),
        share=SHARES,
        alternative=st.integers(1, 2),
    )
    | st.builds(Rule, st.just(RuleKind.ALL), alternative=st.integers(1, 2))
    | st.builds(Rule, st.just(RuleKind.COUNT), count=st.integers(1, 6), alternative=st.integers(1, 2))
    | st.builds(
        Rule,
        st.just(RuleKind.VETO),
        keys=st.frozensets(st.sampled_from("abcde"), min_size=1),
        alternative=st.integers(1, 2),
    ),
    min_size=1,
    max_size=3,
)
VOTES = st.lists(
    st.tuples(st.sampled_from(list(Stand)), st.integers(0, 9), st.integers(1, 90)), min_size=1, max_size=5
).map(
    lambda rows: [
        Vote("abcde"[i], "ABCDE"[i], stand, weight=Fraction(weight), population=people)
        for i, (stand, weight, people) in enumerate(rows)
    ]
)


def outcomes(cast: Sequence[Vote]) -> list[list[Vote]]:
    """Return every way in which those who are open can decide."""
    ways = [[vote.stand] if vote.stand is not OPEN else [YES, NO] for vote in cast]
    return [
        [Vote(v.key, v.name, s, v.weight, v.population) for v, s in zip(cast, stands, strict=True)]
        for stands in product(*ways)
    ]


def is_reached(rules: Sequence[Rule], cast: Sequence[Vote]) -> bool:
    return evaluate(rules, cast).state is ThresholdState.REACHED


@given(RULES, VOTES)
def test_the_state_agrees_with_every_outcome_there_can_be(rules: list[Rule], cast: list[Vote]) -> None:
    ends = [is_reached(rules, each) for each in outcomes(cast)]
    state = evaluate(rules, cast).state
    if state is ThresholdState.IMPOSSIBLE:
        assert not any(ends)
    elif state is ThresholdState.REACHED:
        assert all(ends)
    else:
        assert any(ends)


@given(RULES, VOTES)
def test_a_blocker_is_exactly_who_can_prevent_it_alone(rules: list[Rule], cast: list[Vote]) -> None:
    found = evaluate(rules, cast)
    if found.state is not ThresholdState.POSSIBLE:
        return
    for vote in cast:
        if vote.stand is OPEN:
            others = [
                each for each in outcomes(cast) if next(v for v in each if v.key == vote.key).stand is NO
            ]
            assert (vote.name in found.blockers) == (not any(is_reached(rules, each) for each in others))


@given(RULES, VOTES)
def test_as_many_refusals_as_are_said_to_be_harmless_are(rules: list[Rule], cast: list[Vote]) -> None:
    left = evaluate(rules, cast).refusals_left
    if left is not None:
        undecided = sum(vote.stand is OPEN for vote in cast)
        refused = sum(vote.stand is NO for vote in cast)
        for each in outcomes(cast):
            if sum(vote.stand is NO for vote in each) - refused <= min(left, undecided):
                assert is_reached(rules, each)


@given(RULES, VOTES, st.data())
def test_the_day_is_the_first_on_which_enough_agree(
    rules: list[Rule], cast: list[Vote], data: st.DataObject
) -> None:
    first = date(2026, 1, 1)
    dated = [
        Vote(v.key, v.name, v.stand, v.weight, v.population, first + timedelta(data.draw(st.integers(0, 5))))
        for v in cast
    ]
    day = reached_on(rules, dated)

    def by(end: date) -> list[Vote]:
        return [
            v
            if v.stand is NO
            else Vote(v.key, v.name, YES if v.on and v.on <= end else OPEN, v.weight, v.population)
            for v in dated
        ]

    days = sorted({vote.on for vote in dated if vote.on and vote.stand is not NO})
    assert day == next((each for each in days if is_reached(rules, by(each))), None)


def test_many_names_are_counted() -> None:
    assert named([]) == ""
    assert named(["A"]) == "A"
    assert named(["A", "B", "C"]) == "A, B und C"
    assert named(list("ABCDEFGH")) == "A, B, C, D, E und 3 weitere"
