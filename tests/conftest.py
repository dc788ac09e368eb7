"""What all tests share."""

from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.append_only import flushable_tables
from tests.migrated_database import migrated_once

__all__ = ["flushable_tables", "migrated_once"]

# A busy machine is slow, not wrong.
settings.register_profile("allmende", deadline=None)
settings.load_profile("allmende")


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_once: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """End the sessions that threads of a live server may still hold when the test database is dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
