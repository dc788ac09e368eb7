"""The client is safe and polite."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.oparl.addresses import canonical, is_public, is_web_url
from allmende.oparl.fetching import (
    AddressRefused,
    Fetcher,
    ForeignHost,
    ForeignRedirect,
    Manners,
    NotAnAddress,
    NotUnpackable,
    RefusedByRobots,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from tests.oparl.case_server import Served, serving

GOOD: dict[str, Any] = {"json": {"data": [], "links": {}}}


class Time:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


def manners(**changes: Any) -> Manners:
    return Manners(
        **{"contact": "https://allmende.example", "allow_loopback": True, "seconds_between": 0, **changes}
    )


def fetcher_of(served: Served, time: Time | None = None, **changes: Any) -> Fetcher:
    time = time or Time()
    return Fetcher(served.base, manners(**changes), clock=time, sleep=time.sleep)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving({"/a": GOOD, "/b": GOOD}) as server:
        yield server


def resolving(*addresses: str) -> Any:
    return lambda *_args, **_options: [(0, 0, 0, "", (address, 80)) for address in addresses]


def test_an_answer(served: Served) -> None:
    with fetcher_of(served) as fetcher:
        answer = fetcher.get(served.base + "/a")
        assert answer.is_good
        assert answer.body == b'{"data": [], "links": {}}'
        assert fetcher.get(served.base + "/missing").status == 404
    assert served.requests == ["/robots.txt", "/a", "/missing"]


def test_who_we_are_and_nothing_else_is_sent(served: Served) -> None:
    with fetcher_of(served) as fetcher:
        fetcher.get(served.base + "/a", {"If-None-Match": '"1"'})
    sent = served.headers[-1]
    assert sent["User-Agent"] == "Allmende-OParl/1.1 (+https://allmende.example)"
    assert sent["If-None-Match"] == '"1"'
    assert not {"Cookie", "Authorization", "Referer"} & set(sent)


def test_one_request_a_second(served: Served) -> None:
    time = Time()
    with fetcher_of(served, time, seconds_between=1.0) as fetcher:
        fetcher.get(served.base + "/a")
        fetcher.get(served.base + "/b")
    assert time.waits == [1.0, 1.0]


def test_robots_are_heeded() -> None:
    robots = {"text": "User-agent: *\nDisallow: /private\nCrawl-delay: 5\n"}
    time = Time()
    with serving({"/robots.txt": robots, "/a": GOOD}) as served, fetcher_of(served, time) as fetcher:
        fetcher.get(served.base + "/a")
        fetcher.get(served.base + "/a")
        with pytest.raises(RefusedByRobots):
            fetcher.get(served.base + "/private/1")
        assert "/private/1" not in served.requests
    assert time.waits == [5.0]


def test_a_robots_txt_that_asks_for_days_gets_a_minute() -> None:
    robots = {"text": "User-agent: *\nCrawl-delay: 86400\n"}
    time = Time()
    with serving({"/robots.txt": robots, "/a": GOOD}) as served, fetcher_of(served, time) as fetcher:
        fetcher.get(served.base + "/a")
        fetcher.get(served.base + "/a")
    assert time.waits == [60.0]


def test_robots_may_be_left_aside_for_a_source() -> None:
    robots = {"text": "User-agent: *\nDisallow: /\n"}
    with serving({"/robots.txt": robots, "/a": GOOD}) as served:
        with fetcher_of(served, heed_robots=False) as fetcher:
            assert fetcher.get(served.base + "/a").is_good
        assert served.requests == ["/a"]


def test_broken_robots_do_not_stop_the_reading() -> None:
    with serving({"/robots.txt": {"status": 500, "text": ""}, "/a": GOOD}) as served:
        fetcher = fetcher_of(served)
        assert fetcher.get(served.base + "/a").notes == ("robots-unreadable",)
        fetcher.close()


def test_a_passing_error_is_tried_again() -> None:
    with serving({"/a": GOOD, "sequence": {"/a": [500, 502, 200]}}) as served:
        time = Time()
        with fetcher_of(served, time) as fetcher:
            answer = fetcher.get(served.base + "/a")
        assert answer.is_good
        assert answer.notes == ("retried",)
    assert 1.5 <= time.waits[0] <= 2.5 < 3 <= time.waits[1] <= 5


def test_a_lasting_error_is_an_answer() -> None:
    with serving({"/a": {"status": 500, "text": ""}}) as served:
        with fetcher_of(served) as fetcher:
            assert fetcher.get(served.base + "/a").status == 500
        assert served.requests.count("/a") == 3


@pytest.mark.parametrize(("asked", "waited"), [(7, [7.0]), ("Sun, 22 Nov 2026 08:00:30 GMT", [30.0])])
def test_the_wait_that_the_server_asks_for(asked: object, waited: list[float]) -> None:
    responses = {"/a": GOOD, "sequence": {"/a": [429, 200]}, "retry_after": asked}
    time = Time()
    with serving(responses) as served, fetcher_of(served, time) as fetcher:
        fetcher.now = lambda: datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
        answer = fetcher.get(served.base + "/a")
    assert answer.notes == ("throttled",)
    assert time.waits == waited


def test_an_endless_wait_is_not_waited() -> None:
    responses = {"/a": GOOD, "sequence": {"/a": [503] * 9}, "retry_after": 86_400}
    time = Time()
    with serving(responses) as served, fetcher_of(served, time) as fetcher:
        assert fetcher.get(served.base + "/a").status == 503
    assert time.waits == []


def test_redirects_on_the_same_host_are_followed() -> None:
    with serving({"/a": {"status": 301, "headers": {"Location": "/b"}, "text": ""}, "/b": GOOD}) as served:
        with fetcher_of(served) as fetcher:
            answer = fetcher.get(served.base + "/a")
        assert answer.url == served.base + "/b"
        assert answer.notes == ("redirected",)


@pytest.mark.parametrize("target", ["http://other.example/", "http://169.254.169.254/", "file:///etc/passwd"])
def test_redirects_elsewhere_are_refused(target: str) -> None:
    answer = {"status": 302, "headers": {"Location": target}, "text": ""}
    with serving({"/a": answer}) as served, fetcher_of(served) as fetcher, pytest.raises(ForeignRedirect):
        fetcher.get(served.base + "/a")


def test_redirects_end() -> None:
    answer = {"status": 302, "headers": {"Location": "/a"}, "text": ""}
    with serving({"/a": answer}) as served, fetcher_of(served) as fetcher, pytest.raises(TooManyRedirects):
        fetcher.get(served.base + "/a")


def test_other_hosts_only_by_name(served: Served) -> None:
    with fetcher_of(served) as fetcher, pytest.raises(ForeignHost):
        fetcher.get("http://localhost:1/")
    with Fetcher("http://ris.example", manners(allowed_hosts=frozenset({"127.0.0.1"}))) as fetcher:
        assert fetcher.get(served.base + "/a").is_good


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "http://", "ftp://a/", "x"])
def test_only_the_web_is_called(served: Served, url: str) -> None:
    with fetcher_of(served) as fetcher, pytest.raises(NotAnAddress):
        fetcher.get(url)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "127.0.0.1", "::1", "fe80::1%eth0"])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    outside = manners(allow_loopback=False)
    with Fetcher("http://ris.example", outside, resolve=resolving("93.184.215.14", address)) as fetcher:
        refused = pytest.raises(AddressRefused)
        with refused:
            fetcher.get("http://ris.example/")


def test_the_checked_address_is_the_one_called(served: Served) -> None:
    """The name is resolved once; a second answer of the name server changes nothing."""
    port = served.base.rsplit(":", 1)[1]
    answers = iter([resolving("127.0.0.1"), resolving("10.0.0.1")])
    start = f"http://ris.example:{port}"
    with Fetcher(start, manners(), resolve=lambda *a, **o: next(answers)(*a, **o)) as fetcher:
        assert fetcher.get(start + "/a").is_good
    assert served.headers[-1]["Host"] == f"ris.example:{port}"


def test_nobody_there() -> None:
    with serving({}) as served:
        gone = served.base
    time = Time()
    with Fetcher(gone, manners(), clock=time, sleep=time.sleep) as fetcher, pytest.raises(Unreachable):
        fetcher.get(gone + "/a")
    assert len(time.waits) == 2


PACKED = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"stream_bytes": 500_000_000}, TooLarge),
        ({"gzip_zero_bytes": 1_000_000_000, "headers": PACKED}, TooLarge),
        ({"text": "rubbish", "headers": PACKED}, NotUnpackable),
        ({"text": "x", "headers": {"Content-Encoding": "br"}}, NotUnpackable),
        ({"drip_seconds": 600}, TooSlow),
    ],
)
def test_answers_without_measure(answer: dict[str, Any], error: type[Exception]) -> None:
    limits = manners(max_bytes=1_000_000, max_seconds=0.5)
    with serving({"/a": answer}) as served, Fetcher(served.base, limits) as fetcher, pytest.raises(error):
        fetcher.get(served.base + "/a")


@pytest.mark.parametrize(
    "address",
    ["::ffff:10.0.0.1", "2002:0a00:0001::", "64:ff9b::7f00:1", "ff02::1", "100.64.0.1", "::"],
)
def test_inner_networks_in_disguise(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_addresses_are_written_in_one_way() -> None:
    assert canonical("HTTP://Ris.Example:80/Straße ä?q=ü#top") == (
        "http://ris.example/Stra%C3%9Fe%20%C3%A4?q=%C3%BC"
    )
    assert canonical("https://köln.example") == "https://xn--kln-sna.example/"
    assert not is_web_url("http://user:secret@ris.example/")


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    if is_web_url(text):
        assert canonical(canonical(text)) == canonical(text)
