"""`allmende read FILE... [--json]`: council papers -> facts, for a person or for a script."""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allmende.common.errors import AllmendeError

if TYPE_CHECKING:
    from allmende.reading import Reading

STANDARD_INPUT = "-"


class FileNotUsable(AllmendeError):
    """The file system does not give us the file."""

    message = "„{name}“ {problem}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its reading, or the message that says why there is none."""

    file: str
    reading: "Reading | None" = None
    message: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende read`."""
    parser.description = "Liest Vorlagen (Text, PDF, DOCX, ODT, HTML) und zeigt, was in ihnen steht."
    parser.add_argument("files", nargs="+", metavar="DATEI", help="Dateien; - liest die Standardeingabe")
    parser.add_argument("--json", action="store_true", help="ein JSON-Dokument statt der Übersicht ausgeben")


def run(options: argparse.Namespace) -> int:
    """Read the files, print what they say; return 1 when one of them could not be read."""
    outcomes = [read_file(name) for name in options.files]
    if options.json:
        print(json.dumps(as_document(outcomes), ensure_ascii=False, indent=2))
    else:
        _print_summaries(outcomes)
    failed = [outcome for outcome in outcomes if outcome.reading is None]
    for outcome in failed:
        print(outcome.message, file=sys.stderr)
    return 1 if failed else 0


def read_file(name: str) -> Outcome:
    """Read one file, or say why that is impossible."""
    from allmende.reading import read_paper
    from allmende.reading.sources import load_document

    try:
        data = _bytes_of(name)
        shown = "Standardeingabe" if name == STANDARD_INPUT else name
        return Outcome(name, reading=read_paper(load_document(data, name=shown)))
    except AllmendeError as error:
        return Outcome(name, message=str(error))


def as_document(outcomes: list[Outcome]) -> dict[str, object]:
    """Return the one JSON document: the facts of a single paper, else a list of papers and failures."""
    from allmende.reading import reading_as_json

    if len(outcomes) == 1 and outcomes[0].reading is not None:
        return reading_as_json(outcomes[0].reading)
    return {
        "papers": [
            {"file": outcome.file, **reading_as_json(outcome.reading)}
            for outcome in outcomes
            if outcome.reading is not None
        ],
        "failed": [
            {"file": outcome.file, "message": outcome.message}
            for outcome in outcomes
            if outcome.reading is None
        ],
    }


def _bytes_of(name: str) -> bytes:
    """Return the content of a file, at most one byte more than is ever read."""
    from allmende.reading.sources import MAX_BYTES

    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        problem = "gibt es nicht. Prüfen Sie Schreibweise und Ordner."
        raise FileNotUsable(name=name, problem=problem) from error
    except IsADirectoryError as error:
        problem = "ist ein Ordner. Geben Sie die Dateien darin an, zum Beispiel mit *.pdf."
        raise FileNotUsable(name=name, problem=problem) from error
    except (OSError, ValueError) as error:
        problem = f"lässt sich nicht öffnen ({error}). Prüfen Sie die Rechte an der Datei."
        raise FileNotUsable(name=name, problem=problem) from error


def _print_summaries(outcomes: list[Outcome]) -> None:
    from allmende.command.paper_summary import summary

    for index, outcome in enumerate(outcomes):
        if outcome.reading is None:
            continue
        if index:
            print()
        if len(outcomes) > 1:
            print(f"== {outcome.file} ==\n")
        print(summary(outcome.reading))
