"""Make or buy: own cost by cost center, present value, criteria, sensitivity, evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.suitability.assessment.criteria import (
    PRICE,
    Assessed,
    BadCriteria,
    BadPoints,
    CriteriaSet,
    Criterion,
    OffersOpen,
    price_points,
    ranking,
    score,
)
from allmende.catalog.suitability.assessment.evidence import differences, frozen
from allmende.catalog.suitability.assessment.own_cost import (
    FINAL,
    CostCenter,
    CostEntry,
    NoKey,
    NoWorkplaces,
    own_cost,
    workplace_cost,
)
from allmende.catalog.suitability.assessment.present_value import (
    BadRate,
    Payment,
    PaymentKind,
    Rate,
    Tariff,
    break_even,
    by_kind,
    present_value,
    year_rows,
)
from allmende.catalog.suitability.assessment.sensitivity import price_turns, weight_turns
from allmende.rules import shipped
from allmende.rules.errors import ValueUnknown

RECORDED = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
CRITERIA = CriteriaSet(
    (
        Criterion(PRICE, "Kosten", 50),
        Criterion("exit", "Ausstieg", 20),
        Criterion("security", "Sicherheit", 30),
    ),
    RECORDED,
    "A. Muster",
)
RATE = Rate(Fraction(3), "Haushaltssatzung 2027, § 2")


def alternative(key: str, cents: int, leaving: int, security: int) -> Assessed:
    points = {"exit": Fraction(leaving), "security": Fraction(security)}
    return Assessed(key, key.title(), Fraction(cents), points, {"exit": "laut Angebot"})


OWN = alternative("eigenbetrieb", 1_200_000, 9, 4)
SHARED = alternative("verbund", 1_000_000, 6, 8)
ENTRIES = [
    CostEntry(CostCenter.RECHENZENTRUM, "Strom, Wartung", 100_01, "Konto 5241"),
    CostEntry(CostCenter.FACHANWENDUNGEN, "Lizenzen", 400_00, "Konto 5429"),
    CostEntry(CostCenter.STANDARDARBEITSPLATZ, "Geräte", 600_00, "Konto 5311"),
]
KEYS = {
    CostCenter.RECHENZENTRUM: {
        CostCenter.FACHANWENDUNGEN: Fraction(2),
        CostCenter.STANDARDARBEITSPLATZ: Fraction(1),
    }
}

cents = st.integers(0, 10**9)
alternatives = st.lists(
    st.builds(
        alternative,
        st.text("abcdefgh", min_size=1, max_size=6),
        st.integers(1, 10**7),
        st.integers(0, 10),
        st.integers(0, 10),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda each: each.key,
)


def test_auxiliary_cost_is_passed_on_to_the_cent() -> None:
    cost = own_cost(ENTRIES, KEYS, Fraction(2))
    assert cost.by_center[CostCenter.FACHANWENDUNGEN] == 400_00 + 66_67
    assert cost.by_center[CostCenter.STANDARDARBEITSPLATZ] == 600_00 + 33_34
    assert cost.per_workplace == Fraction(1100_01, 2)
    assert cost.basic_services_per_workplace + cost.applications_per_workplace == cost.per_workplace


@given(st.lists(st.tuples(st.sampled_from(CostCenter), cents), max_size=12), st.integers(1, 500))
def test_no_cent_of_the_own_cost_is_lost(rows: list[tuple[CostCenter, int]], workplaces: int) -> None:
    entries = [CostEntry(center, "", amount, "") for center, amount in rows]
    keys = {center: dict.fromkeys(FINAL, Fraction(1)) for center in CostCenter if center.is_auxiliary}
    assert own_cost(entries, keys, Fraction(workplaces)).cents == sum(amount for _, amount in rows)


def test_a_missing_key_and_missing_workplaces_are_named() -> None:
    with pytest.raises(NoKey, match="Rechenzentrumsbetrieb"):
        own_cost(ENTRIES, {}, Fraction(2))
    with pytest.raises(NoWorkplaces):
        own_cost(ENTRIES, KEYS, Fraction(0))


def test_the_cost_of_a_workplace_needs_the_value_of_the_report() -> None:
    office = partial(workplace_cost, shipped(), personnel_cost=Decimal(70000), workplaces=1, kind="office")
    with pytest.raises(ValueUnknown, match="Berichtsjahr"):
        office(on=date(2027, 1, 1))
    assert office(on=date(2027, 1, 1), material_cost=Decimal(9700)).cents == 70000_00 + 14000_00 + 9700_00


def test_later_payments_are_worth_less_today() -> None:
    payments = [
        Payment(0, 1000_00, PaymentKind.TRANSITION, "Umstellung", "Angebot"),
        Payment(1, 1030_00, PaymentKind.RUNNING, "Betrieb", "Angebot"),
        Payment(2, 1060_90, PaymentKind.EXIT, "Datenübergabe", "AGB § 9"),
    ]
    assert present_value(payments, RATE) == 3000_00
    assert [row.cents for row in year_rows(payments, RATE)] == [1000_00, 1030_00, 1060_90]
    assert list(by_kind(payments)) == [PaymentKind.RUNNING, PaymentKind.TRANSITION, PaymentKind.EXIT]


@given(st.lists(st.tuples(st.integers(0, 10), cents), max_size=8))
def test_without_interest_the_present_value_is_the_sum(rows: list[tuple[int, int]]) -> None:
    payments = [Payment(year, amount, PaymentKind.RUNNING, "", "") for year, amount in rows]
    assert present_value(payments, replace(RATE, percent=Fraction(0))) == sum(amount for _, amount in rows)


def test_an_impossible_rate_is_refused() -> None:
    with pytest.raises(BadRate, match="-3"):
        Rate(Fraction(-3), "")


@given(st.integers(0, 10**6), st.integers(0, 10**4), st.integers(0, 10**6), st.integers(0, 10**4))
def test_at_the_break_even_quantity_both_cost_the_same(a: int, b: int, c: int, d: int) -> None:
    first, second = Tariff(Fraction(a), Fraction(b)), Tariff(Fraction(c), Fraction(d))
    quantity = break_even(first, second)
    if quantity is None:
        assert b == d or (c - a) * (b - d) <= 0
    else:
        assert a + b * quantity == c + d * quantity


def test_criteria_must_be_older_than_the_opening_of_the_offers() -> None:
    CRITERIA.require_before(datetime(2027, 3, 2, tzinfo=UTC))
    with pytest.raises(OffersOpen, match="neue Prüfung"):
        CRITERIA.require_before(RECORDED)


def test_the_fingerprint_holds_weights_time_and_person() -> None:
    changed = replace(CRITERIA.criteria[0], weight=51)
    others = [
        replace(CRITERIA, criteria=(changed, *CRITERIA.criteria[1:])),
        replace(CRITERIA, recorded_by="B. Muster"),
        replace(CRITERIA, recorded_at=datetime(2027, 3, 2, tzinfo=UTC)),
    ]
    assert len({each.fingerprint for each in (CRITERIA, *others)}) == 4


@pytest.mark.parametrize(
    "criteria",
    [
        (),
        (Criterion("a", "A", 0),),
        (Criterion("a", "A", 1), Criterion("a", "B", 1)),
        (Criterion("a", "A", -1),),
    ],
)
def test_criteria_that_cannot_decide_are_refused(criteria: tuple[Criterion, ...]) -> None:
    with pytest.raises(BadCriteria):
        replace(CRITERIA, criteria=criteria)


def test_the_cheapest_gets_ten_points_and_twice_the_price_none() -> None:
    assert [price_points(Fraction(each), Fraction(100)) for each in (100, 150, 200, 900)] == [10, 5, 0, 0]


def test_points_are_weighted() -> None:
    (first, points), (_second, fewer) = ranking(CRITERIA, [OWN, SHARED])
    assert (first.key, points) == ("verbund", Fraction(50 * 10 + 20 * 6 + 30 * 8, 100))
    assert fewer == Fraction(50 * 8 + 20 * 9 + 30 * 4, 100)


@pytest.mark.parametrize(
    ("points", "wanted"), [({}, "fehlen die Punkte"), ({"exit": Fraction(11)}, "von 0 bis 10")]
)
def test_missing_or_impossible_points_are_named(points: dict[str, Fraction], wanted: str) -> None:
    with pytest.raises(BadPoints, match=wanted):
        ranking(CRITERIA, [replace(OWN, points=points)])


@given(alternatives)
def test_just_past_a_turning_weight_the_named_winner_leads(given_ones: list[Assessed]) -> None:
    for turn in weight_turns(CRITERIA, given_ones):
        share = turn.share_percent / 100
        rest = CRITERIA.total - turn.criterion.weight
        moved = score_with_share(turn.criterion.key, share, rest, given_ones)
        assert moved[turn.winner] == max(moved.values())


def score_with_share(key: str, share: Fraction, rest: int, given_ones: list[Assessed]) -> dict[str, Fraction]:
    """Return the points if the criterion had that share and the others kept their proportion."""
    factor = (1 - share) / rest
    scale = 10**30
    criteria = replace(
        CRITERIA,
        criteria=tuple(
            replace(each, weight=round((share if each.key == key else factor * each.weight) * scale))
            for each in CRITERIA.criteria
        ),
    )
    return {each.title: Fraction(round(points * 10**9)) for each, points in ranking(criteria, given_ones)}


@given(alternatives)
def test_the_turning_price_gives_the_named_winner(given_ones: list[Assessed]) -> None:
    for turn in price_turns(CRITERIA, given_ones):
        factor = 1 + turn.change_percent / 100
        moved = [
            replace(each, present_cents=each.present_cents * factor)
            if each.title == turn.alternative
            else each
            for each in given_ones
        ]
        assert ranking(CRITERIA, moved)[0][0].title == turn.winner
        assert turn.winner != ranking(CRITERIA, given_ones)[0][0].title


def test_the_price_alone_can_turn_the_result() -> None:
    turns = {turn.alternative: turn for turn in price_turns(CRITERIA, [OWN, SHARED])}
    assert turns["Verbund"].winner == "Eigenbetrieb"
    assert turns["Verbund"].change_percent > 0 > turns["Eigenbetrieb"].change_percent


def test_the_same_review_has_the_same_fingerprint() -> None:
    assert frozen(CRITERIA, RATE, [OWN, SHARED]) == frozen(CRITERIA, RATE, [SHARED, OWN])


def test_the_next_review_says_what_has_changed() -> None:
    before = frozen(CRITERIA, RATE, [OWN, SHARED]).document
    dearer = replace(SHARED, present_cents=Fraction(1_500_000))
    after = frozen(CRITERIA, replace(RATE, percent=Fraction(5, 2)), [OWN, dearer]).document
    assert differences(before, before) == []
    assert differences(before, after) == [
        "Der Zinssatz beträgt 2,5 % statt 3 %.",
        "„Eigenbetrieb“ erreicht 8 statt 7 Punkte.",
        "„Verbund“ kostet 5.000,00\u00a0€ mehr (Barwert 15.000,00\u00a0€).",
        "„Verbund“ erreicht 7,35 statt 8,6 Punkte.",
        "An erster Stelle steht jetzt „Eigenbetrieb“ statt „Verbund“.",
    ]


def test_a_new_and_a_missing_alternative_are_named() -> None:
    before = frozen(CRITERIA, RATE, [OWN, SHARED]).document
    after = frozen(CRITERIA, RATE, [SHARED, alternative("markt", 1_100_000, 5, 5)]).document
    said = differences(before, after)
    assert "„Markt“ ist neu hinzugekommen." in said
    assert "„Eigenbetrieb“ steht nicht mehr zur Wahl." in said
    assert score(CRITERIA, replace(SHARED, points={**SHARED.points, PRICE: Fraction(10)})) == Fraction(43, 5)
