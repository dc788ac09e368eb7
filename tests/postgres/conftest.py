"""Throw-away data directories, each checked for processes left behind."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from allmende.postgres import lease, remove
from tests.postgres.clients import server_processes, until


@contextmanager
def throw_away_directory() -> Iterator[Path]:
    """Give a place for a data directory; at the end no server of it may be left."""
    # Not pytest's tmp_path: that is closed to other accounts, and its long names do not hold a socket.
    parent = Path(tempfile.mkdtemp(prefix="allmende-postgres-", dir="/tmp"))
    parent.chmod(0o711)
    path = parent / "data"
    yield path
    until(lambda: not server_processes(path), "no server process is left behind")
    remove(path)
    shutil.rmtree(parent)


@pytest.fixture(scope="session")
def fresh_cluster() -> Iterator[Path]:
    """A data directory whose server ran once and stopped; making one takes a second, copying it a tenth."""
    with throw_away_directory() as path:
        with lease(path, settings={"fsync": "off"}):
            pass
        until(lambda: not (path / "postgres.json").exists(), "the server stops")
        yield path


@pytest.fixture
def data_dir(fresh_cluster: Path) -> Iterator[Path]:
    """A data directory with an empty database, for real servers."""
    with throw_away_directory() as path:
        subprocess.run(["cp", "-a", str(fresh_cluster), str(path)], check=True)
        yield path


@pytest.fixture
def new_data_dir() -> Iterator[Path]:
    """The path of a data directory that does not exist yet."""
    with throw_away_directory() as path:
        yield path
