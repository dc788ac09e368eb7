"""The job that reads a source, and the clock that starts it every night."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from allmende.jobs.actions import start_job
from allmende.jobs.domain import JobResult, RunningJob, job_handler
from allmende.oparl.importing.domain import JOB_KIND, RunState
from allmende.oparl.importing.runs import run_source
from allmende.oparl.models import ImportRun, OparlSource
from allmende.oparl.models.importing import STATE_LABELS

FULL_EVERY = timedelta(days=7)
"""Only a full run finds out what vanished without a word."""


@job_handler(JOB_KIND)
def read_source(job: RunningJob) -> JobResult:
    """Read a source; after a crash or a cancellation the run goes on where it stopped."""
    source = OparlSource.objects.select_related("body").get(pk=str(job.payload["source"]))

    def report(count: int, what: str) -> None:
        job.report(0, 0, _("{count} Objekte · {what}").format(count=count, what=what)[:500])

    run = run_source(source, is_full=bool(job.payload["is_full"]), report=report)
    return JobResult(summary(run), source.get_absolute_url())


def summary(run: ImportRun) -> str:
    """Return what a run brought in a sentence."""
    return _("{state}: {read} Objekte gelesen, {new} neu, {changed} geändert, {deleted} gelöscht.").format(
        state=str(STATE_LABELS[RunState(run.state)]).capitalize(),
        read=run.objects_read,
        new=run.objects_new,
        changed=run.objects_changed,
        deleted=run.objects_deleted,
    )


@app.periodic(cron="17 2 * * *")
@app.task(name="oparl.read_nightly", queueing_lock="oparl.read_nightly")
def read_nightly(timestamp: int) -> None:
    """Start a run over every source that wants one, once a week over everything it has."""
    for source in OparlSource.objects.filter(is_nightly=True, is_hidden=False):
        last = source.runs.filter(is_full=True, state=RunState.COMPLETE.value).first()
        is_full = last is None or last.started_at < timezone.now() - FULL_EVERY
        start_job(
            kind=JOB_KIND,
            title=f"OParl: {source.name}"[:300],
            payload={"source": source.pk, "is_full": is_full},
            by=None,
            url=source.get_absolute_url(),
        )
