"""`allmende start` as an administrator runs it: one process, real servers, a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from allmende.command import preparation
from tests.postgres.clients import is_alive, server_processes, until

FIRST_START = 120.0
SECOND_START = 20.0  # ten on an idle machine; tests share theirs


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def started(data_dir: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Run the command until it says that it is ready; end it if the test did not."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLMENDE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "allmende.command.main", "start", "--port", str(port), "--workers", "1"],
        env={**kept, "ALLMENDE_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    with process:
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
            yield process
        finally:
            process.terminate()
            process.wait()


def page(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/barrierefreiheit/", timeout=30) as answer:
        return str(answer.read().decode())


def children(pid: int) -> list[int]:
    return [
        int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def test_start_serves_stops_cleanly_and_starts_again_quickly(data_dir: Path) -> None:
    port = free_port()
    with started(data_dir, port) as process:
        assert "Barrierefreiheit" in page(port)
        offspring = [pid for child in children(process.pid) for pid in (child, *children(child))]
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C in a terminal
        assert process.wait(FIRST_START) == 0
    until(lambda: not any(map(is_alive, offspring)), "no service is left")
    until(lambda: not server_processes(data_dir), "the database stops")
    began = time.monotonic()
    with started(data_dir, port):
        assert time.monotonic() - began < SECOND_START
        assert "Barrierefreiheit" in page(port)


def test_static_files_are_collected_only_when_they_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **options: calls.append(name))
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "data" / "static")
    preparation.collect_static_files()
    preparation.collect_static_files()
    assert calls == ["collectstatic"]
    monkeypatch.setattr(preparation, "_static_files", lambda: iter(["changed"]))
    preparation.collect_static_files()
    assert calls == ["collectstatic", "collectstatic"]
