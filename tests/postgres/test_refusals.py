"""Where the embedded server refuses to work, and what it tells the reader."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from allmende.common.errors import AllmendeError
from allmende.postgres import layout, lease, remove
from allmende.postgres.cluster import ELSEWHERE
from allmende.postgres.errors import (
    DataDirectoryNotWritable,
    NetworkFileSystem,
    UnsupportedSystem,
)
from tests.postgres.clients import server_processes, until

THROW_AWAY = {"fsync": "off"}
MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /srv rw,relatime shared:5 - nfs4 nas:/srv rw
31 30 254:1 / /srv/local\\040disk rw,relatime shared:6 - xfs /dev/vdb rw
"""
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="Only root changes to another account.")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/var/lib", "ext4"), ("/srv/allmende", "nfs4"), ("/srv/local disk/data", "xfs"), ("/srvx", "ext4")],
)
def test_the_longest_mount_point_decides_on_the_file_system(path: str, kind: str) -> None:
    assert layout.file_system(Path(path), MOUNTS) == kind


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 0:1 / {tmp_path} rw shared:1 - nfs4 nas:/data rw\n", encoding="utf-8")
    monkeypatch.setattr(layout, "MOUNTS", mounts)
    with pytest.raises(NetworkFileSystem, match=r"Netzlaufwerk \(nfs4\)"), lease(tmp_path / "data"):
        pass


def test_another_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UnsupportedSystem, match="ALLMENDE_DATABASE_URL"), lease(tmp_path / "data"):
        pass


def test_a_place_nobody_may_write_to_is_refused() -> None:
    with pytest.raises(DataDirectoryNotWritable, match="/proc/allmende"), lease(Path("/proc/allmende")):
        pass


def stopped_server(data_dir: Path) -> Path:
    """Make a data directory, stop its server, and return the cluster."""
    with lease(data_dir, settings=THROW_AWAY):
        pass
    until(lambda: not server_processes(data_dir), "the server stops")
    return data_dir / "postgres"


def test_another_major_version_is_refused_and_untouched(data_dir: Path) -> None:
    cluster = stopped_server(data_dir)
    (cluster / "PG_VERSION").write_text("17\n", encoding="ascii")
    before = sorted(path.name for path in cluster.iterdir())
    with pytest.raises(AllmendeError, match=r"stammt von PostgreSQL 17, .* PostgreSQL 18"), lease(data_dir):
        pass
    assert sorted(path.name for path in cluster.iterdir()) == before


def test_a_cluster_that_is_not_where_the_data_directory_points_is_never_replaced(data_dir: Path) -> None:
    cluster = stopped_server(data_dir).rename(data_dir.parent / "moved")
    link = data_dir / "postgres"
    link.symlink_to(data_dir.parent / "unmounted")
    with pytest.raises(AllmendeError, match=r"liegt laut .*/postgres in .*/unmounted"), lease(data_dir):
        pass
    assert link.is_symlink()
    link.unlink()
    cluster.rename(link)
    with lease(data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url):
        pass


def test_a_server_that_cannot_start_shows_its_log(data_dir: Path) -> None:
    cluster = stopped_server(data_dir)
    with (cluster / "postgresql.conf").open("a", encoding="ascii") as file:
        file.write("no_such_setting = on\n")
    with pytest.raises(AllmendeError, match="no_such_setting"), lease(data_dir):
        pass


def test_a_failed_start_can_be_repeated(
    data_dir: Path,
) -> None:
    with (
        pytest.raises(AllmendeError, match="no_such_setting"),
        lease(data_dir, settings={**THROW_AWAY, "no_such_setting": "on"}),
    ):
        pass
    with lease(data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url):
        pass


@pytest.fixture
def closed_directory() -> Iterator[Path]:
    """A data directory below one that only root may enter, as with a checkout in /root."""
    parent = Path(tempfile.mkdtemp(prefix="allmende-closed-", dir="/tmp"))
    yield parent / "data"
    remove(parent / "data")
    shutil.rmtree(parent)


@only_root
def test_below_a_closed_directory_the_cluster_moves_and_nothing_is_opened(closed_directory: Path) -> None:
    for _ in range(2):  # the second time it finds the cluster where it was put
        with (
            lease(closed_directory, settings=THROW_AWAY) as server,
            psycopg.connect(server.url) as connection,
        ):
            connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
            cluster = (closed_directory / "postgres").resolve()
        until(lambda: not server_processes(closed_directory), "the server stops")
    assert cluster.is_relative_to(ELSEWHERE)
    assert cluster.stat().st_uid != 0
    assert closed_directory.parent.stat().st_mode & 0o777 == 0o700
    remove(closed_directory)
    assert not cluster.parent.exists()


@only_root
def test_the_server_never_runs_as_root(data_dir: Path) -> None:
    with lease(data_dir, settings=THROW_AWAY) as server:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in server_processes(data_dir)}
    assert len(owners) == 1
    assert 0 not in owners
    assert server.socket_directory.stat().st_mode & 0o777 == 0o700
