"""Where a command finds its data directory and its database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from allmende.common.errors import AllmendeError
from allmende.postgres import lease

DATABASE_URL = "ALLMENDE_DATABASE_URL"
PAGES_DATABASE_URL = "ALLMENDE_PAGES_DATABASE_URL"
DATA_DIR = "ALLMENDE_DATA_DIR"
DEFAULT_DATA_DIR = "var"
MAJOR_VERSION = 18


class DatabaseUnreachable(AllmendeError):
    """The server named in the environment does not answer."""

    message = "Die Datenbank aus ALLMENDE_DATABASE_URL antwortet nicht: {reason}"


class RoleCannotSignIn(AllmendeError):
    """The role for pages exists, but its password is another one than ours."""

    message = (
        "Die Datenbankrolle „{role}“, unter der die Seiten laufen, kann sich nicht anmelden. Nennen Sie ihre "
        "Adresse mit Passwort in ALLMENDE_PAGES_DATABASE_URL. Meldung der Datenbank: {reason}"
    )


class WrongServerVersion(AllmendeError):
    """The server named in the environment is too old or too new."""

    message = (
        "Allmende braucht PostgreSQL {wanted}. Der Server aus ALLMENDE_DATABASE_URL hat Version {found}."
    )


def data_directory() -> Path:
    """Return the data directory of this process."""
    return Path(os.environ.get(DATA_DIR, DEFAULT_DATA_DIR)).resolve()


@contextmanager
def database() -> Iterator[str]:
    """Have a database and name it in the environment: the given one, else a lease on the embedded server."""
    if url := os.environ.get(DATABASE_URL):
        _check_server(url)
        yield url
        return
    with lease(data_directory()) as server:
        os.environ[DATABASE_URL] = server.url
        os.environ[DATA_DIR] = str(server.data_dir)
        try:
            yield server.url
        finally:
            del os.environ[DATABASE_URL]


def page_server_url(url: str, secret: str) -> str:
    """Return where the processes that serve pages sign in: as a role that owns nothing and sees no person.

    Raises RoleCannotSignIn. On the embedded server no role needs its password.
    """
    from psycopg import OperationalError, connect
    from psycopg.conninfo import conninfo_to_dict

    from allmende.cases.roles import WEB_ROLE, password_of

    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    found = os.environ.get(PAGES_DATABASE_URL) or urlunsplit(
        parts._replace(netloc=f"{WEB_ROLE}:{password_of(WEB_ROLE, secret)}@{place}")
    )
    try:
        connect(found, connect_timeout=10).close()
    except OperationalError as error:
        raise RoleCannotSignIn(role=conninfo_to_dict(found)["user"], reason=str(error).strip()) from None
    return found


def _check_server(url: str) -> None:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise DatabaseUnreachable(reason=str(error).strip()) from None
    if version != MAJOR_VERSION:
        raise WrongServerVersion(wanted=MAJOR_VERSION, found=version)


def set_up_django() -> None:
    """Load Django; the database must be named in the environment by now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.web.settings")
    import django

    django.setup()
