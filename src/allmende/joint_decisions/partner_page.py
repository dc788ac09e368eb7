"""What the page of one partner shows, in words and word by word."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.joint_decisions import queries
from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.board_table import notes
from allmende.joint_decisions.core_text import from_json
from allmende.joint_decisions.deviation import Change
from allmende.joint_decisions.domain import CoreMatch, Visibility
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.models import PartnerDecision, PartnerResult
from allmende.joint_decisions.states import Station


@dataclass(frozen=True, slots=True)
class ResultView:
    """One result of one go; `is_corrected`: it no longer counts."""

    id: int
    words: str
    votes: str
    finding: str
    changes: tuple[Change, ...]
    conditions: list[str]
    text: str
    note: str
    is_reported: bool
    is_corrected: bool
    needs_judgment: bool


@dataclass(frozen=True, slots=True)
class GoView:
    """One go of the council at the matter."""

    decision: PartnerDecision
    number: int
    reference: str
    paper_url: str
    stations: tuple[Station, ...]
    local: list[tuple[str, str]]
    visibility: str
    results: list[ResultView]
    may_write: bool
    may_record: bool


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """All that the page needs beside the row of the board."""

    terms: list[tuple[str, str]]
    goes: list[GoView]
    notes: list[str]
    may_begin: bool
    is_own: bool

    @classmethod
    def of(cls, row: PartnerRow, board: Board) -> "PartnerPage":
        rights = board.rights
        stored = {each.pk: each for each in queries.decisions_of(row.id, rights)}
        is_own = rights.may_write(row.body.id)
        goes = [
            _go(stored[view.id], row, board, index)
            for index, view in enumerate(row.decisions)
            if view.id in stored
        ]
        return cls(
            terms=_terms(row),
            goes=goes,
            notes=notes(row),
            may_begin=(is_own or rights.may_edit) and board.core_version is not None and row.last_day is None,
            is_own=is_own,
        )


def _terms(row: PartnerRow) -> list[tuple[str, str]]:
    found = [
        (_("Zustimmung"), said(row.effect.label)),
        (_("Rechtsgrundlage"), row.legal_basis),
        (_("Stimmgewicht"), f"{row.weight.normalize():f}".replace(".", ",")),
        (_("Veto"), _("ja") if row.has_veto else _("nein")),
        (_("dabei seit"), day(row.joined_on)),
    ]
    return [*found, (_("bis"), day(row.last_day))] if row.last_day else found


def _go(decision: PartnerDecision, row: PartnerRow, board: Board, index: int) -> GoView:
    view, rights = row.decisions[index], board.rights
    core = from_json(decision.core_version.paragraphs)
    hides = core.has_internal_parts and not rights.is_insider
    slots = {each.name: each.hint or each.name for each in core.slots}
    is_own = rights.may_write(row.body.id)
    return GoView(
        decision=decision,
        number=view.number,
        reference=view.reference,
        paper_url=view.paper_url,
        stations=view.attempt.stations,
        local=[(slots.get(name, name), text) for name, text in decision.local_texts.items()],
        visibility=said(Visibility(decision.visibility).label),
        results=[_result(each, hides=hides) for each in queries.results_of(decision.pk)],
        may_write=is_own or rights.may_edit,
        may_record=rights.may_confirm(row.body.id) or rights.may_edit,
    )


def _result(row: PartnerResult, *, hides: bool) -> ResultView:
    from allmende.joint_decisions.deviation import from_json as stored_deviation

    found = stored_deviation(row.deviation)
    judged = CoreMatch(row.judged) if row.judged else None
    counts = [(row.yes, _("Ja")), (row.no, _("Nein")), (row.abstentions, _("Enthaltungen"))]
    finding = _("{label} (von Hand zugeordnet)").format(label=judged.label) if judged else found.sentence
    unclear = judged is None and found.match in (CoreMatch.UNMATCHED, CoreMatch.UNKNOWN)
    return ResultView(
        id=row.pk,
        words=_("{what} am {day}").format(what=said(row.get_kind_display()), day=day(row.decided_on)),
        votes=", ".join(f"{count} {word}" for count, word in counts if count is not None),
        finding="" if row.kind not in ("adopted", "amended") else finding,
        changes=() if hides else found.changes,
        conditions=row.conditions,
        text="" if hides else row.resolved_text,
        note=row.note,
        is_reported=row.is_reported,
        is_corrected=hasattr(row, "correction"),
        needs_judgment=unclear and row.kind == "amended",
    )
