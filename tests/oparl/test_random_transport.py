"""Whatever bytes come over the line: an answer, or a failure with a name."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.oparl.fetching import Fetcher, FetchFailed, Manners

MANNERS = Manners(
    contact="x", allow_loopback=True, seconds_between=0, max_seconds=0.5, attempts=1, max_bytes=200_000
)
LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 301 X",
        b"HTTP/9.9 999 \xff",
        b"HTTP/1.1 100 Continue",
        b"ICY 200",
        b"",
        b"Content-Length: 5",
        b"Content-Length: -5",
        b"Content-Length: 99999999999999999999",
        b"Content-Length: \xc2\xb2",
        b"Transfer-Encoding: chunked",
        b"Content-Encoding: gzip",
        b"Content-Encoding: br",
        b"Location: http://[",
        b"Location: //",
        b"Location: /a",
        b"Location: http://10.0.0.1/",
        b"Location: \xff\x00",
        b"Retry-After: \xc2\xb2",
        b"Retry-After: Tue, 99 Foo 2026",
        b"User-agent: *",
        b"Crawl-delay: \xc2\xb2",
        b"Request-rate: 1/\xc2\xb2",
        b"Disallow: %zz",
        b"-5",
        b"zz",
        b"5;x=" + b"y" * 70_000,
        b"X: " + b"y" * 70_000,
        b" folded",
        b"\x1f\x8b\x08",
        b"{}",
    ]
)
ANSWERS = st.builds(
    lambda status, lines, tail: status + b"\r\n" + b"\r\n".join(lines) + tail,
    st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 X", b"HTTP/1.1 503 X", b""]),
    st.lists(LINES, max_size=8),
    st.binary(max_size=40),
)


class Line:
    """A server that sends the bytes it is told, whatever it is asked, and hangs up."""

    def __init__(self, listening: socket.socket) -> None:
        self.answer = b""
        self.listening = listening
        self.base = f"http://127.0.0.1:{listening.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(1)
                connection.recv(65_536)
                connection.sendall(self.answer)
                connection.shutdown(socket.SHUT_WR)


@contextmanager
def lined() -> Iterator[Line]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(listening)
        thread = Thread(target=line.serve, daemon=True)
        thread.start()
        yield line
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with lined() as found:
        yield found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=ANSWERS)
def test_bytes_of_every_kind_end_in_an_answer_or_a_failure(line: Line, answer: bytes) -> None:
    line.answer = answer
    with Fetcher(line.base, MANNERS) as fetcher, suppress(FetchFailed):
        assert len(fetcher.get(f"{line.base}/a").body) <= MANNERS.max_bytes


@pytest.mark.parametrize("delay", ["Crawl-delay: ²", "Request-rate: ²/²", "Crawl-delay: " + "9" * 5000])
def test_a_robots_file_that_says_nonsense_is_noted(line: Line, delay: str) -> None:
    body = f"User-agent: *\n{delay}\n".encode()
    line.answer = b"HTTP/1.0 200 OK\r\n\r\n" + body
    with Fetcher(line.base, MANNERS) as fetcher:
        assert "robots-unreadable" in fetcher.get(f"{line.base}/a").notes


def test_a_redirect_to_half_an_address_is_refused(line: Line) -> None:
    line.answer = b"HTTP/1.0 302 Found\r\nLocation: http://[\r\n\r\n"
    with Fetcher(line.base, MANNERS) as fetcher, pytest.raises(FetchFailed) as failure:
        fetcher.get(f"{line.base}/a")
    assert failure.value.code == "foreign-redirect"
