"""Corrects single facts of an entry: another last day, or taken back. What one believed stays on record."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allmende.common.formats import day as said_day
from allmende.cooperations.domain import EventKind
from allmende.cooperations.errors import NeverEnded, SaidOtherwise
from allmende.cooperations.kinds import NOTES, SHAPES, FactKind, NoteKind, believed
from allmende.cooperations.models import Cooperation, CooperationEvent, CooperationState, Party
from allmende.cooperations.recording import locked, name_of, record
from allmende.cooperations.revisions import no_longer_said, set_end, withdraw
from allmende.cooperations.store import STATE_FIELDS
from allmende.cooperations.sums import check_capital
from allmende.register import queries as register
from allmende.register.periods import ONE_DAY, until

if TYPE_CHECKING:
    from allmende.accounts.models import User


@transaction.atomic
def set_last_day(
    *,
    key: str,
    kind: FactKind,
    row: int,
    last_day: date | None,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Let a fact hold until another last day, or (None) until further notice."""
    cooperation = locked(key, by, on)
    shape, stated = SHAPES[kind], _row_of(SHAPES[kind].model, cooperation, row)
    named = {"cooperation": cooperation, shape.identity: getattr(stated, shape.identity)}
    set_end(shape.model, named, shape.fields, row=row, ends=until(last_day), at=at)
    if kind is FactKind.PARTY:
        check_capital(cooperation)
    details = {kind.label: said_name(stated, on), "bis": said_day(last_day) if last_day else "auf Weiteres"}
    record(cooperation, "cooperation_fact_ended", by, name_of(cooperation), on, details)


@transaction.atomic
def take_back(*, key: str, kind: FactKind, row: int, by: "User | None", on: date, at: datetime) -> None:
    """Take a fact back as an error; what held right before goes on in its place."""
    cooperation = locked(key, by, on)
    shape, stated = SHAPES[kind], _row_of(SHAPES[kind].model, cooperation, row)
    named = {"cooperation": cooperation, shape.identity: getattr(stated, shape.identity)}
    withdraw(shape.model, named, shape.fields, row=row, at=at)
    if kind is FactKind.PARTY:
        check_capital(cooperation)
    details = {kind.label: said_name(stated, on), "ab": said_day(stated.valid.lower)}
    record(cooperation, "cooperation_fact_withdrawn", by, name_of(cooperation), on, details)


@transaction.atomic
def take_back_note(*, key: str, kind: NoteKind, row: int, by: "User | None", on: date, at: datetime) -> None:
    """Take back a day or a document that was entered by mistake."""
    cooperation = locked(key, by, on)
    note = _row_of(NOTES[kind], cooperation, row)
    no_longer_said(note, at)
    record(cooperation, "cooperation_fact_withdrawn", by, name_of(cooperation), on, {kind.label: str(note)})


@transaction.atomic
def reopen_cooperation(*, key: str, by: "User | None", on: date, at: datetime) -> None:
    """Take back the end of a cooperation, and of all that ended with it."""
    cooperation = locked(key, by, on)
    state = believed(CooperationState, cooperation).order_by("-valid").first()
    if state is None or state.valid.upper is None:
        raise NeverEnded
    ends = state.valid.upper
    set_end(CooperationState, {"cooperation": cooperation}, STATE_FIELDS, row=state.pk, ends=None, at=at)
    for shape in SHAPES.values():
        ended = believed(shape.model, cooperation).filter(valid__endswith=ends)
        for row in list(ended):
            named = {"cooperation": cooperation, shape.identity: getattr(row, shape.identity)}
            set_end(shape.model, named, shape.fields, row=row.pk, ends=None, at=at)
    events = believed(CooperationEvent, cooperation).filter(kind=EventKind.ENDED.value)
    for event in events.filter(date=ends - ONE_DAY):
        no_longer_said(event, at)
    record(cooperation, "cooperation_reopened", by, name_of(cooperation), on, {})


def said_name(row: Any, on: date) -> str:
    """Return how people call the thing of which a row speaks."""
    if isinstance(row, Party):
        return str(register.bodies_by_id([row.body_id], on=max(on, row.valid.lower))[row.body_id])
    if hasattr(row, "task_id"):
        return str(row.task)
    return str(row.get_matter_display()) if hasattr(row, "matter") else str(row.name)


def _row_of(model: Any, cooperation: Cooperation, row: int) -> Any:
    found = believed(model, cooperation).filter(pk=row).first()
    if found is None:
        raise SaidOtherwise
    return found
