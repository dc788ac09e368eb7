"""Start, run, cancel and resume background work."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from allmende.common.errors import AllmendeError
from allmende.jobs.domain import (
    JobAlreadyEnded,
    JobCancelled,
    JobState,
    JobStillRunning,
    handler_for,
)
from allmende.jobs.models import Job

if TYPE_CHECKING:
    from allmende.accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def start_job(
    *, kind: str, title: str, payload: Mapping[str, object], by: "User | None", url: str = ""
) -> Job:
    """Store a job and put it into the queue, in the caller's transaction; raise UnknownJobKind.

    `url` is the page of the thing the job works on; it may change when the job ends with another one.
    """
    handler_for(kind)
    job = Job.objects.create(kind=kind, title=title, payload=dict(payload), requested_by=by, result_url=url)
    _enqueue(job)
    return job


@transaction.atomic
def request_cancel(*, job: Job) -> None:
    """Ask a job to stop at its next report; a waiting job ends at once. Raise JobAlreadyEnded."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.is_final:
        raise JobAlreadyEnded(title=locked.title)
    if locked.state == JobState.WAITING:
        _end(locked.pk, JobState.CANCELLED, JobCancelled.message)
        return
    locked.cancel_requested = True
    locked.save(update_fields=["cancel_requested"])


@transaction.atomic
def resume_job(*, job: Job) -> None:
    """Put an ended, unfinished job back into the queue; its handler skips what is done."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state not in (JobState.FAILED, JobState.CANCELLED):
        raise JobStillRunning(title=locked.title)
    Job.objects.filter(pk=locked.pk).update(
        state=JobState.WAITING, cancel_requested=False, ended_at=None, message=""
    )
    _enqueue(locked)


def run_job(job_id: int) -> None:
    """Do the work of one job; called by the worker. A job that has ended is left alone.

    Raises what the database raises when it is gone: the job stays as it is, and the queue runs it again.
    """
    began = Job.objects.filter(pk=job_id, ended_at__isnull=True).update(state=JobState.RUNNING)
    if not began:
        return
    job = Job.objects.get(pk=job_id)
    try:
        result = handler_for(job.kind)(_Running(job.pk, job.payload, job.requested_by_id))
    except JobCancelled as cancelled:
        _end(job_id, JobState.CANCELLED, str(cancelled))
    except AllmendeError as problem:
        _end(job_id, JobState.FAILED, str(problem))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("job %s (%s) failed", job_id, job.kind)
        _end(
            job_id,
            JobState.FAILED,
            _("Unerwarteter Fehler. Die Einzelheiten stehen im Protokoll unter Auftrag {number}.").format(
                number=job_id
            ),
        )
    else:
        Job.objects.filter(pk=job_id).update(done=F("total"), result_url=result.url or job.result_url)
        _end(job_id, JobState.DONE, result.message)


@dataclass(frozen=True, slots=True)
class _Running:
    job_id: int
    payload: Mapping[str, object]
    requested_by_id: int | None

    def report(self, done: int, total: int, message: str = "") -> None:
        Job.objects.filter(pk=self.job_id).update(done=done, total=total, message=message)
        if Job.objects.filter(pk=self.job_id, cancel_requested=True).exists():
            raise JobCancelled


def _enqueue(job: Job) -> None:
    from allmende.jobs.tasks import work

    work.configure(lock=f"job-{job.pk}").defer(job_id=job.pk)


def _end(job_id: int, state: JobState, message: str) -> None:
    Job.objects.filter(pk=job_id).update(state=state, message=message, ended_at=timezone.now())
