"""Numbers as clerks type them."""

from decimal import Decimal

import pytest

from allmende.catalog.fields import german_decimal
from allmende.catalog.forms import first_of_next_month
from tests.papers.factories import TODAY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.234,5", "1234.5"), ("1.200", "1200"), ("12.5", "12.5"), ("0,1875", "0.1875"), ("1 200", "1200")],
)
def test_a_number_is_read_as_germans_write_it(typed: str, meant: str) -> None:
    assert german_decimal(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["viel", "NaN", "1,2,3", "Infinity"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        german_decimal(typed)


def test_a_version_usually_begins_next_month() -> None:
    assert first_of_next_month(TODAY).isoformat() == "2026-04-01"
    assert first_of_next_month(TODAY.replace(month=12)).isoformat() == "2027-01-01"
