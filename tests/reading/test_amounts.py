"""Sums of money as German papers write them."""

import pytest

from allmende.reading import Document, read_paper
from allmende.reading.amount_context import label_of, unit_of, year_of
from allmende.reading.amounts import find_sums
from allmende.reading.views import prose


def values(text: str) -> list[str]:
    return [f"{item.value:.2f}" for item in find_sums(prose(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kosten von 651.895,80 €", ["651895.80"]),
        ("zwischen 215.342.-- € und 1.394.513.-- €", ["215342.00", "1394513.00"]),
        ("rd. 1,2 Mio. € und 15 T€", ["1200000.00", "15000.00"]),
        ("20.000,-- Euro", ["20000.00"]),
        ("im Haushalt 2024    Euro: 300.000", ["300000.00"]),
        ("2019\nTEUR\n2020\nTEUR", []),
        ("EUR 12,50 je Einwohner", ["12.50"]),
        ("10.000 bis 20.000 €", ["10000.00", "20000.00"]),
        ("zwischen 5 und 10 Mio. Euro", ["5000000.00", "10000000.00"]),
        ("zwei Millionen Euro", ["2000000.00"]),
        ("Höhe:                      €\n2025\n€", []),
        ("die 100-Euro-Grenze und 5 Ein-Euro-Jobs", []),
        ("am 12.03.2024 in 28 Verwaltungen", []),
    ],
)
def test_number_scale_and_currency_make_a_sum(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_the_unit_stands_before_or_behind_the_sum() -> None:
    text = "Die Förderung beträgt pro Stelle 57.000 € pro Jahr."
    start = text.index("57")
    assert unit_of(text, start, text.index(" pro Jahr")) == "Stelle und Jahr"
    assert label_of(text, start, start + 8) == "förderung"


def test_the_year_stands_before_the_sum() -> None:
    text = "Jahresbudget: 2018 = rd. 23 Mio. Euro"
    assert year_of(text, text.index("23"), len(text)) == 2018


def test_column_names_may_stand_between_the_unit_and_the_sums() -> None:
    text = "Barwerte (in Mio. €):\n\n            Variante A    Variante B\nBetrieb      92,4          71,8\n"
    facts = read_paper(Document(text)).facts
    assert [f"{amount.value:.2f}" for amount in facts.amounts] == ["92400000.00", "71800000.00"]
