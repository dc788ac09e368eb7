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


def told(text: str) -> dict[str, tuple[str | None, int | None, str | None]]:
    """Return label, year and unit of each sum of a paper."""
    return {
        f"{item.value:.0f}": (item.label.value if item.label else None, item.year, item.unit)
        for item in read_paper(Document(text)).facts.amounts
    }


def test_rows_and_columns_tell_label_and_year() -> None:
    text = (
        "Finanzielle Auswirkungen\n\nin T€                 2024      2025     ab 2026\n"
        "Personalaufwand        118,0     262,5     278,5\nErstattung             100,0     298,5     314,0\n"
    )
    read = told(text)

    assert read["262500"] == ("kosten", 2025, None)
    assert read["278500"][1] == 2026
    assert read["298500"] == ("ertrag", 2025, None)


def test_a_value_that_stands_for_several_years_has_none() -> None:
    text = "in T€          2024    2025\nSachaufwand    36,0    36,0\nMiete          10,0    12,0\n"

    assert told(text)["36000"][1] is None
    assert told(text)["12000"][1] == 2025


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Die Folgekosten betragen jährlich: rd. 41.300 EUR.", ("kosten", None, "Jahr")),
        ("Im Nachtragshaushaltsplan 2025 sind 41.300 EUR veranschlagt.", ("haushalt", 2025, None)),
        ("Dafür standen 2024 noch 41.300 EUR zur Verfügung.", ("haushalt", 2024, None)),
        ("Ausgaben von 41.300 EUR im Jahr 2023 sind belegt.", ("kosten", 2023, None)),
        ("Das 1994 gebaute Bad hat Kosten von 41.300 EUR verursacht.", ("kosten", None, None)),
        ("Seit 2019 gibt es einen Zuschuss von 41.300 EUR.", ("zuschuss", None, None)),
        (
            "In den Jahren 2014 bis 2018 wurden Fördermittel von 41.300 EUR gewährt.",
            ("förderung", None, None),
        ),
        (
            "Je belegtem Platz und Monat fällt ein Entgelt von 41.300 EUR an.",
            ("entgelt", None, "Platz und Monat"),
        ),
        ("Bagatellgrenze ist ein Betrag von 41.300 EUR im Einzelfall.", ("schwelle", None, None)),
    ],
)
def test_the_sentence_tells_label_year_and_unit(
    sentence: str, expected: tuple[str | None, int | None, str | None]
) -> None:
    assert told(sentence)["41300"] == expected


def test_a_list_of_sums_shares_the_label_of_the_first() -> None:
    text = "Als Zuschuss erhalten der Verein 5.000 €, die Schule 3.000 € und die Feuerwehr 2.500 €."

    assert {label for label, _, _ in told(text).values()} == {"zuschuss"}


def test_the_sentence_before_tells_what_a_bare_sum_is() -> None:
    text = "Das Stammkapital wird erhöht. Hinzu kommen einmalig 450.000 Euro.\n"

    assert told(text)["450000"][0] == "kapital"


def test_a_table_torn_into_one_cell_a_line_keeps_its_years() -> None:
    text = (
        "Ergebnishaushalt:\nMaßnahme\n2019\nTEUR\n2020\nTEUR\nTransferaufwand\n53,6\n214,4\n"
        "Kostenerstattungen\n-\n96,5\nWeitere Angaben folgen.\n"
    )

    assert told(text) == {
        "53600": ("kosten", 2019, None),
        "214400": ("kosten", 2020, None),
        "96500": ("ertrag", 2020, None),
    }


def test_a_negative_sum_is_a_sum() -> None:
    assert values("Fehlbetrag in Höhe von -140.845,38 € und die Stufe A-12 €") == ["140845.38"]


def test_a_rise_from_one_sum_to_another_names_both() -> None:
    assert values("gestiegen von rund 38.000 auf 61.500 Euro") == ["38000.00", "61500.00"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Auf den Landkreis entfallen 450.000 Euro.", "eigenanteil"),
        ("Ratingen hätte 289.856 € zu tragen.", "eigenanteil"),
        ("Der Bund fördert mit 45 % der förderfähigen Kosten, höchstens mit 1.260.000 EUR.", "förderung"),
        ("Die Gemeinde zahlt je Fall 42,50 EUR.", "entgelt"),
        ("Die Pauschale beträgt 120 Euro.", "entgelt"),
        ("Einmalig fallen 26.200 Euro an.", "kosten"),
        ("Der Verkauf bringt 388.440,00 €.", "ertrag"),
        ("Im Einzelplan 1.2 sind 75.000 Euro vorgesehen.", "haushalt"),
    ],
)
def test_words_of_papers_tell_what_a_sum_is(text: str, label: str) -> None:
    (item,) = find_sums(prose(text), text)
    assert label_of(text, item.start, item.end) == label


def test_a_sum_without_a_telling_word_is_a_cost_where_the_paper_tells_of_costs() -> None:
    text = "Die Kosten betragen 12.000 €.\n\n" + "Text ohne Angaben. " * 20 + "\n\nFür Lampen 3.500 €.\n"
    assert [str(item.label) for item in read_paper(Document(text)).facts.amounts] == ["kosten", "kosten"]
    assert [item.label for item in read_paper(Document("Für Lampen 3.500 €.\n")).facts.amounts] == [None]
