"""How rows on two axes change, in any app: what was believed stays readable, what is now known is added."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from allmende.common.errors import AllmendeError

Row = TypeVar("Row", bound=models.Model)


class KnownBefore(AllmendeError):
    """Something that became known on that day or later stands already."""

    message = (
        "Für diese Tage steht schon eine Angabe, die seit {day:%d.%m.%Y} bekannt ist. "
        "Eine neue muss später bekannt geworden sein."
    )


class BelievedUntil(KnownBefore):
    """What was believed at that moment has been replaced since, on the day that it names."""


def moment_of(known_since: date, on: date) -> datetime:
    """Return since when something is known: today means now, so that a slip can be put right at once."""
    if known_since == on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(known_since, time.min))


def say(
    model: type[Row],
    *,
    same: Mapping[str, Any],
    what: Mapping[str, Any],
    valid: DateRange,
    moment: datetime,
) -> Row:
    """Add a row that holds on `valid`, known from `moment`; it takes those days over from what was believed.

    `same`: the columns that tell which fact it is; `what`: its other columns. Call inside a transaction.
    Raises KnownBefore if something that became known later stands for these days.
    """
    _take_over(model, same=same, valid=valid, moment=moment)
    return model._default_manager.create(**same, **what, valid=valid, known=DateTimeTZRange(moment, None))


def _take_over(model: type[Row], *, same: Mapping[str, Any], valid: DateRange, moment: datetime) -> None:
    """Close what was believed of these days, and believe on what it said of other days.

    Raises BelievedUntil or KnownBefore.
    """
    manager = model._default_manager
    still_believed = Q(known__upper_inf=True) | Q(known__endswith__gt=moment)
    for old in (
        manager.select_for_update().filter(still_believed, **same, valid__overlap=valid).order_by("pk")
    ):
        known, days = old.known, old.valid  # type: ignore[attr-defined]
        if known.upper is not None:
            raise BelievedUntil(day=timezone.localtime(known.upper))
        if known.lower >= moment:
            raise KnownBefore(day=timezone.localtime(known.lower))
        _close(old, moment)
        for rest in _without(days, valid):
            copy = manager.get(pk=old.pk)
            copy.pk, copy.valid, copy.known = None, rest, DateTimeTZRange(moment, None)  # type: ignore[attr-defined]
            copy._state.adding = True
            copy.save()


def take_back(row: models.Model) -> None:
    """No longer believe a row from now on."""
    _close(row, max(timezone.now(), row.known.lower + timedelta(microseconds=1)))  # type: ignore[attr-defined]


def _close(row: models.Model, moment: datetime) -> None:
    """End the belief in a row."""
    row.known = DateTimeTZRange(row.known.lower, moment)  # type: ignore[attr-defined]
    row.save(update_fields=["known"])


def _without(whole: DateRange, part: DateRange) -> list[DateRange]:
    """Return the days of `whole` before and after `part`."""
    rest = []
    if part.lower is not None and (whole.lower is None or whole.lower < part.lower):
        rest.append(DateRange(whole.lower, part.lower))
    if part.upper is not None and (whole.upper is None or part.upper < whole.upper):
        rest.append(DateRange(part.upper, whole.upper))
    return rest
