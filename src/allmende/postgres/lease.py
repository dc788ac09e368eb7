"""How a process gets the embedded server: by a lease. The server lives as long as anybody holds one."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from allmende.common.errors import AllmendeError
from allmende.postgres import locks, state
from allmende.postgres.cluster import DATABASE, ELSEWHERE, ROLE, SUPERUSER
from allmende.postgres.errors import ServerDidNotStart
from allmende.postgres.layout import Layout, prepare
from allmende.postgres.state import Phase, State

LONGEST_START = 600.0  # seconds; recovery after a crash may take minutes, a normal start 0.2 s
LOG_LIMIT = 5_000_000  # bytes; then the log becomes postgres.log.1
LONGEST_PAUSE = 10.0  # seconds between supervisors that end at once, as on a full disk
SOURCE = str(Path(__file__).resolve().parents[2])  # the supervisor runs the code we run, however it was found


class _Failed(AllmendeError):
    message = "{text}"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, while the lease lasts."""

    data_dir: Path
    socket_directory: Path
    programs: Path
    postmaster: int
    supervisor: int

    @property
    def url(self) -> str:
        """The address of Allmende's database, for its ordinary role."""
        return url_for(self.socket_directory)

    @property
    def admin_url(self) -> str:
        """The same database as superuser: for tests and repairs, never for the product."""
        return url_for(self.socket_directory, SUPERUSER)


def url_for(socket_directory: Path, role: str = ROLE) -> str:
    """Return the address of Allmende's database on the server that listens in this directory."""
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(socket_directory), safe='/')}"


@contextmanager
def lease(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Hold the server of a data directory: started if nobody else did, stopped when the last lease ends.

    The kernel ends the lease of a process that is killed. `settings` are PostgreSQL settings for the case
    that this lease starts the server (tests turn `fsync` off).
    """
    layout = prepare(data_dir)
    held = locks.acquire(layout.leases, shared=True, wait=True)
    assert held is not None  # noqa: S101 - a waiting lock is always granted
    try:
        server = _await_server(layout, settings or {})
        rescue = _Rescue(layout, settings or {})
        rescue.start()
        try:
            yield server
        finally:
            rescue.released.set()
    finally:
        os.close(held)


def remove(data_dir: Path) -> None:
    """Wait until the server of a data directory has stopped, then delete it with everything in it."""
    layout = Layout(data_dir.resolve())
    if not layout.path.exists():
        return
    held = locks.acquire(layout.supervisor, wait=True)
    assert held is not None  # noqa: S101 - a waiting lock is always granted
    try:
        if layout.cluster.is_symlink() and (place := layout.cluster.readlink().parent).parent == ELSEWHERE:
            shutil.rmtree(place)
        shutil.rmtree(layout.path)
    finally:
        os.close(held)


class _Rescue(threading.Thread):
    """Starts the next supervisor when the present one was killed.

    It sleeps in the kernel until the supervisor's lock is free. Of all clients, one gets it and hands it on.
    """

    def __init__(self, layout: Layout, settings: Mapping[str, str]) -> None:
        super().__init__(name="allmende-postgres-rescue", daemon=True)
        self.layout = layout
        self.settings = settings
        self.released = threading.Event()

    def run(self) -> None:
        for attempt in count():
            lock = locks.acquire(self.layout.supervisor, wait=True)
            if lock is None or self.released.is_set():
                if lock is not None:
                    os.close(lock)
                return
            _spawn_supervisor(self.layout, lock, self.settings)
            self.released.wait(min(attempt, LONGEST_PAUSE))


def _await_server(layout: Layout, settings: Mapping[str, str]) -> Server:
    deadline = time.monotonic() + LONGEST_START
    started = False
    while time.monotonic() < deadline:
        lock = locks.acquire(layout.supervisor)
        found = state.read(layout.state)
        if lock is not None:
            if started and found is not None and found.phase is Phase.FAILED:
                os.close(lock)
                raise _Failed(text=found.message)
            if started:  # it died without a word
                os.close(lock)
                raise ServerDidNotStart(log=layout.log, tail=layout.log_tail())
            _spawn_supervisor(layout, lock, settings)
            started = True
        elif found is not None and found.phase is Phase.READY:
            return _server(layout, found)
        time.sleep(0.01)
    raise ServerDidNotStart(log=layout.log, tail=layout.log_tail())


def _server(layout: Layout, found: State) -> Server:
    return Server(layout.path, Path(found.sockets), Path(found.programs), found.postmaster, found.supervisor)


def _spawn_supervisor(layout: Layout, lock: int, settings: Mapping[str, str]) -> None:
    """Start a supervisor that inherits the lock we hold, so that there is never a second one."""
    layout.state.unlink(missing_ok=True)
    if layout.log.exists() and layout.log.stat().st_size > LOG_LIMIT:
        layout.log.replace(layout.log.with_suffix(".log.1"))
    arguments = [str(layout.path), str(lock), json.dumps(dict(settings))]
    try:
        with layout.log.open("ab") as log:
            subprocess.run(  # noqa: S603
                [sys.executable, "-P", "-m", "allmende.postgres.supervisor", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**os.environ, "PYTHONPATH": SOURCE},
                pass_fds=(lock,),
                start_new_session=True,
                check=True,
            )
    finally:
        os.close(lock)
