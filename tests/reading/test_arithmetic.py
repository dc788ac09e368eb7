"""Recomputed statements: right ones are marked, wrong ones flagged with the right value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.reading import Document, read_paper
from allmende.reading.arithmetic import check_prose, check_tables, german, tolerance


@pytest.mark.parametrize(
    ("text", "is_right", "computed"),
    [
        ("6x 57.000 = 342.000 €", True, "342000"),
        ("3 x 10.000 € = 35.000 €", False, "30000"),
        ("10.000 € + 5.000,50 € = 15.000,50 €", True, "15000.50"),
        ("80.000 Euro - 61.000 Euro = 20.000 Euro", False, "19000"),
        ("10 % von 5.000 € = 500 €", True, "500"),
        ("70 v. H. von 1.200.000 € ergeben 850.000 €", False, "840000"),
    ],
)
def test_a_stated_calculation_is_recomputed(text: str, is_right: bool, computed: str) -> None:
    (check,) = check_prose(text)
    assert (check.is_right, check.computed) == (is_right, Decimal(computed))


def test_a_total_row_is_the_sum_of_the_rows_above() -> None:
    right = "Personalkosten  127.900 Euro\nSachkosten  10.000 Euro\nSumme  137.900 Euro"
    assert check_tables(right)[0].is_right
    assert not check_tables(right.replace("137.900", "137.800"))[0].is_right


def test_the_finding_names_the_right_value() -> None:
    messages = [
        finding.message for finding in read_paper(Document("Kosten: 3 x 10.000 € = 35.000 €")).findings
    ]
    assert "Das Produkt 35.000 stimmt nicht: Nachgerechnet ergeben sich 30.000." in messages


def test_the_tolerance_is_half_of_the_last_digit_shown() -> None:
    assert tolerance("342.000") == Decimal("0.5")
    assert tolerance("1,25") == Decimal("0.005")


@given(st.integers(1, 99), st.integers(1, 10**6))
def test_a_right_product_is_never_flagged(count: int, each: int) -> None:
    text = f"{count} x {german(Decimal(each))} = {german(Decimal(count * each))} €"
    assert all(check.is_right for check in check_prose(text))


def found(text: str) -> list[tuple[bool, str]]:
    """Return the arithmetic findings of a paper: right or wrong, and the stated and computed values."""
    return [
        (finding.code == "arithmetic_right", finding.message)
        for finding in read_paper(Document(text)).findings
        if finding.code.startswith("arithmetic")
    ]


def table(*rows: tuple[str, ...]) -> str:
    return "\n".join(
        "".join(cell.ljust(28 if place == 0 else 14) for place, cell in enumerate(row)) for row in rows
    )


def test_every_column_of_a_total_row_is_added() -> None:
    rows = [
        ("in €", "2024", "2025"),
        ("Personal", "118.000", "262.500"),
        ("Sachkosten", "41.200", "36.000"),
        ("Summe", "159.200", "298.400"),
    ]

    assert found(table(*rows)) == [
        (True, "Die Summe 159.200 ist richtig gerechnet."),
        (False, "Die Summe 298.400 stimmt nicht: Nachgerechnet ergeben sich 298.500."),
    ]


def test_subtotals_are_not_added_twice() -> None:
    rows = [
        ("Personal", "100.000 €"),
        ("Reisen", "20.000 €"),
        ("Zwischensumme", "120.000 €"),
        ("Miete", "30.000 €"),
        ("davon Nebenkosten", "5.000 €"),
        ("Gesamtkosten", "150.000 €"),
    ]

    assert [is_right for is_right, _ in found(table(*rows))] == [True, True]


def test_a_balance_is_income_less_costs() -> None:
    rows = [("Erträge", "90.000 €", "80.000 €"), ("Aufwendungen", "120.000 €", "95.000 €")]

    assert [right for right, _ in found(table(*rows, ("Saldo", "-30.000 €", "-15.000 €")))] == [True, True]
    assert [right for right, _ in found(table(*rows, ("Saldo", "-30.000 €", "-16.000 €")))] == [True, False]


def test_a_total_column_is_checked_where_the_other_rows_prove_it() -> None:
    head = ("in €", "2024", "2025", "Gesamt")
    good = [("Bau", "10.000", "20.000", "30.000"), ("Planung", "5.000", "6.000", "11.000")]

    assert found(table(head, *good, ("Leitung", "1.000", "2.000", "4.000")))[-1] == (
        False,
        "Die Summe 4.000 stimmt nicht: Nachgerechnet ergeben sich 3.000.",
    )
    assert (
        found(table(head, good[0], ("Planung", "5.000", "6.000", "19.000"), ("Leitung", "1", "2", "40")))
        == []
    )


def test_shares_that_make_up_a_hundred_are_checked() -> None:
    rows = [("Ascheberg", "65 %", "2.067.000,00 EUR"), ("Dersau", "35 %", "1.113.000,00 EUR")]

    assert [right for right, _ in found(table(*rows))] == [True, True]
    assert False in [right for right, _ in found(table(rows[0], ("Dersau", "35 %", "1.213.000,00 EUR")))]


def test_rows_with_income_and_costs_are_not_flagged_when_their_total_is_a_balance() -> None:
    rows = [("Kosten der Stelle", "80.000 €"), ("Förderung", "30.000 €"), ("Gesamt", "50.000 €")]

    assert found(table(*rows)) == []


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        (
            "Die Kosten von 286.000 € trägt die Stadt zu 60 % (171.600 €), die Gemeinde zu 40 % (114.400 €).",
            True,
        ),
        ("Die Kosten von 286.000 € trägt die Stadt zu 60 % (181.600 €).", False),
        ("Das sind 6 Stellen zu je 57.000 €, zusammen 342.000 €.", True),
        ("Das sind vier Fahrzeuge zu je 310.000 €, zusammen 1.240.000 €.", True),
        ("Der Zuschuss steigt von 100.000 € um 20.000 € auf 125.000 €.", False),
        ("Das Angebot lautet auf 1.000 € zzgl. 19 % MwSt., insgesamt 1.190 €.", True),
        ("Das Angebot lautet auf 1.000 € zzgl. 19 % MwSt., insgesamt 1.290 €.", False),
        ("Benötigt werden 12.000 € für Technik und 3.000 €, zusammen 15.000 €.", True),
        ("Benötigt werden 12.000 € und weitere 3.000 €, zusammen 15.500 €.", False),
        ("Die Stadt zahlt 10 % (5.000 €).", None),
    ],
)
def test_what_a_sentence_calculates_is_recomputed(text: str, is_right: bool | None) -> None:
    assert {right for right, _ in found(text)} == (set() if is_right is None else {is_right})


@given(st.lists(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), min_size=2, max_size=9))
def test_a_consistent_table_is_never_flagged(values: list[list[int]]) -> None:
    rows = [(f"Maßnahme {index}", *(german(Decimal(v)) for v in row)) for index, row in enumerate(values)]
    totals = ("Summe", *(german(Decimal(sum(column))) for column in zip(*values, strict=True)))

    assert all(right for right, _ in found(table(*rows, totals)))


def test_a_rule_and_filler_words_do_not_end_a_table() -> None:
    text = (
        "Baukosten  brutto   ca.   62.000,00 €\nBaunebenkosten  ca.  7.500,00 €\n--------------------\n"
        "Projektkosten gesamt    ca.  69.400,00 €\n"
    )

    assert found(text) == [(False, "Die Summe 69.400 stimmt nicht: Nachgerechnet ergeben sich 69.500.")]


def test_a_sum_composed_of_income_and_loss() -> None:
    text = "386,45 € setzt sich aus einem Fehlbetrag von -140,38 € und einem Plus von 526,83 € zusammen."

    assert [is_right for is_right, _ in found(text)] == [True]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Die Kosten von 120.000 € tragen zu 80.000 € das Land und zu 40.000 € die Stadt.", "120.000"),
        ("Von 1,2 Mio. € entfallen 0,8 Mio. € auf den Bund und 0,4 Mio. € auf das Land.", "1.200.000"),
    ],
)
def test_a_split_that_adds_up_is_marked(text: str, stated: str) -> None:
    assert found(text) == [(True, f"Die Summe {stated} ist richtig gerechnet.")]


def test_sums_that_need_not_belong_together_are_not_flagged() -> None:
    assert found("Die Kosten von 120.000 € stehen 80.000 € und 45.000 € gegenüber.") == []


def test_parts_below_a_row_are_added() -> None:
    rows = [
        ("Personal", "100.000 €"),
        ("davon Land", "60.000 €"),
        ("davon Stadt", "40.000 €"),
        ("Miete", "30.000 €"),
    ]

    assert found(table(*rows)) == [(True, "Die Summe 100.000 ist richtig gerechnet.")]


def test_an_own_share_is_costs_less_funding() -> None:
    text = (
        "Die Gesamtkosten betragen 651.895,80 €.\n\nDas Land gewährt eine Förderung von 342.000 €.\n\n"
        "Der Eigenanteil beträgt {share} €.\n"
    )

    assert found(text.format(share="309.895,80")) == [
        (True, "Der Eigenanteil 309.895,80 ist richtig gerechnet: Kosten abzüglich Förderung.")
    ]
    assert found(text.format(share="309.000,00")) == []
