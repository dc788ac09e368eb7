"""One HTTP connection that goes to a checked address and never lasts longer than its time.

The standard library's client, because two things are needed that the usual libraries do not give: the
connection is pinned to the address that was checked (a name could resolve to another one a moment later),
and a deadline holds for the whole answer, headers too, however slowly the bytes drip.
"""

import socket
import ssl
import zlib
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from typing import Any

CHUNK = 65_536
GZIP = 16 + zlib.MAX_WBITS


class OutOfTime(Exception):
    """The answer was not complete in time."""


class TooMuch(Exception):
    """The answer is longer than allowed, after unpacking."""


class BrokenEncoding(Exception):
    """The answer is packed in a way that cannot be unpacked."""


class Deadline:
    """The moment at which an answer must be complete."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ends = 0.0

    def start(self, seconds: float) -> None:
        self._ends = self._clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise OutOfTime."""
        seconds = self._ends - self._clock()
        if seconds <= 0:
            raise OutOfTime
        return seconds


class _TimedSocket:
    """What the standard client asks of a socket, with the deadline on every read and write.

    Like a socket of the standard library it stays open until also those who read from it have closed.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self._users = 1

    def makefile(self, mode: str, *_args: object) -> BufferedReader:
        self._users += 1
        return BufferedReader(_Received(self), CHUNK)

    def receive_into(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left())
        try:
            return self._sock.recv_into(buffer)
        except TimeoutError:
            raise OutOfTime from None

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        try:
            self._sock.sendall(data)
        except TimeoutError:
            raise OutOfTime from None

    def close(self) -> None:
        self._users -= 1
        if self._users == 0:
            self._sock.close()


class _Received(RawIOBase):
    """The bytes that come in, each piece within what is left of the time."""

    def __init__(self, sock: _TimedSocket) -> None:
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._sock.receive_into(buffer)

    def close(self) -> None:
        if not self.closed:
            self._sock.close()
        super().close()


class PinnedConnection:
    """A connection to one address, for one host name; may be used for several requests."""

    def __init__(self, *, scheme: str, host: str, port: int, address: str, deadline: Deadline) -> None:
        self._deadline = deadline
        self._client = HTTPConnection(host, port)
        self._client.sock = _TimedSocket(_connect(scheme, host, port, address, deadline), deadline)
        # a lost connection must not be opened anew by name: that name would not be checked
        self._client.auto_open = 0
        self._answer: HTTPResponse | None = None

    def send(self, method: str, target: str, headers: dict[str, str]) -> HTTPResponse:
        """Send a request and return the answer with its headers read."""
        self._client.request(method, target, headers=headers)
        self._answer = self._client.getresponse()
        return self._answer

    def close(self) -> None:
        """Close the connection, also where an answer was not read to its end."""
        if self._answer is not None:
            self._answer.close()
        self._client.close()


def _connect(scheme: str, host: str, port: int, address: str, deadline: Deadline) -> socket.socket:
    try:
        sock = socket.create_connection((address, port), timeout=deadline.left())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if scheme == "https":
            sock.settimeout(deadline.left())
            return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except TimeoutError:
        raise OutOfTime from None
    return sock


def unpacked(response: HTTPResponse, limit: int) -> bytes:
    """Return the body of an answer, unpacked, at most `limit` bytes; raise TooMuch or BrokenEncoding."""
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise BrokenEncoding(encoding)
    pieces: list[bytes] = []
    size = 0
    received = iter(lambda: response.read1(CHUNK), b"")
    for piece in received if encoding == "identity" else _gunzipped(received):
        size += len(piece)
        if size > limit:
            raise TooMuch
        pieces.append(piece)
    if response.length:
        raise IncompleteRead(b"", response.length)
    response.close()
    return b"".join(pieces)


def _gunzipped(received: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what is packed in small pieces, so that a bomb is noticed before it fills the memory."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        for piece in received:
            while piece and not unpacker.eof:
                yield unpacker.decompress(piece, CHUNK)
                piece = unpacker.unconsumed_tail
        yield unpacker.flush()
        if not unpacker.eof:
            raise BrokenEncoding("truncated")
    except zlib.error as error:
        raise BrokenEncoding(str(error)) from error
