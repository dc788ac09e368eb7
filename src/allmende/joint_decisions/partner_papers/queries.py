"""Reads of the partners' papers: what a person may see of them, what is outdated. No clock here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.models import (
    ComputedFigure,
    JointDecision,
    PaperBatch,
    PartnerDecision,
    PartnerPaper,
)
from allmende.joint_decisions.partner_papers.actions import FigureChange, change_between, value_of
from allmende.joint_decisions.partner_papers.computing import Subject, figures_of
from allmende.joint_decisions.permissions import Rights


@dataclass(frozen=True, slots=True)
class OutdatedPaper:
    """A partner's paper that carries figures which are others by now."""

    decision_id: int
    name: str
    changes: Sequence[FigureChange]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A partner with its newest paper, as the page lists it."""

    partner: PartnerRow
    decision_id: int | None
    paper: PartnerPaper | None
    figure_count: int
    missing: Sequence[str]


def subjects_of(board: Board) -> list[Subject]:
    """Return whom figures are for."""
    return [Subject(row.id, row.body, row.population) for row in board.rows]


def last_batch(matter: JointDecision) -> PaperBatch | None:
    """Return the newest making of papers."""
    return matter.batches.order_by("-number").first()


def visible_decision(board: Board, decision_id: int) -> tuple[PartnerRow, PartnerDecision] | None:
    """Return a partner's own paper if the viewer of the board sees it."""
    for row in (*board.rows, *board.former):
        if any(each.id == decision_id for each in row.decisions):
            found = PartnerDecision.objects.select_related("partner", "core_version").get(pk=decision_id)
            return row, found
    return None


def paper_rows(board: Board) -> list[PaperRow]:
    """Return the partners with their newest papers; a fixed number of queries."""
    newest = {row.id: row.decisions[-1].id for row in board.rows if row.decisions}
    papers: dict[int, PartnerPaper] = {}
    kept = PartnerPaper.objects.filter(decision_id__in=newest.values()).select_related("batch")
    for each in kept.defer("docx", "pdf").order_by("batch__number"):
        papers[each.decision_id] = each
    figures: dict[int, list[ComputedFigure]] = {}
    for figure in ComputedFigure.objects.filter(decision_id__in=newest.values(), is_current=True):
        figures.setdefault(figure.decision_id, []).append(figure)
    rows = []
    for row in board.rows:
        decision_id = newest.get(row.id)
        own = figures.get(decision_id, []) if decision_id else []
        missing = [f"{each.label}: es fehlt {each.missing}" for each in own if each.missing]
        paper = papers.get(decision_id) if decision_id else None
        rows.append(PaperRow(row, decision_id, paper, len(own), missing))
    return rows


def outdated_papers(board: Board, *, on: date) -> list[OutdatedPaper]:
    """Return which papers carry figures that a rule, a price or a base figure has changed since.

    For the board too: the figures as they are now, compared with those that stand in the papers.
    """
    newest = {row.id: row for row in board.rows if row.decisions}
    kept: dict[int, list[ComputedFigure]] = {}
    ids = [row.decisions[-1].id for row in newest.values()]
    for figure in ComputedFigure.objects.filter(decision_id__in=ids, is_current=True).order_by("order"):
        kept.setdefault(figure.decision_id, []).append(figure)
    if not kept:
        return []
    concerned = [row for row in newest.values() if row.decisions[-1].id in kept]
    subjects = [Subject(row.id, row.body, row.population) for row in concerned]
    now = figures_of(board.matter, subjects, on=on)
    found = []
    for row in concerned:
        values = {each.key: each for each in now[row.id]}
        old = [value_of(each) for each in kept[row.decisions[-1].id]]
        changes = [change for each in old if (change := change_between(each, values.get(each.key)))]
        if changes:
            found.append(OutdatedPaper(row.decisions[-1].id, row.name, changes))
    return found


def papers_of_batch(batch: PaperBatch, board: Board) -> list[tuple[PartnerRow, PartnerPaper]]:
    """Return the files of a batch that the viewer may have, with their partners."""
    shown = {each.id: row for row in board.rows for each in row.decisions}
    rows = batch.papers.filter(decision_id__in=shown).select_related("decision")
    pairs = [(shown[paper.decision_id], paper) for paper in rows]
    return sorted(pairs, key=lambda pair: pair[0].sort_name)


def may_make(board: Board, rights: Rights) -> bool:
    """Return whether the person may make any partner's paper."""
    return rights.may_edit or any(rights.may_write(row.body.id) for row in board.rows)
