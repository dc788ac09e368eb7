"""Waiting in a process that looks after others: for time to pass, a child to end, or a wish to stop."""

import select
import signal
import socket
import time
from contextlib import suppress
from types import FrameType


class Alarm:
    """A wait that ends early when a signal arrives (a child ended, someone asks us to stop)."""

    def __init__(self) -> None:
        self.stop_asked_at: float | None = None
        self._ends = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)
        signal.set_wakeup_fd(self._ends[1].fileno(), warn_on_full_buffer=False)
        self._before = {signal.SIGCHLD: signal.signal(signal.SIGCHLD, lambda *_: None)}
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked_at = self.stop_asked_at or time.monotonic()

    def wait(self, seconds: float) -> None:
        """Return after this time or as soon as a signal arrives."""
        select.select([self._ends[0]], [], [], seconds)
        with suppress(BlockingIOError):
            self._ends[0].recv(4096)

    def end(self) -> None:
        """Give the signals back to whoever handled them before."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for end in self._ends:
            end.close()
