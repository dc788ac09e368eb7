"""`allmende xrechnung check|load-rules`: checks invoices against the official rules, without a network."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from allmende.command.environment import data_directory
from allmende.command.input_files import bytes_of, shown_name
from allmende.common.errors import AllmendeError
from allmende.common.findings import Severity

if TYPE_CHECKING:
    from allmende.catalog.invoices.xrechnung.official import Violation

LARGEST_INVOICE = 200_000_000
STORE = "xrechnung-rules"
CHECKED = (
    "Prüft XRechnungen (UBL 2.1) gegen Schema, EN 16931 und die Regeln der KoSIT. Nennt je Datei jede "
    "verletzte Regel. Ausgang 0: alle gültig; 1: mindestens eine würde abgelehnt oder ist keine XRechnung. "
    "Beispiel: allmende xrechnung check rechnung.xml"
)
LOADED = (
    "Übernimmt die Prüfkonfiguration der KoSIT, wie sie veröffentlicht ist (xrechnung-…-validator-"
    "configuration-….zip). Spätere Prüfungen richten sich nach ihr und nennen ihre Prüfsumme."
)
WORDS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.INFO: "Hinweis"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende xrechnung`."""
    parser.description = (
        "Prüft E-Rechnungen gegen das Schema UBL 2.1 und die Regeln von CEN und KoSIT, ohne Netz."
    )
    actions = parser.add_subparsers(title="Was", metavar="check|load-rules", dest="action", required=True)
    check = actions.add_parser("check", help="Rechnungen prüfen", description=CHECKED)
    check.add_argument("files", nargs="+", metavar="DATEI", help="XML-Dateien; - liest die Standardeingabe")
    check.add_argument("--json", action="store_true", help="ein JSON-Dokument ausgeben")
    load = actions.add_parser(
        "load-rules", help="eine neuere Prüfkonfiguration der KoSIT übernehmen", description=LOADED
    )
    load.add_argument("zip", metavar="ZIP", help="ZIP-Datei der KoSIT, unverändert")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; return 1 when an invoice would be refused."""
    return _load(options.zip) if options.action == "load-rules" else _check(options.files, options.json)


def _load(name: str) -> int:
    from allmende.catalog.invoices.xrechnung.rule_files import LARGEST_ZIP, stored

    files = stored(bytes_of(name, limit=LARGEST_ZIP), shown_name(name), data_directory() / STORE)
    print(f"Prüfkonfiguration übernommen. Prüfsumme der Regeln (SHA-256): {files.sha256}")
    return 0


def _check(names: list[str], as_json: bool) -> int:
    from allmende.catalog.invoices.xrechnung.official import OfficialRules
    from allmende.catalog.invoices.xrechnung.rule_files import chosen

    rules = OfficialRules(chosen(data_directory() / STORE))
    found: dict[str, list[Violation]] = {}
    messages: dict[str, str] = {}
    for name in names:
        try:
            found[shown_name(name)] = rules.violations(bytes_of(name, limit=LARGEST_INVOICE))
        except AllmendeError as error:
            messages[shown_name(name)] = str(error)
    if as_json:
        print(_document(rules.files.sha256, found, messages))
    else:
        _print(rules.files.sha256, found)
    for name, message in ({} if as_json else messages).items():
        print(f"{name}: {message}", file=sys.stderr)
    is_refused = any(each.severity is Severity.ERROR for violations in found.values() for each in violations)
    return 1 if messages or is_refused else 0


def _document(sha256: str, found: "dict[str, list[Violation]]", messages: dict[str, str]) -> str:
    invoices: list[dict[str, object]] = [
        {"file": name, "violations": [asdict(each) for each in violations]}
        for name, violations in found.items()
    ]
    invoices += [{"file": name, "problem": message} for name, message in messages.items()]
    return json.dumps({"rules_sha256": sha256, "invoices": invoices}, ensure_ascii=False, indent=2)


def _print(sha256: str, found: "dict[str, list[Violation]]") -> None:
    for name, violations in found.items():
        refused = any(each.severity is Severity.ERROR for each in violations)
        print(f"{name}: {'wird abgelehnt' if refused else 'gültig'}")
        for each in violations:
            print(f"  {WORDS[each.severity]} {each.rule}: {each.text}")
    print(f"Regeln (SHA-256): {sha256}")
