"""Figures of partners: they add up, name what is missing, and tell why they are others now."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.options.domain import (
    CostKind,
    CostPosition,
    Figure,
    Option,
    Partner,
    Question,
    Spread,
)
from allmende.joint_decisions.partner_papers.figures import (
    FigureSource,
    FigureUnit,
    FigureValue,
    Reason,
    budget_figures,
    differs,
    option_figures,
    shown,
    why,
)
from allmende.register.domain import Kind
from allmende.sharing.keys import Driver

BY_PEOPLE = ((Driver.INHABITANTS, Fraction(1)),)


def partner(key: str, people: int | None) -> Partner:
    drivers = {} if people is None else {Driver.INHABITANTS: Figure(Decimal(people), date(2025, 12, 31))}
    return Partner(key, f"Stadt {key}", Kind.GEMEINDE, drivers=drivers)


def question(*partners: Partner, cents: int | None = 4_000_000, funding: int = 0) -> Question:
    costs = [CostPosition("Leitung", CostKind.FIXED, Spread(cents), key=BY_PEOPLE)]
    if funding:
        costs.append(CostPosition("Zuschuss", CostKind.FUNDING, Spread(funding), key=BY_PEOPLE))
    option = Option("zv", "Zweckverband", ComparedForm.ZWECKVERBAND, costs=tuple(costs))
    return Question("Titel", "Frage", date(2026, 3, 1), 2027, 2, "A", partners, (option,))


def figure(found: dict[str, list[FigureValue]], partner_key: str, key: str) -> FigureValue:
    return next(each for each in found[partner_key] if each.key == key)


@given(st.lists(st.integers(1, 400_000), min_size=1, max_size=12), st.integers(0, 10**11))
def test_the_shares_of_all_partners_add_up_to_the_cost(people: list[int], cents: int) -> None:
    partners = [partner(str(place), count) for place, count in enumerate(people)]
    found = option_figures(question(*partners, cents=cents), "zv")
    shares = [int(figure(found, each.key, "share_2027").value) for each in partners]
    assert sum(shares) == cents
    totals = [int(figure(found, each.key, "share_total").value) for each in partners]
    assert totals == [2 * share for share in shares]


def test_the_own_share_is_the_cost_less_the_grant() -> None:
    found = option_figures(question(partner("A", 30_000), partner("B", 10_000), funding=1_000_000), "zv")
    values = [figure(found, "A", key).shown for key in ("gross_2027", "funding_2027", "share_2027")]
    assert values == ["30.000,00\u00a0€", "7.500,00\u00a0€", "22.500,00\u00a0€"]


def test_an_unknown_price_is_named_and_not_guessed() -> None:
    found = option_figures(question(partner("A", 1), cents=None), "zv")
    assert figure(found, "A", "share_2027").shown == "fehlt: Betrag für Leitung"


def test_an_unknown_base_figure_is_named_with_its_partner() -> None:
    found = option_figures(question(partner("A", 1), partner("B", None)), "zv")
    assert figure(found, "A", "share_2027").missing == "Einwohner von Stadt B"
    assert figure(found, "B", "population").shown == "fehlt: Einwohnerzahl von Stadt B"


def test_an_option_that_is_gone_gives_nothing() -> None:
    assert option_figures(question(partner("A", 1)), "weg") == {}


def test_a_changed_base_figure_is_the_reason_for_a_changed_share() -> None:
    before = option_figures(question(partner("A", 30_000), partner("B", 10_000)), "zv")
    after = option_figures(question(partner("A", 31_000), partner("B", 10_000)), "zv")
    old, new = figure(before, "A", "share_2027"), figure(after, "A", "share_2027")
    assert differs(old, new)
    assert "Einwohner von Stadt A: 31.000 statt 30.000" in why(old.reason, new.reason)


def test_a_changed_price_is_the_reason_for_a_changed_share() -> None:
    before = option_figures(question(partner("A", 1)), "zv")
    after = option_figures(question(partner("A", 1), cents=4_100_000), "zv")
    told = why(figure(before, "A", "share_2027").reason, figure(after, "A", "share_2027").reason)
    assert told == "Leitung: 41.000,00\u00a0€ statt 40.000,00\u00a0€"


def test_the_same_value_by_another_version_is_not_outdated() -> None:
    first = figure(option_figures(question(partner("A", 1)), "zv", version="1"), "A", "share_2027")
    second = figure(option_figures(question(partner("A", 1)), "zv", version="2"), "A", "share_2027")
    assert not differs(first, second)


def test_a_reason_survives_its_storage() -> None:
    reason = figure(option_figures(question(partner("A", 1)), "zv"), "A", "share_2027").reason
    assert Reason.from_json(reason.as_json()) == reason
    assert "Leitung: 40.000,00\u00a0€" in reason.sentence


@pytest.mark.parametrize(
    ("unit", "value", "says"),
    [
        (FigureUnit.CENTS, "123456", "1.234,56\u00a0€"),
        (FigureUnit.PERCENT, "5/28", "17,86 %"),
        (FigureUnit.VOTES, "1", "1 Stimme"),
        (FigureUnit.VOTES, "12", "12 Stimmen"),
        (FigureUnit.PEOPLE, "30000", "30.000"),
        (FigureUnit.TEXT, "01.02 / 531", "01.02 / 531"),
    ],
)
def test_a_figure_is_shown_as_people_read_it(unit: FigureUnit, value: str, says: str) -> None:
    assert shown(unit, value) == says


def budget(own: FigureValue | None, planned: int | None) -> dict[str, str]:
    found = budget_figures(line="01.02", planned_cents=planned, year=2027, own=own, name="Stadt A")
    return {each.key: each.shown for each in found}


def test_what_the_budget_lacks_is_computed() -> None:
    own = FigureValue("share_2027", "Eigenanteil", FigureUnit.CENTS, "5000", Reason(FigureSource.OPTION, "x"))
    assert budget(own, 2000)["budget_gap"] == "30,00\u00a0€"
    assert budget(own, 9000)["budget_gap"] == "0,00\u00a0€"
    assert budget(own, None)["budget_gap"] == "fehlt: Ansatz im Haushalt"
    unknown = replace(own, value="", missing="Betrag")
    assert budget(unknown, 2000)["budget_gap"] == "fehlt: Betrag"
