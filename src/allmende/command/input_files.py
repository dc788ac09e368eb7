"""Files that a command reads, or the standard input: never more than is asked for, with errors that help."""

import sys
from pathlib import Path

from allmende.common.errors import AllmendeError

STANDARD_INPUT = "-"


class FileNotUsable(AllmendeError):
    """The file system does not give us the file."""

    message = "„{name}“ {problem}"


def shown_name(name: str) -> str:
    """Return how messages call the file."""
    return "Standardeingabe" if name == STANDARD_INPUT else name


def bytes_of(name: str, *, limit: int) -> bytes:
    """Return the content of a file, at most one byte more than the limit; raise FileNotUsable."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(limit + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError as error:
        problem = "gibt es nicht. Prüfen Sie Schreibweise und Ordner."
        raise FileNotUsable(name=name, problem=problem) from error
    except IsADirectoryError as error:
        problem = "ist ein Ordner. Geben Sie eine Datei darin an, zum Beispiel mit *.pdf."
        raise FileNotUsable(name=name, problem=problem) from error
    except (OSError, ValueError) as error:
        problem = f"lässt sich nicht öffnen ({error}). Prüfen Sie die Rechte an der Datei."
        raise FileNotUsable(name=name, problem=problem) from error
