"""The process between the clients and PostgreSQL: it starts the server, restarts it, and stops it at last.

The first client (`lease.py`) starts it as `python -m allmende.postgres.supervisor DATA_DIR LOCK SETTINGS`, in
its own session, so that Ctrl-C in a terminal reaches the clients and not the server. It ends when no client
holds a lease any more. If it is killed, the kernel interrupts the server (PR_SET_PDEATHSIG) and a client
starts the next supervisor.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from allmende.common.errors import AllmendeError
from allmende.postgres import locks, processes, state
from allmende.postgres.alarm import Alarm
from allmende.postgres.cluster import ENVIRONMENT, Cluster, open_cluster
from allmende.postgres.errors import ClusterInUse, ServerDidNotStart
from allmende.postgres.layout import Layout
from allmende.postgres.state import Phase, State

log = logging.getLogger(__name__)

FAILED_STARTS = 4  # in a row, before we give up
RESTART_WINDOW = 60.0  # seconds in which restarts count for the back-off
LONGEST_PAUSE = 10.0
SHUTDOWN_PATIENCE = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
ORPHAN_PATIENCE = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
LEASE_PATIENCE = 10.0  # after SIGTERM, for clients to finish


class Supervisor:
    """Serves one data directory until nobody needs it."""

    def __init__(self, layout: Layout, settings: Mapping[str, str]) -> None:
        self.layout = layout
        self.settings = settings
        self.alarm = Alarm()
        self.restarts: deque[float] = deque()
        self.failed_starts = 0

    def run(self) -> None:
        """Serve until the last lease is gone; raise if the server cannot be started."""
        self._tell(Phase.STARTING)
        cluster = open_cluster(self.layout, durable=self.settings.get("fsync") != "off")
        while True:
            lock = self._claim(cluster)
            server = self._start(cluster, lock)
            if self._watch(cluster, server):
                break
            if self.failed_starts >= FAILED_STARTS:
                raise ServerDidNotStart(log=self.layout.log, tail=self.layout.log_tail())
            self._tell(Phase.STARTING)
            self.alarm.wait(self._pause())
        self.layout.state.unlink(missing_ok=True)
        if cluster.sockets.parent != cluster.path.parent:
            cluster.sockets.rmdir()

    def _claim(self, cluster: Cluster) -> int:
        """Lock the cluster for the next server, after ending what an earlier one left behind.

        Each process of a server inherits this lock. So once we have it, none is alive, whatever
        `postmaster.pid` says: its number may belong to a zombie or, after a reboot, to a stranger.
        """
        for number, patience in ((None, 1.0), *ORPHAN_PATIENCE):
            if number is not None:
                processes.send(self._orphans(cluster, number), number)
            deadline = time.monotonic() + patience
            while True:
                if (lock := locks.acquire(cluster.path)) is not None:
                    cluster.postmaster_file.unlink(missing_ok=True)
                    return lock
                if time.monotonic() > deadline:
                    break
                self.alarm.wait(0.05)
        raise ClusterInUse(path=cluster.path)

    def _orphans(self, cluster: Cluster, number: signal.Signals) -> list[int]:
        found = processes.running(cluster.name)
        if number != signal.SIGINT:
            return found
        # SIGINT means "shut down" to the postmaster only; its children take it for something else.
        return [pid for pid in found if pid == _postmaster(cluster)]

    def _start(self, cluster: Cluster, lock: int) -> "subprocess.Popen[bytes]":
        server = subprocess.Popen(  # noqa: S603
            cluster.command(self.settings),
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=ENVIRONMENT,
            umask=0o077,
            pass_fds=(lock,),
            # Safe although it runs Python between fork and exec: this process has one thread only.
            preexec_fn=processes.dies_with_parent(),
            **cluster.account.identity(),
        )
        os.close(lock)
        return server

    def _watch(self, cluster: Cluster, server: "subprocess.Popen[bytes]") -> bool:
        """Return True after a wanted stop, False when the server ended by itself."""
        ready = False
        while server.poll() is None:
            if not ready and _accepts_connections(cluster, server.pid):
                ready = True
                self.failed_starts = 0
                self._tell(Phase.READY, cluster, server.pid)
            if self._nobody_needs_us():
                _stop(server)
                return True
            self.alarm.wait(0.2 if ready else 0.02)
        log.warning("PostgreSQL ended with exit status %s", server.returncode)
        self.failed_starts += not ready
        return self._nobody_needs_us()

    def _nobody_needs_us(self) -> bool:
        asked_at = self.alarm.stop_asked_at
        if asked_at is not None and time.monotonic() - asked_at > LEASE_PATIENCE:
            return True
        # Kept until this process ends: a client that comes now waits until the server is really down.
        return locks.acquire(self.layout.leases) is not None

    def _pause(self) -> float:
        now = time.monotonic()
        self.restarts.append(now)
        while now - self.restarts[0] > RESTART_WINDOW:
            self.restarts.popleft()
        return 0.0 if len(self.restarts) == 1 else min(0.25 * 2 ** (len(self.restarts) - 2), LONGEST_PAUSE)

    def _tell(self, phase: Phase, cluster: Cluster | None = None, postmaster: int = 0) -> None:
        sockets = str(cluster.sockets) if cluster else ""
        programs = str(cluster.binaries.program("postgres").parent) if cluster else ""
        state.write(self.layout.state, State(phase, os.getpid(), postmaster, sockets, programs))


def _postmaster_lines(cluster: Cluster) -> list[str]:
    try:
        return cluster.postmaster_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _postmaster(cluster: Cluster) -> int:
    lines = _postmaster_lines(cluster)
    return int(lines[0]) if lines and lines[0].isdecimal() else 0


def _accepts_connections(cluster: Cluster, pid: int) -> bool:
    """Read the eighth line of postmaster.pid, where the server tells pg_ctl that it is ready."""
    lines = _postmaster_lines(cluster)
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _stop(server: "subprocess.Popen[bytes]") -> None:
    for number, patience in SHUTDOWN_PATIENCE:
        server.send_signal(number)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return


def main(arguments: list[str]) -> int:
    """Run the supervisor in the background. The lock's descriptor is inherited and held by being open."""
    data_dir, _lock, settings = arguments
    # The client waits for the first process only, so the second never becomes its zombie.
    if os.fork():
        os._exit(0)
    logging.basicConfig(format="%(asctime)s [%(process)d] supervisor: %(message)s")
    layout = Layout(Path(data_dir))
    try:
        Supervisor(layout, json.loads(settings)).run()
    except AllmendeError as error:
        log.error("%s", error)
        state.write(layout.state, State(Phase.FAILED, os.getpid(), message=str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
