"""One run over a source: read its lists, compare, look for what is missing, map it into papers.

Everything a run has done stands in the database with the place where it stopped, so that a run that was
killed, at whatever point, goes on when it is started again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Greatest

from allmende.oparl.fetching import Fetcher, FetchFailed
from allmende.oparl.importing.coverage import covered, cycle_members
from allmende.oparl.importing.discovery import Server, discover
from allmende.oparl.importing.domain import NotOparl, RunState
from allmende.oparl.importing.issues import Issue
from allmende.oparl.importing.lists import (
    FILTER,
    Batch,
    ListOutcome,
    ListReader,
    ListTask,
    OnePage,
    Switches,
)
from allmende.oparl.importing.merging import Merged, merge
from allmende.oparl.importing.paging import parameter
from allmende.oparl.importing.repair import Dialect
from allmende.oparl.importing.staging import add_findings, stage
from allmende.oparl.importing.values import BERLIN
from allmende.oparl.importing.vendors import switches_for
from allmende.oparl.models import Gap, ImportedObject, ImportRun, OparlSource, SourceBody, SourceList

OVERLAP: Final = timedelta(minutes=10)
"""How far a run asks back before the last change it has seen: clocks and transactions of servers differ."""

OBJECTS_AT_ONCE: Final = 2000
MAX_FOLLOW_UPS: Final = 200
MAX_CHECKS: Final = 20
GONE: Final = frozenset({404, 410})

Report = Callable[[int, str], None]


@dataclass(slots=True)
class Crawl:
    """A run while it reads; `report` hears the number of objects so far and may raise to stop it."""

    run: ImportRun
    fetcher: Fetcher
    at: Callable[[], datetime]
    report: Report
    server: Server = field(default_factory=Server)
    outcomes: list[ListOutcome] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    distinct_objects: int = 0
    _missed: list[str] = field(default_factory=list)

    @property
    def source(self) -> OparlSource:
        return self.run.source

    def read_all(self) -> None:
        """Read whatever stands behind the source's address."""
        try:
            self.server = discover(self.fetcher, self.dialect(), self.source.url, self.switches())
        except FetchFailed as failure:
            add_findings(self.run, [Issue(failure.code, self.source.url)], self.at())
            self.outcomes.append(ListOutcome.FAILED)
            return
        except NotOparl as problem:
            add_findings(self.run, [Issue("not-json", self.source.url, str(problem))], self.at())
            self.outcomes.append(ListOutcome.FAILED)
            return
        self._learn()
        self.read_lists(self.server.lists)

    def dialect(self) -> Dialect:
        hosts = {self.fetcher.start.partition("://")[2].partition("/")[0].partition(":")[0]}
        return Dialect(
            base=self.source.url,
            hosts=frozenset({*hosts, *self.source.allowed_hosts}),
            version=self.source.version,
            keeps_contact_data=self.source.keeps_contact_data,
        )

    def switches(self, place: SourceList | None = None) -> Switches:
        own = dict(self.source.switches)
        if place is not None and place.has_plain_filter:
            own["encode_filter"] = False
        return switches_for(self.source.vendor, own)

    @transaction.atomic
    def _learn(self) -> None:
        """Keep what the server says of itself: vendor, version, bodies."""
        source, server = self.source, self.server
        if (source.vendor, source.version) != (server.vendor, server.version):
            source.vendor, source.version = server.vendor, server.version
            source.save(update_fields=["vendor", "version"])
        known = {body.url: body for body in source.bodies.all()}
        for taken in server.bodies:
            name, ags = taken.values.get("name", "")[:500], taken.values.get("ags") or ""
            body = known.get(taken.url) or SourceBody(source=source, url=taken.url)
            if body.pk is None or (body.name, body.ags) != (name, ags):
                body.name, body.ags = name, ags
                body.save()
        stage(self.run, server.batches, body_url="", at=self.at())
        if not server.is_complete:
            self.outcomes.append(ListOutcome.PARTIAL)

    def read_lists(self, tasks: Iterable[ListTask]) -> None:
        """Read lists one after the other; the fault of one does not keep the others from being read."""
        for task in tasks:
            place, _new = SourceList.objects.get_or_create(
                source=self.source,
                url=task.url,
                defaults={"object_type": task.object_type, "body_url": task.body_url},
            )
            if place.done_run_id == self.run.pk:  # this run was interrupted after it
                self.outcomes.append(ListOutcome.COMPLETE if place.is_complete else ListOutcome.PARTIAL)
            else:
                self.outcomes.append(self._read_list(task, place))

    def _read_list(self, task: ListTask, place: SourceList) -> ListOutcome:
        since = task.since or self._since(place)
        if not place.resume_url:
            place.begun_at, place.latest = self.run.started_at, None
        task = ListTask(
            url=task.url,
            object_type=task.object_type,
            body_url=task.body_url,
            since=since,
            resume_url=place.resume_url,
            known=OnePage(place.unchanged_url, place.etag, place.last_modified) if since else None,
        )
        is_whole = not since and (not place.resume_url or place.resume_run_id == self.run.pk)
        reader = ListReader(self.fetcher, self.dialect(), task, self.switches(place))
        for batches in _gathered(reader.pages()):
            stage(self.run, batches, body_url=task.body_url, at=self.at(), place=place, reader=reader)
            self.run.objects_read += sum(each.is_own for batch in batches for each in batch.taken)
            self.report(self.run.objects_read, task.url)
        self.distinct_objects += reader.objects
        self._close_list(place, reader, is_whole=is_whole)
        return reader.outcome

    def _since(self, place: SourceList) -> str:
        """Return the moment from which changes are asked for; an interrupted reading keeps its own."""
        if place.resume_url:
            return parameter(place.resume_url, FILTER).replace(" ", "+")  # some servers want it plain
        if self.run.is_full or place.cursor is None:
            return ""
        return place.cursor.astimezone(BERLIN).isoformat(timespec="seconds")

    def _close_list(self, place: SourceList, reader: ListReader, *, is_whole: bool) -> None:
        """Note how far a list was read; its cursor moves when that is taken over."""
        place.done_run = self.run
        place.is_at_end = reader.outcome is ListOutcome.COMPLETE
        place.resume_url = reader.resume_url
        page = reader.one_page if place.is_at_end else None
        marks = (page.url, page.etag, page.last_modified) if page and len(page.url) <= 2000 else ("", "", "")
        place.unchanged_url, place.etag, place.last_modified = marks
        place.has_plain_filter |= reader.learned_plain_filter
        if place.is_at_end:
            begun = place.begun_at or self.run.started_at
            place.reached = min(place.latest - OVERLAP, begun) if place.latest else None
            if is_whole:
                place.whole_run = self.run
        place.save()

    def compare(self, *, is_whole: bool = True) -> None:
        """Take over what was read; find what is missing, unless the run was cut short."""
        with transaction.atomic():
            merged = merge(
                self.run,
                at=self.at(),
                covered_types=self._covered_types() if self.run.is_full and is_whole else (),
                covered_bodies=[*{each.body_url for each in self._lists()}],
            )
            self.merged.append(merged)
            self.run.objects_new += merged.new
            self.run.objects_changed += merged.changed
            self.run.objects_deleted += merged.deleted
            self.run.is_read = True
            self.run.requests = self.fetcher.request_count
            self.run.save()
            self._move_cursors()
            issues = []
            if merged.restamped >= 2 and 2 * merged.restamped >= merged.later:
                issues.append(Issue("modified-unreliable", self.source.url, str(merged.restamped)))
            if merged.new or merged.changed:
                issues += [*self._cycles(), *self._same_references()]
            issues += [Issue("type-changed", url, new_type) for url, new_type in merged.other_types]
            issues += [Issue("vanished", url) for url, _own, count in merged.missed if count > 2]
            add_findings(self.run, issues, self.at())
            self._missed = [url for url, is_own, count in merged.missed if is_own and count == 1]

    def _move_cursors(self) -> None:
        """Let the next run ask for later changes, but only of lists that were read to their end."""
        ended = SourceList.objects.filter(done_run=self.run, is_at_end=True)
        ended.update(is_complete=True, cursor=Greatest("cursor", "reached"))

    def _lists(self) -> list[SourceList]:
        return list(SourceList.objects.filter(source=self.source))

    def _covered_types(self) -> frozenset[str]:
        """Return the types whose lists were all read from their beginning to their end in this run."""
        lists = self._lists()
        whole = {each.object_type for each in lists} - {
            each.object_type for each in lists if each.whole_run_id != self.run.pk
        }
        return covered(whole)

    def _cycles(self) -> Iterator[Issue]:
        papers = ImportedObject.objects.filter(source=self.source, object_type="Paper", is_deleted=False)
        above: dict[str, list[str]] = {}
        for raw in papers.filter(own_raw__has_key="superordinatedPaper").iterator():
            links = raw.raw.get("superordinatedPaper")
            above[raw.url] = (
                [each for each in links if isinstance(each, str)] if isinstance(links, list) else []
            )
        yield from (Issue("cyclic-reference", url) for url in sorted(cycle_members(above)))

    def _same_references(self) -> Iterator[Issue]:
        with connection.cursor() as cursor:
            cursor.execute(_SAME_REFERENCES, [self.source.pk])
            yield from (Issue("duplicate-reference", url, reference[:200]) for url, reference in cursor)

    def follow_up(self) -> None:
        """Ask for what links name and no list holds, and for what the lists no longer hold."""
        lists = self._lists()
        complete = {each.object_type for each in lists if each.is_complete} - {
            each.object_type for each in lists if not each.is_complete
        }
        gaps = Gap.objects.filter(
            source=self.source, tried_at=None, target_type__in=covered(complete, strict=False)
        )
        urls = gaps.order_by("target_url").values_list("target_url", flat=True).distinct()[:MAX_FOLLOW_UPS]
        for url in list(urls):
            self._ask_for_gap(url)
            self.report(self.run.objects_read, url)
        for url in self._missed[:MAX_CHECKS]:
            self._check_missed(url)
        with transaction.atomic():
            self.merged.append(merge(self.run, at=self.at(), covered_types=(), covered_bodies=()))

    @transaction.atomic
    def _ask_for_gap(self, url: str) -> None:
        gaps = Gap.objects.filter(source=self.source, target_url=url)
        if not self.fetcher.may_call(url):  # an object of another server is that server's affair
            gaps.update(tried_at=self.at())
            return
        first = gaps.select_related("imported_object").first()
        if first is None:
            return
        if not self._stage_object(url, first.target_type, first.imported_object.body_url):
            gaps.update(tried_at=self.at(), is_dangling=True)
            rows = gaps.select_related("imported_object")
            issues = [Issue("dangling-reference", gap.imported_object.url, url) for gap in rows]
            add_findings(self.run, issues, self.at())
        else:
            gaps.update(tried_at=self.at())

    def _check_missed(self, url: str) -> None:
        known = ImportedObject.objects.get(source=self.source, url=url)
        if not self._stage_object(url, known.object_type, known.body_url):
            add_findings(self.run, [Issue("vanished", url)], self.at())

    def _stage_object(self, url: str, object_type: str, body_url: str) -> bool:
        """Fetch one object; return False if the server says that it is not there."""
        task = ListTask(url=url, object_type=object_type)
        reader = ListReader(self.fetcher, self.dialect(), task, Switches())
        batch = next(reader.pages())
        if [each.url for each in batch.taken if each.is_own] != [url]:  # a list, or another object
            return False
        stage(self.run, [batch], body_url=body_url, at=self.at())
        return True

    def state(self) -> RunState:
        """Return how the run went."""
        if all(outcome is ListOutcome.COMPLETE for outcome in self.outcomes):
            return RunState.COMPLETE  # also when an interrupted run had only the mapping left to do
        if all(outcome is ListOutcome.FAILED for outcome in self.outcomes):
            return RunState.FAILED
        return RunState.PARTIAL


_SAME_REFERENCES = """
SELECT url, reference FROM (
    SELECT url, own_raw ->> 'reference' AS reference,
           count(*) OVER (PARTITION BY body_url, own_raw ->> 'reference') AS papers
    FROM oparl_importedobject
    WHERE source_id = %s AND object_type = 'Paper' AND NOT is_deleted AND own_raw ->> 'reference' <> ''
) counted WHERE papers > 1
"""


def _gathered(pages: Iterator[Batch]) -> Iterator[list[Batch]]:
    """Yield pages together until they hold enough objects to be worth a transaction."""
    batches: list[Batch] = []
    objects = 0
    for page in pages:
        batches.append(page)
        objects += len(page.taken)
        if objects >= OBJECTS_AT_ONCE:
            yield batches
            batches, objects = [], 0
    if batches:
        yield batches
