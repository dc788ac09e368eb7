"""The command `allmende`: finds the module of a command, hands it its options, turns problems into messages.

Each command is a module with `add_arguments(parser)` and `run(options) -> int`. Only the chosen one is
imported, so that `allmende read` starts without Django. Exit 0 = done, 1 = the input or the installation is
bad, 2 = wrong usage.
"""

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from allmende.command.parser import GermanParser
from allmende.common.errors import AllmendeError

INTERRUPTED = 130  # what a shell expects after Ctrl-C


@dataclass(frozen=True, slots=True)
class Command:
    """A command before anything of it is loaded."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("demo", "demo", "startet Allmende mit Beispieldaten zum Ausprobieren"),
    Command("start", "start", "startet Allmende"),
    Command("create-admin", "create_admin", "legt das erste Konto einer Installation an"),
    Command("check", "check", "prüft Datenbank, Einstellungen und Protokollketten"),
    Command("backup", "backup", "sichert Datenbank und Dateien in eine Datei"),
    Command("restore", "restore", "spielt eine Sicherung ein"),
    Command("import-register", "import_register", "liest ein amtliches Verzeichnis der Körperschaften ein"),
    Command("import-oparl", "import_oparl", "liest ein Ratsinformationssystem über OParl ein"),
    Command("read", "read", "liest Vorlagen und zeigt, was in ihnen steht"),
    Command("rules", "rules", "zeigt Rechtsvorschriften und rechnet mit ihnen"),
    Command("sharing", "sharing", "rechnet Kostenanteile, ihre Stabilität und den Einfluss bei Abstimmungen"),
    Command("xrechnung", "xrechnung", "prüft E-Rechnungen gegen die amtlichen Regeln"),
    Command("oparl-check", "oparl_check", "prüft einen OParl-Server gegen OParl 1.1"),
    Command("manage", "manage", "ruft Verwaltungsbefehle von Django auf (für Entwickler)"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = GermanParser(prog="allmende", description="Allmende: gemeinsam Aufgaben erledigen.")
    subparsers = parser.add_subparsers(title="Befehle", metavar="BEFEHL", dest="command", required=True)
    parsers = {command: subparsers.add_parser(command.name, help=command.summary) for command in COMMANDS}
    chosen = next((command for command in COMMANDS if command.name == _first_word(words)), None)
    if chosen is None:
        parser.parse_args(words)  # prints the help or the error, and exits
        return 2
    module = importlib.import_module(f"allmende.command.{chosen.module}")
    module.add_arguments(parsers[chosen])
    options = parser.parse_args(words)
    try:
        status: int = module.run(options)
    except AllmendeError as error:
        print(f"allmende {chosen.name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _first_word(words: Sequence[str]) -> str:
    return words[0] if words else ""


if __name__ == "__main__":
    sys.exit(main())
