"""The register as the plan needs it, and the plan written: in sets, since Germany has 11,000 bodies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Func, Max, QuerySet

from allmende.register.bitemporal import DatedFact
from allmende.register.domain import FigureKind, Kind, Relation
from allmende.register.importing.periods import rewrite_periods
from allmende.register.importing.plan import Facet, Plan, Step
from allmende.register.importing.records import BodyRecord
from allmende.register.importing.state import BodyState, FigureValue, NameValue
from allmende.register.models import (
    Body,
    BodyKind,
    BodyName,
    BodyParent,
    KeyFigure,
    Source,
    Succession,
)
from allmende.register.names import fold, parse_name, sort_key
from allmende.register.timelines import Spell

TABLES: Mapping[Facet, type[DatedFact]] = {
    Facet.NAME: BodyName,
    Facet.KIND: BodyKind,
    Facet.PARENT: BodyParent,
    Facet.FIGURE: KeyFigure,
}
COLUMNS: Mapping[Facet, tuple[str, ...]] = {
    Facet.NAME: ("name", "official", "sort_key", "folded", "base"),
    Facet.KIND: ("kind",),
    Facet.PARENT: ("relation", "parent_id"),
    Facet.FIGURE: ("kind", "value", "unit", "reference_date"),
}
LOCK = 7_268_001  # one import at a time


def lock_register() -> None:
    """Wait for any other import; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def load_state() -> dict[str, BodyState]:
    """Return what the register believes now of all bodies."""
    states = {
        pk: BodyState(pk, key, ars, stated_on)
        for pk, key, ars, stated_on in Body.objects.order_by("pk")
        .values_list("pk", "key", "ars", "stated_on")
        .iterator()
    }
    for pk, body, valid, name, official in _believed(BodyName, "name", "official"):
        states[body].names.append(Spell(valid.lower, valid.upper, NameValue(name, official), pk))
    for pk, body, valid, kind in _believed(BodyKind, "kind"):
        states[body].kinds.append(Spell(valid.lower, valid.upper, Kind(kind), pk))
    for pk, body, valid, relation, parent in _believed(BodyParent, "relation", "parent__key"):
        spell = Spell(valid.lower, valid.upper, parent, pk)
        if relation == Relation.ASSOCIATION.value:
            states[body].associations.setdefault(parent, []).append(spell)
        else:
            states[body].parents.setdefault(Relation(relation), []).append(spell)
    for pk, body, valid, kind, value, on in _believed(KeyFigure, "kind", "value", "reference_date"):
        figure = Spell(valid.lower, valid.upper, FigureValue(value, on), pk)
        states[body].figures.setdefault(FigureKind(kind), []).append(figure)
    return {state.key: state for state in states.values()}


def _believed(model: type[DatedFact], *fields: str) -> Iterator[tuple[Any, ...]]:
    rows: QuerySet[Any] = model._default_manager.filter(known__upper_inf=True)
    return rows.order_by("body", "valid").values_list("pk", "body_id", "valid", *fields).iterator(5000)


def write_plan(plan: Plan, *, source: Source, at: datetime) -> None:
    """Write the plan; `at` is since when one knows it. Call inside a transaction, under the lock."""
    at = max(at, _last_known() + timedelta(microseconds=1))
    _create_bodies(plan.created)
    Body.objects.filter(key__in=plan.stated).update(stated_on=plan.stand)
    ids = dict(Body.objects.values_list("key", "pk").iterator())
    for facet, model in TABLES.items():
        steps = [step for step in plan.steps if step.facet is facet]
        withdrawn = [spell.row for step in steps for spell in step.revision.withdrawn]
        if withdrawn:
            closed = Func(Func(F("known"), function="lower"), at, function="tstzrange")
            model._default_manager.filter(pk__in=withdrawn).update(known=closed)
        _copy(
            model, ("body_id", "source_id", "valid", "known", *COLUMNS[facet]), _rows(steps, ids, source, at)
        )
    Succession.objects.bulk_create(
        (
            Succession(body_id=ids[key], successor_id=ids[successor], ended_on=plan.stand, source=source)
            for key, successor in plan.successions
        ),
        ignore_conflicts=True,
    )
    rewrite_periods()


def _last_known() -> datetime:
    latest = [
        model._default_manager.aggregate(last=Max(Func(F("known"), function="lower")))["last"]
        for model in TABLES.values()
    ]
    return max(filter(None, latest), default=datetime.min.replace(tzinfo=UTC))


def _create_bodies(records: Sequence[BodyRecord]) -> None:
    Body.objects.bulk_create(
        (
            Body(key=record.key, ags=record.ags, ars=record.ars)
            for record in sorted(records, key=lambda each: each.key)
        ),
        batch_size=2000,
    )


def _rows(
    steps: Iterable[Step], ids: Mapping[str, int], source: Source, at: datetime
) -> Iterator[tuple[object, ...]]:
    known = f"[{at.isoformat()},)"
    for step in steps:
        for spell in step.revision.added:
            valid = f"[{spell.starts},{spell.ends or ''})"
            yield ids[step.key], source.pk, valid, known, *_values(step, spell.value, ids)


def _values(step: Step, value: object, ids: Mapping[str, int]) -> tuple[object, ...]:
    """Return the columns of one fact, in the order of COLUMNS."""
    if isinstance(value, NameValue):
        base = parse_name(value.name).base
        return value.name, value.official, sort_key(value.name), fold(value.name), base
    if isinstance(value, FigureValue):
        return step.part, value.value, FigureKind(step.part).unit, value.reference_date
    if step.facet is Facet.PARENT:
        return step.part, ids[str(value)]
    return (str(value),)


def _copy(model: type[DatedFact], columns: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
