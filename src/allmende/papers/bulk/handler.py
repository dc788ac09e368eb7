"""The job that reads many files. It keeps nothing in mind: which files are left stands in the database."""

from contextlib import ExitStack
from functools import cached_property

from django.core.files.storage import default_storage
from django.utils import timezone

from allmende.jobs.domain import JobResult, RunningJob, job_handler
from allmende.papers.bulk import actions, queries
from allmende.papers.bulk.archive import Archive
from allmende.papers.bulk.domain import JOB_KIND
from allmende.papers.bulk.models import BulkImport, BulkItem
from allmende.register import queries as register


@job_handler(JOB_KIND)
def read_files(job: RunningJob) -> JobResult:
    """Read every file that waits; after a cancellation or a crash, those that are left."""
    imports = BulkImport.objects.select_related("body", "created_by")
    bulk_import = imports.get(pk=str(job.payload["bulk_import"]))
    on = timezone.localdate()
    body = register.known_body_by_key(bulk_import.body.key, on=on)
    waiting = queries.waiting_ids(bulk_import)
    total = bulk_import.items.filter(part=1).count()
    with _Sources(bulk_import) as sources:
        for done, item_id in enumerate(waiting, start=total - len(waiting)):
            job.report(done, total)
            actions.read_item(
                item_id=item_id, data_of=sources.data_of, body=body, by=bulk_import.created_by, on=on
            )
    job.report(total, total)
    return JobResult(
        actions.finish_import(bulk_import=bulk_import, body=body), bulk_import.get_absolute_url()
    )


class _Sources(ExitStack):
    """The stored bytes of an import; the archive is opened once, when the first member is asked for."""

    def __init__(self, bulk_import: BulkImport) -> None:
        super().__init__()
        self._import = bulk_import

    @cached_property
    def _archive(self) -> Archive:
        stream = self.enter_context(default_storage.open(self._import.archive))
        return Archive(stream, name=self._import.archive_name)

    def data_of(self, item: BulkItem) -> bytes:
        if item.member is not None:
            return self._archive.read(item.member)
        with default_storage.open(item.source) as file:
            return bytes(file.read())
