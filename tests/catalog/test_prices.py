"""Prices: what each kind of component comes to, to the cent, and why."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.prices.charging import Charge, Counted, LevyShare, Situation, charge
from allmende.catalog.prices.components import (
    AmountRounding,
    Discount,
    IndexClause,
    Interval,
    KeyPart,
    PayerGroup,
    Price,
    PriceKind,
    Stage,
    StageMode,
    VatRule,
)
from allmende.catalog.prices.errors import (
    CostMissing,
    IndexMissing,
    QuantityMissing,
    ShareMissing,
    TakenNowhere,
    VatUndecided,
    WrongPrice,
)
from allmende.catalog.prices.explaining import sentence_of, tree_of
from allmende.catalog.prices.levies import NamedKey, shares, side_by_side
from allmende.catalog.prices.periods import Span, months_later, started_months, year
from allmende.common.money import Rounding
from allmende.sharing.keys import Driver

Y2026 = year(2026)
ALWAYS = Span(date(2020, 1, 1))


def a_price(kind: PriceKind = PriceKind.WORKPLACE, amount: str = "12.50", **given: object) -> Price:
    values: dict[str, object] = {
        "code": "preis",
        "label": "Betrieb",
        "kind": kind,
        "amount": Fraction(amount),
        "interval": Interval.MONTH,
        "vat": VatRule.OUTSIDE,
        "vat_ground": "§ 2b UStG",
        "ground": "Vereinbarung 2020",
    }
    return Price(**values | given)  # type: ignore[arg-type]


def counting(kind: PriceKind, value: str, active: Span = ALWAYS) -> Situation:
    return Situation(active, {kind: Counted(Fraction(value), date(2025, 12, 31), "Liste der IT")})


def due(price: Price, situation: Situation, period: Span = Y2026) -> Charge:
    found = charge(price, situation, period)
    assert found is not None
    return found


def test_workplaces_are_charged_for_every_month() -> None:
    found = due(a_price(), counting(PriceKind.WORKPLACE, "120"))
    assert found.cents == 120 * 1250 * 12


def test_a_started_month_counts_whole() -> None:
    found = due(a_price(), counting(PriceKind.WORKPLACE, "10", Span(date(2026, 10, 20))))
    assert (found.months, found.cents) == (3, 10 * 1250 * 3)


def test_the_citkomm_amount_per_inhabitant() -> None:
    price = a_price(PriceKind.INHABITANT, "1.75", interval=Interval.YEAR)
    found = due(price, counting(PriceKind.INHABITANT, "30211"))
    assert found.cents == 5_286_925  # rounded half away from zero: 52,869.25


def test_a_case_is_charged_once_per_case() -> None:
    price = a_price(PriceKind.CASE, "0.42", interval=Interval.OCCASION)
    assert due(price, counting(PriceKind.CASE, "1913")).cents == 80_346


def test_each_started_quarter_hour_counts() -> None:
    price = a_price(PriceKind.HOUR, "105", interval=Interval.OCCASION, quantity_step=Fraction(1, 4))
    assert due(price, counting(PriceKind.HOUR, "2.6")).cents == 28_875  # 2.75 hours


def test_what_is_included_costs_nothing() -> None:
    price = a_price(PriceKind.CASE, "2", interval=Interval.OCCASION, included_quantity=Fraction(100))
    assert due(price, counting(PriceKind.CASE, "130")).cents == 6000
    assert due(price, counting(PriceKind.CASE, "90")).cents == 0


STAGES = (
    Stage(Fraction(0), Fraction(10)),
    Stage(Fraction(50), Fraction(8)),
    Stage(Fraction(100), Fraction(5)),
)


@pytest.mark.parametrize(
    ("quantity", "mode", "euros"),
    [
        ("50", StageMode.BAND, 500),
        ("51", StageMode.BAND, 508),
        ("120", StageMode.BAND, 500 + 400 + 100),
        ("50", StageMode.WHOLE, 500),
        ("51", StageMode.WHOLE, 408),
        ("120", StageMode.WHOLE, 600),
        ("0", StageMode.WHOLE, 0),
        ("0", StageMode.BAND, 0),
    ],
)
def test_stages_price_each_band_or_the_whole_quantity(quantity: str, mode: StageMode, euros: int) -> None:
    price = a_price(PriceKind.CASE, interval=Interval.OCCASION, stages=STAGES, stage_mode=mode)
    assert due(price, counting(PriceKind.CASE, quantity)).cents == euros * 100


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_stages_per_band_never_make_more_cost_less(quantity: int, more: int) -> None:
    price = a_price(PriceKind.CASE, interval=Interval.OCCASION, stages=STAGES)
    fewer = due(price, counting(PriceKind.CASE, str(quantity)))
    assert due(price, counting(PriceKind.CASE, str(quantity + more))).cents > fewer.cents
    assert sum(part for part, _amount in fewer.unit_amounts) == quantity


@given(st.integers(1, 11))
def test_two_parts_of_a_year_cost_the_year(month: int) -> None:
    price = a_price(amount="7.31")
    situation = counting(PriceKind.WORKPLACE, "37")
    split = date(2026, month + 1, 1)
    parts = (Span(Y2026.start, split), Span(split, Y2026.until))
    assert sum(due(price, situation, part).cents for part in parts) == due(price, situation).cents


def test_a_single_amount_falls_into_the_period_of_the_beginning() -> None:
    price = a_price(PriceKind.ONCE, "2500", interval=Interval.OCCASION)
    assert due(price, Situation(Span(date(2026, 4, 1)))).cents == 250_000
    assert charge(price, Situation(Span(date(2025, 4, 1))), Y2026) is None


def test_a_discount_until_a_day_depends_on_the_order() -> None:
    price = a_price(
        PriceKind.ONCE,
        "795.36",
        interval=Interval.OCCASION,
        discount=Discount(Fraction(10), date(2026, 3, 31)),
    )
    in_time = Situation(Span(date(2026, 6, 1)), ordered_on=date(2026, 3, 31))
    late = Situation(Span(date(2026, 6, 1)), ordered_on=date(2026, 4, 1))
    assert (due(price, in_time).cents, due(price, late).cents) == (71_582, 79_536)


def test_members_and_others_pay_their_own_price() -> None:
    price = a_price(PriceKind.BASE, "100", payer_group=PayerGroup.MEMBER)
    assert charge(price, Situation(ALWAYS, is_member=False), Y2026) is None
    assert due(price, Situation(ALWAYS)).cents == 120_000


def test_advances_are_charged_until_the_cost_is_known_and_then_deducted() -> None:
    price = a_price(PriceKind.AT_COST, "0", advance_cents=50_000)
    on_account = due(price, Situation(ALWAYS))
    assert (on_account.cents, on_account.is_advance) == (600_000, True)
    settled = due(price, Situation(ALWAYS, cost_cents=573_210, advances_cents=600_000))
    assert (settled.cents, settled.is_advance) == (-26_790, False)


def stands_at(value: str, index: str = "Verbraucherpreisindex") -> dict[str, Counted]:
    return {index: Counted(Fraction(value))}


def test_an_index_counts_only_past_its_threshold() -> None:
    clause = IndexClause("Verbraucherpreisindex", Fraction(100), Fraction(3))
    price = a_price(PriceKind.BASE, "100", index=clause)
    assert due(price, Situation(ALWAYS, indexes=stands_at("102.9"))).cents == 120_000
    assert due(price, Situation(ALWAYS, indexes=stands_at("104"))).cents == 124_800


def test_rounding_follows_its_own_step() -> None:
    price = a_price(PriceKind.BASE, "33.33", rounding=AmountRounding(100, Rounding.AUF, "§ 4 Entgeltordnung"))
    assert due(price, Situation(ALWAYS)).cents == 40_000


def test_a_levy_needs_its_share() -> None:
    price = a_price(
        PriceKind.LEVY,
        "0",
        interval=Interval.YEAR,
        total_cents=100_000,
        key=(KeyPart(Driver.INHABITANTS),),
    )
    with pytest.raises(ShareMissing, match="Musterstadt"):
        charge(price, Situation(ALWAYS, customer="Musterstadt"), Y2026)
    half = Situation(Span(date(2026, 7, 1)), levy_shares={price.code: LevyShare(80_000, "Einwohner")})
    assert due(price, half).cents == 40_000


@pytest.mark.parametrize(
    ("price", "situation", "error"),
    [
        (a_price(vat=VatRule.UNDECIDED), counting(PriceKind.WORKPLACE, "1"), VatUndecided),
        (a_price(), Situation(ALWAYS), QuantityMissing),
        (a_price(PriceKind.AT_COST, "0"), Situation(ALWAYS), CostMissing),
        (a_price(index=IndexClause("VPI", Fraction(100))), counting(PriceKind.WORKPLACE, "1"), IndexMissing),
    ],
)
def test_what_cannot_be_billed_says_why(price: Price, situation: Situation, error: type[Exception]) -> None:
    with pytest.raises(error, match="Betrieb"):
        charge(price, situation, Y2026)


def test_a_price_without_vat_decision_can_be_estimated() -> None:
    price = a_price(vat=VatRule.UNDECIDED)
    found = charge(price, counting(PriceKind.WORKPLACE, "1"), Y2026, for_billing=False)
    assert found is not None
    assert found.cents == 15_000


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": PriceKind.ONCE}, "je Vorgang"),
        ({"kind": PriceKind.BASE, "interval": Interval.OCCASION}, "braucht einen Zeitraum"),
        ({"kind": PriceKind.LEVY, "interval": Interval.YEAR}, "braucht den Betrag"),
        ({"kind": PriceKind.BASE, "stages": STAGES}, "Staffeln gibt es nur"),
        ({"stages": STAGES[1:]}, "beginnt bei 0"),
        ({"stages": (STAGES[0], STAGES[2], STAGES[1])}, "über der vorigen"),
        ({"discount": Discount(Fraction(0), date(2026, 1, 1))}, "Nachlass"),
        ({"index": IndexClause("VPI", Fraction(0))}, "Index"),
        ({"quantity_step": Fraction(-1)}, "nicht negativ"),
    ],
)
def test_a_price_that_contradicts_itself_is_refused(given: dict[str, object], says: str) -> None:
    with pytest.raises(WrongPrice, match=says):
        a_price(**given)  # type: ignore[arg-type]


def test_a_charge_explains_itself_as_a_tree() -> None:
    price = a_price(stages=STAGES, discount=Discount(Fraction(10), date(2026, 3, 31)))
    situation = Situation(
        Span(date(2026, 7, 1)),
        {PriceKind.WORKPLACE: Counted(Fraction(60), date(2025, 12, 31), "Liste der IT")},
        ordered_on=date(2026, 1, 2),
    )
    tree = tree_of(due(price, situation))
    labels = [node["label"] for node in tree["inputs"]]
    assert labels == [
        "gemeldete Menge",
        "Preis über 0",
        "Preis über 50",
        "Preis über 100",
        "Monate",
        "Nachlass",
    ]
    assert tree["value"] == "3132.00"
    assert tree["section"] == "Vertrag oder Bestellung: Vereinbarung 2020"
    assert tree["inputs"][0]["sentence"] == "Menge: 60 Arbeitsplätze, Stand 31.12.2025."


def test_a_charge_is_told_in_one_sentence() -> None:
    price = a_price(PriceKind.INHABITANT, "0.1875", interval=Interval.YEAR)
    said = sentence_of(due(price, counting(PriceKind.INHABITANT, "35101", Span(date(2026, 7, 1)))))
    assert said == (
        "Betrieb: 35.101 Einwohnerinnen und Einwohner × 0,1875\u00a0€ × 6 von 12 Monaten = 3.290,72\u00a0€."
    )


def test_stages_stand_in_brackets_before_the_months() -> None:
    said = sentence_of(due(a_price(stages=STAGES), counting(PriceKind.WORKPLACE, "60")))
    assert said == (
        "Betrieb: (50 Arbeitsplätze × 10,00\u00a0€ + 10 Arbeitsplätze × 8,00\u00a0€) "
        "× 12 Monate = 6.960,00\u00a0€."
    )


def test_settlement_index_and_levy_tell_what_they_rest_on() -> None:
    settled = a_price(PriceKind.AT_COST, "0", advance_cents=50_000)
    said = sentence_of(due(settled, Situation(ALWAYS, cost_cents=100, advances_cents=200)))
    assert said == "Betrieb: Aufwand 1,00\u00a0€ − Abschläge 2,00\u00a0€ = −1,00\u00a0€."
    indexed = a_price(PriceKind.BASE, "100", index=IndexClause("VPI", Fraction(100), Fraction(3)))
    tree = tree_of(due(indexed, Situation(ALWAYS, indexes=stands_at("102", "VPI"))))
    assert tree["inputs"][-1]["sentence"] == "VPI: 100 → 102; die Schwelle ist nicht erreicht."
    levy = a_price(PriceKind.LEVY, "0", interval=Interval.YEAR, total_cents=900, key=(KeyPart(Driver.EQUAL),))
    told = sentence_of(due(levy, Situation(ALWAYS, levy_shares={levy.code: LevyShare(300, "Einwohner")})))
    assert told == "Betrieb: Anteil an 9,00\u00a0€ nach Einwohner = 3,00\u00a0€."


MEMBERS = ("05558008", "05558012", "05558016")
FIGURES = {
    Driver.INHABITANTS: {
        "05558008": Fraction(11_000),
        "05558012": Fraction(37_000),
        "05558016": Fraction(48_000),
    },
    Driver.USERS: {"05558008": Fraction(0), "05558012": Fraction(30), "05558016": Fraction(70)},
}


@given(st.integers(0, 10**10))
def test_a_levy_is_shared_to_the_cent(total: int) -> None:
    key = (KeyPart(Driver.EQUAL, Fraction(3, 10)), KeyPart(Driver.INHABITANTS, Fraction(7, 10)))
    assert sum(shares(total, MEMBERS, key, FIGURES).values()) == total


def test_keys_stand_side_by_side_and_say_what_they_lack() -> None:
    keys = [
        NamedKey("Einwohner", (KeyPart(Driver.INHABITANTS),)),
        NamedKey("Nutzung", (KeyPart(Driver.USERS),)),
        NamedKey("Fälle", (KeyPart(Driver.CASES),)),
    ]
    by_people, by_use, by_cases = side_by_side(960_000, MEMBERS, keys, FIGURES)
    assert by_people.cents["05558008"] == 110_000
    assert by_use.cents == {"05558008": 0, "05558012": 288_000, "05558016": 672_000}
    assert by_cases.missing == "Nicht für alle bekannt: Fallzahlen."


def test_nothing_is_shared_among_nobody() -> None:
    with pytest.raises(TakenNowhere):
        shares(100, (), (KeyPart(Driver.EQUAL),), {})


def test_months_are_counted_from_the_calendar() -> None:
    assert started_months(Span(date(2026, 1, 31), date(2026, 2, 2))) == 2
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 1, 1), -6) == date(2025, 7, 1)
    assert Y2026.german == "2026"
    assert Span(date(2026, 2, 1), date(2026, 3, 1)).german == "01.02.2026 bis 28.02.2026"
