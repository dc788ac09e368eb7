"""`allmende manage ...`: Django's management commands, with the embedded database at hand."""

import argparse

from allmende.command.environment import database, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende manage`."""
    parser.description = "Ruft Verwaltungsbefehle von Django auf, zum Beispiel „allmende manage shell“."
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="Befehl und Angaben für Django"
    )


def run(options: argparse.Namespace) -> int:
    """Run one management command under a lease."""
    with database():
        set_up_django()
        from django.core.management import ManagementUtility

        ManagementUtility(["allmende manage", *options.words]).execute()
    return 0
