"""Reads of scenarios and base data. Each takes the day and the person; the number of queries is fixed."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from allmende.ledger.scenarios.base_data import Series, series_of
from allmende.ledger.scenarios.domain import Municipality
from allmende.ledger.scenarios.models import BaseData, BaseDataValue, Scenario
from allmende.register import map_page
from allmende.register.domain import Kind
from allmende.register.queries import AnyUser, body_ids_of


def municipalities(*, on: date) -> list[Municipality]:
    """Return the municipalities of the Land with their figures, in German order; one query."""
    rows = map_page.mapped_bodies(on).order_by("sort_key", "key")
    return [
        Municipality(
            id=row.body_id,
            key=row.key,
            name=row.name,
            district=row.parent_name,
            is_independent=row.kind == Kind.KREISFREIE_STADT.value,
            population=None if row.population is None else int(row.population),
            area=row.area,
        )
        for row in rows
    ]


def visible_base_data(user: AnyUser, *, on: date) -> QuerySet[BaseData]:
    """Return the sets that are published or belong to one of the person's bodies, the newest first."""
    shown = Q(is_published=True)
    ids = body_ids_of(user, on=on)
    found = BaseData.objects.filter(shown | Q(body_id__in=ids) if ids else shown, is_hidden=False)
    return found.order_by("-created_at", "-pk")


def counted(sets: QuerySet[BaseData]) -> QuerySet[BaseData]:
    """Return the sets with the number of municipalities they speak of."""
    return sets.annotate(body_count=Count("values__body", distinct=True))


def base_data_for(user: AnyUser, pk: int, *, on: date) -> BaseData | None:
    return visible_base_data(user, on=on).filter(pk=pk).first()


def series(sets: Collection[BaseData], list_inputs: Collection[str]) -> dict[int, Series]:
    """Return the values of these sets; one query."""
    found = {
        each.pk: Series(each.title, each.is_synthetic, each.source, each.input_name in list_inputs)
        for each in sets
    }
    rows = BaseDataValue.objects.filter(data_id__in=list(found)).order_by("data_id", "body_id", "position")
    if found:
        series_of(rows.values_list("data_id", "body_id", "year", "month", "value"), found)
    return found


def named_sets(ids: Sequence[int], visible: Sequence[BaseData] | None) -> list[BaseData]:
    """Return the sets of a question: of those the person sees, or (None) of a scenario shared on purpose."""
    if visible is not None:
        return [each for each in visible if each.pk in ids]
    return list(BaseData.objects.filter(pk__in=ids)) if ids else []


def visible_scenarios(user: AnyUser, *, on: date) -> QuerySet[Scenario]:
    """Return the scenarios of the person's bodies."""
    return Scenario.objects.filter(body_id__in=body_ids_of(user, on=on), is_hidden=False)


def scenario_for(user: AnyUser, pk: int, *, on: date) -> Scenario | None:
    return visible_scenarios(user, on=on).filter(pk=pk).first()


def shared_scenario(token: str) -> Scenario | None:
    """Return the scenario behind a secret link, for anybody who has it."""
    return Scenario.objects.filter(token=token, is_hidden=False).first() if token else None
