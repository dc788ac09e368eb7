"""Lets tests with real transactions empty the database although the audit trail refuses TRUNCATE."""

from collections.abc import Iterable, Iterator

import pytest
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations


@pytest.fixture(scope="session", autouse=True)
def flushable_audit_trail() -> Iterator[None]:
    """Empty tables as a replica would, without triggers; only a superuser of the database can do that."""
    original = DatabaseOperations.execute_sql_flush

    def flush_without_triggers(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
        with connections[self.connection.alias].cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                original(self, sql_list)
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield
