"""Walks through a server within limits and hands all to the rules. It ends whatever the server does."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlsplit

from allmende.oparl.addresses import host_of
from allmende.oparl.checking.answers import (
    content_of,
    faults_of_answer,
    faults_of_page,
    faults_of_refusal,
    next_of,
)
from allmende.oparl.checking.findings import Report
from allmende.oparl.checking.rules import RULES, Fault
from allmende.oparl.checking.things import (
    Thing,
    embedded_in,
    faults_of,
    links_in,
    type_of,
)
from allmende.oparl.fetching import Answer, FetchFailed
from allmende.oparl.vocabulary import BACK_REFERENCES, BODY_LISTS, SCHEMA, WEB_URL, Property

USELESS_PAGES = 3
CLOCK_DIFFERENCE = timedelta(minutes=5)
FILTERS = {
    "modified_since": "2199-01-01T00:00:00+00:00",
    "created_since": "2199-01-01T00:00:00+00:00",
    "modified_until": "1900-01-01T00:00:00+00:00",
    "created_until": "1900-01-01T00:00:00+00:00",
}
"""Windows in which nothing can lie."""


class Ask(Protocol):
    """What sends requests; raises FetchFailed."""

    def request(
        self, method: str, url: str, headers: Mapping[str, str] = ..., *, follow: bool = ...
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a check goes."""

    requests: int = 1000
    seconds: float = 3600.0
    pages_per_list: int = 20
    samples: int = 5


class LimitReached(Exception):
    """The check has done what it may."""


@dataclass(slots=True)
class _Seen:
    """What the lists of a body showed."""

    listed: dict[str, set[str]] = field(default_factory=dict)
    is_complete: dict[str, bool] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    outer: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    links: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Check:
    """One check of one server. `clock` counts seconds, `now` tells the time."""

    ask: Ask
    limits: Limits = Limits()
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    progress: Callable[[str, int], None] = lambda _what, _requests: None
    _report: Report = field(init=False)
    _began: float = field(init=False)
    _schemes: set[str] = field(default_factory=set)

    def run(self, url: str) -> Report:
        """Return what was found at the server with this entry point: a System, or one Body."""
        self._report, self._began = Report(url), self.clock()
        try:
            self._start(url)
        except LimitReached as reached:
            self._report.note(str(reached))
        return self._report

    def _start(self, url: str) -> None:
        start = self._object(url, "")
        kind = type_of(start)
        if not isinstance(start, dict) or kind not in {"System", "Body"}:
            if start is not None:
                self._found(url, [Fault("wrong-type", "type", "weder System noch Body")])
            return
        self._look(url, start, kind)
        self._report.name = str(start.get("name") or "")
        self._refusals(url)
        if kind == "Body":
            self._body(start)
            return
        if start.get("oparlVersion") != f"{SCHEMA}1.1/":
            self._found(url, [Fault("old-version", "System.oparlVersion", str(start.get("oparlVersion")))])
        seen = _Seen()
        if isinstance(address := start.get("body"), str) and WEB_URL.fullmatch(address):
            self._list(address, "Body", seen)
        self._samples(seen)
        for body in seen.things.get("Body", []):
            self._body(body)

    def _body(self, body: Thing) -> None:
        seen = _Seen()
        self._remember(body, "Body", seen)
        for each in BODY_LISTS:
            address = body.get(each.name)
            if isinstance(address, str) and WEB_URL.fullmatch(address):
                self.progress(f"{body.get('name') or ''}: {each.name}", self._report.requests)
                self._list(address, each.target, seen)
                self._filters(address, each)
        self._unlisted(seen)
        self._samples(seen)
        self._links(seen)
        self._files(seen)

    # --- lists

    def _list(self, address: str, kind: str, seen: _Seen) -> None:
        """Read a list to its end or to a limit; stop where it runs in a circle or brings nothing new."""
        found = seen.listed.setdefault(kind, set())
        seen.is_complete[kind] = False
        visited: set[str] = set()
        useless, sizes = 0, []
        url: str | None = address
        while url is not None:
            visited.add(url)
            page = self._page(url, kind)
            if page is None:
                return
            new = self._items(url, page, kind, found, seen)
            useless = 0 if new else useless + 1
            sizes.append(_part(page, "pagination").get("elementsPerPage"))
            following = next_of(page)
            if following in visited:
                self._found(following or url, [Fault("page-loop", "links.next", following or "")])
                return
            if following and useless >= USELESS_PAGES:
                self._found(url, [Fault("no-progress", "links.next", following)])
                return
            if following and len(visited) >= self.limits.pages_per_list:
                self._report.note(f"Von langen Listen wurden {self.limits.pages_per_list} Seiten geprüft.")
                self._page_sizes(address, sizes)
                return
            url = following
        seen.is_complete[kind] = True
        self._page_sizes(address, sizes[:-1])

    def _page_sizes(self, url: str, sizes: list[Any]) -> None:
        said = [size for size in sizes if size is not None]
        if any(size != said[0] for size in said):
            self._found(url, [Fault("page-size-varies", "pagination.elementsPerPage", str(said[:10]))])

    def _page(self, url: str, kind: str) -> Thing | None:
        page = self._content(url)
        if page is None:
            return None
        self._found(url, faults_of_page(page), kind=f"Liste {kind}")
        return page if isinstance(page, dict) and isinstance(page.get("data"), list) else None

    def _items(self, url: str, page: Thing, kind: str, found: set[str], seen: _Seen) -> int:
        """Look at the objects of a page; return how many of them are new."""
        new = 0
        for item in page["data"]:
            self._look(url, item, kind)
            if not isinstance(item, dict) or not isinstance(address := item.get("id"), str):
                continue
            if item.get("deleted") is True:
                self._found(url, [Fault("deleted-in-plain-list", "", address)], kind=kind)
            if address in found:
                self._found(url, [Fault("listed-twice", "", address)], kind=kind)
                continue
            found.add(address)
            new += 1
            self._remember(item, kind, seen)
        self._report.counts[kind] = self._report.counts.get(kind, 0) + new
        return new

    def _remember(self, thing: Thing, kind: str, seen: _Seen) -> None:
        """Keep what is fetched or compared later: a few objects, what they embed, where they point to."""
        kept = seen.things.setdefault(kind, [])
        if len(kept) < self.limits.samples or kind == "Body":
            kept.append(thing)
        for inner_kind, inner in embedded_in(thing, kind):
            address = inner.get("id")
            if isinstance(address, str) and inner.get("deleted") is not True:
                seen.outer.setdefault(address, (kind, inner_kind, str(thing.get("id"))))
                inners = seen.things.setdefault(f"{kind} {inner_kind}", [])
                if len(inners) < self.limits.samples:
                    inners.append(inner)
        for name, target, address in links_in(thing, kind):
            seen.links.setdefault(name, {}).setdefault(address, (target, str(thing.get("id"))))

    def _filters(self, address: str, each: Property) -> None:
        """Ask for windows in which nothing can lie, and for all changes ever."""
        for name, value in FILTERS.items():
            page = self._page(_with(address, name, value), each.target)
            if page is not None and page["data"]:
                self._found(address, [Fault("filter-ignored", name, f"{len(page['data'])} Objekte")])
        self._changes(_with(address, "modified_since", "1970-01-01T00:00:00+00:00"), each.target)

    def _changes(self, url: str | None, kind: str) -> None:
        """Look at some pages of a list of changes, where deleted objects stand too."""
        visited: set[str] = set()
        while url is not None and url not in visited and len(visited) < self.limits.samples:
            visited.add(url)
            page = self._page(url, kind)
            if page is None:
                return
            for item in page["data"]:
                self._look(url, item, kind)
            for name, link in _part(page, "links").items():
                if name != "web" and isinstance(link, str) and not _asks_for(link, "modified_since"):
                    self._found(url, [Fault("filter-lost", f"links.{name}", link)])
            url = next_of(page)

    def _unlisted(self, seen: _Seen) -> None:
        """Objects that are embedded within the body must stand in its lists, where there are any."""
        for address, (_outer, kind, outer_address) in seen.outer.items():
            if seen.is_complete.get(kind) and address not in seen.listed[kind]:
                self._found(outer_address, [Fault("not-in-list", kind, address)])

    # --- single objects

    def _samples(self, seen: _Seen) -> None:
        """Fetch some objects of each kind by their own address."""
        for kind, things in seen.things.items():
            outer, _space, inner = kind.partition(" ")
            for thing in things[: self.limits.samples]:
                address = thing.get("id")
                if isinstance(address, str) and WEB_URL.fullmatch(address) and not thing.get("deleted"):
                    self._compare(address, thing, inner or outer, seen.outer.get(address) if inner else None)
        for things in seen.things.values():
            if things and isinstance(address := things[0].get("id"), str):
                self._second_address(address)
                return

    def _compare(self, address: str, thing: Thing, kind: str, outer: tuple[str, str, str] | None) -> None:
        if outer is None:
            alone = self._object(address, kind)
        else:
            alone = self._object(address, kind, missing="embedded-not-retrievable")
        if not isinstance(alone, dict):
            return
        self._look(address, alone, kind)
        if alone.get("id") != address:
            self._found(address, [Fault("wrong-id", "id", str(alone.get("id")))], kind=kind)
        if outer is not None:
            back = BACK_REFERENCES[outer[0], outer[1]]
            value = alone.pop(back, None)
            if outer[2] not in (value if isinstance(value, list) else [value]):
                self._found(address, [Fault("back-reference-missing", back, str(value)[:200])], kind=kind)
            thing = {name: inner for name, inner in thing.items() if name != back}
        if alone.get("modified") == thing.get("modified") and alone != thing:
            names = sorted(n for n in {*alone, *thing} if alone.get(n) != thing.get(n))
            self._found(address, [Fault("differs-alone", "", ", ".join(names)[:200])], kind=kind)

    def _second_address(self, address: str) -> None:
        other = f"{address}/" if not address.endswith("/") else address.rstrip("/")
        if "?" in address:
            return
        answer = self._answer("GET", other, follow=False, quiet=True)
        if answer is not None and answer.status == 200:
            self._found(address, [Fault("second-address", "", other)])

    def _refusals(self, url: str) -> None:
        answer = self._answer("GET", f"{url.rstrip('/')}/gibt-es-nicht-oparl-check", quiet=True)
        if answer is not None:
            self._found(answer.url, faults_of_refusal(answer))

    def _links(self, seen: _Seen) -> None:
        """Follow some links of each property, first those that point to nothing that was listed."""
        for name, targets in seen.links.items():
            strange = [a for a, (kind, _by) in targets.items() if a not in seen.listed.get(kind, set())]
            for address in strange[: self.limits.samples]:
                kind, by = targets[address]
                thing = self._object(address, kind, missing="dead-link", by=by, place=name)
                if isinstance(thing, dict) and type_of(thing) not in {kind, ""}:
                    self._found(by, [Fault("link-to-wrong-type", name, address)])
                elif isinstance(thing, dict) and thing.get("deleted") is True:
                    self._found(by, [Fault("dead-link", name, address)])

    def _files(self, seen: _Seen) -> None:
        files = [*seen.things.get("File", []), *seen.things.get("Paper File", [])]
        for thing in files[: self.limits.samples]:
            for name in ("accessUrl", "downloadUrl"):
                url = thing.get(name)
                if isinstance(url, str) and WEB_URL.fullmatch(url):
                    self._file(str(thing.get("id")), name, url)

    def _file(self, by: str, name: str, url: str) -> None:
        answer = self._answer("HEAD", url, quiet=True)
        if answer is None or answer.status != 200:
            example = f"{answer.status} {url}" if answer else url
            self._found(by, [Fault("file-dead", name, example)], kind="File")
            return
        disposition = answer.header("content-disposition").lower()
        if name == "accessUrl" and disposition.startswith("attachment"):
            self._found(url, [Fault("access-as-attachment", name, disposition)], kind="File")
        if name == "downloadUrl" and not (disposition.startswith("attachment") and "filename" in disposition):
            self._found(url, [Fault("download-without-name", name, disposition)], kind="File")
        if not answer.header("etag") and not answer.header("last-modified"):
            self._found(url, [Fault("no-validator", name)], kind="File")

    # --- requests

    def _object(
        self, url: str, kind: str, *, missing: str = "bad-status", by: str = "", place: str = ""
    ) -> Thing | None:
        """Return the object at an address; note the fault `missing` of `by` where there is none."""
        if missing != "bad-status":
            answer = self._answer("GET", url, quiet=True)
            if answer is None or answer.status != 200:
                example = f"{answer.status} {url}" if answer else url
                self._found(by or url, [Fault(missing, place, example)], kind="" if place else kind)
                return None
            content = self._read(answer)
        else:
            content = self._content(url)
        if content is not None and not isinstance(content, dict):
            self._found(url, [Fault("not-an-object", "", str(content)[:80])])
            return None
        return content

    def _content(self, url: str) -> Any:
        answer = self._answer("GET", url)
        return self._read(answer) if answer is not None else None

    def _read(self, answer: Answer) -> Any:
        self._found(answer.url, faults_of_answer(answer))
        if answer.status != 200:
            return None
        content, fault = content_of(answer)
        if fault is None and content is None:
            fault = Fault("not-an-object", "", "null")
        if fault is not None:
            self._found(answer.url, [fault])
        return content

    def _answer(self, method: str, url: str, *, follow: bool = True, quiet: bool = False) -> Answer | None:
        """Send a request; a failure is a finding unless the caller says it better."""
        if self._report.requests >= self.limits.requests:
            raise LimitReached(f"Nach {self.limits.requests} Anfragen wurde die Prüfung beendet.")
        if self.clock() - self._began > self.limits.seconds:
            raise LimitReached(f"Nach {self.limits.seconds:.0f} Sekunden wurde die Prüfung beendet.")
        self._report.requests += 1
        try:
            return self.ask.request(method, url, MappingProxyType({}), follow=follow)
        except FetchFailed as failure:
            if failure.code in {"foreign-link", "forbidden-address"}:
                self._report.note("Adressen auf anderen Servern wurden nicht geprüft.")
            elif not quiet or failure.code in {"timeout", "response-too-large"}:
                code = failure.code if failure.code in RULES else "not-reachable"
                self._found(url, [Fault(code, "", str(failure)[:200])])
            return None

    def _look(self, url: str, thing: Any, kind: str) -> None:
        self._found(url, faults_of(thing, kind, now=self.now() + CLOCK_DIFFERENCE), kind=kind)
        address = thing.get("id") if isinstance(thing, dict) else None
        if isinstance(address, str) and host_of(address) == host_of(self._report.url):
            self._schemes.add(address.partition(":")[0].lower())
            if len(self._schemes) > 1:
                self._found(url, [Fault("mixed-schemes", "", address)])
                self._schemes = {urlsplit(self._report.url).scheme}

    def _found(self, url: str, faults: "Iterator[Fault] | list[Fault]", *, kind: str = "") -> None:
        self._report.add(url, faults, kind=kind)


def _part(page: Thing, name: str) -> Thing:
    """Return a part of a page; nothing where it is not what OParl wants there."""
    found = page.get(name)
    return found if isinstance(found, dict) else {}


def _with(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{name}={quote(value, safe='')}"


def _asks_for(url: str, name: str) -> bool:
    return any(key == name for key, _value in parse_qsl(url.partition("?")[2]))
