"""Bodies as they were on a day; the queries are built on these."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.urls import reverse

from allmende.register.domain import KIND_LABELS, BodyView, Kind
from allmende.register.models import BodyPeriod

IDENTITY = ("body_id", "key", "ags", "name", "official", "kind", "parent_key", "parent_name")
RELATED_IDENTITY = ("identity", *IDENTITY[1:])
KIND_LABEL = Case(
    *(When(kind=kind.value, then=Value(label)) for kind, label in KIND_LABELS.items()),
    output_field=CharField(),
)


def bodies_on(on: date) -> QuerySet[Any]:
    """Return the bodies that exist on `on` with name, kind, administrative parent, population and area."""
    found: QuerySet[Any] = BodyPeriod.objects.filter(valid__contains=on)
    return found


def with_identity(rows: QuerySet[Any], on: date, *, body: str) -> QuerySet[Any]:
    """Return only rows whose body exists on `on`, with the names of IDENTITY but `body_id`.

    `body` is the name of the row's foreign key to the body.
    """
    periods = f"{body}__periods"
    fields = ("key", "ags", "name", "official", "kind", "parent_key", "parent_name", "sort_key")
    found: QuerySet[Any] = (
        rows.annotate(
            period=FilteredRelation(periods, condition=Q(**{f"{periods}__valid__contains": on})),
        )
        .filter(period__isnull=False)
        .annotate(**{field: F(f"period__{field}") for field in fields}, identity=F(f"{body}_id"))
    )
    return found


def last_known(on: date, *, body: str) -> Subquery:
    """Return, as JSON, the body of a row as it was on `on` or, if it had ended before, on its last day.

    It has the names of IDENTITY, `sort_key`, and `ended_on`: None while the body exists. `body` is the name
    of the row's column with the body's number.
    """
    until = Func(F("valid"), function="upper")
    ended_on = Case(When(valid__contains=on, then=Value(None)), default=until, output_field=DateField())
    fields = {name: F(name) for name in (*IDENTITY, "sort_key")}
    began = BodyPeriod.objects.filter(body_id=OuterRef(body), valid__startswith__lte=on).order_by("-valid")
    return Subquery(began.values(view=JSONObject(**fields, ended_on=ended_on))[:1])


def ended_on(valid: DateRange, on: date) -> str | None:
    """Return, written as in `last_known`, the first day after the period if that is past."""
    return valid.upper.isoformat() if valid.upper and valid.upper <= on else None


@lru_cache(maxsize=20_000)
def body_url(key: str) -> str:
    """Return the address of a body's page, made once: lists show hundreds."""
    return reverse("register:body", args=[key])


def view_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a BodyView from a row with the columns of IDENTITY."""
    return {
        "id": row["identity"] if "identity" in row else row["body_id"],
        "key": row["key"],
        "ags": row["ags"],
        "name": row["name"],
        "name_official": row["official"],
        "kind": Kind(row["kind"]),
        "url": body_url(row["key"]),
        "parent_key": row["parent_key"],
        "parent_name": row["parent_name"],
        "ended_on": date.fromisoformat(row["ended_on"]) if row.get("ended_on") else None,
    }


def body_view(row: Mapping[str, Any]) -> BodyView:
    """Return the body of a row with the columns of IDENTITY."""
    return BodyView(**view_fields(row))
