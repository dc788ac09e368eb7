"""The demo data of the journeys: loaded once by a worker, then copied within the server for each module."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from allmende.web.demo import load_demo

PutDemo = Callable[[], None]


@pytest.fixture(scope="session")
def put_demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, flushable_tables: None
) -> Iterator[PutDemo]:
    """Return what fills the empty test database with the demo data."""
    kept = ""

    def put() -> None:
        nonlocal kept
        name = str(connection.settings_dict["NAME"])
        if kept:
            _copy(kept, name)
        else:
            load_demo()
            kept = f"{name}_demo"
            _copy(name, kept)

    yield put
    if kept:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{kept}" WITH (FORCE)')


def _copy(source: str, target: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
        )  # a thread of a live server may still hold one, and nobody may look on while a database is copied
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
