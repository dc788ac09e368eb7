"""The chain of audit events, without a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.accounts.domain import (
    FIRST_PREVIOUS_HASH,
    AuditEventRow,
    BrokenLink,
    ChainHead,
    Fault,
    canonical_bytes,
    first_broken_link,
    sealed_hash,
)

NOON = datetime(2026, 11, 21, 12, 0, 0, 5, UTC)


def event(seq: int = 1, prev_hash: str = FIRST_PREVIOUS_HASH, **changes: object) -> AuditEventRow:
    """Return a sealed event."""
    values: dict[str, object] = {
        "chain": "05558",
        "recorded_at": NOON,
        "actor_id": None,
        "actor_label": "",
        "action": "paper_confirmed",
        "object_type": "paper",
        "object_id": "1",
        "object_label": "Vorlage 1",
        "details": {},
    }
    row = AuditEventRow(seq=seq, prev_hash=prev_hash, hash="", **{**values, **changes})  # type: ignore[arg-type]
    return replace(row, hash=sealed_hash(row))


def chain(length: int) -> list[AuditEventRow]:
    events: list[AuditEventRow] = []
    for seq in range(1, length + 1):
        events.append(event(seq, events[-1].hash if events else FIRST_PREVIOUS_HASH, object_id=str(seq)))
    return events


def head_of(events: list[AuditEventRow]) -> ChainHead:
    return ChainHead("05558", events[-1].seq, events[-1].hash)


def checked(events: list[AuditEventRow], head: ChainHead | None) -> BrokenLink | None:
    return first_broken_link("05558", events, head)


def test_the_encoding_writes_every_field_with_its_length_in_bytes() -> None:
    encoded = canonical_bytes(event(actor_id=7, actor_label="Ö", details={"b": "", "a": "x"}))
    assert encoded == (
        b"64:" + b"0" * 64 + b",5:05558,1:1,27:2026-11-21T12:00:00.000005Z,1:7,2:\xc3\x96,"
        b"15:paper_confirmed,5:paper,1:1,9:Vorlage 1,1:a,1:x,1:b,0:,"
    )


def test_an_absent_actor_differs_from_an_empty_text() -> None:
    assert b"Z,-,0:," in canonical_bytes(event())


def test_the_time_zone_of_the_clock_does_not_matter() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=2)))
    assert sealed_hash(event(recorded_at=elsewhere)) == sealed_hash(event())


Details = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4)


@given(Details, Details)
def test_different_details_never_share_an_encoding(
    first: Mapping[str, str], second: Mapping[str, str]
) -> None:
    same = canonical_bytes(event(details=first)) == canonical_bytes(event(details=second))
    assert same == (first == second)


def test_an_untouched_chain_holds() -> None:
    assert checked(chain(4), head_of(chain(4))) is None


def test_a_changed_event_is_named() -> None:
    events = chain(4)
    tampered = [*events[:1], replace(events[1], object_label="Vorlage 9"), *events[2:]]
    assert checked(tampered, head_of(events)) == BrokenLink("05558", 2, Fault.CHANGED)


def test_an_event_replaced_by_a_newly_sealed_one_breaks_its_successor() -> None:
    events = chain(4)
    replaced = [events[0], event(2, events[0].hash, object_label="Vorlage 9"), *events[2:]]
    assert checked(replaced, head_of(events)) == BrokenLink("05558", 3, Fault.REORDERED)


def test_a_missing_event_is_named() -> None:
    events = chain(4)
    assert checked([events[0], *events[2:]], head_of(events)) == BrokenLink("05558", 2, Fault.MISSING)


def test_swapped_events_are_named() -> None:
    first, second, third = chain(3)
    swapped = [first, replace(third, seq=2), replace(second, seq=3)]
    assert checked(swapped, head_of([third])) == BrokenLink("05558", 2, Fault.REORDERED)


def test_a_cut_end_is_named() -> None:
    events = chain(4)
    assert checked(events[:2], head_of(events)) == BrokenLink("05558", 3, Fault.MISSING)


@pytest.mark.parametrize("head", [None, ChainHead("05558", 2, "f" * 64), ChainHead("05558", 1, "f" * 64)])
def test_a_head_that_does_not_fit_is_named(head: ChainHead | None) -> None:
    assert checked(chain(2), head) == BrokenLink("05558", 2, Fault.WRONG_HEAD)


def test_only_the_first_broken_link_is_named() -> None:
    tampered = [replace(each, object_label="x") for each in chain(3)]
    assert checked(tampered, None) == BrokenLink("05558", 1, Fault.CHANGED)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_sentence(fault: Fault) -> None:
    assert BrokenLink("05558", 1, fault).text.endswith(".")
