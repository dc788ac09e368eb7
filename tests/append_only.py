"""Switches off the triggers of what is only ever added, as the owner of the tables can."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

TABLES = (
    "accounts_auditevent",
    "accounts_auditchain",
    "ledger_calculationversion",
    "ledger_posting",
    "invoices_invoice",
    "invoices_invoiceline",
    "invoices_invoicefile",
)


@contextmanager
def triggers_off(alias: str = "default") -> Iterator[None]:
    """Let statements pass that these tables would refuse."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture(scope="session", autouse=True)
def flushable_tables() -> Iterator[None]:
    """Let tests with real transactions empty the database although some tables refuse TRUNCATE."""
    original = DatabaseOperations.execute_sql_flush

    def flush_without_triggers(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
        with triggers_off(self.connection.alias):
            original(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield
