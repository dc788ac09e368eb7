"""Ask other people's servers safely and politely: the one way in which this app calls the internet.

Safe: addresses of inner networks are refused, also behind a name, a redirect or a link; other hosts only if
allowed by name; nobody's credentials or cookies are sent; size and time are limited. Polite: one request a
second and host, robots.txt, Retry-After, growing pauses, a name with a contact.
"""

import random
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from types import MappingProxyType, TracebackType
from typing import ClassVar, Final, Self
from urllib.parse import SplitResult, urljoin, urlunsplit
from urllib.robotparser import RobotFileParser

from allmende.common.errors import AllmendeError
from allmende.oparl.addresses import (
    PORTS,
    canonical,
    checked_url,
    host_of,
    is_loopback,
    is_public,
    is_web_url,
)
from allmende.oparl.connection import (
    BrokenEncoding,
    Deadline,
    OutOfTime,
    PinnedConnection,
    TooMuch,
    unpacked,
)

__all__ = ["Answer", "FetchFailed", "Fetcher", "Manners"]

MEGABYTE: Final = 1_000_000
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY: Final = frozenset({429, 503})
TRY_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})
MAX_REDIRECTS: Final = 5
MAX_CRAWL_DELAY: Final = 60.0
"""Seconds: a robots.txt that asks for an hour would make every run last for weeks."""

ROBOTS_BYTES: Final = 500_000


class FetchFailed(AllmendeError):
    """An answer could not be had; `code` is stable and names the finding."""

    code: ClassVar[str] = "not-reachable"


class Unreachable(FetchFailed):
    message = "„{url}“ ist nicht erreichbar ({reason})."


class AddressRefused(FetchFailed):
    code = "forbidden-address"
    message = "„{url}“ führt in ein internes Netz und wird nicht aufgerufen."


class ForeignHost(FetchFailed):
    code = "foreign-link"
    message = "„{url}“ liegt auf einem anderen Server, der für diese Quelle nicht erlaubt ist."


class ForeignRedirect(FetchFailed):
    code = "foreign-redirect"
    message = (
        "„{url}“ leitet auf einen anderen Server um: „{target}“. Der ist für diese Quelle nicht erlaubt."
    )


class TooManyRedirects(FetchFailed):
    code = "redirect-loop"
    message = "„{url}“ leitet immer weiter um."


class NotAnAddress(FetchFailed):
    code = "bad-url"
    message = "„{url}“ ist keine Internetadresse, die mit http:// oder https:// beginnt."


class TooLarge(FetchFailed):
    code = "response-too-large"
    message = "Die Antwort von „{url}“ ist größer als {megabytes} MB."


class TooSlow(FetchFailed):
    code = "timeout"
    message = "„{url}“ hat nicht innerhalb von {seconds} Sekunden geantwortet."


class NotUnpackable(FetchFailed):
    code = "encoding-unreadable"
    message = "Die Antwort von „{url}“ ist gepackt und lässt sich nicht entpacken."


class RefusedByRobots(FetchFailed):
    code = "robots"
    message = "Der Server bittet in seiner robots.txt, „{url}“ nicht automatisch zu lesen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Limits and politeness towards one source."""

    contact: str
    allowed_hosts: frozenset[str] = frozenset()
    seconds_between: float = 1.0
    max_bytes: int = 100 * MEGABYTE
    max_seconds: float = 120.0
    attempts: int = 3
    max_wait: float = 300.0
    heed_robots: bool = True
    allow_loopback: bool = False
    """For tests and development only."""

    @property
    def user_agent(self) -> str:
        return f"Allmende-OParl/1.1 (+{self.contact})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, after redirects; `notes` are codes of what happened on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    notes: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return a header, whatever its case; empty if there is none."""
        return self.headers.get(name.lower(), "")

    @property
    def is_good(self) -> bool:
        return self.status == 200


@dataclass(slots=True)
class _Host:
    """What is known of a server while the fetcher lives."""

    next_at: float = 0.0
    pause: float = 0.0
    robots: RobotFileParser | None = None
    connection: PinnedConnection | None = None


@dataclass(slots=True)
class Fetcher:
    """Gets answers of one source. Use as a context manager; not for several threads.

    `start` is the address of the source: its host is the one that may be called. Clocks, pause and resolver
    are handed in by tests.

    Example:
        with Fetcher("https://ris.example/oparl", Manners(contact="https://allmende.example")) as fetcher:
            answer = fetcher.get("https://ris.example/oparl/bodies")
    """

    start: str
    manners: Manners
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    resolve: Callable[..., Sequence[tuple[object, ...]]] = socket.getaddrinfo
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    request_count: int = 0
    _hosts: dict[tuple[str, str], _Host] = field(default_factory=dict)
    _deadline: Deadline = field(init=False)

    def __post_init__(self) -> None:
        self._deadline = Deadline(self.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for host in self._hosts.values():
            _drop(host)

    def may_call(self, url: str) -> bool:
        """Return whether the address lies on the source's host or one that is allowed by name."""
        return host_of(url) in {host_of(self.start), *self.manners.allowed_hosts}

    def get(self, url: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """Fetch an address; raise FetchFailed. An answer with an error status is an answer."""
        return self.request("GET", url, headers)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] = MappingProxyType({}), *, follow: bool = True
    ) -> Answer:
        """Send a request and follow redirects, each address checked anew; raise FetchFailed."""
        if not is_web_url(url):
            raise NotAnAddress(url=url)
        if not self.may_call(url):
            raise ForeignHost(url=url)
        notes: list[str] = []
        target = url
        for _hop in range(MAX_REDIRECTS + 1):
            if self.manners.heed_robots and not self._robots_allow(target, notes):
                raise RefusedByRobots(url=target)
            answer = self._with_attempts(method, target, headers, notes)
            location = answer.header("location")
            if not follow or answer.status not in REDIRECTS or not location:
                return answer
            target = self._redirected(url, target, location)
            notes.append("redirected")
        raise TooManyRedirects(url=url)

    def _redirected(self, url: str, source: str, location: str) -> str:
        try:
            target = urljoin(source, location)
        except ValueError:  # half an address of IPv6
            target = location
        if not is_web_url(target) or not self.may_call(target):
            raise ForeignRedirect(url=url, target=target)
        return canonical(target)

    def _with_attempts(self, method: str, url: str, headers: Mapping[str, str], notes: list[str]) -> Answer:
        """Ask again after errors that pass, with growing pauses or the one that the server asks for."""
        for attempt in range(1, self.manners.attempts + 1):
            is_last = attempt == self.manners.attempts
            try:
                answer = self._once(method, url, headers, notes)
            except Unreachable:
                if is_last:
                    raise
                self.sleep(_pause(attempt))
                notes.append("retried")
                continue
            if is_last or answer.status not in TRY_AGAIN:
                break
            wait = self._asked_wait(answer)
            if wait is not None and wait > self.manners.max_wait:
                break
            self.sleep(_pause(attempt) if wait is None else wait)
            notes.append("throttled" if answer.status in BUSY else "retried")
        return Answer(
            answer.url,
            answer.status,
            answer.headers,
            answer.body,
            answer.seconds,
            tuple(dict.fromkeys(notes)),
        )

    def _asked_wait(self, answer: Answer) -> float | None:
        """Return the seconds that Retry-After asks for: a number, or a day and time."""
        asked = answer.header("retry-after").strip()
        if asked.isdecimal():
            return float(asked)
        try:
            return max(0.0, (parsedate_to_datetime(asked) - self.now()).total_seconds())
        except (TypeError, ValueError):
            return None

    def _once(self, method: str, url: str, headers: Mapping[str, str], notes: list[str]) -> Answer:
        parts = checked_url(url)
        host = self._hosts.setdefault((parts.scheme, parts.netloc), _Host())
        self._keep_pace(host)
        began = self.clock()
        self.request_count += 1
        self._deadline.start(self.manners.max_seconds)
        try:
            response = self._send(host, method, parts, headers)
            body = b"" if method == "HEAD" else unpacked(response, self.manners.max_bytes)
        except OutOfTime:
            _drop(host)
            raise TooSlow(url=url, seconds=round(self.manners.max_seconds)) from None
        except TooMuch:
            _drop(host)
            raise TooLarge(url=url, megabytes=self.manners.max_bytes // MEGABYTE) from None
        except BrokenEncoding:
            _drop(host)
            raise NotUnpackable(url=url) from None
        except (OSError, HTTPException) as error:
            _drop(host)
            raise Unreachable(url=url, reason=type(error).__name__) from error
        if response.will_close:
            _drop(host)
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(urlunsplit(parts), response.status, found, body, self.clock() - began, tuple(notes))

    def _send(self, host: _Host, method: str, parts: SplitResult, headers: Mapping[str, str]) -> HTTPResponse:
        """Use the open connection, or a new one where the server has closed it meanwhile."""
        asked = {
            "Host": parts.netloc,
            "User-Agent": self.manners.user_agent,
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "gzip",
            **headers,
        }
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        if host.connection is not None:
            try:
                return host.connection.send(method, target, asked)
            except (ConnectionError, HTTPException):
                _drop(host)
        host.connection = self._connected(parts)
        return host.connection.send(method, target, asked)

    def _connected(self, parts: SplitResult) -> PinnedConnection:
        name = parts.hostname or ""
        port = parts.port or PORTS[parts.scheme]
        return PinnedConnection(
            scheme=parts.scheme,
            host=name,
            port=port,
            address=self._checked_address(name, port, urlunsplit(parts)),
            deadline=self._deadline,
        )

    def _checked_address(self, name: str, port: int, url: str) -> str:
        """Return an address of the host; raise AddressRefused if one of them lies in an inner network."""
        found = self.resolve(name, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found if isinstance(entry[4], tuple)]
        for address in addresses:
            is_allowed_loopback = self.manners.allow_loopback and is_loopback(address)
            if not is_public(address) and not is_allowed_loopback:
                raise AddressRefused(url=url)
        if not addresses:
            raise OSError(name)
        return addresses[0]

    def _keep_pace(self, host: _Host) -> None:
        wait = host.next_at - self.clock()
        if wait > 0:
            self.sleep(wait)
        host.next_at = self.clock() + max(self.manners.seconds_between, host.pause)

    def _robots_allow(self, url: str, notes: list[str]) -> bool:
        parts = checked_url(url)
        host = self._hosts.setdefault((parts.scheme, parts.netloc), _Host())
        if host.robots is None:
            host.robots = self._robots(parts, notes)
            delay = host.robots.crawl_delay(self.manners.user_agent)
            host.pause = min(float(delay or 0), MAX_CRAWL_DELAY)
        return host.robots.can_fetch(self.manners.user_agent, url)

    def _robots(self, parts: SplitResult, notes: list[str]) -> RobotFileParser:
        """Return the rules of a host. A server that has none, or fails at it, allows what it publishes."""
        rules = RobotFileParser()
        rules.parse([])
        address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        try:
            answer = self._with_attempts("GET", address, {}, [])
        except (TooSlow, TooLarge, NotUnpackable):
            notes.append("robots-unreadable")
            return rules
        if answer.is_good and len(answer.body) <= ROBOTS_BYTES and not answer.body.lstrip().startswith(b"<"):
            try:
                rules.parse(answer.body.decode("utf-8", "replace").splitlines())
            except ValueError:  # „Crawl-delay: ²“: digits that are no number
                notes.append("robots-unreadable")
        elif answer.status >= 500:
            notes.append("robots-unreadable")
        return rules


def _drop(host: _Host) -> None:
    if host.connection is not None:
        host.connection.close()
        host.connection = None


def _pause(attempt: int) -> float:
    """Return the seconds to wait after a failed attempt; with chance, so that clients spread out."""
    return float(2**attempt) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret hangs on it
