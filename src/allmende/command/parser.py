"""An argument parser that speaks German; argparse itself has no German texts."""

import argparse
import re
import sys
from typing import NoReturn

WRONG_USAGE = 2
MESSAGES = (
    (r"the following arguments are required: (.*)", r"Es fehlt: \1"),
    (r"unrecognized arguments: (.*)", r"Unbekannte Angabe: \1"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\2 ist kein Wert für \1. Möglich: \3"),
    (r"argument (\S+): expected one argument", r"Zu \1 fehlt ein Wert"),
    (r"argument (\S+): expected at least one argument", r"Zu \1 fehlt mindestens ein Wert"),
    (r"argument (\S+): invalid int value: (.*)", r"\2 ist keine ganze Zahl (\1)"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 und \2 schließen sich aus"),
    (r"argument (\S+): (.*)", r"\1: \2"),
)


class GermanFormatter(argparse.HelpFormatter):
    """Formats the help with a German first line."""

    def add_usage(
        self,
        usage: str | None,
        actions: "list[argparse.Action]",  # type: ignore[override]
        groups: "list[argparse._MutuallyExclusiveGroup]",  # type: ignore[override]
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class GermanParser(argparse.ArgumentParser):
    """Argparse with German headings and errors. Its subparsers are of this class as well."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{"formatter_class": GermanFormatter, **options, "add_help": False})  # type: ignore[arg-type]
        self._positionals.title = "Angaben"
        self._optionals.title = "Optionen"
        self.add_argument("-h", "--help", action="help", help="zeigt diese Hilfe")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {translated(message)}\n")


def translated(message: str) -> str:
    """Return an error of argparse in German; one we do not know stays as it is."""
    for pattern, german in MESSAGES:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, german, message, flags=re.DOTALL)
    return message
