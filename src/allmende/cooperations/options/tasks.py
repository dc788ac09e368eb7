"""The job that computes large comparisons."""

from allmende.cooperations.options import actions
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.options.reading import question_from
from allmende.jobs.domain import JobResult, RunningJob, job_handler


@job_handler(actions.JOB_KIND)
def compute(job: RunningJob) -> JobResult:
    """Compute one stand of the inputs; a newer one has a job of its own."""
    job.report(0, 1)
    comparison = Comparison.objects.filter(pk=str(job.payload["comparison"])).first()
    if comparison is None or comparison.revision != job.payload["revision"]:
        return JobResult("Der Vergleich wurde inzwischen geändert oder gelöscht.")
    actions.fill_sheet(comparison, question_from(comparison.inputs))
    job.report(1, 1)
    current = Comparison.objects.filter(pk=comparison.pk, revision=comparison.revision)
    current.update(sheet=comparison.sheet, problem=comparison.problem)
    return JobResult(comparison.problem or "Der Vergleich ist gerechnet.", comparison.get_absolute_url())
