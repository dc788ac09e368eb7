"""The embedded server as its clients see it."""

import os
import signal
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from allmende.postgres import lease, remove
from tests.postgres.clients import HOLDER, client, first_line, is_alive, kill, server_processes, until

THROW_AWAY = {"fsync": "off"}


def test_the_first_lease_makes_a_database_for_the_ordinary_role(new_data_dir: Path) -> None:
    with lease(new_data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT current_user, current_database(), rolsuper, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("allmende", "allmende", False, True)


def test_the_database_is_made_as_documented(new_data_dir: Path) -> None:
    wanted = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "listen_addresses": "",
        "fsync": "on",
        "synchronous_commit": "on",
    }
    with lease(new_data_dir) as server, psycopg.connect(server.url) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in wanted}
        provider = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert connection.info.server_version // 10000 == 18
    assert found == {name: (value,) for name, value in wanted.items()}
    assert provider == ("b", "C.UTF-8")


def test_the_ordinary_role_may_create_the_three_extensions(data_dir: Path) -> None:
    with lease(data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        for name in ("pg_trgm", "btree_gist", "unaccent"):
            connection.execute(f"CREATE EXTENSION {name}")
        words = connection.execute("SELECT to_tsvector('german', 'die „Größe“ – Häuser')::text").fetchone()
    assert words == ("'gross':2 'haus':3",)


def test_data_outlive_the_server(data_dir: Path) -> None:
    with lease(data_dir, settings=THROW_AWAY) as first, psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    until(lambda: not is_alive(first.supervisor), "the supervisor ends after the last lease")
    with lease(data_dir, settings=THROW_AWAY) as second, psycopg.connect(second.url) as connection:
        assert second.postmaster != first.postmaster
        assert connection.execute("SELECT value FROM kept").fetchone() == (42,)


def test_eight_clients_share_one_server(data_dir: Path) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(client(HOLDER, data_dir)) for _ in range(8)]
        assert len({first_line(process) for process in clients}) == 1


def test_two_data_directories_have_two_servers(data_dir: Path) -> None:
    other = data_dir.parent / "other"
    with lease(data_dir, settings=THROW_AWAY) as first, lease(other, settings=THROW_AWAY) as second:
        assert first.postmaster != second.postmaster
        assert first.socket_directory != second.socket_directory
    remove(other)


def test_the_server_stays_while_another_client_needs_it(data_dir: Path) -> None:
    with client(HOLDER, data_dir) as holder:
        postmaster = int(first_line(holder).split()[0])
        with lease(data_dir, settings=THROW_AWAY):
            pass
        with lease(data_dir, settings=THROW_AWAY) as again:
            assert again.postmaster == postmaster


def test_a_killed_client_leaves_no_server_behind(data_dir: Path) -> None:
    with client(HOLDER, data_dir) as holder:
        postmaster, supervisor = map(int, first_line(holder).split())
        kill(holder.pid)
        until(lambda: not is_alive(postmaster) and not is_alive(supervisor), "both end after their client")


def test_ctrl_c_reaches_the_client_and_not_the_server(data_dir: Path) -> None:
    with client(HOLDER, data_dir) as holder, lease(data_dir, settings=THROW_AWAY) as server:
        first_line(holder)
        # What a terminal does on Ctrl-C: the signal goes to the whole group of the client.
        os.killpg(holder.pid, signal.SIGINT)
        assert first_line(holder) == "interrupted"
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("length", [60, 200])
def test_long_paths_and_spaces_are_fine(data_dir: Path, length: int) -> None:
    long = data_dir / "ein Verzeichnis mit, Sonderzeichen" / ("x" * (length - len(str(data_dir)) - 36))
    with lease(long, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        sockets = server.socket_directory
        assert sockets.parent == data_dir.parent.parent
        assert sockets.stat().st_mode & 0o777 == 0o700
    remove(long)
    assert not sockets.exists()


def test_remove_waits_for_the_server_and_leaves_nothing(data_dir: Path) -> None:
    with lease(data_dir, settings=THROW_AWAY):
        pass
    remove(data_dir)
    assert not data_dir.exists()
    assert server_processes(data_dir) == []
