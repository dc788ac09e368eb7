"""Long computations as jobs: the choice of groups for a whole Land, and the back-test."""

from dataclasses import asdict
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.cooperations.models import Task
from allmende.cooperations.potentials import queries
from allmende.cooperations.potentials.back_test import back_test
from allmende.cooperations.potentials.domain import RunKind
from allmende.cooperations.potentials.models import PotentialRun
from allmende.cooperations.potentials.packing import best_choice
from allmende.cooperations.potentials.proposals import candidates_everywhere, estimate_from
from allmende.cooperations.potentials.valuing import Assumptions, Valuation
from allmende.jobs.domain import JobResult, RunningJob, job_handler

CHOICE_JOB = "potentials.choice"
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
    towns = queries.towns_of_land(str(job.payload["land"]), on=on)
    land = queries.land_of(towns, on=on)
    situations = queries.situations(task, towns, queries.serving(task, towns, on=on), on=on)
    known = {
        key: each for key, each in situations.items() if each.is_comparable and not each.is_counted_in_cases
    }
    estimate = estimate_from(known)
    if estimate is None or not estimate.saves:
        return JobResult(_("Keine Auswahl: Für diese Aufgabe ist nicht belegt, dass Größe spart."))
    found: dict[tuple[str, ...], float] = {}
    for done, key in enumerate(known):
        job.report(done, len(known))
        around = candidates_everywhere(
            known, estimate, land, assumptions, keys=[key], per_root=GROUPS_PER_TOWN
        )
        found.update({group: value for value, group in around})
    chosen = best_choice([(value, group) for group, value in found.items()])
    valuation = Valuation(known, estimate, assumptions)
    result = {
        "groups": [_told(valuation, group, towns) for _value, group in chosen],
        "candidates": len(found),
        "low": estimate.low,
        "high": estimate.high,
        "budgets": estimate.budgets,
    }
    return _stored(job, RunKind.CHOICE, on, result, task)


def _told(valuation: Valuation, group: tuple[str, ...], towns: dict[str, queries.Town]) -> dict[str, object]:
    saving = valuation.saving(group)
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
