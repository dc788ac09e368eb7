"""`allmende oparl-check URL`: checks an OParl server against the prose of OParl 1.1. Needs no database."""

import argparse
import json
import sys
from pathlib import Path

from allmende.oparl.addresses import is_web_url
from allmende.oparl.checking.crawler import Check, Limits
from allmende.oparl.checking.report import as_html, as_json, as_markdown, as_text
from allmende.oparl.fetching import Fetcher, Manners

FOUND, WRONG_USAGE = 1, 2
MEGABYTE = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende oparl-check`."""
    parser.description = (
        "Prüft einen OParl-Server gegen die Regeln von OParl 1.1 und sagt zu jedem Fund, wo er steht und wie "
        "er sich beheben lässt. Ergebnis 0: nichts gefunden, 1: Funde oder nichts zu prüfen, 2: falscher "
        "Aufruf."
    )
    parser.add_argument("url", metavar="URL", help="Adresse des Objekts System (oder einer Körperschaft)")
    parser.add_argument("--json", action="store_true", help="gibt den Bericht als JSON aus")
    parser.add_argument("--html", type=Path, metavar="DATEI", help="schreibt den Bericht als Seite")
    parser.add_argument("--markdown", type=Path, metavar="DATEI", help="schreibt den Bericht als Markdown")
    parser.add_argument("--faults-only", action="store_true", help="lässt Empfehlungen weg")
    parser.add_argument(
        "--requests", type=int, default=1000, metavar="N", help="höchstens so viele Anfragen (1000)"
    )
    parser.add_argument(
        "--pages", type=int, default=20, metavar="N", help="höchstens so viele Seiten je Liste (20)"
    )
    parser.add_argument(
        "--pause", type=float, default=1.0, metavar="SEKUNDEN", help="Abstand der Anfragen (1.0)"
    )
    parser.add_argument(
        "--contact", default="oparl-check", metavar="ADRESSE", help="wer prüft (im User-Agent)"
    )
    parser.add_argument(
        "--local", action="store_true", help="erlaubt Server auf diesem Rechner (für Entwickler)"
    )


def run(options: argparse.Namespace) -> int:
    """Check, report, and say by the exit status whether something was found."""
    if not is_web_url(options.url):
        print(f"„{options.url}“ ist keine Adresse, die mit http:// oder https:// beginnt.", file=sys.stderr)
        return WRONG_USAGE
    manners = Manners(
        contact=options.contact.encode("ascii", "replace").decode(),
        seconds_between=max(options.pause, 0.0),
        max_bytes=20 * MEGABYTE,
        max_seconds=60.0,
        attempts=1,
        allow_loopback=options.local,
    )
    with Fetcher(options.url, manners) as fetcher:
        check = Check(
            fetcher,
            Limits(requests=options.requests, pages_per_list=options.pages),
            progress=_quiet if options.json else _show,
        )
        report = check.run(options.url)
    if options.faults_only:
        report = report.without_advice()
    for file, written in ((options.html, as_html), (options.markdown, as_markdown)):
        if file is not None:
            file.write_text(written(report), encoding="utf-8")
    print(json.dumps(as_json(report), ensure_ascii=False, indent=1) if options.json else as_text(report))
    return FOUND if report.findings or report.is_empty else 0


def _show(what: str, requests: int) -> None:
    print(f"  {requests:5} Anfragen  {what}", file=sys.stderr)


def _quiet(_what: str, _requests: int) -> None:
    return None
