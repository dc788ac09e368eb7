"""Writes single facts of an entry: tasks, organs, voting rules, cost pools, days, documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.common.formats import day as said_day
from allmende.cooperations.consequences import PAYING, VOTING, check_rule, shares_under, taking_part
from allmende.cooperations.domain import EventKind, Matter
from allmende.cooperations.entries import SourceEntry, TaskEntry
from allmende.cooperations.errors import UnknownTask
from allmende.cooperations.models import (
    Cooperation,
    CooperationDocument,
    CooperationEvent,
    CooperationTask,
    CostPool,
    Organ,
    Task,
    VotingRule,
)
from allmende.cooperations.recording import locked, name_of, record
from allmende.cooperations.revisions import no_longer_said, say
from allmende.cooperations.store import source_id_of
from allmende.register.bitemporal import KNOWN_NOW, DatedFact
from allmende.register.periods import until

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Saying:
    """Of which entry something is said from a day on, by which source; who says it, on which day and when."""

    key: str
    from_day: date
    source: SourceEntry
    by: "User | None"
    on: date
    at: datetime
    last_day: date | None = None


@transaction.atomic
def set_task(saying: Saying, *, task: TaskEntry) -> None:
    """Say from a day on that a task is done together, and how."""
    cooperation = locked(saying.key, saying.by, saying.on)
    check_codes([task.code])
    task_id = Task.objects.values_list("pk", flat=True).get(code=task.code)
    values = {"extent": task.extent.value, "mode": task.mode.value, "area": task.area}
    identity = {"cooperation": cooperation, "task_id": task_id}
    _say(saying, CooperationTask, identity, values, told=("Aufgabe", task.code))


@transaction.atomic
def set_organ(saying: Saying, *, name: str, composition: str) -> None:
    """Say from a day on who sits in an organ."""
    cooperation = locked(saying.key, saying.by, saying.on)
    identity = {"cooperation": cooperation, "name": name}
    _say(saying, Organ, identity, {"composition": composition}, told=("Organ", name))


@transaction.atomic
def set_voting_rule(saying: Saying, *, matter: Matter, rule: Mapping[str, Any], words: str) -> None:
    """Say from a day on how a matter is decided; raise if nobody could carry anything by it.

    `rule`: fields as in a comparison (weighting, share, needed …); empty if nobody knows it.
    """
    cooperation = locked(saying.key, saying.by, saying.on)
    check_rule(rule, matter, taking_part(cooperation, on=saying.from_day, roles=VOTING))
    identity = {"cooperation": cooperation, "matter": matter.value}
    values = {"rule": dict(rule), "words": words}
    _say(saying, VotingRule, identity, values, told=("Abstimmungsregel", matter.label))


@transaction.atomic
def set_cost_pool(saying: Saying, *, name: str, allocation: Mapping[str, Any], words: str) -> None:
    """Say from a day on by which key a pool of cost is shared; raise if it can split nothing.

    `allocation`: parts with driver and percent, values by party, who is exempt; empty if nobody knows it.
    """
    cooperation = locked(saying.key, saying.by, saying.on)
    shares_under(allocation, taking_part(cooperation, on=saying.from_day, roles=PAYING))
    identity = {"cooperation": cooperation, "name": name}
    values = {"key": dict(allocation), "words": words}
    _say(saying, CostPool, identity, values, told=("Kostentopf", name))


def _say(
    saying: Saying,
    model: type[DatedFact],
    identity: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    told: tuple[str, str],
) -> None:
    values = {**values, "source_id": source_id_of(saying.source)}
    say(model, identity, values, starts=saying.from_day, ends=until(saying.last_day), at=saying.at)
    record_fact(identity["cooperation"], saying.by, saying.on, *told)


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
    at: datetime,
) -> None:
    """Note a day in the life of a cooperation; the same day twice stays one."""
    cooperation = locked(key, by, on)
    CooperationEvent.objects.filter(KNOWN_NOW).get_or_create(
        cooperation=cooperation,
        kind=kind.value,
        date=day,
        note=note,
        defaults={"source_id": source_id_of(source), "known": (at, None)},
    )
    record_fact(cooperation, by, on, kind.label, said_day(day))


@transaction.atomic
def add_document(
    *,
    key: str,
    title: str,
    url: str,
    source: SourceEntry,
    by: "User | None",
    on: date,
    at: datetime,
    paper_id: int | None = None,
) -> None:
    """Add a document: an address, or a paper of this installation; the same title again replaces it."""
    cooperation = locked(key, by, on)
    former = CooperationDocument.objects.filter(KNOWN_NOW, cooperation=cooperation, title=title).first()
    if former is not None:
        at = no_longer_said(former, at)
    CooperationDocument.objects.create(
        cooperation=cooperation,
        title=title,
        url=url,
        paper_id=paper_id,
        source_id=source_id_of(source),
        known=(at, None),
    )
    record_fact(cooperation, by, on, "Unterlage", title)


def check_codes(codes: Sequence[str]) -> None:
    known = set(Task.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise UnknownTask(code=code)


def record_fact(cooperation: Cooperation, by: "User | None", on: date, what: str, value: str) -> None:
    record(cooperation, "cooperation_fact_set", by, name_of(cooperation), on, {what: value})
