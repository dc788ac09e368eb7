"""Results against plain arithmetic, over all municipalities of the register."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest

from allmende.ledger.scenarios import queries
from allmende.ledger.scenarios.base_data import Series, formula_of, synthetic
from allmende.ledger.scenarios.catalog import UnknownRule, asked, data_inputs, labels
from allmende.ledger.scenarios.domain import MixedData, balance_of, settings_of
from allmende.ledger.scenarios.reforms import REFORMS, Reform
from allmende.ledger.scenarios.running import NotPerMunicipality, OneYearOnly, Outcome, run
from allmende.register.domain import BodyView
from tests.ledger.scenarios.factories import FLUEAG, TODAY


def outcome(parameters: dict[str, str], sets: dict[int, Series] | None = None) -> Outcome:
    bodies = queries.municipalities(on=TODAY)
    return run(settings_of(parameters, year=2026), bodies, sets or {})


def test_the_key_of_admission_is_computed_from_the_register_alone(land: BodyView) -> None:
    found = outcome({"regel": "flueag_key", "jahre": "2026"})
    assert (len(found.rows), found.is_synthetic, found.missing) == (396, False, ())
    assert abs(Decimal(balance_of(found.rows).before) - 100) < Decimal("0.001")
    bodies = queries.municipalities(on=TODAY)
    people = sum(body.population or 0 for body in bodies)
    area = sum((Fraction(body.area or 0) for body in bodies), start=Fraction())
    row = next(row for row in found.rows if row.municipality.key == "05315000")
    body = row.municipality
    plain = Fraction(body.population or 0, people) * 90 + Fraction(body.area or 0) / area * 10
    assert row.before > Decimal(plain.numerator) / Decimal(plain.denominator)  # gets of what is capped


def test_a_scenario_is_exact_to_the_cent_for_every_municipality(land: BodyView) -> None:
    found = outcome({**FLUEAG, "ein.persons": "beispiel"})
    assert len(found.rows) == 396
    for row in found.rows:
        persons = (row.municipality.population or 0) * 9 // 1000
        rate = 130_300 if row.municipality.is_independent else 101_300
        assert row.before == persons * rate * 12
        assert row.after == sum((persons * rate * 5 + 2) // 4 for _month in range(12))
    assert found.is_synthetic


def test_a_layer_from_july_acts_on_six_months(land: BodyView) -> None:
    changed = outcome({**FLUEAG, "ein.persons": "beispiel", "e1.ab": "2026-07-01"})
    whole = outcome({**FLUEAG, "ein.persons": "beispiel"})
    assert balance_of(changed.rows).change * 2 == balance_of(whole.rows).change


def test_layers_stack_and_years_add_up(land: BodyView) -> None:
    found = outcome(
        {
            **FLUEAG,
            "jahre": "2025-2026",
            "ebenen": "2",
            "e2.flueag_rate.kreisfrei": "1000",
            "e2.ab": "2026-01-01",
            "ein.persons": "beispiel",
        }
    )
    assert [each.year for each in found.years] == [2025, 2026]
    assert sum(each.change for each in found.years) == balance_of(found.rows).change
    cologne = next(row for row in found.rows if row.municipality.name == "Köln")
    persons = (cologne.municipality.population or 0) * 9 // 1000
    assert cologne.after == persons * 12 * (130_300 * 5 // 4 + 100_000)


def test_what_was_known_on_a_day_counts(land: BodyView) -> None:
    early = outcome({**FLUEAG, "jahre": "2024", "bekannt": "2024-01-31", "ein.persons": "beispiel"})
    town = next(row for row in early.rows if row.municipality.key == "05558012")
    assert town.before == (town.municipality.population or 0) * 9 // 1000 * 87_500 * 12


def test_a_region_is_shown_but_the_whole_land_computed(land: BodyView) -> None:
    everywhere = outcome({"regel": "flueag_key"})
    here = outcome({"regel": "flueag_key", "ort": "05558"})
    assert len(here.rows) == 11
    assert set(here.rows) < set(everywhere.rows)


def test_missing_base_data_is_told_and_nothing_made_up(land: BodyView) -> None:
    found = outcome(FLUEAG)
    assert ([item.name for item in found.missing], found.rows) == (["persons"], ())


def a_series(body_id: int, *, is_synthetic: bool) -> Series:
    series = Series("Meldungen", is_synthetic, "Amt")
    series.add(body_id, 2025, 0, Decimal(100))
    series.add(body_id, 2025, 3, Decimal(40))
    return series


def test_months_come_before_the_year_and_a_year_before_is_told(land: BodyView) -> None:
    found = outcome({**FLUEAG, "ein.persons": "daten-1"}, {1: a_series(land.id, is_synthetic=False)})
    assert [row.before for row in found.rows] == [(11 * 100 + 40) * 101_300]
    assert len(found.without_data) == 395
    assert "2025" in found.notes[0]
    assert not found.is_synthetic


def test_real_and_synthetic_data_never_meet(land: BodyView) -> None:
    question = {
        "regel": "flueag_further_lump_sum",
        "ein.further_persons": "daten-1",
    }
    assert outcome(question, {1: a_series(land.id, is_synthetic=False)}).rows
    mixed = {"regel": "property_tax_yearly", "ein.property_value": "daten-1", "ein.tax_rate": "beispiel"}
    with pytest.raises(MixedData, match="Grundsteuerwert"):
        outcome(mixed, {1: a_series(land.id, is_synthetic=False)})
    with_made_up = outcome(
        {**mixed, "wert.property_use": "residential"}, {1: a_series(land.id, is_synthetic=True)}
    )
    assert with_made_up.is_synthetic


def test_areas_are_not_added_over_years(land: BodyView) -> None:
    with pytest.raises(OneYearOnly):
        outcome(
            {"regel": "wind_proportional_area", "jahre": "2025-2026", "wert.wind_deadline": "end_of_2027"}
        )


def test_one_value_for_all_gives_no_result_per_municipality(land: BodyView) -> None:
    typed = {"wert.property_use": "residential", "wert.property_value": "200.000,00", "wert.tax_rate": "500"}
    with pytest.raises(NotPerMunicipality):
        outcome({"regel": "property_tax_yearly", **typed})


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownRule):
        asked("rm_rf", 2026)


@pytest.mark.parametrize("reform", REFORMS, ids=lambda each: each.slug)
def test_every_reform_changes_something_for_all_municipalities(land: BodyView, reform: Reform) -> None:
    found = outcome(reform.with_example())
    assert (len(found.rows), found.problems, found.missing) == (396, (), ())
    assert found.is_synthetic == bool(reform.inputs)
    balance = balance_of(found.rows)
    assert balance.winners + balance.losers > 300
    if not reform.inputs:
        return
    assert {item.name for item in outcome(reform.question({})).missing} == set(reform.inputs)


def test_the_wind_target_is_the_same_share_of_every_area(land: BodyView) -> None:
    found = outcome(dict(next(each for each in REFORMS if each.slug == "windziel").settings))
    for row in found.rows:
        area = row.municipality.area
        assert area is not None
        assert abs(Decimal(row.after) - area * Decimal("1.8")) <= Decimal("0.0001")


def test_the_back_payment_is_split_without_losing_a_cent(land: BodyView) -> None:
    found = outcome(next(each for each in REFORMS if each.slug == "bag-jh").with_example())
    assert [each.before for each in found.years] == [14_151_407_207, 16_335_351_902]


def test_every_input_has_an_example_with_its_formula() -> None:
    for item in data_inputs().values():
        assert formula_of(item), item.name
        example = synthetic(item, 40_001)
        assert len(example) == 9 if item.is_list else isinstance(example, int)


def test_all_rules_on_offer_can_be_asked() -> None:
    assert len(labels()) > 20


def test_396_municipalities_take_less_than_a_second(land: BodyView) -> None:
    bodies = queries.municipalities(on=TODAY)
    settings = settings_of({**FLUEAG, "ein.persons": "beispiel"}, year=2026)
    run(settings, bodies, {})
    started = time.perf_counter()
    run(settings, bodies, {})
    assert time.perf_counter() - started < 1
