"""Calculations: two days, scenarios, tables of bodies, differences, explanations."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allmende.rules import (
    Catalog,
    Exact,
    Law,
    Layer,
    Result,
    Rules,
    RulesError,
    difference,
    documents,
    parse_layers,
)
from allmende.rules.choosing import ExactChoice
from allmende.rules.engine import MOST_PLANS
from allmende.rules.law_files import parse_law
from allmende.rules.memory import Memory
from allmende.rules.parameters import Parameter, Row
from allmende.rules.quantity import Quantity
from allmende.rules.result import period_of
from allmende.rules.rule import RulePeriod, rule, rules_in
from allmende.rules.spans import Span
from allmende.rules.units import unit

RULES = Rules()
MARCH = date(2024, 3, 1)
KINDS = ("kreisangehoerig", "kreisfrei")
BODIES = st.lists(
    st.fixed_dictionaries(
        {
            "persons": st.integers(0, 10**6),
            "municipality_kind": st.sampled_from(KINDS),
            "one_off_persons": st.integers(0, 100),
            "further_persons": st.integers(0, 100),
            "sickness_costs": st.lists(
                st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100), max_size=3
            ),
        }
    ),
    min_size=1,
    max_size=5,
)


def layers(text: str) -> tuple[Layer, ...]:
    return parse_layers(documents.load(text, name="szenario"), "szenario", RULES.catalog.store.parameter)


def lump_sum(persons: int = 100, kind: str = "kreisangehoerig", known: date | None = None) -> Result:
    inputs = {"persons": persons, "municipality_kind": kind}
    return RULES.calculate("flueag_lump_sum", inputs, on=MARCH, known=known)


@given(BODIES, st.integers(1, 12))
@settings(max_examples=30)
def test_a_table_gives_what_each_body_alone_gives(bodies: list[dict[str, object]], months: int) -> None:
    together = RULES.calculate("flueag_free_payment", {"bodies": bodies, "months": months}, on=MARCH)
    for index, body in enumerate(bodies):
        alone = RULES.calculate("flueag_free_payment", {**body, "months": months}, on=MARCH)
        assert together.as_json(index)["value"] == alone.value()
        assert together.trace(index)["inputs"] == alone.trace()["inputs"]


@given(BODIES, st.integers(-50, 100))
@settings(max_examples=30)
def test_a_scenario_on_top_is_the_same_as_from_scratch(bodies: list[dict[str, object]], percent: int) -> None:
    scenario = layers(
        f"rows: {{flueag_rate: {{factor: '{percent:+} %', rounding: {{to: 1 EUR, mode: ab}}}}}}"
    )
    inputs = {"bodies": bodies}
    days = [date(year, 1, 1) for year in (2022, 2023, 2024)]
    base = RULES.calculate("flueag_free_payment", inputs, on=days)
    on_top = RULES.under(base, scenario)
    scratch = RULES.calculate("flueag_free_payment", inputs, on=days, layers=scenario)
    for day in range(3):
        for index in range(len(bodies)):
            assert on_top.fraction(index, day) == scratch.fraction(index, day)
    assert on_top.trace(0, 2) == scratch.trace(0, 2)


def test_a_scenario_over_many_days_is_computed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(year, 1, 1) for year in range(2021, 2031)]
    persons = np.arange(10 * 7).reshape(10, 7)
    inputs = {"persons": Exact(persons), "municipality_kind": ExactChoice(np.arange(7) % 2, KINDS)}
    base = RULES.calculate("flueag_lump_sum", inputs, on=days)
    scenario = layers("rows: {flueag_rate: [{from: 2024-01-01, value: '1000.50'}]}")
    whole = RULES.under(base, scenario).cents
    monkeypatch.setattr("allmende.rules.engine.CELLS_AT_ONCE", 14)
    assert RULES.under(base, scenario).cents.tolist() == whole.tolist()
    assert whole[3].tolist() == (persons[3] * 100_050).tolist()


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_persons_never_bring_less(first: int, second: int) -> None:
    fewer, more = sorted((first, second))
    assert lump_sum(fewer).cents <= lump_sum(more).cents


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**5)), min_size=2, max_size=8),
    st.integers(0, 10**6),
)
@settings(max_examples=30)
def test_the_key_is_shared_out_completely(bodies: list[tuple[int, int]], persons: int) -> None:
    inputs = {"population": [p for p, _ in bodies], "area": [a for _, a in bodies], "state_persons": persons}
    whole = sum(p for p, _ in bodies)
    is_capped = RULES.calculate("flueag_is_capped", inputs, on=MARCH)
    assume(any(is_capped.value(index) == "no" for index in range(len(bodies))))
    key = RULES.calculate("flueag_key", inputs, on=MARCH)
    assert sum(key.fraction(index) for index in range(len(bodies))) == 1
    admitted = RULES.calculate("flueag_persons_to_admit", inputs, on=MARCH)
    assert sum(admitted.fraction(index) for index in range(len(bodies))) == persons
    capped = RULES.calculate("flueag_capped_key", inputs, on=MARCH)
    for index, (population, _) in enumerate(bodies):
        assert capped.fraction(index) <= Fraction(5, 4) * Fraction(population, whole)


@pytest.mark.parametrize(
    ("on", "known", "expected"),
    [
        (date(2020, 12, 31), None, "866.00"),
        (date(2021, 1, 1), date(2021, 11, 11), "866.00"),
        (date(2021, 1, 1), date(2021, 11, 12), "1125.00"),
        (date(2024, 1, 1), date(2024, 12, 19), "1125.00"),
        (date(2024, 1, 1), date(2024, 12, 20), "1303.00"),
        (date(2023, 12, 31), date(2024, 12, 20), "1125.00"),
        (date(2019, 1, 1), None, "866.00"),
    ],
)
def test_the_rate_of_any_pair_of_days(on: date, known: date | None, expected: str) -> None:
    rate = RULES.calculate("flueag_rate", {"municipality_kind": "kreisfrei"}, on=on, known=known)
    assert rate.value() == expected


def test_recalculation_gives_the_difference_and_names_the_changed_row() -> None:
    (change,) = difference(lump_sum(known=date(2024, 6, 30)), lump_sum())
    assert (change.old, change.new, change.cents) == ("87500.00", "101300.00", 1_380_000)
    (cause,) = change.causes
    assert cause.name == "flueag_rate"
    assert (cause.old_version, cause.new_version) == ("2021-01-01/2021-11-12", "2024-01-01/2024-12-20")


def test_no_change_gives_no_difference() -> None:
    assert difference(lump_sum(), lump_sum()) == ()


def test_the_differences_of_a_table_leave_out_who_stays() -> None:
    inputs = {
        "bodies": [{"name": "A", "persons": 1}, {"name": "B", "persons": 0}],
        "municipality_kind": "kreisfrei",
    }
    old = RULES.calculate("flueag_lump_sum", inputs, on=MARCH, known=date(2024, 6, 30))
    new = RULES.calculate("flueag_lump_sum", inputs, on=MARCH)
    assert [(change.body, change.cents) for change in difference(old, new)] == [("A", 17_800)]


def test_the_explanation_names_section_and_both_days() -> None:
    sentence = lump_sum().sentence()
    assert "101.300,00 EUR" in sentence
    assert "§ 4 Abs. 2 FlüAG, gilt ab 01.01.2024, bekannt seit 20.12.2024" in sentence
    assert "Bis 19.12.2024 ging man hierfür von 875,00 EUR je Person und Monat aus." in sentence


def test_a_cache_forgets_what_came_first() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in (1, 2, 1, 3):
        memory[number] = str(number)
    assert memory == {2: "2", 3: "3"}


def test_questions_about_ever_new_days_fill_no_memory() -> None:
    rules = Rules()
    given = {"persons": 1, "municipality_kind": "kreisfrei"}
    for day in range(MOST_PLANS + 50):
        rules.calculate("flueag_lump_sum", given, on=MARCH, known=date(2025, 1, 1) + timedelta(days=day))
    assert len(rules.engine._plans) == MOST_PLANS


def test_one_result_for_many_bodies_explains_itself_with_the_value_of_each_kind() -> None:
    table = [
        {"name": "A", "person_months_2024": 400_000, "municipality_kind": "kreisangehoerig"},
        {"name": "B", "person_months_2024": 300_000, "municipality_kind": "kreisfrei"},
    ]
    result = RULES.calculate("flueag_rise_2024", {"bodies": table}, on=date(2024, 12, 31))
    told = result.as_json()
    assert told["value"] == "108600000.00"
    for words in ("(kreisangehörig): 1.013,00 EUR", "(kreisfrei): 1.303,00 EUR"):
        assert words in told["sentence"]
    inputs = {node["name"]: node["value"] for node in told["trace"]["inputs"]}
    assert inputs["person_months_2024"] == "400000; 300000"


def test_the_trace_tells_what_was_rounded() -> None:
    inputs = {"persons": 7, "municipality_kind": "kreisangehoerig"}
    result = RULES.calculate("flueag_social_care", inputs, on=MARCH)
    assert result.trace()["rounding"] == {
        "to": "0.01 EUR",
        "mode": "kaufmaennisch",
        "section": "nicht geregelt; gezahlt wird in ganzen Cent",
        "before": "271.5853",
    }
    assert "Dabei wurde 271,5853 EUR kaufmännisch gerundet auf 0,01 EUR." in result.trace()["sentence"]


def test_the_upper_layer_wins_and_falls_through_outside_its_days() -> None:
    stack = layers(
        """
        - {name: unten, rows: {flueag_one_off_rate: {from: 2024-01-01, value: "100"}}}
        - {name: oben, until: 2024-07-01, rows: {flueag_one_off_rate: {add: "1"}}}
        """
    )

    def paid(on: date) -> tuple[str, str | None]:
        result = RULES.calculate("flueag_one_off_rate", {}, on=on, layers=stack)
        return result.value(), result.trace()["layer"]

    assert paid(date(2023, 12, 31)) == ("12001.00", "oben")
    assert paid(date(2024, 1, 1)) == ("101.00", "oben")
    assert paid(date(2024, 7, 1)) == ("100.00", "unten")


def test_a_draft_holds_only_as_a_scenario() -> None:
    inputs = {
        "case_management_posts": 6,
        "employer_gross": 60000,
        "total_cost": "651895.80",
        "forwarding_contract": "leverkusen",
    }
    today = RULES.calculate("kim_city_share", inputs, on=date(2025, 1, 1))
    drafts = RULES.catalog.store.drafts(["kim_contract_city_share"])
    repealed = RULES.under(today, [drafts])
    assert (today.value(), repealed.value()) == ("309895.80", "0.00")
    (change,) = difference(today, repealed)
    assert (change.cents, [cause.name for cause in change.causes]) == (
        -30_989_580,
        ["kim_contract_city_share"],
    )
    earlier = RULES.calculate("kim_city_share", inputs, on=date(2024, 12, 31), layers=[drafts])
    assert earlier.value() == "309895.80"


GROWING = """
parameters:
  g_rate:
    label: Anstieg
    unit: percent
    rows: [{from: 2015-01-01, value: "1.5"}]
  g_amount:
    label: Betrag
    unit: EUR
    rows:
      - {from: 2015-02-01, last: 2016-07-31, value: "711"}
      - from: 2016-08-01
        growth: {rate: g_rate, each: "08-01", rounding: {to: 1 EUR, mode: kaufmaennisch, section: x}}
"""


@rule(label="Betrag", returns="EUR", section="x", valid_from="2015-02-01", period="kindergarten_year")
def g_result(g_amount: Quantity) -> Quantity:
    return g_amount


def growing() -> Rules:
    law = Law.of("g", parse_law(documents.load(GROWING, name="g"), "g"), rules_in({"g_result": g_result}))
    return Rules(Catalog(None, laws=[law]))


@pytest.mark.parametrize(
    ("on", "expected"), [("2016-07-31", "711.00"), ("2016-08-01", "722.00"), ("2018-09-01", "744.00")]
)
def test_growth_runs_on_the_rounded_value_before(on: str, expected: str) -> None:
    assert growing().calculate("g_result", {}, on=date.fromisoformat(on)).value() == expected


def test_growth_runs_on_what_a_scenario_gives() -> None:
    rules = growing()
    find = rules.catalog.store.parameter
    data = documents.load("rows: {g_amount: {from: 2016-08-01, last: 2017-07-31, value: '1000'}}", name="s")
    scenario = parse_layers(data, "s", find)
    base = rules.calculate("g_result", {}, on=date(2018, 8, 1))
    assert rules.under(base, scenario).value() == "1030.00"  # 1000, 1015, 1030.225
    faster = parse_layers(
        documents.load("rows: {g_rate: '10'}", name="s"), "s", rules.catalog.store.parameter
    )
    assert rules.under(base, faster).value() == "946.00"  # 711, 782.1 -> 782, 860.2 -> 860, 946


class CouncilRates:
    """A source beside the law files, as a database would be."""

    def parameter(self, name: str) -> Parameter | None:
        if name != "g_amount":
            return None
        first, second = date(2024, 1, 1), date(2024, 6, 24)
        rows = (
            Row(
                name, Span(first), Span(first, second), Fraction(40_000), section="Beschluss", place="Zeile 1"
            ),
            Row(name, Span(first), Span(second), Fraction(45_000), section="Beschluss", place="Zeile 2"),
        )
        return Parameter(name, "Betrag", unit("EUR"), rows)

    def names(self) -> list[str]:
        return ["g_amount"]


def test_another_source_has_the_same_two_axes() -> None:
    rate = "{label: x, unit: '1', rows: [{from: 2020-01-01, value: '1'}]}"
    file = parse_law(documents.load(f"parameters: {{g_rate: {rate}}}", name="g"), "g")
    law = Law.of("g", file, rules_in({"g_result": g_result}))
    rules = Rules(Catalog(None, laws=[law], sources=[CouncilRates()]))
    then = rules.calculate("g_result", {}, on=date(2024, 2, 1), known=date(2024, 6, 23))
    now = rules.calculate("g_result", {}, on=date(2024, 2, 1))
    assert (then.value(), now.value()) == ("400.00", "450.00")


def test_an_intermediate_result_can_be_entered() -> None:
    result = RULES.calculate(
        "kim_uncovered_cost", {"total_cost": 100, "kim_forwarded_grant": "30.50"}, on=MARCH
    )
    assert result.value() == "69.50"
    assert result.trace()["inputs"][1]["kind"] == "input"


def test_days_with_different_versions_of_a_rule_are_not_mixed() -> None:
    with pytest.raises(RulesError, match="Rechnen Sie die Zeiträume getrennt"):
        RULES.calculate("flueag_monthly_payment", {}, on=[date(2020, 1, 1), date(2021, 1, 1)])


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(RulePeriod))
def test_the_period_contains_its_day(on: date, period: RulePeriod) -> None:
    span = period_of(period, on)
    assert span is None or (on in span and span.end is not None)
    if span is not None and span.end is not None:
        assert period_of(period, span.end - timedelta(days=1)) == span
        assert period_of(period, span.end) != span


def test_payer_payee_and_period_belong_to_the_result() -> None:
    result = lump_sum()
    assert (result.payer, result.payee) == ("Land", "Gemeinde")
    assert result.period == Span(date(2024, 3, 1), date(2024, 4, 1))


def test_a_column_of_a_table_may_replace_the_calculation_of_another_rule() -> None:
    bodies = [{"name": "A", "district_levy_base": "100"}, {"name": "B", "district_levy_base": "200"}]
    found = RULES.calculate(
        "district_levy_general", {"bodies": bodies, "district_rate": "50"}, on=date(2024, 1, 1)
    )
    assert [found.value(0), found.value(1)] == ["50.00", "100.00"]


@given(st.integers(0, 10**7), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_the_parts_of_a_property_add_up_and_none_is_small_but_the_largest(
    cents: int, areas: list[int]
) -> None:
    inputs = {
        "split_assessment": f"{cents // 100}.{cents % 100:02d}",
        "bodies": [{"name": str(i), "area_in_municipality": area} for i, area in enumerate(areas)],
    }
    result = RULES.calculate("property_tax_municipal_part", inputs, on=date(2025, 1, 1))
    parts = [int(result.fraction(index) * 100) for index in range(len(areas))]
    assert sum(parts) == cents
    kept = [area for part, area in zip(parts, areas, strict=True) if 0 < part < 2500]
    assert set(kept) <= {max(areas)}
