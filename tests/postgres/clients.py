"""Programs the tests start as processes of their own, and how to watch what they leave behind."""

import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from allmende.postgres import processes
from allmende.postgres.layout import fingerprint

PATIENCE = 120.0  # seconds; a tenth of one is typical, but tests share their machine

HOLDER = """
import sys
from pathlib import Path
from allmende.postgres import lease
try:
    with lease(Path(sys.argv[1])) as server:
        print(server.postmaster, server.supervisor, flush=True)
        sys.stdin.read()
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""

WRITER = """
import sys
from pathlib import Path
import psycopg
from allmende.postgres import lease
with lease(Path(sys.argv[1])) as server:
    number = 0
    while True:
        try:
            with psycopg.connect(server.url) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS posting (id bigint PRIMARY KEY)")
                connection.commit()
                while True:
                    number += 1
                    connection.execute("INSERT INTO posting VALUES (%s)", [number])
                    connection.commit()
                    print(number, flush=True)
        except psycopg.OperationalError:
            number += 1_000_000  # whether the last one was committed is unknown: never use its number again
"""


@contextmanager
def client(program: str, *arguments: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """Run a program with its own process group; kill it at the end if the test did not."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition; fail with `what` if it never came."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE, f"Waited in vain: {what}"
        select.select([], [], [], 0.02)


def server_processes(data_dir: Path) -> list[int]:
    """The living PostgreSQL processes of a data directory."""
    return processes.running(f"allmende-{fingerprint(data_dir / 'postgres')}")


def is_alive(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def kill(*pids: int) -> None:
    """Kill processes at once, as the kernel does when memory runs out; some may be gone already."""
    processes.send(list(pids), signal.SIGKILL)
