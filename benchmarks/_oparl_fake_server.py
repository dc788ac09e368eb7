"""A council system of a given size on this machine, in a process of its own; all pages are ready in memory.

Usage: python -m benchmarks._oparl_fake_server PAPERS [bare]; prints its address.
Large worlds are made page by page.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.oparl.world import World

READY = 150_000


def main() -> None:
    world = World(papers=int(sys.argv[1]), is_bare="bare" in sys.argv)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_port}"
    ready = dict(world.pages(base)) if world.papers <= READY else {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = ready.get(self.path)
            if body is None:
                value = world.answer(base, self.path)
                body = json.dumps(value, ensure_ascii=False).encode() if value is not None else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server.RequestHandlerClass = Handler
    print(base, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
