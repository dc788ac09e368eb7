"""How the local values of a body change: what was known stays readable, what is now known is added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.accounts.actions import record_event
from allmende.ledger.computing import law, rules_of
from allmende.ledger.domain import Mark
from allmende.ledger.errors import (
    AlreadyWithdrawn,
    KnownEarlier,
    KnownInFuture,
    NegativeValue,
    NoReason,
    StoodUntil,
    UnknownLocalValue,
    UnknownParameter,
    WrongKey,
    WrongPeriod,
)
from allmende.ledger.local_law import exact_value, settable_parameter
from allmende.ledger.models import MunicipalParameter
from allmende.register.dated_rows import BelievedUntil, KnownBefore, moment_of, say, take_back
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require
from allmende.rules import Parameter

if TYPE_CHECKING:
    from allmende.accounts.models import User

LOCAL_VALUE = "municipal_parameter"


@dataclass(frozen=True, slots=True)
class LocalValue:
    """What somebody says of a body: the value of a parameter on the days `[from, until)`, and its source."""

    name: str
    value: str
    valid: tuple[date, date | None]
    known_since: date
    source: str
    section: str = ""
    key: str = ""
    mark: Mark = Mark.SEEN


@transaction.atomic
def set_local_value(*, body: BodyView, said: LocalValue, by: "User | None", on: date) -> MunicipalParameter:
    """Say what a parameter is for a body, and since when that is known.

    Days on which another value was believed are taken over; that it was believed until then stays.
    Raises UnknownParameter, WrongKey, NegativeValue, WrongPeriod, NoReason, KnownInFuture, KnownEarlier or
    StoodUntil, or the RulesError that tells what is wrong with the value.
    """
    require(by, body.id, Capability.CALCULATE, on=on)
    parameter = _checked(said, on)
    start, end = said.valid
    try:
        row = say(
            MunicipalParameter,
            same={"body_id": body.id, "name": said.name, "key": said.key},
            what={
                "value": said.value,
                "unit": parameter.unit.text,
                "section": said.section.strip(),
                "source": said.source.strip(),
                "mark": said.mark,
                "created_by": by,
            },
            valid=DateRange(start, end),
            moment=moment_of(said.known_since, on),
        )
    except BelievedUntil as replaced:
        raise StoodUntil(**replaced.values) from None
    except KnownBefore as known:
        raise KnownEarlier(**known.values) from None
    rules_of(body.id).catalog.store.history(said.name)  # raises Contradiction with what the law says
    details = {"Quelle": row.source}
    _record(body, row, "local_value_set", f"{parameter.label}: {said.value}", details, by)
    return row


@transaction.atomic
def set_local_values(
    *, body: BodyView, said: Iterable[LocalValue], by: "User | None", on: date
) -> list[MunicipalParameter]:
    """Say several values at once: all of them, or none; the first that is refused is raised."""
    return [set_local_value(body=body, said=each, by=by, on=on) for each in said]


@transaction.atomic
def withdraw_local_value(
    *, body: BodyView, row_id: int, reason: str, by: "User | None", on: date
) -> MunicipalParameter:
    """No longer believe a value; from now on the law says again what holds.

    Raises UnknownLocalValue, AlreadyWithdrawn or NoReason.
    """
    require(by, body.id, Capability.CALCULATE, on=on)
    row = MunicipalParameter.objects.select_for_update().filter(pk=row_id, body_id=body.id).first()
    if row is None:
        raise UnknownLocalValue
    if row.known.upper is not None:
        raise AlreadyWithdrawn
    if not reason.strip():
        raise NoReason
    take_back(row)
    parameter = settable_parameter(law(), row.name)
    label = f"{parameter.label if parameter else row.name}: {row.value}"
    _record(body, row, "local_value_withdrawn", label, {"Grund": reason.strip()}, by)
    return row


def _checked(said: LocalValue, on: date) -> Parameter:
    """Return the parameter; raise what is wrong with what was said of it."""
    parameter = settable_parameter(law(), said.name)
    if parameter is None:
        raise UnknownParameter(name=said.name)
    words = law().input(parameter.key) if parameter.key else None
    if said.key and (words is None or said.key not in words.choices):
        raise WrongKey(
            key=said.key, label=parameter.label, words=", ".join(words.choices) if words else "keine"
        )
    start, end = said.valid
    if end is not None and end <= start:
        raise WrongPeriod(first=start, last=end)
    if not said.source.strip():
        raise NoReason
    if said.known_since > on:
        raise KnownInFuture(day=said.known_since)
    if exact_value(parameter, said.value, parameter.label) < 0:
        raise NegativeValue(label=parameter.label, value=said.value)
    return parameter


def _record(
    body: BodyView,
    row: MunicipalParameter,
    action: str,
    label: str,
    details: dict[str, str],
    by: "User | None",
) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=LOCAL_VALUE,
        object_id=str(row.pk),
        object_label=label,
        details=details,
    )
