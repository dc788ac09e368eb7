"""What the register, the cooperations and the product budgets say about a task. Each query takes the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from allmende.cooperations.domain import PartyRole
from allmende.cooperations.models import Cooperation, CooperationTask, Party, Task
from allmende.cooperations.potentials.affinity import Land
from allmende.cooperations.potentials.domain import RunKind, Staffing, TaskSituation, TaskState, state_of
from allmende.cooperations.potentials.models import PotentialRun, TaskRecord
from allmende.cooperations.queries import names_of, takers_of_task
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import MUNICIPAL_KINDS
from allmende.register.map.shapes import map_data
from allmende.register.page_queries import border_pairs, listed_bodies

TAKING_PART = (PartyRole.LEAD, PartyRole.MEMBER, PartyRole.CUSTOMER)
LAND_DIGITS = 2
DISTRICT_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality as far as the search needs it."""

    id: int
    key: str
    name: str
    district: str
    population: int | None


@dataclass(frozen=True, slots=True)
class Serving:
    """A cooperation that does the task, with its members among the municipalities."""

    key: str
    name: str
    members: frozenset[str]


def towns_of_land(key: str, *, on: date) -> dict[str, Town]:
    """Return the municipalities of the Land in which `key` lies, by key."""
    rows = (
        listed_bodies(on)
        .filter(key__startswith=key[:LAND_DIGITS], kind__in=[kind.value for kind in MUNICIPAL_KINDS])
        .order_by("key")
        .values_list("body_id", "key", "name", "parent_key", "population")
    )
    return {
        key: Town(id_, key, name, parent if len(parent or "") == DISTRICT_DIGITS else "", _whole(population))
        for id_, key, name, parent, population in rows
    }


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value).partition(".")[0])


def land_of(towns: Mapping[str, Town], *, on: date) -> Land:
    """Return borders, districts, memberships and middles of these municipalities."""
    shapes = map_data().municipalities
    by_id = {town.id: town.key for town in towns.values()}
    borders: dict[str, dict[str, int]] = {}
    for first, second, metres in border_pairs(by_id):
        borders.setdefault(by_id[first], {})[by_id[second]] = metres
        borders.setdefault(by_id[second], {})[by_id[first]] = metres
    memberships: dict[str, set[str]] = {}
    for cooperation, members in members_by_cooperation(towns, on=on).items():
        for member in members:
            memberships.setdefault(member, set()).add(cooperation)
    return Land(
        borders,
        {key: town.district for key, town in towns.items()},
        {key: frozenset(each) for key, each in memberships.items()},
        {key: shapes[key].center_km for key in towns if key in shapes},
    )


def members_by_cooperation(towns: Mapping[str, Town], *, on: date) -> dict[str, set[str]]:
    """Return which of these municipalities take part in which cooperation."""
    by_id = {town.id: town.key for town in towns.values()}
    found: dict[str, set[str]] = {}
    rows = Party.objects.filter(KNOWN_NOW, valid__contains=on, role__in=TAKING_PART, body_id__in=by_id)
    for cooperation, body in rows.values_list("cooperation__key", "body_id"):
        found.setdefault(cooperation, set()).add(by_id[body])
    return found


def serving(task: Task, towns: Mapping[str, Town], *, on: date) -> list[Serving]:
    """Return the cooperations that do the task on the day, with who takes part in it there."""
    by_id = {town.id: town.key for town in towns.values()}
    takers = takers_of_task(task.code, on=on, roles=TAKING_PART)
    members = {
        pk: frozenset(by_id[body] for body in bodies if body in by_id) for pk, bodies in takers.items()
    }
    keys = Cooperation.objects.filter(pk__in=[pk for pk in members if members[pk]]).order_by("key")
    names = names_of(members, on=on)
    return [Serving(key, names.get(pk, key), members[pk]) for pk, key in keys.values_list("pk", "key")]


def situations(
    task: Task, towns: Mapping[str, Town], serving_it: list[Serving], *, on: date
) -> dict[str, TaskSituation]:
    """Return the column of the matrix for one task: a situation for every municipality."""
    records = {record.body_id: record for record in latest_records(task, on=on)}
    served: dict[str, list[str]] = {}
    for each in serving_it:
        for member in each.members:
            served.setdefault(member, []).append(each.key)
    return {
        key: _situation(town, records.get(town.id), tuple(served.get(key, ()))) for key, town in towns.items()
    }


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of one task in a whole Land."""

    towns: dict[str, Town]
    land: Land
    serving: list[Serving]
    situations: dict[str, TaskSituation]


def column_of(task: Task, key: str, *, on: date) -> Column:
    """Return the column of the matrix for the Land in which the key lies."""
    towns = towns_of_land(key, on=on)
    serving_it = serving(task, towns, on=on)
    return Column(towns, land_of(towns, on=on), serving_it, situations(task, towns, serving_it, on=on))


def latest_records(task: Task, *, on: date) -> list[TaskRecord]:
    """Return the newest record of each body that began by that day."""
    rows = TaskRecord.objects.filter(KNOWN_NOW, task=task, valid__startswith__lte=on)
    return list(rows.order_by("body_id", "-valid").distinct("body_id").select_related("source"))


def records_of(body_id: int, *, on: date) -> list[TaskRecord]:
    """Return the newest record of each task that the body has told of, tasks by name."""
    rows = TaskRecord.objects.filter(KNOWN_NOW, body_id=body_id, valid__startswith__lte=on)
    newest = rows.order_by("task_id", "-valid").distinct("task_id").select_related("task", "source")
    return sorted(newest, key=lambda record: record.task.name)


def _situation(town: Town, record: TaskRecord | None, cooperations: tuple[str, ...]) -> TaskSituation:
    if record is None:
        return TaskSituation(town.key, town.name, state_of(None, cooperations), cooperations)
    quantity = record.cases if record.cases is not None else town.population
    return TaskSituation(
        key=town.key,
        name=town.name,
        state=state_of(TaskState(record.state), cooperations),
        cooperations=cooperations,
        year=record.valid.lower.year,
        cost=None if record.cost_cents is None else record.cost_cents / 100,
        quantity=None if quantity is None else float(quantity),
        is_counted_in_cases=record.cases is not None,
        staffing=Staffing(
            None if record.posts is None else float(record.posts), record.retirements, record.vacancy_months
        ),
        software=record.software,
        contract_end=record.contract_end,
        source=record.source.title,
    )


def tasks() -> list[Task]:
    """Return the code list of tasks, by area and name."""
    return list(Task.objects.order_by("area", "name"))


def task_by_code(code: str) -> Task | None:
    return Task.objects.filter(code=code).first()


def matrix_counts(*, on: date) -> list[tuple[Task, int, int, int]]:
    """Return per task how many municipalities say alone or at the Kreis, and how many cooperations do it."""
    records: dict[int, dict[str, set[int]]] = {}
    rows = TaskRecord.objects.filter(KNOWN_NOW, valid__startswith__lte=on).order_by("valid")
    latest: dict[tuple[int, int], str] = {
        (task, body): state for task, body, state in rows.values_list("task_id", "body_id", "state")
    }
    for (task, body), state in latest.items():
        records.setdefault(task, {}).setdefault(state, set()).add(body)
    doing: dict[int, set[int]] = {}
    facts = CooperationTask.objects.filter(KNOWN_NOW, valid__contains=on)
    for task, cooperation in facts.values_list("task_id", "cooperation_id"):
        doing.setdefault(task, set()).add(cooperation)
    return [
        (
            task,
            len(records.get(task.pk, {}).get(TaskState.ALONE.value, ())),
            len(records.get(task.pk, {}).get(TaskState.DISTRICT.value, ())),
            len(doing.get(task.pk, ())),
        )
        for task in tasks()
    ]


def latest_run(kind: RunKind, task: Task | None = None) -> PotentialRun | None:
    """Return the newest result of that kind."""
    return PotentialRun.objects.filter(kind=kind.value, task=task).order_by(F("created_at").desc()).first()


def run_by_id(pk: int) -> PotentialRun | None:
    return PotentialRun.objects.filter(pk=pk).select_related("task").first()
