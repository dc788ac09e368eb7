"""Joins to what holds on a day and is believed today; the queries are built on them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse

from allmende.register.domain import BodyView, FigureKind, Kind, Relation
from allmende.register.models import Body

IDENTITY = ("body_pk", "body_key", "body_ags", "name", "official", "kind_code", "parent_key", "parent_name")


def holding(path: str, on: date, /, **also: object) -> FilteredRelation:
    """Return the join to the row at `path` that holds on `on` and is believed today."""
    condition = Q(**{f"{path}__valid__contains": on, f"{path}__known__upper_inf": True})
    for name, value in also.items():
        condition &= Q(**{f"{path}__{name}": value})
    return FilteredRelation(path, condition=condition)


def with_identity(rows: QuerySet[Any], on: date, *, body: str = "") -> QuerySet[Any]:
    """Return only rows whose body exists on `on`, annotated with its name, kind and administrative parent.

    `body` is the path from the row to its body, with a trailing `__`; empty if the rows are bodies.
    """
    found: QuerySet[Any] = (
        rows.annotate(
            name_row=holding(f"{body}names", on),
            kind_row=holding(f"{body}kinds", on),
            parent_row=holding(f"{body}parents", on, relation=Relation.ADMINISTRATIVE.value),
            parent_name_row=holding("parent_row__parent__names", on),
        )
        .filter(name_row__isnull=False, kind_row__isnull=False)
        .annotate(
            body_pk=F(f"{body}pk"),
            body_key=F(f"{body}key"),
            body_ags=F(f"{body}ags"),
            name=F("name_row__name"),
            official=F("name_row__official"),
            sort_key=F("name_row__sort_key"),
            folded=F("name_row__folded"),
            kind_code=F("kind_row__kind"),
            parent_key=F("parent_row__parent__key"),
            parent_name=F("parent_name_row__name"),
        )
    )
    return found


def bodies_on(on: date) -> QuerySet[Any]:
    """Return the bodies that exist on `on`, with name, kind and parent."""
    return with_identity(Body.objects.all(), on)


def with_figures(bodies: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Return the bodies with `population` and `area` (square kilometres) as of `on`."""
    found: QuerySet[Any] = bodies.annotate(
        population_row=holding("figures", on, kind=FigureKind.POPULATION.value),
        area_row=holding("figures", on, kind=FigureKind.AREA.value),
    ).annotate(
        population=F("population_row__value"),
        population_date=F("population_row__reference_date"),
        area=F("area_row__value"),
    )
    return found


def body_url(key: str) -> str:
    return reverse("register:body", args=[key])


def view_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a BodyView from a row of `values(*IDENTITY)`."""
    return {
        "id": row["body_pk"],
        "key": row["body_key"],
        "ags": row["body_ags"],
        "name": row["name"],
        "name_official": row["official"],
        "kind": Kind(row["kind_code"]),
        "url": body_url(row["body_key"]),
        "parent_key": row["parent_key"] or "",
        "parent_name": row["parent_name"] or "",
    }


def body_view(row: Mapping[str, Any]) -> BodyView:
    """Return the body of a row of `values(*IDENTITY)`."""
    return BodyView(**view_fields(row))
