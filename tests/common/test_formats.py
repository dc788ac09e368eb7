from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from allmende.common import formats


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1234, None, "1.234"),
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1234.565"), 2, "1.234,57"),
        (Decimal("-1234567.8"), 2, "−1.234.567,80"),
        (0, 2, "0,00"),
    ],
)
def test_numbers_look_german(value: formats.Exact, places: int | None, shown: str) -> None:
    assert formats.number(value, places) == shown


def test_numbers_look_english_on_english_pages() -> None:
    assert formats.number(Decimal("1234.5"), language="en") == "1,234.5"
    assert formats.euro(Decimal("1234.5"), language="en") == "€1,234.50"
    assert formats.day(date(2026, 12, 31), language="en") == "31\u00a0Dec\u00a02026"


def test_whole_numbers_are_cents_and_decimals_are_euros() -> None:
    assert formats.euro(123456) == formats.euro(Decimal("1234.56")) == "1.234,56\u00a0€"


@pytest.mark.parametrize("value", [1.5, True, "12"])
def test_what_is_not_exact_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="not exact"):
        formats.number(value)  # type: ignore[arg-type]


@given(st.integers(-(10**15), 10**15))
def test_no_cent_is_lost_in_writing(cents: int) -> None:
    digits = formats.euro(cents).removesuffix("\u00a0€").replace(".", "").replace("−", "-")
    assert Decimal(digits.replace(",", ".")) * 100 == cents


def test_days_moments_and_areas() -> None:
    assert formats.day(date(2026, 2, 5)) == "05.02.2026"
    assert formats.moment(datetime(2026, 2, 5, 9, 7, tzinfo=UTC)) == "05.02.2026, 09:07\u00a0Uhr"
    assert formats.area(Decimal("34112.56")) == "34.112,56\u00a0km²"


def render(source: str, **values: object) -> str:
    return Template("{% load formats %}" + source).render(Context(values))


def test_filters_show_a_gap_as_a_dash_and_never_as_zero() -> None:
    assert (
        render("{{ x|euro }} {{ x|number }} {{ x|day }} {{ x|moment }} {{ x|area }}", x=None) == "– – – – –"
    )


def test_filters_follow_the_language_and_local_time() -> None:
    with translation.override("en"):
        assert render("{{ x|number:2 }}", x=Decimal("1234.5")) == "1,234.50"
    with translation.override("de"):
        assert render("{{ x|moment }}", x=datetime(2026, 7, 1, 8, tzinfo=UTC)) == "01.07.2026, 10:00\u00a0Uhr"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1.234,56", "1234,56"),
        ("651.895,80", "651895,80"),
        ("1.234.567", "1234567"),
        ("57.000", "57.000"),
        ("1,234.56", "1,234.56"),
        ("12x", "12x"),
        ("1\u00a0234,5", "1234,5"),
        ("100 200", "100 200"),
    ],
)
def test_only_unmistakable_german_groups_are_joined(text: str, plain: str) -> None:
    assert formats.ungrouped(text) == plain


def test_a_number_of_any_length_is_shown() -> None:
    assert formats.number(Decimal(10**40), 2).endswith(".000,00")
