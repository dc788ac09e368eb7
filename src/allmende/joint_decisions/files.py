"""The matter as files: a calendar of its days, and one sheet of paper for a mayors' conference."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.common import formats
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_table import consulted, core_words, notes
from allmende.joint_decisions.calendar_days import days_of
from allmende.joint_decisions.core_text import shown_digest
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.visitors import visit
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.pdf import pdf
from allmende.papers.calendar import calendar_of

SHEET = Path(__file__).parent / "sheet.typ"


@require_safe
def calendar(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Return all known days of the matter; a calendar program can subscribe to the public address."""
    found = visit(request, pk, secret)
    board = found.board(request)
    content = calendar_of(
        days_of(board, board.rows, path=found.url("board")),
        name=found.matter.title,
        address=f"{request.scheme}://{request.get_host()}",
        product="Gemeinsame Beschluesse",
    )
    return file_response(content, safe_filename(_("Termine") + f" {found.matter.title}", "ics"))


@require_safe
def sheet(request: HttpRequest, pk: int | None = None, secret: str | None = None) -> HttpResponse:
    """Return the state of the matter as PDF/UA."""
    found = visit(request, pk, secret)
    content = pdf(SHEET, sheet_content(found.board(request)))
    return file_response(content, safe_filename(_("Stand") + f" {found.matter.title}", "pdf"), inline=True)


def sheet_content(board: Board) -> dict[str, Any]:
    """Return what stands on the sheet."""
    language = get_language() or "de"
    effect = board.effective_on
    facts = [
        [_("federführend"), str(board.lead)],
        [_("entscheiden bis"), _day(board.matter.deadline_on)],
        [_("Schwelle"), said(board.threshold.state.label)],
        [_("wirksam frühestens"), _day(effect)],
        [_("gemeinsamer Text"), shown_digest(board.core_version.digest) if board.core_version else "–"],
    ]
    return {
        "language": language,
        "title": board.matter.title,
        "kind": _("Stand eines gemeinsamen Beschlusses"),
        "printed_on": _("Stand: {day}").format(day=formats.day(board.on, language=language)),
        "facts": facts,
        "counts": [[said(state.label), str(count)] for state, count in board.counts],
        "sentences": [each.sentence for each in board.threshold.results]
        + list(filter(None, [board.threshold.sentence])),
        "steps": [
            [
                step.what,
                _day(step.on) if step.on else _("es fehlt: {gap}").format(gap=step.missing),
                step.section,
            ]
            for step in board.steps
        ],
        "head": [
            _("Beteiligte"),
            _("Stand"),
            _("Kern"),
            _("Beratung"),
            _("nächster Termin"),
            _("Hinweise"),
        ],
        "rows": [
            [
                row.name,
                said(row.state.label),
                core_words(row) or "–",
                consulted(row) or "–",
                _day(row.standing.next_station.on if row.standing.next_station else None),
                "; ".join(notes(row)) or "–",
            ]
            for row in board.rows
        ],
        "labels": {
            "counts": _("Wie es steht"),
            "threshold": _("Reicht es?"),
            "steps": _("Bis es wirkt"),
            "partners": _("Die Beteiligten"),
        },
    }


def _day(on: Any) -> str:
    return formats.day(on, language=get_language() or "de") if on else "–"
