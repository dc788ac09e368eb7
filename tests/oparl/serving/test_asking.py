"""S5, S11: what a client asks has one form; times need a zone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.oparl.serving.asking import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    BadCursor,
    BadQuery,
    BadTime,
    Cursor,
    read_query,
    read_time,
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-29T03:00:00+02:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-03-29T03:00:00 02:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-03-29T01:00:00Z", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-03-29T01:00:00.500Z", datetime(2026, 3, 29, 1, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_times_with_a_zone_are_understood(text: str, moment: datetime) -> None:
    assert read_time("modified_since", text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "gestern", "2026-03-29", "2026-03-29T01:00:00", "2026-13-29T01:00:00Z", "0001-01-01T00:00:00+14:00"],
)
def test_times_without_a_zone_are_refused_in_german(text: str) -> None:
    with pytest.raises(BadTime, match="Zeitzone"):
        read_time("modified_since", text)


def test_the_query_has_one_order_and_known_words_only() -> None:
    pairs = [("omit_internal", "1"), ("limit", "7"), ("x", "y"), ("created_since", "2026-01-01T00:00:00Z")]
    assert read_query(pairs).canonical() == [
        ("created_since", "2026-01-01T00:00:00Z"),
        ("limit", "7"),
        ("omit_internal", "true"),
    ]


@pytest.mark.parametrize(
    ("limit", "size"),
    [("1", 1), ("0", DEFAULT_LIMIT), ("x", DEFAULT_LIMIT), ("-3", DEFAULT_LIMIT), ("9" * 9, MAX_LIMIT)],
)
def test_a_limit_is_a_hint(limit: str, size: int) -> None:
    assert read_query([("limit", limit)]).page_size == size


@pytest.mark.parametrize("text", ["x", "1", "1-", "999999999999-1", "1-2-3-4"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadCursor, match="von vorn"):
        read_query([("cursor", text)])


@given(
    st.lists(st.tuples(st.sampled_from(["limit", "cursor", "modified_since", "omit_internal"]), st.text()))
)
def test_the_canonical_form_is_its_own_canonical_form(pairs: list[tuple[str, str]]) -> None:
    try:
        canonical = read_query(pairs).canonical()
    except BadQuery:
        return
    assert read_query(canonical).canonical() == canonical


@given(st.integers(0, 10**11), st.integers(0, 10**17), st.none() | st.integers(0, 10**17))
def test_a_place_survives_the_address(seconds: int, object_id: int, revision: int | None) -> None:
    place = Cursor(seconds, object_id, revision)
    assert read_query([("cursor", str(place))]).cursor == place
