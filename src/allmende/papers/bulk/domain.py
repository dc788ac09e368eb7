"""States of a file in a bulk import, files that nobody means, and the closing sentence. No Django."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from allmende.common.errors import AllmendeError

JOB_KIND = "papers.bulk"
BULK_OBJECT = "bulk-import"
"""What the audit trail calls a bulk import."""

MAX_FILES = 500
"""Django takes no more files in one request (settings: DATA_UPLOAD_MAX_NUMBER_FILES)."""

MEGABYTE = 1_000_000
MAX_TOTAL_BYTES = 500 * MEGABYTE
MAX_NAME_LENGTH = 300
_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNK_FOLDERS = frozenset({"__MACOSX"})


class ItemState(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    READ = "read"
    DUPLICATE = "duplicate"
    FAILED = "failed"


class NothingToRead(AllmendeError):
    """There is no file in the selection."""

    message = "In der Auswahl ist keine Datei, die sich einlesen lässt."


class SelectionTooLarge(AllmendeError):
    """All files together have more bytes than we take at once."""

    message = (
        "Die Auswahl ist größer als {limit} MB. Wählen Sie weniger Dateien und lesen Sie die übrigen "
        "danach ein."
    )


class ArchiveInSelection(AllmendeError):
    """An archive among single files."""

    message = "„{name}“ ist ein Archiv. Laden Sie es für sich hoch, ohne weitere Dateien."


def is_junk(path: str) -> bool:
    """Return whether a file is one that an operating system or office program leaves behind."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    name = parts[-1].casefold() if parts else ""
    return name in _JUNK_NAMES or name.startswith(("~$", "._")) or not _JUNK_FOLDERS.isdisjoint(parts)


def is_archive_name(name: str) -> bool:
    """Return whether the name is that of a ZIP archive."""
    return name.casefold().endswith(".zip")


def shown_name(path: str) -> str:
    """Return a path as the report shows it: printable, with its end kept if it is too long."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path).strip()
    if len(printable) > MAX_NAME_LENGTH:
        printable = "…" + printable[-(MAX_NAME_LENGTH - 1) :]
    return printable or "Dokument"


def summary(counts: Mapping[ItemState, int]) -> str:
    """Return the closing sentence of an import."""
    read, known, failed = (counts.get(s, 0) for s in (ItemState.READ, ItemState.DUPLICATE, ItemState.FAILED))
    papers = "1 Vorlage gelesen" if read == 1 else f"{read} Vorlagen gelesen"
    return f"{papers}, {known} schon vorhanden, {failed} nicht gelesen."
