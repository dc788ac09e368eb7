"""`allmende read FILE... [--json]`: council papers -> facts, for a person or for a script."""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allmende.command.input_files import bytes_of, shown_name
from allmende.common.errors import AllmendeError

if TYPE_CHECKING:
    from allmende.reading import Reading

RECOGNITION_SECONDS = 900
"""Who waits at a terminal has more patience for scanned pages than who waits for a page on the web."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: what its papers say, or the message that says why it cannot be read."""

    file: str
    readings: "tuple[Reading, ...]" = ()
    message: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende read`."""
    parser.description = "Liest Vorlagen (Text, PDF, DOCX, ODT, HTML) und zeigt, was in ihnen steht."
    parser.add_argument("files", nargs="+", metavar="DATEI", help="Dateien; - liest die Standardeingabe")
    parser.add_argument("--json", action="store_true", help="ein JSON-Dokument statt der Übersicht ausgeben")


def run(options: argparse.Namespace) -> int:
    """Read the files, print what they say; return 1 when one of them could not be read."""
    outcomes = [read_file(name) for name in options.files]
    try:
        _print(outcomes, as_json=options.json)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads our output (head, less) has had enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    failed = [outcome for outcome in outcomes if not outcome.readings]
    for outcome in failed:
        print(outcome.message, file=sys.stderr)
    return 1 if failed else 0


def _print(outcomes: list[Outcome], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(as_document(outcomes), ensure_ascii=False, indent=2))
    else:
        _print_summaries(outcomes)


def read_file(name: str) -> Outcome:
    """Read one file, or say why that is impossible."""
    from allmende.reading import read_papers
    from allmende.reading.sources import MAX_BYTES, load_document

    try:
        data = bytes_of(name, limit=MAX_BYTES)
        shown = shown_name(name)
        document = load_document(data, name=shown, recognition_seconds=RECOGNITION_SECONDS)
        return Outcome(name, read_papers(document))
    except AllmendeError as error:
        return Outcome(name, message=str(error))


def as_document(outcomes: list[Outcome]) -> dict[str, object]:
    """Return the one JSON document: the facts of a single file, else a list of files and failures."""
    if len(outcomes) == 1 and outcomes[0].readings:
        return _file_as_json(outcomes[0])
    return {
        "papers": [
            {"file": outcome.file, **_file_as_json(outcome)} for outcome in outcomes if outcome.readings
        ],
        "failed": [
            {"file": outcome.file, "message": outcome.message} for outcome in outcomes if not outcome.readings
        ],
    }


def _file_as_json(outcome: Outcome) -> dict[str, object]:
    """Return the facts of the first paper, and those of the papers behind it in the same file."""
    from allmende.reading import reading_as_json

    first, *further = map(reading_as_json, outcome.readings)
    return {**first, "further_papers": further}


def _print_summaries(outcomes: list[Outcome]) -> None:
    from allmende.command.paper_summary import summary_of_file

    read = [outcome for outcome in outcomes if outcome.readings]
    for index, outcome in enumerate(read):
        if index:
            print()
        if len(outcomes) > 1:
            print(f"== {outcome.file} ==\n")
        print(summary_of_file(outcome.readings))
