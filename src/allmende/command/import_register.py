"""`allmende import-register FILE`: shows what a list would change; with --yes takes it over."""

import argparse
import hashlib
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from allmende.command.environment import database, set_up_django
from allmende.command.preparation import migrate

if TYPE_CHECKING:
    from allmende.register.importing.plan import Plan
    from allmende.register.importing.records import BodyList

CHANGES_SHOWN = 20
BAD_INPUT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende import-register`."""
    parser.description = (
        "Liest ein Verzeichnis: GV-ISys (.xlsx), GV100AD (.txt) oder eine eigene Liste (.csv). "
        "Zeigt zuerst, was sich ändern würde; geschrieben wird nur mit --yes."
    )
    parser.add_argument("file", type=Path, metavar="DATEI", help="das Verzeichnis")
    parser.add_argument("--yes", action="store_true", help="übernimmt die Änderungen")
    parser.add_argument(
        "--on", type=_day, metavar="TAG", help="Gebietsstand, falls die Datei ihn nicht nennt (2024-12-31)"
    )
    parser.add_argument(
        "--figures-on",
        type=_day,
        metavar="TAG",
        help="Stichtag der Einwohnerzahlen, falls nicht in der Datei",
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="eigene Liste ist vollständig: Gemeinden, die fehlen, gibt es nicht mehr",
    )


def run(options: argparse.Namespace) -> int:
    """Read, compare, show; write with --yes. A file with mistakes changes nothing."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file}: kann nicht gelesen werden ({error.strerror}).", file=sys.stderr)
        return BAD_INPUT
    from allmende.register.importing.reader import read_list
    from allmende.register.importing.records import BrokenFile

    try:
        listed = read_list(
            data, stand=options.on, figures_on=options.figures_on, is_complete=options.complete
        )
        with database():
            set_up_django()
            migrate()
            return _compare(data, listed, options)
    except BrokenFile as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return BAD_INPUT


def _compare(data: bytes, listed: "BodyList", options: argparse.Namespace) -> int:
    from django.utils import timezone

    from allmende.register.importing.actions import import_list, preview_import

    if not options.yes:
        _show(preview_import(listed), listed)
        print("Nichts geschrieben. Mit --yes übernehmen Sie diese Änderungen.")
        return 0
    plan = import_list(
        listed,
        digest=hashlib.sha256(data).hexdigest(),
        file_name=options.file.name,
        by=None,
        at=timezone.now(),
    )
    _show(plan, listed)
    print("Übernommen." if not plan.is_empty else "Nichts zu übernehmen.")
    return 0


def _show(plan: "Plan", listed: "BodyList") -> None:
    print(f"{listed.title}, Gebietsstand {plan.stand:%d.%m.%Y}: {len(listed.records)} Körperschaften")
    for note in plan.notes:
        print(f"Hinweis: {note}")
    for kind, count in plan.counts.items():
        if count:
            print(f"{kind.label}: {count}")
        changes = [change for change in plan.changes if change.kind is kind]
        for change in changes[:CHANGES_SHOWN]:
            arrow = " -> ".join(filter(None, (change.before, change.after)))
            print(f"  {change.key} {change.name}: {arrow}")
        if len(changes) > CHANGES_SHOWN:
            print(f"  … und {len(changes) - CHANGES_SHOWN} weitere")
    print(f"Unverändert: {plan.unchanged}")
    if plan.missing:
        print(f"Nicht in der Liste: {len(plan.missing)} Gemeinden (bleiben, wie sie sind)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} ist kein Tag der Form 2024-12-31") from error
