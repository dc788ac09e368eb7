"""`allmende backup FILE`: the database and the uploaded files in one archive."""

import argparse
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from allmende.command.archive import FILES, Manifest, write_archive
from allmende.command.dump import standing_still, write_dump
from allmende.command.environment import data_directory, database
from allmende.command.snapshot import hold
from allmende.common.errors import AllmendeError

STAGING = ".allmende-backup-"


class BackupExists(AllmendeError):
    """We never overwrite a backup."""

    message = "{file} gibt es schon. Nennen Sie eine neue Datei; Sicherungen werden nie überschrieben."


class NoFolderForBackup(AllmendeError):
    """The folder of the file is missing."""

    message = "Den Ordner {folder} gibt es nicht. Legen Sie ihn an."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende backup`."""
    parser.description = (
        "Sichert Datenbank und hochgeladene Dateien in eine Datei, auch während Allmende läuft. "
        "Die Sicherung enthält alle Daten im Klartext: Bewahren Sie sie geschützt auf."
    )
    parser.add_argument("file", metavar="DATEI", type=Path, help="neue Datei, zum Beispiel allmende.tar")


def run(options: argparse.Namespace) -> int:
    """Write a backup and say what is in it."""
    target = options.file.absolute()
    if target.exists():
        raise BackupExists(file=target)
    if not target.parent.is_dir():
        raise NoFolderForBackup(folder=target.parent)
    with database() as url:
        manifest = back_up(url, data_directory() / FILES, target, created_at=datetime.now(UTC))
    size = target.stat().st_size / 1_000_000
    shown = f"{size:.1f}".replace(".", ",")
    print(f"Gesichert: Datenbank und {len(manifest.files)} Dateien, {shown} MB, in {target}")
    return 0


def back_up(url: str, files: Path, target: Path, *, created_at: datetime) -> Manifest:
    """Write database and files into an archive, so that no row names a file that the archive lacks.

    Files are held before the database stands still and again right after: before, because one of them may
    be deleted meanwhile; after, because new ones may be named by then.
    """
    beside = files.parent if files.is_dir() else target.parent
    with (
        tempfile.TemporaryDirectory(prefix=STAGING, dir=beside) as held,
        tempfile.TemporaryDirectory(prefix=STAGING, dir=target.parent) as folder,
    ):
        dump = Path(folder) / "database.dump"
        hold(files, Path(held))
        with standing_still(url) as snapshot:
            hold(files, Path(held))
            write_dump(url, dump, snapshot=snapshot)
        return write_archive(
            target, dump=dump, files=Path(held), version=version("allmende"), created_at=created_at
        )
