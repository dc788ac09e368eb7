"""How the local values of a body change: what was known stays readable, what is now known is added."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from allmende.accounts.actions import record_event
from allmende.ledger.computing import law
from allmende.ledger.domain import Mark
from allmende.ledger.errors import KnownEarlier, NoReason, UnknownParameter, WrongPeriod
from allmende.ledger.local_law import exact_value
from allmende.ledger.models import MunicipalParameter
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@transaction.atomic
def set_local_value(
    *,
    body: BodyView,
    name: str,
    value: str,
    valid: tuple[date, date | None],
    known_since: date,
    source: str,
    section: str = "",
    key: str = "",
    mark: Mark = Mark.SEEN,
    by: "User | None",
    on: date,
) -> MunicipalParameter:
    """Say what a parameter is for a body on the days `[from, until)`, and since when that is known.

    Days on which another value was believed are taken over; that it was believed until `known_since` stays.
    Raises UnknownParameter, KnownEarlier (something known later stands already), WrongPeriod, NoReason, or
    the RulesError that tells what is wrong with the value.
    """
    require(by, body.id, Capability.CALCULATE, on=on)
    parameter = law().parameter(name)
    if parameter is None:
        raise UnknownParameter(name=name)
    start, end = valid
    if end is not None and end <= start:
        raise WrongPeriod(first=start, last=end)
    if not source.strip():
        raise NoReason
    exact_value(parameter, value, parameter.label)
    moment = timezone.make_aware(datetime.combine(known_since, time.min))
    _take_over(body, name, key, DateRange(start, end), moment)
    row = MunicipalParameter.objects.create(
        body_id=body.id,
        name=name,
        key=key,
        value=value,
        unit=parameter.unit.text,
        section=section.strip(),
        source=source.strip(),
        mark=mark,
        valid=DateRange(start, end),
        known=DateTimeTZRange(moment, None),
        created_by=by,
    )
    record_event(
        actor=by,
        chain=body.key,
        action="local_value_set",
        object_type="municipal_parameter",
        object_id=str(row.pk),
        object_label=f"{parameter.label}: {value}",
        details={"Quelle": source.strip()},
    )
    return row


def _take_over(body: BodyView, name: str, key: str, days: DateRange, moment: datetime) -> None:
    """Close what was believed of these days, and believe on what it said of other days."""
    believed = MunicipalParameter.objects.select_for_update().filter(
        body_id=body.id, name=name, key=key, valid__overlap=days, known__upper_inf=True
    )
    for old in believed:
        if old.known.lower >= moment:
            raise KnownEarlier(day=timezone.localtime(old.known.lower))
        for rest in _without(old.valid, days):
            copy = MunicipalParameter.objects.get(pk=old.pk)
            copy.pk, copy.valid, copy.known = None, rest, DateTimeTZRange(moment, None)
            copy._state.adding = True
            _close(old, moment)
            copy.save()
        _close(old, moment)


def _close(row: MunicipalParameter, moment: datetime) -> None:
    if row.known.upper is None:
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
