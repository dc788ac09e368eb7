"""Entries written as rows, in sets: a list has thousands of cooperations. Called by actions only."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.cooperations.domain import EventKind
from allmende.cooperations.entries import CooperationEntry, PartyEntry, SourceEntry, StateEntry
from allmende.cooperations.errors import CooperationExists, UnknownTask
from allmende.cooperations.models import (
    Cooperation,
    CooperationEvent,
    CooperationState,
    CooperationTask,
    Organ,
    Party,
    Task,
)
from allmende.cooperations.revisions import in_words
from allmende.register.actions import remember_source
from allmende.register.names import fold
from allmende.register.periods import until

BATCH = 2000
CHUNK = 200
STATE_FIELDS = (
    "name",
    "short_name",
    "folded",
    "legal_form",
    "variant",
    "purpose",
    "seat_id",
    "authority",
    "vat",
    "procurement_basis",
    "data_protection",
    "notice_period",
    "capital_total_cents",
    "votes_total",
    "is_start_known",
    "confidence",
    "source_id",
)
PARTY_FIELDS = ("role", "capital_cents", "votes", "seats", "task_codes", "confidence", "source_id")


def source_id_of(source: SourceEntry) -> int:
    """Return the register's source of an entry; the same words are the same source."""
    digest = hashlib.sha256(f"{source.title}\n{source.url}".encode()).hexdigest()
    attribution = f"{source.title}, {source.url}" if source.url else source.title
    return remember_source(key=f"cooperation-{digest[:24]}", title=source.title, attribution=attribution)


def state_values(state: StateEntry, source_id: int) -> dict[str, Any]:
    """Return the columns of a CooperationState."""
    folded = fold(f"{state.name} {state.short_name}".strip())
    return {**_codes(asdict(state)), "folded": folded, "source_id": source_id}


def party_values(party: PartyEntry, source_id: int) -> dict[str, Any]:
    """Return the columns of a Party."""
    return {
        "role": party.role.value,
        "capital_cents": party.capital_cents,
        "votes": party.votes,
        "seats": party.seats,
        "task_codes": list(party.task_codes),
        "confidence": party.confidence.value,
        "source_id": source_id,
    }


def write_entries(
    entries: Sequence[CooperationEntry],
    *,
    created_by_id: int | None,
    at: datetime,
    report: Callable[[int], None] = lambda done: None,
) -> list[Cooperation]:
    """Write entries that were checked; call inside a transaction. `report` hears how many are written."""
    _refuse_existing(entries)
    tasks = _task_ids(entries)
    sources: dict[SourceEntry, int] = {}
    for entry in entries:
        if entry.source not in sources:
            sources[entry.source] = source_id_of(entry.source)
    written: list[Cooperation] = []
    known = DateTimeTZRange(at, None)
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        report(start)
        cooperations = Cooperation.objects.bulk_create(
            Cooperation(
                key=entry.key,
                body_id=entry.body_id,
                steward_id=entry.steward_id,
                created_by_id=created_by_id,
            )
            for entry in chunk
        )
        with in_words():
            _write_facts(list(zip(cooperations, chunk, strict=True)), tasks, sources, known)
        written += cooperations
    return written


def _write_facts(
    pairs: Sequence[tuple[Cooperation, CooperationEntry]],
    tasks: Mapping[str, int],
    sources: Mapping[SourceEntry, int],
    known: DateTimeTZRange,
) -> None:
    CooperationState.objects.bulk_create(
        CooperationState(
            cooperation=cooperation,
            valid=_valid(entry.first_day, entry.last_day),
            known=known,
            **state_values(entry.state, sources[entry.source]),
        )
        for cooperation, entry in pairs
    )
    Party.objects.bulk_create(
        (
            Party(
                cooperation=cooperation,
                body_id=party.body_id,
                valid=_valid(party.first_day or entry.first_day, party.last_day or entry.last_day),
                known=known,
                **party_values(party, sources[entry.source]),
            )
            for cooperation, entry in pairs
            for party in entry.parties
        ),
        batch_size=BATCH,
    )
    CooperationTask.objects.bulk_create(
        CooperationTask(
            cooperation=cooperation,
            task_id=tasks[task.code],
            extent=task.extent.value,
            mode=task.mode.value,
            area=task.area,
            source_id=sources[entry.source],
            valid=_valid(entry.first_day, entry.last_day),
            known=known,
        )
        for cooperation, entry in pairs
        for task in entry.tasks
    )
    Organ.objects.bulk_create(
        Organ(
            cooperation=cooperation,
            name=name,
            composition=composition,
            source_id=sources[entry.source],
            valid=_valid(entry.first_day, entry.last_day),
            known=known,
        )
        for cooperation, entry in pairs
        for name, composition in entry.organs
    )
    CooperationEvent.objects.bulk_create(
        CooperationEvent(
            cooperation=cooperation,
            kind=kind.value,
            date=day,
            note=note,
            source_id=sources[entry.source],
            known=known,
        )
        for cooperation, entry in pairs
        for kind, day, note in _events(entry)
    )


def _events(entry: CooperationEntry) -> Iterable[tuple[EventKind, date, str]]:
    """Return the days of the entry; the first day is one only where the source states it."""
    yield from entry.events
    kinds = {kind for kind, _day, _note in entry.events}
    if entry.state.is_start_known and EventKind.EFFECTIVE not in kinds:
        yield EventKind.EFFECTIVE, entry.first_day, ""


def _valid(first: date, last: date | None) -> DateRange:
    return DateRange(first, until(last))


def _refuse_existing(entries: Sequence[CooperationEntry]) -> None:
    keys = [entry.key for entry in entries]
    twice = (
        next((key for index, key in enumerate(keys) if key in set(keys[:index])), None)
        if len(set(keys)) < len(keys)
        else None
    )
    taken = twice or Cooperation.objects.filter(key__in=keys).values_list("key", flat=True).first()
    if taken:
        raise CooperationExists(key=taken)


def _task_ids(entries: Iterable[CooperationEntry]) -> dict[str, int]:
    ids: dict[str, int] = dict(Task.objects.values_list("code", "pk"))
    named = [task.code for entry in entries for task in entry.tasks]
    named += [code for entry in entries for party in entry.parties for code in party.task_codes]
    for code in named:
        if code not in ids:
            raise UnknownTask(code=code)
    return ids


def _codes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in values.items()}
