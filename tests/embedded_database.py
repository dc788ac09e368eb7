"""Pytest plugin: the tests' own PostgreSQL, started when the first test needs it and gone when the run ends.

Django reads ALLMENDE_DATABASE_URL when its settings load, long before we know whether a test needs it.
So the address is fixed here at once, and the server behind it starts with the first fixture that asks for it.
Processes of pytest-xdist inherit the environment; each takes its own lease on the same server.
If ALLMENDE_DATABASE_URL is already set, that server is used and nothing is started.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from allmende.postgres import Server, lease, remove
from allmende.postgres.lease import url_for

# Where the server of this run lies; unset with an external one. Processes of pytest-xdist find it there.
SERVER_DIRECTORY = "ALLMENDE_TEST_SERVER_DIRECTORY"
XDIST_WORKER = "PYTEST_XDIST_WORKER"
DATABASE_FIXTURES = frozenset({"django_db_setup", "django_db_modify_db_settings"})
# A crash may destroy this server: it is made for one run. Its data directory never leaves this plugin.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedDatabase:
    """The server of this run, or nothing but the address of an external one."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._server: Server | None = None
        self._owned: Path | None = None
        if XDIST_WORKER not in os.environ:
            # /tmp, not the value of TMPDIR: the path of a socket has room for 103 bytes only.
            self._owned = Path(tempfile.mkdtemp(prefix="allmende-test-", dir="/tmp"))
            self._owned.chmod(0o711)
            self._prepare_environment(self._owned)

    def _prepare_environment(self, directory: Path) -> None:
        # Keys and uploads of tests never mix with those of a developer's installation.
        os.environ["ALLMENDE_DATA_DIR"] = str(directory / "data")
        os.environ["ALLMENDE_TESTING"] = "1"
        if "ALLMENDE_DATABASE_URL" not in os.environ:
            os.environ["ALLMENDE_DATABASE_URL"] = url_for(directory / "server" / "socket")
            os.environ[SERVER_DIRECTORY] = str(directory / "server")

    def start(self) -> None:
        """Take the lease, once per process; the server runs until the last process of the run ends."""
        if self._server is None and SERVER_DIRECTORY in os.environ:
            self._server = self._stack.enter_context(lease(Path(os.environ[SERVER_DIRECTORY]), settings=FAST))
            if self._server.url != os.environ["ALLMENDE_DATABASE_URL"]:
                raise RuntimeError(f"The server listens elsewhere than announced: {self._server.url}")

    def end(self) -> None:
        self._stack.close()
        if self._owned is not None:
            remove(self._owned / "server")
            shutil.rmtree(self._owned)


DATABASE = EmbeddedDatabase()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """Start the server just before pytest-django makes its test database."""
    if fixturedef.argname in DATABASE_FIXTURES:
        DATABASE.start()


@pytest.fixture(scope="session")
def database_url() -> str:
    """The address of a running server, for tests that start `allmende` or use psycopg themselves."""
    DATABASE.start()
    return os.environ["ALLMENDE_DATABASE_URL"]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    DATABASE.end()
