"""Take over product budgets; nothing is overwritten, nothing half saved."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.accounts.actions import record_event
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


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row with the body and the task it speaks of, and whether it changes anything."""

    row: BudgetRow
    body: BodyView
    task: Task
    replaces: bool

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


def preview(data: bytes, *, by: "User", on: date) -> Plan:
    """Return what the file would do; nothing is written."""
    rows, problems = read_budgets(data)
    tasks = {task.code: task for task in Task.objects.all()}
    bearers = register.match_names([row.body for row in rows], on=on)
    bodies: dict[str, BodyView] = {}
    for text in {row.body for row in rows}:
        found = bearers.get(text, ())
        if len(found) == 1:
            bodies[text] = found[0]
        elif not found and text.isdigit():
            bodies.update((text, body) for body in _by_key(text, on))
    allowed = {body.id: _may(by, body.id, on) for body in bodies.values()}
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
    planned = [_with_replaced(each) for each in planned]
    problems.sort(key=lambda problem: (problem.line, problem.column))
    return Plan(tuple(planned), tuple(problems), hashlib.sha256(data).hexdigest())


def _by_key(key: str, on: date) -> list[BodyView]:
    return [option for option in register.body_options(key, on=on, limit=2) if option.key == key]


def _may(by: "User", body_id: int, on: date) -> bool:
    return by.is_staff or register.may(by, body_id, Capability.CALCULATE, on=on)


def _unknown(text: str, bearers: Sequence[BodyView]) -> str:
    if bearers:
        options = ", ".join(f"{each.key} {each}" for each in bearers)
        return f"Mehrere heißen „{text}“. Schreiben Sie den Schlüssel: {options}."
    return f"„{text}“ steht nicht im Register."


def _with_replaced(planned: PlannedRow) -> PlannedRow:
    same = TaskRecord.objects.filter(
        KNOWN_NOW, body_id=planned.body.id, task=planned.task, valid=_year(planned.row.year)
    )
    return PlannedRow(planned.row, planned.body, planned.task, same.exists())


def _year(year: int) -> DateRange:
    return DateRange(date(year, 1, 1), date(year + 1, 1, 1))


@transaction.atomic
def take_over(data: bytes, *, title: str, by: "User", on: date, at: datetime) -> int:
    """Store all rows of a file without problems; raise BudgetFileBroken else. Return how many."""
    plan = preview(data, by=by, on=on)
    if plan.problems:
        raise BudgetFileBroken(problem=f"{plan.problems[0]} Nichts wurde gespeichert.")
    source_id = remember_source(key=f"aufgaben-{plan.digest[:20]}", title=title, attribution=title)
    for each in plan.rows:
        old = TaskRecord.objects.select_for_update().filter(
            KNOWN_NOW, body_id=each.body.id, task=each.task, valid=_year(each.row.year)
        )
        for record in old:
            TaskRecord.objects.filter(pk=record.pk).update(known=DateTimeTZRange(record.known.lower, at))
        TaskRecord.objects.create(**_fields(each), source_id=source_id, known=DateTimeTZRange(at, None))
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
