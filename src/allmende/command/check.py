"""`allmende check`: is this installation sound? Settings, migrations, database, audit chains, files."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from allmende.command.environment import database, set_up_django
from allmende.command.preparation import pending_migrations

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
SETTINGS = {"server_encoding": "UTF8", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
MAJOR_VERSION = 18
LOCALE = ("b", "C.UTF-8")


@dataclass(frozen=True, slots=True)
class Check:
    """One question and how to find the troubles that answer it."""

    title: str
    troubles: Callable[[], Iterator[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende check`."""
    parser.description = (
        "Prüft Einstellungen, Migrationen, Datenbank, Protokollketten, Fallarbeit und die hochgeladenen "
        "Dateien. Ergebnis 0: alles in Ordnung; 1: es gibt etwas zu tun."
    )


def run(options: argparse.Namespace) -> int:
    """Ask all questions; return 1 if any has a trouble."""
    with database():
        set_up_django()
        return report(
            [
                Check("Einstellungen", setting_troubles),
                Check("Migrationen", migration_troubles),
                Check("Datenbank", database_troubles),
                Check("Protokollketten", audit_troubles),
                Check("Fallarbeit", case_work_troubles),
                Check("Dateien", file_troubles),
            ]
        )


def report(checks: Sequence[Check]) -> int:
    """Print one line for each check and one for each trouble."""
    status = 0
    for check in checks:
        troubles = list(check.troubles())
        print(f"{check.title + ':':<17}{'in Ordnung' if not troubles else 'Es gibt etwas zu tun.'}")
        for trouble in troubles:
            print(f"  - {trouble}")
        status = 1 if troubles else status
    return status


def setting_troubles() -> Iterator[str]:
    """Ask Django what it thinks of the settings."""
    from django.core import checks

    for message in checks.run_checks():
        if message.level >= checks.WARNING:
            yield str(message)


def migration_troubles() -> Iterator[str]:
    """Name migrations that are still to be applied."""
    pending = pending_migrations()
    if pending:
        yield f"{len(pending)} fehlen, zuerst {pending[0]}. „allmende start“ führt sie aus."


def database_troubles() -> Iterator[str]:
    """Compare the server and the database with what Allmende relies on."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        if (version := cursor.fetchone()[0]) != MAJOR_VERSION:
            yield f"Der Server hat Version {version}, gebraucht wird PostgreSQL {MAJOR_VERSION}."
        cursor.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()")
        if (found := cursor.fetchone()) != LOCALE:
            yield f"Die Datenbank hat die Sprachumgebung {found}; gebraucht wird Anbieter „builtin“, C.UTF-8."
        for name, wanted in SETTINGS.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            if (value := cursor.fetchone()[0]) != wanted:
                yield f"Die Einstellung {name} ist „{value}“; gebraucht wird „{wanted}“."
        cursor.execute("SELECT extname FROM pg_extension")
        installed = {name for (name,) in cursor.fetchall()}
        for name in EXTENSIONS:
            if name not in installed:
                yield f"Die Erweiterung {name} fehlt. „allmende start“ legt sie an."


def audit_troubles() -> Iterator[str]:
    """Name the first broken link of each chain."""
    from allmende.accounts.queries import broken_audit_links

    if pending_migrations():
        return  # the tables may be missing; the migrations are reported already
    for link in broken_audit_links():
        yield f"Kette „{link.chain}“, Eintrag {link.seq}: {link.text}"


def case_work_troubles() -> Iterator[str]:
    """Ask the catalog whether the data of people are closed."""
    from django.db import connection

    from allmende.cases.protection import gaps

    if not pending_migrations():
        yield from gaps(connection)


def file_troubles() -> Iterator[str]:
    """Count the uploaded files that the database names and that are not there."""
    from django.core.files.storage import default_storage

    from allmende.papers.queries import stored_paths

    if pending_migrations():
        return
    missing = sorted(path for path in stored_paths() if not default_storage.exists(path))
    if missing:
        yield (
            f"{len(missing)} hochgeladene Dateien fehlen, zuerst {missing[0]}. "
            "Holen Sie sie aus einer Sicherung in das Verzeichnis „files“."
        )
