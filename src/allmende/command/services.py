"""The processes that `allmende start` looks after: the web server and the worker."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from allmende.common.errors import AllmendeError
from allmende.postgres import processes
from allmende.postgres.alarm import Alarm

STOP_PATIENCE = 20.0  # seconds for requests and jobs to finish
FAILED_STARTS = 3
LONGEST_PAUSE = 10.0
HEALTHY_AFTER = 30.0  # seconds of life after which earlier failures are forgotten


class PortInUse(AllmendeError):
    """Another program listens where we shall."""

    message = (
        "Auf {host}:{port} läuft schon ein Programm, vielleicht Allmende selbst. "
        "Beenden Sie es oder wählen Sie mit --port einen anderen Anschluss."
    )


class AddressNotUsable(AllmendeError):
    """The address does not belong to this machine, or the port needs more rights."""

    message = "Allmende kann auf {host}:{port} nicht antworten: {reason}."


class ServiceKeepsFailing(AllmendeError):
    """A service ended again and again before it worked."""

    message = "„{name}“ lässt sich nicht starten; die Meldungen darüber nennen den Grund."


def refuse_taken_port(host: str, port: int) -> None:
    """Raise if we could not listen there. The web server would silently share a port with another program."""
    try:
        (family, *_), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(host=host, port=port) from None
        raise AddressNotUsable(host=host, port=port, reason=error.strerror) from None


def answers(host: str, port: int) -> bool:
    """Tell whether somebody accepts connections there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((near, port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(slots=True)
class Service:
    """A process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = 0

    def look_after(self, now: float) -> None:
        """Start the process if it does not run and its pause is over; raise if it keeps failing."""
        if self.process is not None and self.process.poll() is not None:
            self._clean_up(now)
        if self.process is None and now >= self.start_again_at:
            # An own group: Ctrl-C in a terminal reaches us alone, and we stop the services in good order.
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                env=self.environment,
                process_group=0,
                preexec_fn=processes.dies_with_parent(),
            )
            self.started_at = now

    def _clean_up(self, now: float) -> None:
        assert self.process is not None  # noqa: S101
        self.signal(signal.SIGKILL)  # its children, which would keep the port
        self.process = None
        self.failures = 1 if now - self.started_at > HEALTHY_AFTER else self.failures + 1
        self.start_again_at = now + min(0.5 * 2**self.failures, LONGEST_PAUSE)

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{self.name} reagiert nicht und wird abgebrochen.", file=sys.stderr)
        self.signal(signal.SIGKILL)
        self.process.wait()


def run_services(
    services: Sequence[Service], is_ready: Callable[[], bool], announce: Callable[[], None]
) -> None:
    """Run the services until somebody asks us to stop (Ctrl-C, SIGTERM); `announce` once they are ready."""
    alarm = Alarm()
    ready = False
    try:
        while alarm.stop_asked_at is None:
            now = time.monotonic()
            for service in services:
                service.look_after(now)
                if not ready and service.failures >= FAILED_STARTS:
                    raise ServiceKeepsFailing(name=service.name)
            if not ready and is_ready():
                ready = True
                announce()
            alarm.wait(0.5 if ready else 0.05)
    finally:
        deadline = time.monotonic() + STOP_PATIENCE
        for service in services:
            service.signal(signal.SIGTERM)
        for service in services:
            service.stop(deadline)
        alarm.end()
