"""A server on this machine that answers what a table says, also what no server should answer."""

import base64
import json
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Response = Mapping[str, Any]
PIECE = b" " * 65_536
MEGABYTE = 1_000_000


@dataclass
class Served:
    """A running server: its base address, and what it was asked."""

    base: str = ""
    responses: dict[str, Any] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def answer_for(self, target: str) -> Response:
        """Return the entry for a path with its query; `{N}` in the table stands for a number."""
        if target in self.responses:
            return dict(self.responses[target])
        for pattern, response in self.responses.items():
            if "{N}" not in pattern:
                continue
            found = re.fullmatch(re.escape(pattern).replace(r"\{N\}", r"(\d+)"), target)
            if found:
                number = int(found[1])
                text = json.dumps(response).replace("{N+1}", str(number + 1)).replace("{N}", str(number))
                return dict(json.loads(text))
        path = target.partition("?")[0]
        if path in self.responses and not any(key.startswith(f"{path}?") for key in self.responses):
            return dict(self.responses[path])
        return {"status": 404, "json": {"type": "https://schema.oparl.org/1.1/Error", "message": "fehlt"}}

    def status_now(self, target: str, status: int) -> int:
        """Return the status of this time, where the table gives a sequence."""
        times = self.responses.get("sequence", {}).get(target, [])
        self.seen[target] += 1
        return int(times[self.seen[target] - 1]) if self.seen[target] <= len(times) else status


@contextmanager
def serving(responses: Mapping[str, Any]) -> Iterator[Served]:
    """Run a server with these answers."""
    served = Served(responses=dict(responses))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
    server.daemon_threads = True
    served.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.requests.append(self.path)
            served.headers.append(dict(self.headers.items()))
            answer = served.answer_for(self.path)
            with suppress(ConnectionError):
                self._send(answer, served.status_now(self.path, answer.get("status", 200)))

        do_HEAD = do_GET  # noqa: N815 - the name that the standard server looks for

        def _send(self, answer: Response, status: int) -> None:
            self.send_response(status)
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value.replace("{BASE}", served.base))
            if status in (429, 503) and (wait := served.responses.get("retry_after")):
                self.send_header("Retry-After", str(wait))
            body = self._body(answer)
            if body is None:
                self.send_header("Connection", "close")
                self.end_headers()
                self._drip(answer)
                self.close_connection = True
                return
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def _body(self, answer: Response) -> bytes | None:
            base = served.base.encode()
            if "json" in answer:
                return json.dumps(answer["json"], ensure_ascii=False).encode().replace(b"{BASE}", base)
            if "base64" in answer:
                return base64.b64decode(str(answer["base64"])).replace(b"{BASE}", base)
            if "nested_arrays" in answer:
                depth = int(answer["nested_arrays"])
                return b"[" * depth + b"]" * depth
            if "gzip_zero_bytes" in answer:
                return _bomb(answer["gzip_zero_bytes"])
            if "text" in answer:
                return str(answer["text"]).encode().replace(b"{BASE}", base)
            return None

        def _drip(self, answer: Response) -> None:
            for _ in range(answer.get("stream_bytes", 0) // len(PIECE)):
                self.wfile.write(PIECE)
            for _ in range(answer.get("drip_seconds", 0)):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler


def _bomb(size: int) -> bytes:
    """Return many zero bytes, packed: after a full flush the same packed megabyte may follow again."""
    packer = zlib.compressobj(wbits=31)
    first, again = (packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (size // MEGABYTE - 1)
