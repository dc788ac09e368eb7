"""What survives when processes are killed. These tests kill for real and use durable settings."""

import subprocess
import threading
from pathlib import Path

import psycopg
import pytest

from allmende.postgres import lease
from tests.postgres.clients import (
    HOLDER,
    WRITER,
    client,
    first_line,
    is_alive,
    kill,
    server_processes,
    until,
)

ENOUGH = 200


class Acknowledged:
    """Collects the numbers a writer prints, each after its COMMIT returned."""

    def __init__(self, writer: "subprocess.Popen[str]") -> None:
        self.numbers: list[int] = []
        self._writer = writer
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._writer.stdout is not None
        for line in self._writer.stdout:
            self.numbers.append(int(line))

    def finish(self) -> set[int]:
        self._thread.join(10)
        return set(self.numbers)


def stored(url: str) -> set[int]:
    with psycopg.connect(url) as connection:
        return {number for (number,) in connection.execute("SELECT id FROM posting")}


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("target", ["postmaster", "postmaster and children", "supervisor", "everything"])
def test_nothing_acknowledged_is_lost(data_dir: Path, target: str) -> None:
    with client(WRITER, data_dir) as writer, lease(data_dir) as server:
        acknowledged = Acknowledged(writer)
        until(lambda: len(acknowledged.numbers) > ENOUGH, "the writer writes")
        victims = {
            "postmaster": [server.postmaster],
            "postmaster and children": server_processes(data_dir),
            "supervisor": [server.supervisor],
            "everything": [server.supervisor, *server_processes(data_dir)],
        }[target]
        kill(*victims)
        before = len(acknowledged.numbers)
        until(lambda: len(acknowledged.numbers) > before + ENOUGH, "the writer goes on after the crash")
        kill(writer.pid)
        lost = acknowledged.finish() - stored(server.url)
    assert lost == set()


def test_the_server_comes_back_again_and_again(data_dir: Path) -> None:
    with lease(data_dir) as server:
        for _ in range(3):
            kill(*server_processes(data_dir))
            until(lambda: answers(server.url), "the server answers again")


def test_a_killed_supervisor_takes_its_server_with_it(data_dir: Path) -> None:
    with client(HOLDER, data_dir) as holder:
        postmaster, supervisor = map(int, first_line(holder).split())
        kill(holder.pid, supervisor)
        until(lambda: not is_alive(postmaster), "the kernel interrupts the orphan")


def test_a_client_replaces_a_killed_supervisor_once(data_dir: Path) -> None:
    with lease(data_dir) as server, client(HOLDER, data_dir) as holder:
        first_line(holder)
        kill(server.supervisor)
        until(lambda: not is_alive(server.postmaster), "the old server ends")
        until(lambda: answers(server.url), "a new server answers")
        with lease(data_dir) as again:
            assert again.supervisor != server.supervisor
            assert is_alive(again.supervisor)


def test_a_stale_postmaster_file_does_not_matter(data_dir: Path) -> None:
    with lease(data_dir):
        pass
    until(lambda: not server_processes(data_dir), "the server stops")
    # A living stranger has the number of the dead postmaster, as after a reboot.
    (data_dir / "postgres" / "postmaster.pid").write_text(
        "1\n/nowhere\n1\n5432\n\n\n\nready\n", encoding="ascii"
    )
    with lease(data_dir) as server:
        assert answers(server.url)
