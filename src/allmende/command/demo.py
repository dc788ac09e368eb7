"""`allmende demo`: Allmende with example data, for this machine only, and a short guide on the screen."""

import argparse
import os
import textwrap
from collections.abc import Sequence
from typing import Protocol

from allmende.command import start
from allmende.command.demo_mark import mark_as_demo
from allmende.command.environment import DATA_DIR, DATABASE_URL, data_directory, database
from allmende.command.services import refuse_taken_port
from allmende.common.errors import AllmendeError

HOST = "127.0.0.1"
WORKERS = 2
DEFAULT_DATA_DIR = "var/demo"


class DemoNeedsItsOwnDatabase(AllmendeError):
    """Public passwords have no place in a database that somebody uses."""

    message = (
        "Die Vorführung legt Zugänge mit öffentlich bekannten Passwörtern an und benutzt deshalb nur die "
        "mitgelieferte Datenbank. Entfernen Sie ALLMENDE_DATABASE_URL aus der Umgebung."
    )


class DemoUser(Protocol):
    """Somebody to sign in as."""

    @property
    def email(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def text(self) -> str: ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende demo`."""
    parser.description = (
        "Startet Allmende mit Beispieldaten, nur auf diesem Rechner erreichbar. Die Daten liegen in "
        f"ALLMENDE_DATA_DIR (sonst „{DEFAULT_DATA_DIR}“)."
    )
    start.add_port(parser)


def run(options: argparse.Namespace) -> int:
    """Load the demo data if they are missing, show the guide, serve until somebody stops us."""
    if DATABASE_URL in os.environ:
        raise DemoNeedsItsOwnDatabase
    os.environ.setdefault(DATA_DIR, DEFAULT_DATA_DIR)
    # Other names than this machine's own are for installations, never for the demo.
    os.environ.pop("ALLMENDE_ALLOWED_HOSTS", None)
    refuse_taken_port(HOST, options.port)
    mark_as_demo(data_directory())
    print("Allmende wird vorbereitet …", flush=True)
    with database():
        start.prepare()
        from allmende.web.demo import load_demo

        users = load_demo()
        text = guide(start.address(HOST, options.port), users, str(data_directory()))
        start.serve(HOST, options.port, WORKERS, lambda: print(text, flush=True))
    return 0


def guide(address: str, users: Sequence[DemoUser], directory: str) -> str:
    """Return what a person needs to know to look around."""
    return "\n".join(
        (
            "",
            f"Allmende läuft:  {address}",
            f"Handbuch:        {address}handbuch/",
            "Beenden:         Strg+C (die Daten bleiben erhalten)",
            f"Neu beginnen:    Verzeichnis {directory} löschen und neu starten",
            "",
            "Anmelden können Sie sich als:",
            *(line for user in users for line in _about(user)),
            "",
            "Die Passwörter sind öffentlich bekannt. Die Vorführung ist nur auf diesem Rechner erreichbar;",
            "geben Sie keine echten Daten ein.",
            "",
        )
    )


def _about(user: DemoUser) -> list[str]:
    what = textwrap.wrap(user.text, 94, initial_indent="      ", subsequent_indent="      ")
    return [f"  {user.email}  Passwort: {user.password}", *what]
