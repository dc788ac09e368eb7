"""Leitweg-IDs: published ones pass, one wrong sign is noticed, messages say what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.catalog.invoices.xrechnung.leitweg import LeitwegId, NotLeitwegId, composed

PUBLISHED = "053820072072-31001-73"
"""Of the municipality of Wachtberg."""

coarse = st.from_regex(r"\A0[1-9][0-9]{0,10}\Z")
fine = st.from_regex(r"\A[0-9A-Za-z]{0,30}\Z")


def test_a_published_address_is_accepted() -> None:
    assert LeitwegId.read(f" {PUBLISHED} ") == PUBLISHED


def test_its_check_digits_are_computed() -> None:
    assert composed("053820072072", "31001") == PUBLISHED


@given(coarse, fine)
def test_what_is_composed_is_accepted(coarse: str, fine: str) -> None:
    address = composed(coarse, fine)
    assert LeitwegId.read(address) == address


@given(coarse, fine, st.data())
def test_one_wrong_digit_is_noticed(coarse: str, fine: str, data: st.DataObject) -> None:
    address = composed(coarse, fine)
    place = data.draw(st.sampled_from([at for at, sign in enumerate(address) if sign.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != address[place]]))
    with pytest.raises(NotLeitwegId):
        LeitwegId.read(address[:place] + other + address[place + 1 :])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "Erwartet werden Ziffern"),
        ("Musterstadt", "Erwartet werden Ziffern"),
        ("053820072072-31001-74", "Prüfziffern am Ende passen nicht"),
        ("173820072072-31001-73", "nennen das Land"),
    ],
)
def test_a_message_says_what_is_wrong(text: str, wanted: str) -> None:
    with pytest.raises(NotLeitwegId, match=wanted):
        LeitwegId.read(text)
