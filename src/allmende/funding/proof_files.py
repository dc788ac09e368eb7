"""A proof of use on the page, as PDF/UA and as Excel: the same tables from one statement."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import day, euro
from allmende.funding.domain.words import CostClass, StepKind
from allmende.funding.models import ProofOfUse
from allmende.funding.small_table import SmallTable
from allmende.ledger.files import in_euros
from allmende.pages.columns import Column
from allmende.pages.exports import Cell, Sheet, xlsx_book
from allmende.pages.pdf import pdf

TEMPLATE = Path(__file__).parent / "pdf" / "proof.typ"
Statement = Mapping[str, Any]


def text_labels() -> dict[str, str]:
    """Return the text blocks of the narrative report with their headings."""
    return {
        "purpose": _("Zweck der Zuwendung"),
        "course": _("Durchführung"),
        "success": _("Ergebnis"),
        "deviations": _("Abweichungen vom Antrag"),
    }


def summary(statement: Statement) -> list[tuple[str, int]]:
    """Return the sums of the statement in cents by their label."""
    labels = (
        ("granted", _("bewilligt")),
        ("received", _("erhalten, nach Rückzahlungen")),
        ("cost", _("Gesamtkosten")),
        ("eligible", _("davon förderfähig")),
        ("spent", _("zweckentsprechend verwendet")),
        ("own", _("eigene Mittel")),
        ("to_repay", _("zurückzuzahlen")),
    )
    return [(label, statement[name]) for name, label in labels]


def summary_items(statement: Statement) -> list[tuple[str, str]]:
    """Return the sums as people read them."""
    language = get_language() or "de"
    return [(label, euro(cents, language=language)) for label, cents in summary(statement)]


def tables(statement: Statement) -> list[SmallTable]:
    """Return payments, costs and postings of the statement."""
    money = Column("betrag", _("Betrag"), lambda row: row["cents"], kind="money")
    linked = Column("betrag", _("Betrag"), lambda row: row["cents"], kind="money", url=_url)
    return [
        SmallTable(
            _("Bescheid und Zahlungen"),
            [
                Column("schritt", _("Schritt"), lambda row: _(StepKind(row["what"]).label)),
                Column("vom", _("vom"), lambda row: date.fromisoformat(row["dated"]), kind="date"),
                linked,
                Column("beleg", _("Beleg"), lambda row: row["document"]),
                Column("buchung", _("Buchung"), lambda row: _number(row["url"])),
            ],
            statement["steps"],
        ),
        SmallTable(
            _("Ausgaben nach Kostenart"),
            [
                Column("traeger", _("Träger"), lambda row: row["who"]),
                Column("art", _("Kostenart"), lambda row: _(CostClass(row["what"]).label)),
                money,
                Column("beleg", _("Beleg"), lambda row: row["source"]),
                Column("buchungen", _("gebucht mit"), lambda row: ", ".join(map(_number, row["urls"]))),
            ],
            statement["costs"],
        ),
        SmallTable(
            _("Buchungen"),
            [
                Column("zahlt", _("zahlt"), lambda row: row["payer"]),
                Column("erhaelt", _("erhält"), lambda row: row["payee"]),
                Column("wofuer", _("wofür"), lambda row: row["what"]),
                linked,
                Column("buchung", _("Buchung"), lambda row: _number(row["url"])),
            ],
            statement["postings"],
        ),
    ]


def _url(row: Mapping[str, Any]) -> str | None:
    return row["url"] or None


def _number(url: str) -> str:
    """Return the number of the posting behind a figure, for print: a link is of no use there."""
    return url.strip("/").rsplit("/", maxsplit=1)[-1]


def proof_as_pdf(proof: ProofOfUse, statement: Statement, *, body: str, address: str) -> bytes:
    """Return the proof as PDF/UA; one that nobody has released says so."""
    shown = tables(statement)
    is_draft = proof.state != "released"
    return pdf(
        TEMPLATE,
        {
            "title": f"{_('Verwendungsnachweis')}: {proof.grant.title}",
            "kind": _("Entwurf, nicht freigegeben") if is_draft else _("freigegeben"),
            "header": [
                [_("Zuwendungsempfänger"), body],
                [_("Aktenzeichen"), proof.grant.reference or "–"],
                [_("Zeitraum"), period_of(proof)],
                [_("Stand der Zahlen"), day(date.fromisoformat(statement["as_of"]))],
            ],
            "summary_title": _("Zahlenmäßiger Nachweis"),
            "summary": [list(pair) for pair in summary_items(statement)],
            "tables": [
                {
                    "title": str(table.caption),
                    "head": [str(column.label) for column in table.columns],
                    "numeric": [column.is_numeric for column in table.columns],
                    "rows": [[cell.text for cell in row] for row in table.body],
                }
                for table in shown
                if table.rows
            ],
            "texts_title": _("Sachbericht"),
            "texts": [[label, proof.texts.get(name) or "–"] for name, label in text_labels().items()],
            "address": address,
            "language": get_language() or "de",
        },
    )


def proof_as_xlsx(proof: ProofOfUse, statement: Statement) -> bytes:
    """Return summary, tables and text blocks as sheets."""
    heads = [_("was"), _("Betrag")]
    sums: list[list[Cell]] = [[label, in_euros(cents)] for label, cents in summary(statement)]
    texts = [[label, proof.texts.get(name, "")] for name, label in text_labels().items()]
    return xlsx_book(
        [
            Sheet(_("Zahlenmäßiger Nachweis"), heads, sums, frozenset({1})),
            *(table.sheet() for table in tables(statement)),
            Sheet(_("Sachbericht"), [_("Abschnitt"), _("Text")], texts),
        ]
    )


def period_of(proof: ProofOfUse) -> str:
    return f"{day(proof.period.lower)} – {day(proof.period.upper - timedelta(days=1))}"
