"""The jobs of billing: computing drafts, then giving numbers and making files."""

from allmende.accounts.queries import user_by_id
from allmende.catalog.invoices import runs
from allmende.catalog.invoices.issuing import issue_drafts, seal_all
from allmende.catalog.invoices.models import BillingRun
from allmende.jobs.domain import JobResult, RunningJob, job_handler


@job_handler(runs.COMPUTE_JOB)
def compute(job: RunningJob) -> JobResult:
    """Write the drafts of a run."""
    run = BillingRun.objects.get(pk=str(job.payload["run"]))
    lines = runs.compute(run, job)
    return JobResult(f"{lines} Positionen sind berechnet. Prüfen Sie die Entwürfe.", run.get_absolute_url())


@job_handler(runs.ISSUE_JOB)
def issue(job: RunningJob) -> JobResult:
    """Give the drafts of a run their numbers, post them, make the files."""
    run = BillingRun.objects.get(pk=str(job.payload["run"]))
    by = user_by_id(job.requested_by_id) if job.requested_by_id else None
    issued = issue_drafts(run, by, job)
    seal_all(run, job)
    return JobResult(f"{issued} Rechnungen sind ausgestellt.", run.get_absolute_url())
