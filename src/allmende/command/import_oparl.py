"""`allmende import-oparl URL`: reads what a council system publishes, as often as one likes."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from allmende.command.environment import database, set_up_django
from allmende.command.preparation import migrate

if TYPE_CHECKING:
    from allmende.oparl.models import ImportRun, OparlSource

COMPLETE, NOT_COMPLETE, WRONG_USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende import-oparl`."""
    parser.description = (
        "Liest einen OParl-Server: beim ersten Mal alles, danach nur, was sich geändert hat. "
        "Endet mit 0, wenn alles gelesen ist, mit 1, wenn etwas fehlt."
    )
    parser.add_argument("url", metavar="ADRESSE", help="Adresse des Systems, einer Körperschaft oder Liste")
    parser.add_argument("--full", action="store_true", help="liest alles, nicht nur Änderungen")
    parser.add_argument(
        "--body", metavar="SCHLÜSSEL", help="übernimmt die Vorlagen für diese Körperschaft (05558012)"
    )
    parser.add_argument("--name", default="", help="Name der Quelle, beim ersten Mal")
    parser.add_argument(
        "--seconds-between",
        type=float,
        metavar="SEKUNDEN",
        help="Abstand zwischen zwei Anfragen; ohne Absprache mit dem Betreiber nicht unter 1",
    )
    parser.add_argument("--json", action="store_true", help="gibt das Ergebnis als JSON aus")


def run(options: argparse.Namespace) -> int:
    """Read a source and say what came of it."""
    from allmende.oparl.addresses import BadUrl, canonical

    try:
        url = canonical(options.url)
    except BadUrl as problem:
        print(f"allmende import-oparl: {problem}", file=sys.stderr)
        return WRONG_USAGE
    with database():
        set_up_django()
        migrate()
        return _import(url, options)


def _import(url: str, options: argparse.Namespace) -> int:
    from django.utils import timezone

    from allmende.oparl.importing.actions import add_source
    from allmende.oparl.importing.runs import run_source
    from allmende.oparl.models import OparlSource
    from allmende.register import queries as register

    on = timezone.localdate()
    body = register.body_by_key(options.body, on=on) if options.body else None
    source = OparlSource.objects.filter(url=url).first()
    if source is None:
        source = add_source(url=url, name=options.name, body=body, by=None, on=on)
    if options.seconds_between is not None:
        source.seconds_between = options.seconds_between
        source.save(update_fields=["seconds_between"])
    if body is not None:
        _link(source, options)
    is_first = not source.runs.filter(is_read=True).exists()
    ended = run_source(source, is_full=options.full or is_first, report=_progress(options))
    if body is not None and is_first and _link(source, options):
        from allmende.oparl.importing.mapping import map_source

        map_source(source, report=_progress(options))
    _show(source, ended, options)
    return COMPLETE if ended.state == "complete" else NOT_COMPLETE


def _link(source: "OparlSource", options: argparse.Namespace) -> int:
    """Take the bodies of the source for the one that was named; return how many were new."""
    from django.utils import timezone

    from allmende.oparl.importing.actions import link_body
    from allmende.register import queries as register

    on = timezone.localdate()
    body = register.body_by_key(options.body, on=on)
    rows = list(source.bodies.filter(body=None))
    if len(rows) > 1:  # several towns on one server: only the one that bears the key
        rows = [row for row in rows if body.key in (row.ags, row.ags.removesuffix("000"))]
    for row in rows:
        link_body(source_body_id=row.pk, body=body, by=None, on=on)
    return len(rows)


def _progress(options: argparse.Namespace):  # type: ignore[no-untyped-def]
    is_shown = sys.stderr.isatty() and not options.json

    def report(count: int, what: str) -> None:
        if is_shown:
            print(f"\r{count:>9} {what[:90]:<90}", end="", file=sys.stderr, flush=True)

    return report


def _show(source: "OparlSource", ended: "ImportRun", options: argparse.Namespace) -> None:
    from allmende.oparl.importing.queries import findings_by_code
    from allmende.oparl.importing.tasks import summary

    findings = findings_by_code(source)
    if options.json:
        print(
            json.dumps(
                {
                    "source": source.url,
                    "state": ended.state,
                    "requests": ended.requests,
                    "read": ended.objects_read,
                    "new": ended.objects_new,
                    "changed": ended.objects_changed,
                    "deleted": ended.objects_deleted,
                    "seconds": round((ended.ended_at - ended.started_at).total_seconds(), 1)
                    if ended.ended_at
                    else None,
                    "findings": {row.code: row.count for row in findings},
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    print(f"\n{source.name}: {summary(ended)}")
    for row in findings:
        print(f"  {row.count:>7} × {row.words} ({row.code}), zum Beispiel {row.example}")
