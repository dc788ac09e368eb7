"""`allmende rules list|show|calc`: dated law to look at and to calculate with."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from allmende.command.input_files import bytes_of, shown_name
from allmende.common.errors import AllmendeError

if TYPE_CHECKING:
    from allmende.rules import Layer, Result, Rules


class NotInputs(AllmendeError):
    """The document is neither one case nor a table."""

    message = "{name}: Erwartet werden Eingaben der Form {{name: wert}} oder eine Liste von Körperschaften."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende rules`."""
    parser.description = (
        "Zeigt Rechtsvorschriften, wie sie an einem Tag galten und bekannt waren, und rechnet damit."
    )
    actions = parser.add_subparsers(title="Was", metavar="list|show|calc", dest="action", required=True)
    listing = actions.add_parser("list", help="alle Regeln und Parameter")
    show = actions.add_parser("show", help="eine Regel, ein Parameter oder eine Eingabe")
    calc = actions.add_parser("calc", help="eine Regel anwenden")
    for chosen in (show, calc):
        chosen.add_argument("name", metavar="NAME", help="Name aus „allmende rules list“")
    calc.add_argument(
        "--inputs", metavar="DATEI", help="Eingaben als YAML oder JSON; - liest die Standardeingabe"
    )
    calc.add_argument("--overlay", metavar="DATEI", help="Szenario: Ebenen über den Parametern")
    for chosen in (listing, show, calc):
        chosen.add_argument(
            "--on", type=day, metavar="TAG", required=chosen is calc, help="Stichtag, etwa 2024-03-01"
        )
        chosen.add_argument(
            "--known", type=day, metavar="TAG", help="Tag des Wissens; sonst alles, was bekannt ist"
        )
        chosen.add_argument("--json", action="store_true", help="ein JSON-Dokument ausgeben")


def day(text: str) -> date:
    """Return a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Tag wie 2024-03-01") from None


def run(options: argparse.Namespace) -> int:
    """Do what was asked for and print it."""
    document = calculated(options) if options.action == "calc" else looked_up(options)
    try:
        print(as_text(options, document))
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads our output (head, less) has had enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def as_text(options: argparse.Namespace, document: object) -> str:
    """Return what is printed: one JSON document, or a text for people."""
    if options.json:
        return json.dumps(document, ensure_ascii=False, indent=2)
    from allmende.command import rules_text

    return rules_text.shown(options.action, document)


def looked_up(options: argparse.Namespace) -> dict[str, Any]:
    """Return the list, or one entry of it."""
    from allmende.rules.catalog import Catalog
    from allmende.rules.listing import detail, entries

    known = options.known or date.max
    if options.action == "list":
        return entries(Catalog(), on=options.on, known=known)
    return detail(Catalog(), options.name, on=options.on, known=known)


def calculated(options: argparse.Namespace) -> dict[str, Any] | list[dict[str, Any]]:
    """Return one result, or a list with one for each body of a table."""
    from allmende.rules import Rules

    rules = Rules()
    file, layers = InputFile.read(options.inputs), read_overlay(options.overlay, rules)
    with file.places():
        inputs = file.inputs()
        result = rules.calculate(options.name, inputs, on=options.on, known=options.known, layers=layers)
        return as_document(result)


def as_document(result: "Result") -> dict[str, Any] | list[dict[str, Any]]:
    """Return what is printed of a result."""
    if result.bodies is None:
        return result.as_json()
    return [result.as_json(index) for index in range(len(result.bodies))]


@dataclass(frozen=True)
class InputFile:
    """A file of inputs or of a scenario. Errors about what it says name the file and the line."""

    name: str
    data: bytes

    @classmethod
    def read(cls, name: str | None) -> "InputFile":
        """Read a file; without a name there is nothing in it."""
        from allmende.rules.documents import MAX_BYTES

        return cls("", b"") if name is None else cls(shown_name(name), bytes_of(name, limit=MAX_BYTES))

    @contextmanager
    def places(self) -> Iterator[None]:
        """Put file and line before the messages of errors about an entry of this file."""
        from allmende.rules.errors import BadFile, Contradiction, RulesError

        try:
            yield
        except (BadFile, Contradiction):  # they name their place
            raise
        except RulesError as error:
            if not self.data:
                raise
            from allmende.command.input_places import placed

            raise placed(error, self.data, self.name) from error

    def content(self) -> Any:
        """Return the document."""
        from allmende.rules import documents

        return documents.load(self.data, name=self.name)

    def inputs(self) -> Mapping[str, Any]:
        """Return the inputs; a bare list is a table of bodies."""
        data = self.content()
        if isinstance(data, list):
            return {"bodies": data}
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            raise NotInputs(name=self.name)
        return data


def read_overlay(name: str | None, rules: "Rules") -> tuple["Layer", ...]:
    """Return the layers of a scenario file."""
    from allmende.rules import parse_layers

    if name is None:
        return ()
    file = InputFile.read(name)
    with file.places():
        return parse_layers(file.content(), file.name, rules.catalog.store.parameter)
