"""Read one list of a server to its end, or as far as it goes. No Django, no memory of former runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from allmende.oparl.fetching import Answer, Fetcher, FetchFailed
from allmende.oparl.importing.decoding import Undecodable, decoded
from allmende.oparl.importing.issues import Issue
from allmende.oparl.importing.paging import (
    MAX_PAGES,
    Guard,
    Page,
    page_of,
    parameter,
    since_parameter,
    with_parameters,
)
from allmende.oparl.importing.repair import Dialect, Reading, Taken
from allmende.oparl.importing.values import UNSTORABLE, instant

NOT_MODIFIED = 304
NOT_THERE = frozenset({404, 410})
NOTES = frozenset({"retried", "throttled", "robots-unreadable"})
MAY_PASS = frozenset({"timeout", "not-reachable", "cursor-not-advanced"})
FILTER = "modified_since"


class ListOutcome(StrEnum):
    """How far a list was read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How to speak with the servers of a vendor; a source may differ."""

    list_params: str = ""
    carry_modified_since: bool = True
    encode_filter: bool = True


@dataclass(frozen=True, slots=True)
class OnePage:
    """A list that was one page, and how the server marked what stood there."""

    url: str
    etag: str
    last_modified: str

    @property
    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it is another one now."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": "" if self.etag else self.last_modified}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTask:
    """A list that is to be read: all of it, what changed since a moment, or from where a run stopped."""

    url: str
    object_type: str
    body_url: str = ""
    since: str = ""
    resume_url: str = ""
    known: "OnePage | None" = None


@dataclass(slots=True)
class Batch:
    """What one page gave."""

    page_url: str
    next_url: str
    taken: list[Taken]
    issues: list[Issue]


@dataclass(slots=True)
class ListReader:
    """Reads the pages of one list one after the other; afterwards it knows how that went."""

    fetcher: Fetcher
    source: Dialect
    task: ListTask
    switches: Switches = Switches()
    max_pages: int = MAX_PAGES
    outcome: ListOutcome = ListOutcome.FAILED
    objects: int = 0
    latest: datetime | None = None
    """The largest `modified` seen."""

    resume_url: str = ""
    """Where to go on another time, if the list was not read to its end."""

    learned_plain_filter: bool = False
    one_page: OnePage | None = None
    """What to ask with the next time, if the whole list was this page."""

    _told: set[str] = field(default_factory=set)

    def pages(self) -> Iterator[Batch]:
        """Yield page after page; the outcome is known when there is none left."""
        guard = Guard(max_pages=self.max_pages)
        url = self.task.resume_url or self._first_url()
        while url:
            batch = Batch(url, "", [], [])
            page = self._page(url, batch, is_first=guard.pages == 0)
            if page is None:
                if guard.pages:
                    self.outcome = ListOutcome.PARTIAL
                    self.resume_url = url if self._may_pass(batch) else ""
                yield batch
                return
            self._read_entries(page, url, batch, guard)
            url = batch.next_url
            yield batch

    def _first_url(self) -> str:
        url = with_parameters(self.task.url, self.switches.list_params)
        if not self.task.since:
            return url
        return with_parameters(url, since_parameter(self.task.since, is_encoded=self.switches.encode_filter))

    def _page(self, url: str, batch: Batch, *, is_first: bool) -> Page | None:
        """Fetch and decode a page; None if there is nothing to read, with the reason among the issues."""
        answer = self._answer(url, batch)
        if answer is None:
            return None
        if answer.status == NOT_MODIFIED and self._conditions(url):
            self.one_page = self.task.known
            return Page((), "")
        if is_first and answer.status == 200:
            etag, changed = answer.header("etag")[:300], answer.header("last-modified")[:60]
            marks = UNSTORABLE.sub("", etag), UNSTORABLE.sub("", changed)
            self.one_page = OnePage(url, *marks) if any(marks) else None
        if is_first and self.task.since and answer.status in NOT_THERE:
            return self._filtered_list_not_there(url, batch)
        if answer.status != 200:
            batch.issues.append(Issue(f"http-{answer.status}", url))
            if not is_first:
                batch.issues.append(Issue("cursor-not-advanced", self.task.url))
            return None
        return self._decoded_page(answer, batch)

    def _may_pass(self, batch: Batch) -> bool:
        """Return whether the fault that ended the list may be gone tomorrow."""
        return any(issue.code.startswith("http-") or issue.code in MAY_PASS for issue in batch.issues)

    def _answer(self, url: str, batch: Batch) -> Answer | None:
        try:
            answer = self.fetcher.get(url, self._conditions(url))
        except FetchFailed as failure:
            batch.issues.append(Issue(failure.code, url))
            return None
        if answer.is_good:
            batch.issues.extend(Issue(note, url) for note in answer.notes if note in NOTES)
        return answer

    def _conditions(self, url: str) -> dict[str, str]:
        known = self.task.known
        return known.conditions if known is not None and known.url == url else {}

    def _filtered_list_not_there(self, url: str, batch: Batch) -> Page | None:
        """Ask again without encoding the filter; if that is not there either, nothing has changed."""
        encoded = since_parameter(self.task.since)
        plain = url.replace(encoded, since_parameter(self.task.since, is_encoded=False))
        if plain != url:
            answer = self._answer(plain, batch)
            if answer is not None and answer.status == 200:
                batch.issues.append(Issue("server-rejects-encoding", url))
                self.learned_plain_filter = True
                return self._decoded_page(answer, batch)
        batch.issues.append(Issue("empty-window-404", url))
        return Page((), "")

    def _decoded_page(self, answer: Answer, batch: Batch) -> Page | None:
        url = answer.url
        try:
            value = decoded(answer.body)
        except Undecodable as problem:
            batch.issues.append(Issue(problem.code, url))
            return None
        batch.issues.extend(Issue(code, url) for code in value.repairs)
        if isinstance(value.value, dict) and "data" not in value.value and url == self.task.url:
            self._check_id(value.value, url, batch)
            if self.task.object_type and self._is_single(value.value):
                return Page((value.value,), "")
        page = page_of(value.value, url)
        batch.issues.extend(page.issues)
        return page if page.is_readable else None

    def _is_single(self, value: dict[str, Any]) -> bool:
        """Return whether the address is that of an object itself, not of a list that should hold many."""
        return str(value.get("id", "")).partition("?")[0] == self.task.url.partition("?")[0]

    def _check_id(self, value: dict[str, Any], url: str, batch: Batch) -> None:
        if self._is_single(value) and value["id"] != url:
            batch.issues.append(Issue("id-mismatch", url, str(value["id"])[:200]))

    def _read_entries(self, page: Page, url: str, batch: Batch, guard: Guard) -> None:
        reading = Reading(self.source)
        own = [
            taken
            for entry in page.entries
            if (taken := reading.take(entry, self.task.object_type, url)) is not None
        ]
        batch.taken = reading.taken
        batch.issues.extend(reading.issues)
        repeated = [taken for taken in own if not guard.note(taken.url)]
        new = len(own) - len(repeated)
        self.objects += new
        if new:
            batch.issues.extend(Issue("duplicate-object", taken.url) for taken in repeated)
        for taken in own:
            self._look_at(taken, batch)
        following = self._following(page.next_url, url, batch)
        stop = guard.verdict(url, following, new)
        if stop is None:
            self.outcome = ListOutcome.COMPLETE
            batch.next_url = following
            if following:
                self.one_page = None
            return
        batch.issues.append(stop)
        self.outcome = ListOutcome.PARTIAL
        self.resume_url = following if stop.code == "paging-too-long" else ""

    def _look_at(self, taken: Taken, batch: Batch) -> None:
        modified = taken.values.get("modified")
        if modified is not None:
            moment = instant(modified)
            if self.latest is None or moment > self.latest:
                self.latest = moment
            if self.task.since and moment < instant(self.task.since):
                self._tell_once("filter-ignored", self.task.url, batch)
        if taken.is_deleted and not self.task.since:
            batch.issues.append(Issue("tombstone-in-unfiltered-list", taken.url))

    def _tell_once(self, code: str, url: str, batch: Batch) -> None:
        if code not in self._told:
            self._told.add(code)
            batch.issues.append(Issue(code, url))

    def _following(self, next_url: str, url: str, batch: Batch) -> str:
        """Return the address of the next page, with the filter it must have."""
        is_theirs = not next_url or not self.fetcher.may_call(next_url)
        if is_theirs or not self.task.since or not self.switches.carry_modified_since:
            return next_url
        if parameter(next_url, FILTER):
            return next_url
        self._tell_once("filter-lost", url, batch)
        is_encoded = self.switches.encode_filter and not self.learned_plain_filter
        return with_parameters(next_url, since_parameter(self.task.since, is_encoded=is_encoded))
