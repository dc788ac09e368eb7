"""What must be done before the web server may start: migrations and static files, both only when needed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from allmende.postgres import locks

MIGRATION_LOCK = 0x616C6D65  # any number, the same in every process


def migrate() -> None:
    """Bring the database up to date. Processes that start at the same time wait for each other."""
    from django.core.management import call_command
    from django.db import connection

    from allmende.cases.privileges import give_privileges

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if pending_migrations():
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            give_privileges(connection)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    connection.close()


def bring_register() -> None:
    """Bring the register's own facts (every municipality of NRW) to the state of this release."""
    from django.utils import timezone

    from allmende.register.facts import load_facts

    load_facts(at=timezone.now())


def pending_migrations() -> list[str]:
    """Return the names of migrations that are not applied yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def collect_static_files() -> None:
    """Copy and compress the static files into the data directory if any of them changed."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    root.parent.mkdir(parents=True, exist_ok=True)
    lock = locks.acquire(root.with_name("static.lock"), wait=True)
    assert lock is not None  # noqa: S101 - a waiting lock is always granted
    try:
        wanted = _fingerprint()
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted, encoding="ascii")
    finally:
        os.close(lock)


def _fingerprint() -> str:
    from django.conf import settings

    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for line in sorted(_static_files()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_files() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            yield f"{name} {state.st_size} {state.st_mtime_ns}\n"
