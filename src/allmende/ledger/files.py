"""Calculations and reasons as files: Excel with all inputs, PDF/UA with the whole derivation."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import day, euro
from allmende.ledger.calculation_page import CalculationPage
from allmende.ledger.domain import Mark
from allmende.ledger.explaining import Reason, reason_of
from allmende.ledger.law_pages import label_of
from allmende.ledger.models import CalculationVersion, Posting
from allmende.pages.exports import Cell, xlsx_file
from allmende.pages.pdf import pdf

TEMPLATE = Path(__file__).parent / "pdf" / "ledger.typ"
AMOUNT_COLUMN = 7


def calculation_as_xlsx(page: CalculationPage) -> bytes:
    """Return every state with what went in and what it posted; each row says which it is."""
    headers = [
        _("Stand"),
        _("Zeile"),
        _("Bezeichnung"),
        _("zahlt"),
        _("erhält"),
        _("Eingabe"),
        _("Einheit"),
        _("Betrag"),
        _("Beleg"),
        _("Quelle"),
        _("Recht vom"),
        _("soweit bekannt am"),
    ]
    versions = page.calculation.versions.order_by("number")
    posted = {row.number: row for row in page.versions}
    rows: list[list[Cell]] = []
    for version in versions:
        days: list[Cell] = [version.valid_on, version.known_on]
        rows.extend([version.number, _("Eingabe"), *cells, *days] for cells in _inputs(version))
        for each in posted[version.number].postings:
            told: list[Cell] = [each.what, each.payer, each.payee, "", "", in_euros(each.cents)]
            rows.append([version.number, _("Buchung"), *told, "", version.reason, *days])
    return xlsx_file(page.calculation.title, headers, rows, frozenset({AMOUNT_COLUMN}))


def in_euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _inputs(version: CalculationVersion) -> Iterator[list[Cell]]:
    units = _units(version)
    for name, each in version.inputs.items():
        value = each["value"]
        told = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        mark = Mark(each["mark"]).label
        yield [label_of(name), "", "", told, units.get(name, ""), None, mark, each.get("source", "")]
    for layer in version.layers:
        for name, value in layer["rows"].items():
            yield [label_of(name), "", "", str(value), "", None, Mark.ASSUMED.label, layer.get("name", "")]


def _units(version: CalculationVersion) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[Mapping[str, Any]] = list(version.explanations.values())
    while waiting:
        node = waiting.pop()
        found[str(node["name"])] = str(node.get("unit", ""))
        waiting.extend(node.get("inputs") or ())
    return found


def calculation_as_pdf(page: CalculationPage, *, body: str, address: str, on: date) -> bytes:
    """Return flows, states and the derivation of the newest state."""
    calculation = page.calculation
    newest = calculation.versions.order_by("-number").first()
    streams = {
        "title": _("Wer zahlt wem"),
        "head": [_("zahlt"), _("erhält"), _("wofür"), _("Betrag")],
        "rows": [[each.payer, each.payee, each.what, euro(each.cents)] for each in page.streams],
    }
    states = {
        "title": _("Stände"),
        "head": [_("Stand"), _("Anlass"), _("Ursachen"), _("soweit bekannt am")],
        "rows": [
            [str(each.number), each.reason, " ".join(each.causes), day(each.known_on)]
            for each in page.versions
        ],
    }
    reasons = [reason_of(tree) for tree in newest.explanations.values()] if newest else []
    header = [[_("Körperschaft"), body], [_("Zeitraum"), calculation.months]]
    sections = [streams, states]
    return _printed(
        calculation.title, calculation.get_kind_display(), "", header, sections, reasons, address, on
    )


def reason_as_pdf(posting: Posting, *, payer: str, payee: str, address: str, on: date) -> bytes:
    """Return the reason of one amount: the sentence, what it is, the whole tree."""
    header = [
        [_("zahlt"), payer],
        [_("erhält"), payee],
        [_("Art"), posting.get_kind_display()],
        [_("Zeitraum"), posting.months],
        [_("Recht vom"), day(posting.valid_on)],
        [_("soweit bekannt am"), day(posting.known_on)],
        *([_("Was sich geändert hat"), cause] for cause in posting.causes),
    ]
    reasons = [reason_of(posting.explanation)]
    title, question = euro(posting.cents), _("Warum dieser Betrag?")
    return _printed(title, question, posting.sentence, header, [], reasons, address, on)


def _printed(
    title: str,
    kind: str,
    lead: str,
    header: list[list[str]],
    sections: list[dict[str, Any]],
    reasons: list[Reason],
    address: str,
    on: date,
) -> bytes:
    data = {
        "title": title,
        "kind": kind,
        "lead": lead,
        "header": header,
        "sections": sections,
        "trees": [
            {"title": _("Herleitung: {what}").format(what=each.label), "root": _branch(each)}
            for each in reasons
        ],
        "address": address,
        "language": get_language() or "de",
        "printed_on": day(on),
    }
    return pdf(TEMPLATE, data)


def _branch(reason: Reason) -> dict[str, Any]:
    return {
        "label": reason.label,
        "value": reason.value,
        "mark": reason.mark,
        "sentence": reason.sentence,
        "facts": [f"{name}: {value}" for name, value, _is_german in reason.facts],
        "inputs": [_branch(each) for each in reason.inputs],
    }
