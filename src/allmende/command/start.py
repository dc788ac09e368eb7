"""`allmende start`: the web server and the worker, over a database that is up to date."""

import argparse
import os
import sys
from collections.abc import Callable

from allmende.command import preparation
from allmende.command.demo_mark import refuse_to_publish_a_demo
from allmende.command.environment import (
    DATABASE_URL,
    data_directory,
    database,
    page_server_url,
    set_up_django,
)
from allmende.command.services import Service, answers, refuse_taken_port, run_services

THREADS = 4  # for each web process; every thread holds one database connection
MOST_WORKERS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende start`."""
    parser.description = (
        "Startet Allmende. Die Daten liegen in ALLMENDE_DATA_DIR (sonst „var“). Ist ALLMENDE_DATABASE_URL "
        "gesetzt, wird dieser PostgreSQL-Server benutzt, sonst der mitgelieferte. Strg+C beendet Allmende."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADRESSE", help="Adresse (üblich: %(default)s)"
    )
    add_port(parser)
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    parser.add_argument(
        "--workers", type=int, default=workers, metavar="ZAHL", help="Web-Prozesse (üblich: %(default)s)"
    )


def add_port(parser: argparse.ArgumentParser) -> None:
    """Declare `--port`, which the demo has too."""
    parser.add_argument(
        "--port", type=int, default=8000, metavar="ZAHL", help="Anschluss (üblich: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until somebody stops us."""
    refuse_to_publish_a_demo(data_directory(), options.host)
    refuse_taken_port(options.host, options.port)
    with database():
        prepare()

        def announce() -> None:
            print(
                f"Allmende läuft auf {address(options.host, options.port)} (Strg+C beendet es).", flush=True
            )

        serve(options.host, options.port, options.workers, announce)
    return 0


def prepare() -> None:
    """Make the database, the register and the static files ready."""
    set_up_django()
    from django.db import connections

    preparation.migrate()
    preparation.bring_register()
    preparation.collect_static_files()
    # what follows only looks after other processes; nothing of ours stays signed in as the owner
    connections.close_all()


def serve(host: str, port: int, workers: int, announce: Callable[[], None]) -> None:
    """Run web server and worker; the database must be named in the environment.

    They sign in as a role that owns no table: what migrates and backs up never answers a request.
    """
    from django.conf import settings

    environment = {
        **os.environ,
        DATABASE_URL: page_server_url(os.environ[DATABASE_URL], settings.SECRET_KEY),
    }
    services = (
        Service("Der Webserver", web_server(host, port, workers), environment),
        Service("Die Auftragsverarbeitung", worker(), environment),
    )
    run_services(services, lambda: answers(host, port), announce)


def web_server(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the pages."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    switches = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-P", "-m", "granian", *words, *switches, "allmende.web.wsgi:application"]


def worker() -> list[str]:
    """Return the command that works off the jobs."""
    return [sys.executable, "-P", "-m", "allmende.command.worker"]


def address(host: str, port: int) -> str:
    """Return what a person types into a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
