"""`allmende restore FILE`: a backup takes the place of what is there, all of it or nothing."""

import argparse
import os
import tempfile
from pathlib import Path

import psycopg

from allmende.command.archive import DUMP, FILES, Manifest, unpack
from allmende.command.dump import replace_database
from allmende.command.environment import DATA_DIR, DATABASE_URL, data_directory, database
from allmende.common.errors import AllmendeError


class BackupMissing(AllmendeError):
    """There is no such file."""

    message = "Die Sicherung {file} gibt es nicht."


class TargetNotEmpty(AllmendeError):
    """There are data that the backup would replace."""

    message = (
        "Das Ziel enthält schon Daten ({what}). Spielen Sie die Sicherung mit --into in ein neues "
        "Verzeichnis ein, oder ersetzen Sie die vorhandenen Daten ausdrücklich mit --replace."
    )


class TargetInUse(AllmendeError):
    """Somebody works with the data that shall be replaced."""

    message = (
        "An der Datenbank arbeiten noch {sessions} Verbindungen. Beenden Sie Allmende und wiederholen Sie."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende restore`."""
    parser.description = (
        "Spielt eine Sicherung ein. Vorher werden alle Prüfsummen verglichen; nach einem Fehler ist alles "
        "wie zuvor. Die Anmeldungen aller Personen enden, wenn der geheime Schlüssel ein anderer ist."
    )
    parser.add_argument("file", metavar="DATEI", type=Path, help="Datei von „allmende backup“")
    parser.add_argument("--into", metavar="VERZEICHNIS", type=Path, help="neues Datenverzeichnis als Ziel")
    parser.add_argument("--replace", action="store_true", help="vorhandene Daten ersetzen")


def run(options: argparse.Namespace) -> int:
    """Restore a backup and say what came back."""
    if not options.file.is_file():
        raise BackupMissing(file=options.file)
    if options.into is not None:
        # A data directory has its own database; an address in the environment is another one's.
        os.environ.pop(DATABASE_URL, None)
        os.environ[DATA_DIR] = str(options.into)
    with database() as url:
        manifest = restore(options.file, url, data_directory() / FILES, replace=options.replace)
    day = manifest.created_at.astimezone().strftime("%d.%m.%Y %H:%M")
    print(
        f"Eingespielt: Sicherung vom {day} Uhr (Version {manifest.version}), {len(manifest.files)} Dateien."
    )
    print("„allmende check“ prüft die Daten, „allmende start“ bringt sie auf den Stand dieser Version.")
    return 0


def restore(source: Path, url: str, files: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of database and files.

    At every moment the database names only files that exist: new files come before the database changes,
    old ones go after it.
    """
    refuse_if_in_use(url)
    if not replace and (found := contents(url, files)):
        raise TargetNotEmpty(what=found)
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".allmende-restore-", dir=files.parent) as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        files.mkdir(mode=0o700, exist_ok=True)
        _move(folder / FILES, files, [file for file in manifest.files if not (files / file).exists()])
        replace_database(url, folder / DUMP)
        _move(folder / FILES, files, [file for file in manifest.files if (folder / FILES / file).exists()])
    _delete_all_but(files, set(manifest.files))
    return manifest


def refuse_if_in_use(url: str) -> None:
    """Raise if other sessions work on the database."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    if row is not None and row[0]:
        raise TargetInUse(sessions=row[0])


def contents(url: str, files: Path) -> str:
    """Return what the target holds, in words; empty if it holds nothing."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    tables = row[0] if row else 0
    uploaded = sum(path.is_file() for path in files.rglob("*"))
    found = [f"{tables} Tabellen"] if tables else []
    return " und ".join([*found, f"{uploaded} Dateien"] if uploaded else found)


def _move(source: Path, target: Path, names: list[str]) -> None:
    for name in names:
        (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (source / name).replace(target / name)


def _delete_all_but(files: Path, kept: set[str]) -> None:
    for path in [*files.rglob("*")]:
        if path.is_file() and path.relative_to(files).as_posix() not in kept:
            path.unlink()
