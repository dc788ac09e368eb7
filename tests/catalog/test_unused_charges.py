"""„Entgelt ohne Inanspruchnahme“: raised where courts raised it, not where a statute allows the charge."""

from dataclasses import replace

from allmende.catalog.prices.components import GroundKind, Interval, KeyPart, PriceKind
from allmende.catalog.prices.unused import ARNSBERG, BAUTZEN, charged_to_all, unused_charges
from allmende.sharing.keys import Driver
from tests.catalog.test_prices import a_price

CITKOMM = a_price(PriceKind.INHABITANT, "1.75", interval=Interval.YEAR, ground_kind=GroundKind.RESOLUTION)
LEVY = a_price(
    PriceKind.LEVY,
    "0",
    interval=Interval.YEAR,
    total_cents=300_000_000,
    key=(KeyPart(Driver.INHABITANTS),),
    ground_kind=GroundKind.CONTRACT,
)
STATUTORY_LEVY = replace(LEVY, ground_kind=GroundKind.STATUTE)


def test_a_base_charge_for_software_not_taken_is_raised() -> None:
    [found] = unused_charges([CITKOMM], is_taken=False)
    assert found.line is ARNSBERG
    assert "12 K 3601/10" in found.line.file_number
    assert "nicht abnehmen" in found.sentence


def test_whoever_takes_the_product_pays_for_it() -> None:
    assert unused_charges([CITKOMM, LEVY], is_taken=True) == []


def test_a_levy_by_contract_is_raised_and_one_by_statute_is_not() -> None:
    [found] = unused_charges([LEVY, STATUTORY_LEVY], is_taken=False)
    assert (found.price, found.line) == (LEVY, BAUTZEN)


def test_the_page_of_a_product_warns_of_what_falls_on_everyone() -> None:
    workplaces = a_price()
    found = charged_to_all([CITKOMM, workplaces, LEVY, STATUTORY_LEVY])
    assert [each.price for each in found] == [CITKOMM, LEVY]
