"""Finding and ending the processes of one cluster, and tying a child's life to its parent's."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1


def dies_with_parent() -> Callable[[], None] | None:
    """Return what a child calls before exec so that the kernel interrupts it when its parent dies.

    It must run after the change of account, which clears the setting; `subprocess` does it in that order.
    macOS has no such thing: there the next supervisor ends the orphan.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # the parent died before the kernel knew our wish
            os._exit(1)

    return bind


def running(cluster_name: str) -> list[int]:
    """Return the living processes of the server that was started with this `cluster_name`."""
    return [pid for pid, command in _commands() if _belongs(command, cluster_name)]


def _belongs(command: list[str], cluster_name: str) -> bool:
    title = " ".join(command)
    return title.startswith(f"postgres: {cluster_name}: ") or (
        os.path.basename(command[0]) == "postgres" and f"cluster_name={cluster_name}" in command
    )


def _commands() -> Iterator[tuple[int, list[str]]]:
    """Yield each process with its command, which everybody may read. Zombies have none."""
    if sys.platform == "linux":
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and (command := _command(entry)):
                yield int(entry.name), command
        return
    listing = subprocess.run(["/bin/ps", "-axo", "pid=,command="], check=True, capture_output=True, text=True)
    for line in listing.stdout.splitlines():
        pid, *command = line.split()
        if command:
            yield int(pid), command


def _command(entry: Path) -> list[str]:
    try:
        raw = (entry / "cmdline").read_bytes()
    except OSError:  # gone meanwhile
        return []
    return os.fsdecode(raw).rstrip("\0 ").split("\0") if raw.strip(b"\0 ") else []


def send(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to every process that still exists."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
