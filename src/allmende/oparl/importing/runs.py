"""Start a run over a source, or go on with the one that was interrupted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils import timezone

from allmende.jobs.domain import JobCancelled
from allmende.oparl.fetching import Fetcher, Manners
from allmende.oparl.importing.body_keys import check_body_keys
from allmende.oparl.importing.crawl import Crawl, Report
from allmende.oparl.importing.domain import RunInProgress, RunState
from allmende.oparl.importing.mapping import map_source
from allmende.oparl.models import ImportRun, OparlSource, SourceList, StagedObject

if TYPE_CHECKING:
    from allmende.accounts.models import User

LOCK = 1_869_640_818
"""Any number that no other part of the product locks; the second number is the source."""


def manners_of(source: OparlSource) -> Manners:
    """Return the limits and politeness for a source."""
    return Manners(
        contact=settings.OPARL_CONTACT,
        allowed_hosts=frozenset(source.allowed_hosts),
        seconds_between=float(source.seconds_between),
        heed_robots=source.heeds_robots,
        allow_loopback=settings.OPARL_ALLOW_LOOPBACK,
    )


def run_source(
    source: OparlSource,
    *,
    is_full: bool,
    by: "User | None" = None,
    report: Report = lambda count, url: None,
    fetcher: Fetcher | None = None,
    at: Callable[[], datetime] = timezone.now,
) -> ImportRun:
    """Read a source and map it into papers; raise RunInProgress while another run does.

    A cancelled run takes over what it has read; the next one goes on from there.
    """
    with _alone(source), fetcher or Fetcher(source.url, manners_of(source)) as client:
        run = _open_run(source, is_full=is_full, by=by, at=at())
        crawl = Crawl(run, client, at, report)
        try:
            if not run.is_read:
                crawl.read_all()
                crawl.compare()
                check_body_keys(run, at=at())
            crawl.follow_up()
            map_source(source, report=report)
        except JobCancelled:
            if not run.is_read:
                crawl.compare(is_whole=False)
            _end(run, RunState.CANCELLED, client, at())
            raise
        _end(run, crawl.state(), client, at())
    return run


@contextmanager
def _alone(source: OparlSource) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, source.pk])
        if not cursor.fetchone()[0]:
            raise RunInProgress(name=source.name)
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, source.pk])


def _open_run(source: OparlSource, *, is_full: bool, by: "User | None", at: datetime) -> ImportRun:
    interrupted = ImportRun.objects.filter(source=source, state=RunState.RUNNING.value).first()
    if interrupted is None:
        return ImportRun.objects.create(source=source, is_full=is_full, started_at=at, requested_by=by)
    interrupted.source = source
    if not interrupted.is_read and not StagedObject.objects.filter(run=interrupted).exists():
        # the stage has no log: a crash of the database empties it, and then nothing was read
        of_run = SourceList.objects.filter(source=source)
        of_run.filter(done_run=interrupted).update(done_run=None, unchanged_url="")
        of_run.filter(resume_run=interrupted).update(resume_url="", resume_run=None)
    return interrupted


def _end(run: ImportRun, state: RunState, client: Fetcher, at: datetime) -> None:
    run.state, run.ended_at, run.requests = state.value, at, client.request_count
    run.save()
