"""The job that takes over a long list. All in one transaction: a cancelled job leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.accounts.queries import user_by_id
from allmende.cooperations.importing.actions import import_list, preview_list
from allmende.jobs.domain import JobResult, RunningJob, job_handler
from allmende.register.importing import kept_files

JOB_KIND = "cooperations.import"


@job_handler(JOB_KIND)
def take_over_list(job: RunningJob) -> JobResult:
    """Read the kept list again and write it.

    Progress is told over a connection of its own: inside the transaction nobody would see it, and whoever
    cancels would wait for its end.
    """
    path = str(job.payload["path"])
    data = kept_files.kept(path)
    inventory = reverse("cooperations:inventory")
    if data is None:
        return JobResult(_("Die Liste ist schon übernommen oder abgelaufen."), inventory)
    answers = job.payload["answers"]
    steward = job.payload["steward_id"]
    options = {
        "name": str(job.payload["name"]),
        "answers": answers if isinstance(answers, dict) else {},
        "steward_id": steward if isinstance(steward, int) else None,
        "on": timezone.localdate(),
    }
    total = len(preview_list(data, **options).entries)  # type: ignore[arg-type]  # a payload is JSON
    by = user_by_id(job.requested_by_id) if job.requested_by_id else None
    with ThreadPoolExecutor(max_workers=1) as reporter:
        try:
            count = import_list(
                data,
                **options,  # type: ignore[arg-type]
                by=by,
                at=timezone.now(),
                report=lambda done: reporter.submit(job.report, done, total).result(),
            )
        finally:
            reporter.submit(_close_connection).result()
    kept_files.forget(path)
    message = ngettext("{n} Zusammenarbeit übernommen.", "{n} Zusammenarbeiten übernommen.", count)
    return JobResult(message.format(n=count), inventory)


def _close_connection() -> None:
    """Close the connection of the thread that calls this."""
    connection.close()
