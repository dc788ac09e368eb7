"""Takes a whole entry back as a mistake, with a reason, and takes it up again. Nothing is erased.

All that was said of the entry is no longer believed from one moment on, so that no list, map or search needs
to know of withdrawals; taking it up again says the same once more.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DateTimeField, F, Func, Max, QuerySet, Value
from django.db.models.functions import Cast

from allmende.common.formats import day as said_day
from allmende.cooperations.errors import BodyTaken, NotWithdrawn, ReasonMissing
from allmende.cooperations.kinds import NOTES, SHAPES
from allmende.cooperations.models import Cooperation, CooperationState, Withdrawal
from allmende.cooperations.recording import existing, locked, name_of, record
from allmende.cooperations.revisions import TICK, no_longer_said

if TYPE_CHECKING:
    from allmende.accounts.models import User

ALL_SAID: tuple[Any, ...] = (
    CooperationState,
    *(shape.model for shape in SHAPES.values()),
    *NOTES.values(),
)


@transaction.atomic
def withdraw_cooperation(*, key: str, reason: str, by: "User | None", on: date, at: datetime) -> None:
    """Take the whole entry back: from now on nothing of it is believed, for no day."""
    cooperation = locked(key, by, on)
    if not reason.strip():
        raise ReasonMissing
    name = name_of(cooperation)
    moment = max([at, *(said + TICK for said in _said_at(cooperation))])
    closed = Func(
        Func(F("known"), function="lower", output_field=DateTimeField()),
        Cast(Value(moment), DateTimeField()),
        function="tstzrange",
    )
    for rows in _rows(cooperation):
        rows.update(known=closed)
    Withdrawal.objects.create(
        cooperation=cooperation, reason=reason.strip(), body_id=cooperation.body_id, known=(moment, None)
    )
    _be(cooperation, None)
    record(cooperation, "cooperation_withdrawn", by, name, on, {"Grund": reason.strip()})


@transaction.atomic
def reinstate_cooperation(*, key: str, by: "User | None", on: date, at: datetime) -> None:
    """Take a withdrawn entry up again: all that was said of it is believed once more."""
    cooperation = existing(key, by, on)
    withdrawal = cooperation.withdrawal
    if withdrawal is None:
        raise NotWithdrawn
    name, since = name_of(cooperation), withdrawal.known.lower
    rows = [list(each) for each in _rows(cooperation)]
    if withdrawal.body_id is not None:
        other = Cooperation.objects.filter(body_id=withdrawal.body_id).first()
        if other is not None:
            raise BodyTaken(body=name, name=name_of(other))
    moment = no_longer_said(withdrawal, at)
    for said in rows:
        for row in said:
            row.pk, row.known = None, DateTimeTZRange(moment, None)
        if said:
            type(said[0])._default_manager.bulk_create(said)
    _be(cooperation, withdrawal.body_id)
    record(cooperation, "cooperation_reinstated", by, name, on, {"zurückgenommen am": said_day(since.date())})


def _rows(cooperation: Cooperation) -> Iterator[QuerySet[Any]]:
    """Yield what is believed of the entry (of a withdrawn one: was believed last), one table at a time."""
    for model in ALL_SAID:
        yield model._default_manager.filter(cooperation.last_said, cooperation=cooperation)


def _said_at(cooperation: Cooperation) -> Iterator[datetime]:
    """Yield the last moment at which something was said, by table."""
    begun = Func(F("known"), function="lower", output_field=DateTimeField())
    for rows in _rows(cooperation):
        last = rows.aggregate(last=Max(begun))["last"]
        if last is not None:
            yield last


def _be(cooperation: Cooperation, body_id: int | None) -> None:
    cooperation.body_id = body_id
    cooperation.save(update_fields=["body"])
