"""The database as a file and back, by the programs of the embedded server; they serve any PostgreSQL 18."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import pq

from allmende.common.errors import AllmendeError
from allmende.postgres.binaries import installed

# A new schema public gets the owner and the rights that initdb gives it; the others come with the dump.
EMPTY_DATABASE = """\
DROP SCHEMA public CASCADE;
DROP SCHEMA IF EXISTS ident, fall, stat, ctx CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


class ProgramFailed(AllmendeError):
    """A program of PostgreSQL ended with an error."""

    message = "„{program}“ ist gescheitert:\n{output}"


@contextmanager
def standing_still(url: str) -> Iterator[str]:
    """Hold the database as it is now, and name that moment; others go on working."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101 - the function always returns one row
        yield row[0]


def write_dump(url: str, file: Path, *, snapshot: str) -> None:
    """Write the whole database into a file, as it was at the moment of the snapshot."""
    _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={file}")


def replace_database(url: str, file: Path) -> None:
    """Put a dump in the place of what the database holds: all of it or, after any error, nothing."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        empty, script = Path(folder) / "empty.sql", Path(folder) / "dump.sql"
        empty.write_text(EMPTY_DATABASE, encoding="ascii")
        # As a complete script first: psql would commit what it has got when a pipe breaks.
        _run("pg_restore", "", "--no-owner", "--no-privileges", f"--file={script}", str(file))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", url, *options, f"--file={empty}", f"--file={script}")


def _run(program: str, url: str, *arguments: str) -> None:
    command = [str(installed().program(program)), *arguments]
    environment = {**os.environ, **connection_variables(url), "LC_ALL": "C"}
    result = subprocess.run(  # noqa: S603
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if result.returncode:
        raise ProgramFailed(program=program, output=result.stderr.strip()[-2000:])


def connection_variables(url: str) -> dict[str, str]:
    """Return the environment that names a server; on a command line everybody could read the password."""
    found: dict[str, str] = {}
    for option in pq.Conninfo.parse(url.encode()) if url else ():
        if option.val is None:
            continue
        if option.envvar is None:
            raise ValueError(f"No environment variable for {option.keyword!r}.")
        found[option.envvar.decode()] = option.val.decode()
    return found
