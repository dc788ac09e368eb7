"""Throw-away data directories, each checked for processes left behind."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from allmende.postgres import remove
from tests.postgres.clients import server_processes, until


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory for real servers; at the end no process of it may be left."""
    # Not pytest's tmp_path: that is closed to other accounts, and its long names do not hold a socket.
    parent = Path(tempfile.mkdtemp(prefix="allmende-postgres-", dir="/tmp"))
    parent.chmod(0o711)
    path = parent / "data"
    yield path
    until(lambda: not server_processes(path), "no server process is left behind")
    remove(path)
    shutil.rmtree(parent)
