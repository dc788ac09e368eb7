"""How the local values of a body change: what was known stays readable, what is now known is added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

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
    moment = _moment(said.known_since, on)
    _take_over(body, said.name, said.key, DateRange(start, end), moment)
    row = MunicipalParameter.objects.create(
        body_id=body.id,
        name=said.name,
        key=said.key,
        value=said.value,
        unit=parameter.unit.text,
        section=said.section.strip(),
        source=said.source.strip(),
        mark=said.mark,
        valid=DateRange(start, end),
        known=DateTimeTZRange(moment, None),
        created_by=by,
    )
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
    _close(row, max(timezone.now(), row.known.lower + timedelta(microseconds=1)))
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


def _moment(known_since: date, on: date) -> datetime:
    """Return since when it is known: today means now, so that a slip can be put right on the same day."""
    if known_since == on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(known_since, time.min))


def _take_over(body: BodyView, name: str, key: str, days: DateRange, moment: datetime) -> None:
    """Close what was believed of these days, and believe on what it said of other days."""
    after = Q(known__upper_inf=True) | Q(known__endswith__gt=moment)
    believed = (
        MunicipalParameter.objects.select_for_update()
        .filter(after, body_id=body.id, name=name, key=key, valid__overlap=days)
        .order_by("pk")
    )
    for old in believed:
        if old.known.upper is not None:
            raise StoodUntil(day=timezone.localtime(old.known.upper))
        if old.known.lower >= moment:
            raise KnownEarlier(day=timezone.localtime(old.known.lower))
        _close(old, moment)
        for rest in _without(old.valid, days):
            copy = MunicipalParameter.objects.get(pk=old.pk)
            copy.pk, copy.valid, copy.known = None, rest, DateTimeTZRange(moment, None)
            copy._state.adding = True
            copy.save()


def _close(row: MunicipalParameter, moment: datetime) -> None:
    row.known = DateTimeTZRange(row.known.lower, moment)
    row.save(update_fields=["known"])


def _without(whole: DateRange, part: DateRange) -> list[DateRange]:
    """Return the days of `whole` before and after `part`."""
    rest = []
    if whole.lower < part.lower:
        rest.append(DateRange(whole.lower, part.lower))
    if part.upper is not None and (whole.upper is None or part.upper < whole.upper):
        rest.append(DateRange(part.upper, whole.upper))
    return rest


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
