"""Run a command against a PostgreSQL server as a data center has it: over TCP, with a password.

    python -m tests.postgres.external_server pytest tests/accounts

The server is made of the same binaries and is gone afterwards. The command finds it in ALLMENDE_DATABASE_URL.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from allmende.postgres.cluster import ENVIRONMENT, SUPERUSER, Cluster, open_cluster
from allmende.postgres.layout import prepare
from allmende.postgres.lease import url_for

ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LONGEST_START = 60.0


@contextmanager
def external_server() -> Iterator[str]:
    """Run a server on 127.0.0.1; give the address with the password of the ordinary role."""
    parent = Path(tempfile.mkdtemp(prefix="allmende-external-", dir="/tmp"))
    parent.chmod(0o711)
    try:
        cluster = open_cluster(prepare(parent / "data"), durable=False)
        (cluster.path / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
        port = _free_port()
        server = _start(cluster, port)
        try:
            password = _set_password(cluster, port, server)
            yield f"postgresql://allmende:{password}@127.0.0.1:{port}/allmende"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()
    finally:
        shutil.rmtree(parent)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _start(cluster: Cluster, port: int) -> "subprocess.Popen[bytes]":
    program = str(cluster.binaries.program("postgres"))
    settings = {
        **FAST,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(cluster.sockets),
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = (cluster.path.parent / "postgres.log").open("wb")
    with log:
        return subprocess.Popen(
            [program, "-D", str(cluster.path), "-p", str(port), *options],
            stdout=log,
            stderr=log,
            cwd="/",
            env=ENVIRONMENT,
            umask=0o077,
            **cluster.account.identity(),
        )


def _set_password(cluster: Cluster, port: int, server: "subprocess.Popen[bytes]") -> str:
    """Wait until the server answers, then give the ordinary role a password."""
    password = secrets.token_urlsafe(16)
    url = f"{url_for(cluster.sockets, SUPERUSER)}&port={port}"
    deadline = time.monotonic() + LONGEST_START
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
            connection.execute(f"ALTER ROLE allmende PASSWORD '{password}'".encode())
            return password
        time.sleep(0.05)
    raise RuntimeError((cluster.path.parent / "postgres.log").read_text(encoding="utf-8"))


def main(command: Sequence[str]) -> int:
    """Run the command while the server runs; return its exit status."""
    with external_server() as url:
        return subprocess.run(
            command, env={**os.environ, "ALLMENDE_DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
