"""Writes entries and their parties. Nothing is overwritten; every write leaves an event."""

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.common.formats import day as said_day
from allmende.cooperations.domain import Confidence, EventKind, PartyRole
from allmende.cooperations.entries import (
    CooperationEntry,
    PartyEntry,
    SourceEntry,
    StateEntry,
    check_entry,
    check_sums,
)
from allmende.cooperations.errors import BodyTaken, MemberOfItself
from allmende.cooperations.facts import check_codes
from allmende.cooperations.kinds import SHAPES, believed
from allmende.cooperations.models import Cooperation, CooperationEvent, CooperationState, Party, Task
from allmende.cooperations.permissions import require_create
from allmende.cooperations.recording import chain_of, locked, name_of, record
from allmende.cooperations.revisions import end, in_words, say
from allmende.cooperations.store import (
    STATE_FIELDS,
    party_values,
    source_id_of,
    state_values,
    write_entries,
)
from allmende.cooperations.sums import check_capital
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyOption, WrongPeriod
from allmende.register.periods import until

if TYPE_CHECKING:
    from allmende.accounts.models import User

TASKS = files("allmende.cooperations") / "data" / "tasks.csv"


@transaction.atomic
def load_tasks() -> int:
    """Bring the code list of tasks to that of this release; return how many there are."""
    with TASKS.open(encoding="utf-8") as table:
        rows = [Task(**row) for row in csv.DictReader(table, delimiter=";")]
    Task.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "area"]
    )
    return len(rows)


@transaction.atomic
def create_cooperation(*, entry: CooperationEntry, by: "User | None", on: date, at: datetime) -> Cooperation:
    """Add an entry with its parties and tasks, whole or not at all."""
    require_create(by, entry.steward_id, on=on)
    check_entry(entry)
    [cooperation] = write_entries([entry], created_by_id=by.pk if by else None, at=at)
    record(cooperation, "cooperation_created", by, entry.state.name, on, {"ab": said_day(entry.first_day)})
    return cooperation


@transaction.atomic
def create_cooperations(
    *,
    entries: Sequence[CooperationEntry],
    steward_id: int | None,
    list_name: str,
    by: "User | None",
    on: date,
    at: datetime,
    report: Callable[[int], None] = lambda done: None,
) -> int:
    """Add the entries of a list, all or none; return how many."""
    require_create(by, steward_id, on=on)
    for entry in entries:
        check_entry(entry)
    written = write_entries(entries, created_by_id=by.pk if by else None, at=at, report=report)
    record_event(
        actor=by,
        chain=chain_of(steward_id, on),
        action="cooperations_imported",
        object_type="cooperations.list",
        object_id=f"{at:%Y%m%dT%H%M%S%f}",
        object_label=list_name,
        details={"Zusammenarbeiten": str(len(written))},
    )
    return len(written)


@transaction.atomic
def change_cooperation(
    *,
    key: str,
    state: StateEntry,
    source: SourceEntry,
    from_day: date,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say something else of a cooperation from a day on; what was said before stays in the history."""
    cooperation = locked(key, by, on)
    check_sums(state, _current_parties(cooperation, from_day))
    values = state_values(state, source_id_of(source))
    say(CooperationState, {"cooperation": cooperation}, values, starts=from_day, at=at)
    record(cooperation, "cooperation_changed", by, state.name, on, {"ab": said_day(from_day)})


@transaction.atomic
def set_own_body(*, key: str, body: BodyOption | None, by: "User | None", on: date) -> None:
    """Say which body of the register the cooperation is; None: it is none."""
    cooperation = locked(key, by, on)
    if body is not None:
        other = Cooperation.objects.filter(body_id=body.id).exclude(pk=cooperation.pk).first()
        if other is not None:
            raise BodyTaken(body=str(body), name=name_of(other))
        if Party.objects.filter(KNOWN_NOW, cooperation=cooperation, body_id=body.id).exists():
            raise MemberOfItself(body=str(body))
    cooperation.body_id = body.id if body else None
    cooperation.save(update_fields=["body"])
    said = str(body) if body else "keine"
    record(
        cooperation, "cooperation_own_body_set", by, name_of(cooperation), on, {"Eigene Körperschaft": said}
    )


@transaction.atomic
def end_cooperation(*, key: str, last_day: date, by: "User | None", on: date, at: datetime) -> None:
    """End a cooperation and all that is said of it after its last day."""
    cooperation = locked(key, by, on)
    ends = until(last_day)
    assert ends is not None  # noqa: S101 - a last day was given
    end(CooperationState, {"cooperation": cooperation}, STATE_FIELDS, ends=ends, at=at)
    for shape in SHAPES.values():
        for row in believed(shape.model, cooperation).filter(valid__contains=ends):
            named = {"cooperation": cooperation, shape.identity: getattr(row, shape.identity)}
            end(shape.model, named, shape.fields, ends=ends, at=at)
    source_id = cooperation.states.order_by("-pk").values_list("source_id", flat=True)[0]
    CooperationEvent.objects.filter(KNOWN_NOW).get_or_create(
        cooperation=cooperation,
        kind=EventKind.ENDED.value,
        date=last_day,
        note="",
        defaults={"source_id": source_id, "known": (at, None)},
    )
    record(cooperation, "cooperation_ended", by, name_of(cooperation), on, {"bis": said_day(last_day)})


@transaction.atomic
def add_party(
    *,
    key: str,
    party: PartyEntry,
    first_day: date,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Let a body take part; raise PartyOverlap if it does already at that time."""
    cooperation = locked(key, by, on)
    if party.last_day is not None and party.last_day < first_day:
        raise WrongPeriod(first=first_day, last=party.last_day)
    if party.body_id == cooperation.body_id:
        raise MemberOfItself(body=party.name)
    check_codes(party.task_codes)
    with in_words(), transaction.atomic():
        Party.objects.create(
            cooperation=cooperation,
            body_id=party.body_id,
            valid=(first_day, until(party.last_day)),
            known=(at, None),
            **party_values(party, source_id_of(source)),
        )
    check_capital(cooperation)
    record(
        cooperation,
        "cooperation_party_added",
        by,
        name_of(cooperation),
        on,
        {"Beteiligte": party.name, "Rolle": party.role.label, "ab": said_day(first_day)},
    )


@transaction.atomic
def change_party(
    *,
    key: str,
    party: PartyEntry,
    from_day: date,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Give a party another role, capital, votes, seats or tasks from a day on."""
    cooperation = locked(key, by, on)
    check_codes(party.task_codes)
    values = party_values(party, source_id_of(source))
    identity = {"cooperation": cooperation, "body_id": party.body_id}
    say(Party, identity, values, starts=from_day, ends=until(party.last_day), at=at)
    check_capital(cooperation)
    details = {"Beteiligte": party.name, "Rolle": party.role.label, "ab": said_day(from_day)}
    record(cooperation, "cooperation_party_changed", by, name_of(cooperation), on, details)


def _current_parties(cooperation: Cooperation, day: date) -> list[PartyEntry]:
    rows = Party.objects.filter(KNOWN_NOW, cooperation=cooperation, valid__contains=day)
    return [
        PartyEntry(
            row.body_id,
            "",
            PartyRole(row.role),
            capital_cents=row.capital_cents,
            votes=row.votes,
            confidence=Confidence(row.confidence),
        )
        for row in rows
    ]
