"""Take over product budgets; nothing is overwritten, nothing half saved."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import QuerySet

from allmende.accounts.actions import record_event
from allmende.common.formats import day, number
from allmende.cooperations.models import Task
from allmende.cooperations.potentials.budget_file import (
    BudgetFileBroken,
    BudgetRow,
    Problem,
    duplicates,
    read_budgets,
)
from allmende.cooperations.potentials.models import TaskRecord
from allmende.register import queries as register
from allmende.register.actions import remember_source
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, Capability

if TYPE_CHECKING:
    from allmende.accounts.models import User

AGS_DIGITS = 8


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row with the body and the task it speaks of, and whether it changes anything."""

    row: BudgetRow
    body: BodyView
    task: Task
    replaces: bool

    @property
    def details(self) -> str:
        """Return what the row says beside the cost."""
        row = self.row
        told = {
            "Produkt": row.product,
            "Fälle": row.cases,
            "Stellen": None if row.posts is None else number(row.posts),
            "Ruhestand": row.retirements,
            "frei seit Monaten": row.vacancy_months,
            "Software": row.software,
            "Vertrag bis": None if row.contract_end is None else day(row.contract_end),
        }
        return "; ".join(f"{label}: {value}" for label, value in told.items() if value not in (None, ""))

    @property
    def cost(self) -> Decimal | None:
        cents = self.row.cost_cents
        return None if cents is None else Decimal(cents) / 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do."""

    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]
    digest: str


def preview(data: bytes, *, by: "User | None", on: date) -> Plan:
    """Return what the file would do; nothing is written. Without a person the installation itself asks."""
    rows, problems = read_budgets(data)
    tasks = {task.code: task for task in Task.objects.all()}
    bearers = register.match_names([row.body for row in rows], on=on)
    bodies: dict[str, BodyView] = {text: found[0] for text, found in bearers.items() if len(found) == 1}
    bodies |= _by_keys([text for text, found in bearers.items() if not found and text.isdigit()], on)
    allowed = {body.id: by is None or _may(by, body.id, on) for body in bodies.values()}
    planned = []
    for row in rows:
        body, task = bodies.get(row.body), tasks.get(row.task)
        if body is None:
            problems.append(Problem(row.line, "gemeinde", _unknown(row.body, bearers.get(row.body, ()))))
        elif not allowed[body.id]:
            problems.append(Problem(row.line, "gemeinde", f"Für {body} dürfen Sie nichts eintragen."))
        if task is None:
            problems.append(Problem(row.line, "aufgabe", f"„{row.task}“ steht nicht in der Aufgabenliste."))
        if body is not None and task is not None and allowed[body.id]:
            planned.append(PlannedRow(row, body, task, False))
    ids = {text: body.id for text, body in bodies.items()}
    problems += duplicates([each.row for each in planned], lambda row: ids[row.body])
    planned = _with_replaced(planned)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return Plan(tuple(planned), tuple(problems), hashlib.sha256(data).hexdigest())


def _by_keys(keys: Sequence[str], on: date) -> dict[str, BodyView]:
    """Return whom each key means. Excel takes a key for a number and drops its first zero: it is put back."""
    whole = {key: f"0{key}" if len(key) == AGS_DIGITS - 1 else key for key in keys}
    found = register.bodies_by_keys(whole.values(), on=on)
    return {key: found[each] for key, each in whole.items() if each in found}


def _may(by: "User", body_id: int, on: date) -> bool:
    return by.is_staff or register.may(by, body_id, Capability.CALCULATE, on=on)


def _unknown(text: str, bearers: Sequence[BodyView]) -> str:
    if bearers:
        options = ", ".join(f"{each.key} {each}" for each in bearers)
        return f"Mehrere heißen „{text}“. Schreiben Sie den Schlüssel: {options}."
    return f"„{text}“ steht nicht im Register."


def _with_replaced(planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    known = {(old.body_id, old.task_id, old.valid) for old in _known_of(planned)}
    return [replace(each, replaces=_place(each) in known) for each in planned]


def _known_of(planned: Sequence[PlannedRow]) -> QuerySet[TaskRecord]:
    """Return what is known so far of these bodies and tasks."""
    return TaskRecord.objects.filter(
        KNOWN_NOW, body_id__in={each.body.id for each in planned}, task__in={each.task for each in planned}
    )


def _place(planned: PlannedRow) -> tuple[int, int, DateRange]:
    return planned.body.id, planned.task.pk, _year(planned.row.year)


def _year(year: int) -> DateRange:
    return DateRange(date(year, 1, 1), date(year + 1, 1, 1))


@transaction.atomic
def take_over(data: bytes, *, title: str, by: "User | None", on: date, at: datetime) -> int:
    """Store all rows of a file without problems; raise BudgetFileBroken else. Return how many."""
    plan = preview(data, by=by, on=on)
    if plan.problems:
        raise BudgetFileBroken(problem=f"{plan.problems[0]} Nichts wurde gespeichert.")
    source_id = remember_source(key=f"aufgaben-{plan.digest[:20]}", title=title, attribution=title)
    said = {_place(each) for each in plan.rows}
    for old in _known_of(plan.rows).select_for_update():
        if (old.body_id, old.task_id, old.valid) in said:
            TaskRecord.objects.filter(pk=old.pk).update(known=DateTimeTZRange(old.known.lower, at))
    TaskRecord.objects.bulk_create(
        TaskRecord(**_fields(each), source_id=source_id, known=DateTimeTZRange(at, None))
        for each in plan.rows
    )
    for key, body in {each.body.key: each.body for each in plan.rows}.items():
        record_event(
            actor=by,
            chain=key,
            action="task_records_imported",
            object_type="register.body",
            object_id=str(body.id),
            object_label=str(body),
            details={"Quelle": title},
        )
    return len(plan.rows)


def _fields(planned: PlannedRow) -> dict[str, object]:
    row = planned.row
    return {
        "body_id": planned.body.id,
        "task": planned.task,
        "valid": _year(row.year),
        "state": row.state.value,
        "product": row.product,
        "cost_cents": row.cost_cents,
        "cases": row.cases,
        "posts": row.posts,
        "retirements": row.retirements,
        "vacancy_months": row.vacancy_months,
        "software": row.software,
        "contract_end": row.contract_end,
    }
