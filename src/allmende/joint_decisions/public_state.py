"""What everybody may read of published matters: their papers, and where each partner stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.domain import Visibility
from allmende.joint_decisions.models import JointDecision, PartnerDecision
from allmende.joint_decisions.permissions import PUBLIC

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PaperOfMatter:
    """A paper with which a partner decides a published matter; the leading body's paper leads."""

    paper_id: int
    matter_id: int
    is_leading: bool


def papers_of_matters(paper_ids: Collection[int]) -> list[PaperOfMatter]:
    """Return all public papers of the matters that these papers belong to, in one query."""
    shown = PartnerDecision.objects.filter(
        paper__isnull=False, visibility=Visibility.PUBLIC.value, partner__joint_decision__is_published=True
    )
    matters = shown.filter(paper__in=paper_ids).values("partner__joint_decision")
    rows = shown.filter(partner__joint_decision__in=matters).order_by("partner__body", "number")
    pairs = rows.values_list(
        "paper_id",
        "partner__joint_decision_id",
        "partner__body_id",
        "partner__joint_decision__body_id",
    )
    return [PaperOfMatter(paper, matter, body == leading) for paper, matter, body, leading in pairs]


def public_state(matter_id: int, *, on: date) -> State | None:
    """Return a published matter as everybody may know it on a day; None if it is not published."""
    matter = JointDecision.objects.filter(pk=matter_id, is_published=True).first()
    if matter is None:
        return None
    board = board_of(matter, rights=PUBLIC, on=on)
    return {
        "title": matter.title,
        "lead": {"key": board.lead.key, "name": str(board.lead)},
        "on": on.isoformat(),
        "deadline": _iso(matter.deadline_on),
        "core": _core(board),
        "threshold": {
            "state": board.threshold.state.value,
            "rules": [rule.words for rule in board.rules],
            "blockers": list(board.threshold.blockers),
        },
        "effectiveOn": _iso(board.effective_on),
        "partners": [_partner(row) for row in (*board.rows, *board.former)],
    }


def _core(board: Board) -> State | None:
    version = board.core_version
    if version is None:
        return None
    released = version.released_at
    return {
        "number": version.number,
        "sha256": version.digest,
        "releasedOn": released.date().isoformat() if released else None,
    }


def _partner(row: PartnerRow) -> State:
    result = row.result
    paper_ids = [each.paper_id for each in row.decisions if each.paper_id is not None and each.paper_url]
    return {
        "body": {"key": row.body.key, "name": row.name},
        "effect": row.effect.value,
        "state": row.state.value,
        "core": result.match.value if result else None,
        "decidedOn": _iso(row.decided_on),
        "nextOn": _iso(row.next_on),
        "vote": {"yes": result.yes, "no": result.no, "abstain": result.abstentions} if result else {},
        "conditions": list(row.conditions),
        "reference": row.reference or None,
        "paperIds": paper_ids,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
