"""The queue's side: one task that runs a job, one that brings back jobs of workers that died."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from allmende.jobs import actions

# A worker writes its heartbeat every ten seconds; three missed ones mean that it is gone.
SECONDS_WITHOUT_HEARTBEAT = 30
# Entries of the queue; what people see of a job is our own `Job`.
HOURS_KEPT = 72
WHEN_THE_DATABASE_IS_BACK = RetryStrategy(wait=5, retry_exceptions=[OperationalError, InterfaceError])


@app.task(name="jobs.work", retry=WHEN_THE_DATABASE_IS_BACK)
def work(job_id: int) -> None:
    """Run one job."""
    actions.run_job(job_id)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.requeue_stalled", queueing_lock="jobs.requeue_stalled", pass_context=False)
async def requeue_stalled(timestamp: int) -> None:
    """Put jobs whose worker died back into the queue."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        await manager.retry_job(job)


@app.periodic(cron="27 * * * *")
@app.task(name="jobs.forget_old_entries", queueing_lock="jobs.forget_old_entries", pass_context=False)
async def forget_old_entries(timestamp: int) -> None:
    """Remove what is done from the queue; the clock alone adds 1,500 entries a day."""
    await app.job_manager.delete_old_jobs(
        nb_hours=HOURS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
