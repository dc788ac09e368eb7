"""Long computations as jobs: all groups around one municipality, a choice for a whole Land, the back-test."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.cooperations.models import Task
from allmende.cooperations.potentials import queries
from allmende.cooperations.potentials.back_test import back_test
from allmende.cooperations.potentials.domain import RunKind
from allmende.cooperations.potentials.graph import MOST_GROUPS
from allmende.cooperations.potentials.models import PotentialRun
from allmende.cooperations.potentials.packing import best_choice
from allmende.cooperations.potentials.proposals import (
    candidates_everywhere,
    counted_alike,
    estimate_from,
    propose,
)
from allmende.cooperations.potentials.scale import ScaleEstimate, assumed_scale
from allmende.cooperations.potentials.valuing import Assumptions, Saving, Valuation
from allmende.jobs.domain import JobResult, RunningJob, job_handler

CHOICE_JOB = "potentials.choice"
GROUPS_JOB = "potentials.groups"
BACK_TEST_JOB = "potentials.back_test"
GROUPS_PER_TOWN = 20


@job_handler(CHOICE_JOB)
def choose(job: RunningJob) -> JobResult:
    """Find groups around every municipality and choose those that save most without overlapping."""
    on = date.fromisoformat(str(job.payload["on"]))
    task = queries.task_by_code(str(job.payload["task"]))
    if task is None:
        return JobResult(_("Die Aufgabe gibt es nicht mehr."))
    assumptions = Assumptions(setup_per_member=float(str(job.payload.get("setup", 0))))
    column = queries.column_of(task, str(job.payload["land"]), on=on)
    known = counted_alike(column.situations)
    estimate = estimate_from(known)
    if estimate is None or not estimate.saves:
        return JobResult(_("Keine Auswahl: Für diese Aufgabe ist nicht belegt, dass Größe spart."))
    found = candidates_everywhere(
        known, estimate, column.land, assumptions, per_root=GROUPS_PER_TOWN, report=job.report
    )
    chosen = best_choice(found)
    valuation = Valuation(known, estimate, assumptions)
    result = {
        "groups": [_told(valuation.saving(group), group, column.towns) for _value, group in chosen],
        "candidates": len(found),
        "low": estimate.low,
        "high": estimate.high,
        "budgets": estimate.budgets,
    }
    return _stored(job, RunKind.CHOICE, on, result, task)


@job_handler(GROUPS_JOB)
def look_around(job: RunningJob) -> JobResult:
    """Look at all groups around one municipality, where a page has time for the first ones only."""
    on, key = date.fromisoformat(str(job.payload["on"])), str(job.payload["body"])
    task = queries.task_by_code(str(job.payload["task"]))
    column = queries.column_of(task, key, on=on) if task else None
    if task is None or column is None or key not in column.towns:
        return JobResult(_("Die Aufgabe oder die Gemeinde gibt es nicht mehr."))
    proposal = propose(
        key,
        task=task.name,
        land=column.land,
        situations=column.situations,
        serving={},
        assumptions=Assumptions(setup_per_member=float(str(job.payload.get("setup", 0)))),
        assumed=assumed_from(job.payload),
        on=on,
        most_groups=MOST_GROUPS,
        report=lambda seen: job.report(seen, MOST_GROUPS),
    )
    if not proposal.groups:
        return JobResult(proposal.no_groups)
    result = {
        "town": column.towns[key].name,
        "groups": [
            _told(each.saving, tuple(member.key for member in each.members), column.towns)
            for each in proposal.groups
        ],
        "candidates": proposal.search.seen,
        "is_cut_off": proposal.search.is_cut_off,
        "scale": proposal.scale_sentence,
    }
    return _stored(job, RunKind.GROUPS, on, result, task)


def assumed_from(payload: Mapping[str, object]) -> ScaleEstimate | None:
    """Return the assumption somebody typed on the page."""
    typed = payload.get("assumed")
    if not isinstance(typed, Mapping):
        return None
    exponent, low, high = (float(str(typed[name])) for name in ("exponent", "low", "high"))
    return assumed_scale(exponent=exponent, low=low, high=high, source=str(typed["source"]))


def _told(saving: Saving, group: tuple[str, ...], towns: dict[str, queries.Town]) -> dict[str, object]:
    return {
        "keys": list(group),
        "names": [towns[key].name for key in group],
        "low": round(saving.low),
        "base": round(saving.base),
        "high": round(saving.high),
    }


@job_handler(BACK_TEST_JOB)
def look_back(job: RunningJob) -> JobResult:
    """Hide memberships of the register and count how many the ranking finds again."""
    on = date.fromisoformat(str(job.payload["on"]))
    towns = queries.towns_of_land(str(job.payload["land"]), on=on)
    land = queries.land_of(towns, on=on)
    result = back_test(
        land,
        queries.members_by_cooperation(towns, on=on),
        report=lambda done, total: job.report(done, total),
    )
    if result is None:
        return JobResult(_("Kein Rückblick: Im Register stehen zu wenige Beteiligungen."))
    return _stored(job, RunKind.BACK_TEST, on, asdict(result), None)


def _stored(
    job: RunningJob, kind: RunKind, on: date, result: dict[str, object], task: Task | None
) -> JobResult:
    run, _is_new = PotentialRun.objects.update_or_create(
        job_id=job.job_id,
        defaults={
            "kind": kind.value,
            "task": task,
            "on": on,
            "result": result,
            "requested_by_id": job.requested_by_id,
        },
    )
    return JobResult(_("Das Ergebnis steht bereit."), reverse("potentials:run", args=[run.pk]))
