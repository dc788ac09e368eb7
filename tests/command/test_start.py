"""`allmende start` as an administrator runs it: one process, real servers, a clean end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings

from allmende.cases.roles import WEB_ROLE
from allmende.command import preparation
from allmende.postgres import lease
from tests.postgres.clients import is_alive, kill, server_processes, until

LONGEST_STOP = 120.0  # seconds


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


def finds_something(port: int) -> bool:
    """Ask for a page that needs the database."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/suche/?q=Musterstadt", timeout=30) as answer:
            return bool(answer.status == 200)
    except HTTPError:
        return False


def has_worker(pid: int) -> bool:
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children(pid)]
    return any(b"allmende.command.worker" in command for command in commands)


def roles_signed_in(data_dir: Path) -> set[str]:
    """Return the roles under which pages and worker talk to the database."""
    with lease(data_dir) as server, psycopg.connect(server.admin_url) as connection:
        return {
            role
            for (role,) in connection.execute(
                "SELECT usename FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        }


def children(pid: int) -> list[int]:
    return [
        int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def test_start_serves_stops_cleanly_and_starts_again_without_repeating_the_work(data_dir: Path) -> None:
    port = free_port()
    with started(data_dir, port) as process:
        assert "Barrierefreiheit" in page(port)
        offspring = [pid for child in children(process.pid) for pid in (child, *children(child))]
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C in a terminal
        assert process.wait(LONGEST_STOP) == 0
    until(lambda: not any(map(is_alive, offspring)), "no service is left")
    until(lambda: not server_processes(data_dir), "the database stops")
    collected = (data_dir / "static.stamp").stat().st_mtime_ns
    with started(data_dir, port):
        assert (data_dir / "static.stamp").stat().st_mtime_ns == collected
        assert "Barrierefreiheit" in page(port)


def test_pages_and_worker_survive_the_death_of_the_database(data_dir: Path) -> None:
    port = free_port()
    with started(data_dir, port) as process:
        killed = set(server_processes(data_dir))
        kill(*killed)
        until(lambda: bool(set(server_processes(data_dir)) - killed), "a new server starts")
        until(lambda: finds_something(port), "pages from the database come back")
        until(lambda: has_worker(process.pid), "a worker runs")
        assert roles_signed_in(data_dir) == {WEB_ROLE}


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
