"""All that writes the register of cooperations. Nothing is overwritten; every write leaves an event."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.common.formats import day as said_day
from allmende.cooperations.domain import Confidence, EventKind, LegalForm, Matter, PartyRole
from allmende.cooperations.entries import (
    CooperationEntry,
    PartyEntry,
    SourceEntry,
    StateEntry,
    TaskEntry,
    check_entry,
    check_sums,
)
from allmende.cooperations.errors import UnknownCooperation, UnknownTask
from allmende.cooperations.models import (
    Cooperation,
    CooperationDocument,
    CooperationEvent,
    CooperationState,
    CooperationTask,
    CostPool,
    Organ,
    Party,
    Task,
    VotingRule,
)
from allmende.cooperations.permissions import require_create, require_edit
from allmende.cooperations.revisions import end, in_words, say
from allmende.cooperations.store import (
    PARTY_FIELDS,
    STATE_FIELDS,
    party_values,
    source_id_of,
    state_values,
    write_entries,
)
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW, DatedFact
from allmende.register.domain import WrongPeriod
from allmende.register.periods import until

if TYPE_CHECKING:
    from allmende.accounts.models import User

COOPERATION = "cooperations.cooperation"  # the object type under which the audit trail keeps an entry
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
    _record(cooperation, "cooperation_created", by, entry.state.name, on, {"ab": said_day(entry.first_day)})
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
        chain=_chain(steward_id, on),
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
    cooperation = _locked(key, by, on)
    check_sums(state, _current_parties(cooperation, from_day))
    values = state_values(state, source_id_of(source))
    say(CooperationState, {"cooperation": cooperation}, values, starts=from_day, at=at)
    _record(cooperation, "cooperation_changed", by, state.name, on, {"ab": said_day(from_day)})


@transaction.atomic
def end_cooperation(*, key: str, last_day: date, by: "User | None", on: date, at: datetime) -> None:
    """End a cooperation and all that is said of it after its last day."""
    cooperation = _locked(key, by, on)
    ends = until(last_day)
    assert ends is not None  # noqa: S101 - a last day was given
    end(CooperationState, {"cooperation": cooperation}, STATE_FIELDS, ends=ends, at=at)
    for model, identity, fields in DEPENDENT:
        stated = {"cooperation": cooperation, "valid__contains": ends}
        for row in model._default_manager.filter(KNOWN_NOW, **stated):
            named = {name: getattr(row, name) for name in identity}
            end(model, {"cooperation": cooperation, **named}, fields, ends=ends, at=at)
    source_id = cooperation.states.order_by("-pk").values_list("source_id", flat=True)[0]
    CooperationEvent.objects.get_or_create(
        cooperation=cooperation,
        kind=EventKind.ENDED.value,
        date=last_day,
        note="",
        defaults={"source_id": source_id},
    )
    _record(cooperation, "cooperation_ended", by, _name(cooperation), on, {"bis": said_day(last_day)})


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
    cooperation = _locked(key, by, on)
    if party.last_day is not None and party.last_day < first_day:
        raise WrongPeriod(first=first_day, last=party.last_day)
    _check_with(cooperation, party, first_day)
    _check_codes(party.task_codes)
    with in_words(), transaction.atomic():
        Party.objects.create(
            cooperation=cooperation,
            body_id=party.body_id,
            valid=(first_day, until(party.last_day)),
            known=(at, None),
            **party_values(party, source_id_of(source)),
        )
    _record(
        cooperation,
        "cooperation_party_added",
        by,
        _name(cooperation),
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
    cooperation = _locked(key, by, on)
    _check_with(cooperation, party, from_day)
    _check_codes(party.task_codes)
    values = party_values(party, source_id_of(source))
    identity = {"cooperation": cooperation, "body_id": party.body_id}
    say(Party, identity, values, starts=from_day, ends=until(party.last_day), at=at)
    details = {"Beteiligte": party.name, "Rolle": party.role.label, "ab": said_day(from_day)}
    _record(cooperation, "cooperation_party_changed", by, _name(cooperation), on, details)


@transaction.atomic
def end_party(
    *, key: str, body_id: int, name: str, last_day: date, by: "User | None", on: date, at: datetime
) -> None:
    """End a body's part after its last day."""
    cooperation = _locked(key, by, on)
    ends = until(last_day)
    assert ends is not None  # noqa: S101 - a last day was given
    end(Party, {"cooperation": cooperation, "body_id": body_id}, PARTY_FIELDS, ends=ends, at=at)
    details = {"Beteiligte": name, "bis": said_day(last_day)}
    _record(cooperation, "cooperation_party_ended", by, _name(cooperation), on, details)


@transaction.atomic
def set_task(
    *,
    key: str,
    task: TaskEntry,
    from_day: date,
    last_day: date | None = None,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say from a day on that a task is done together, and how."""
    cooperation = _locked(key, by, on)
    _check_codes([task.code])
    task_id = Task.objects.values_list("pk", flat=True).get(code=task.code)
    values = {
        "extent": task.extent.value,
        "mode": task.mode.value,
        "area": task.area,
        "source_id": source_id_of(source),
    }
    identity = {"cooperation": cooperation, "task_id": task_id}
    say(CooperationTask, identity, values, starts=from_day, ends=until(last_day), at=at)
    _record_fact(cooperation, by, on, "Aufgabe", task.code)


@transaction.atomic
def set_organ(
    *,
    key: str,
    name: str,
    composition: str,
    from_day: date,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say from a day on who sits in an organ."""
    cooperation = _locked(key, by, on)
    values = {"composition": composition, "source_id": source_id_of(source)}
    say(Organ, {"cooperation": cooperation, "name": name}, values, starts=from_day, at=at)
    _record_fact(cooperation, by, on, "Organ", name)


@transaction.atomic
def set_voting_rule(
    *,
    key: str,
    matter: Matter,
    rule: Mapping[str, Any],
    words: str,
    from_day: date,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say from a day on how a matter is decided; `rule` as `allmende.sharing` reads it."""
    cooperation = _locked(key, by, on)
    values = {"rule": dict(rule), "words": words, "source_id": source_id_of(source)}
    say(VotingRule, {"cooperation": cooperation, "matter": matter.value}, values, starts=from_day, at=at)
    _record_fact(cooperation, by, on, "Abstimmungsregel", matter.label)


@transaction.atomic
def set_cost_pool(
    *,
    key: str,
    name: str,
    allocation: Mapping[str, Any],
    words: str,
    from_day: date,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say from a day on by which key a pool of cost is shared; `allocation` as `sharing` reads it."""
    cooperation = _locked(key, by, on)
    values = {"key": dict(allocation), "words": words, "source_id": source_id_of(source)}
    say(CostPool, {"cooperation": cooperation, "name": name}, values, starts=from_day, at=at)
    _record_fact(cooperation, by, on, "Kostentopf", name)


@transaction.atomic
def add_event(
    *,
    key: str,
    kind: EventKind,
    day: date,
    note: str,
    source: SourceEntry,
    by: "User | None",
    on: date,
) -> None:
    """Note a day in the life of a cooperation; the same day twice stays one."""
    cooperation = _locked(key, by, on)
    CooperationEvent.objects.get_or_create(
        cooperation=cooperation,
        kind=kind.value,
        date=day,
        note=note,
        defaults={"source_id": source_id_of(source)},
    )
    _record_fact(cooperation, by, on, kind.label, said_day(day))


@transaction.atomic
def add_document(
    *,
    key: str,
    title: str,
    url: str,
    source: SourceEntry,
    by: "User | None",
    on: date,
    paper_id: int | None = None,
) -> None:
    """Add a document: an address, or a paper of this installation."""
    cooperation = _locked(key, by, on)
    CooperationDocument.objects.update_or_create(
        cooperation=cooperation,
        title=title,
        defaults={"url": url, "paper_id": paper_id, "source_id": source_id_of(source)},
    )
    _record_fact(cooperation, by, on, "Unterlage", title)


DEPENDENT: tuple[tuple[type[DatedFact], tuple[str, ...], tuple[str, ...]], ...] = (
    (Party, ("body_id",), PARTY_FIELDS),
    (CooperationTask, ("task_id",), ("extent", "mode", "area", "source_id")),
    (Organ, ("name",), ("composition", "source_id")),
    (VotingRule, ("matter",), ("rule", "words", "source_id")),
    (CostPool, ("name",), ("key", "words", "source_id")),
)


def _locked(key: str, by: "User | None", on: date) -> Cooperation:
    """Return the entry for a person who may change it; two changes of one entry wait for each other."""
    cooperation = Cooperation.objects.select_for_update().filter(key=key).first()
    if cooperation is None:
        raise UnknownCooperation(key=key)
    require_edit(by, cooperation, on=on)
    return cooperation


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


def _check_with(cooperation: Cooperation, party: PartyEntry, day: date) -> None:
    """Raise if the parties together held more than there is; votes may sum up only after the last party."""
    state = CooperationState.objects.filter(KNOWN_NOW, cooperation=cooperation, valid__contains=day).first()
    if state is None or state.capital_total_cents is None:
        return
    others = [each for each in _current_parties(cooperation, day) if each.body_id != party.body_id]
    form = LegalForm(state.legal_form)
    total = StateEntry(state.name, form, capital_total_cents=state.capital_total_cents)
    check_sums(total, [*others, party])


def _check_codes(codes: Sequence[str]) -> None:
    known = set(Task.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise UnknownTask(code=code)


def _name(cooperation: Cooperation) -> str:
    row = CooperationState.objects.filter(KNOWN_NOW, cooperation=cooperation).order_by("-valid").first()
    return row.name if row else cooperation.key


def _record_fact(cooperation: Cooperation, by: "User | None", on: date, what: str, value: str) -> None:
    _record(cooperation, "cooperation_fact_set", by, _name(cooperation), on, {what: value})


def _record(
    cooperation: Cooperation,
    action: str,
    by: "User | None",
    name: str,
    on: date,
    details: Mapping[str, str],
) -> None:
    record_event(
        actor=by,
        chain=_chain(cooperation.steward_id, on),
        action=action,
        object_type=COOPERATION,
        object_id=cooperation.key,
        object_label=name,
        details=details,
    )


def _chain(steward_id: int | None, on: date) -> str:
    """Return the audit chain of the body that answers for an entry, else the installation's."""
    if steward_id is None:
        return "system"
    body = register.bodies_by_id([steward_id], on=on).get(steward_id)
    return body.key if body else "system"
