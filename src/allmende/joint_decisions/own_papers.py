"""What one go of a council tells the reader of a board: its dates and results, entered or of its paper."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from allmende.common import formats
from allmende.joint_decisions import deviation as deviations
from allmende.joint_decisions import states
from allmende.joint_decisions.board import DecisionView
from allmende.joint_decisions.core_text import CoreText
from allmende.joint_decisions.deviation import Deviation
from allmende.joint_decisions.domain import CoreMatch, ResultKind, Visibility
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.permissions import Rights
from allmende.papers.domain.outcomes import DecisionState
from allmende.reading.facts import Treatment

FROM_PAPER = {
    DecisionState.TAKEN.value: ResultKind.ADOPTED,
    DecisionState.REJECTED.value: ResultKind.REJECTED,
    DecisionState.POSTPONED.value: ResultKind.DEFERRED,
    DecisionState.WITHDRAWN.value: ResultKind.WITHDRAWN,
}


class Entered(NamedTuple):
    """One go as it is stored: its row, its paper if it has one, and what was entered beside the paper."""

    row: Any
    paper: Any
    planned: Sequence[Any]
    results: Sequence[Any]


def decision_view(entered: Entered, number: int, core: CoreText, rights: Rights) -> DecisionView:
    """Return the go as the viewer may see it; `number` counts what the viewer sees."""
    row, paper = entered.row, entered.paper
    is_open = paper is not None and (paper.is_published or row.partner__body_id in rights.body_ids)
    is_known = paper is None or is_open or rights.is_insider
    results, contradiction = _results(row, entered.results, core, rights, paper if is_known else None)
    attempt = states.Attempt(
        is_released=row.released_on is not None,
        stations=_stations(entered.planned, paper if is_known else None, rights),
        results=results,
    )
    return DecisionView(
        id=row.pk,
        number=number,
        attempt=attempt,
        reference=row.reference if is_known else "",
        paper_id=row.paper_id if is_open else None,
        paper_url=paper.get_absolute_url() if is_open and paper is not None else "",
        is_shared=row.visibility != Visibility.OWN,
        contradiction=contradiction,
    )


def _stations(planned: Sequence[Any], paper: Any, rights: Rights) -> tuple[states.Station, ...]:
    """Return the Beratungsfolge of the paper, or what is planned as long as there is none."""
    if paper is not None and (consultations := list(paper.consultations.all())):
        return tuple(
            states.Station(each.organization_name, each.date, each.authoritative)
            for each in consultations
            if rights.is_insider or each.treatment != Treatment.NON_PUBLIC
        )
    return tuple(states.Station(each.organization, each.date, each.authoritative) for each in planned)


def _results(
    row: Any, entered: Sequence[Any], core: CoreText, rights: Rights, paper: Any
) -> tuple[tuple[states.Result, ...], str]:
    """Return the results entered here, else that of the paper; and where both say something else."""
    corrected = {each.corrects_id for each in entered}
    shown = tuple(
        states.Result(
            kind=ResultKind(each.kind),
            decided_on=each.decided_on,
            deviation=_shown_deviation(deviations.from_json(each.deviation), core, rights),
            conditions=tuple(each.conditions),
            judged=CoreMatch(each.judged) if each.judged else None,
            is_reported=each.is_reported,
            yes=each.yes,
            no=each.no,
            abstentions=each.abstentions,
        )
        for each in entered
        if each.pk not in corrected
    )
    told = _told_by(paper, row, core, rights)
    if told is None:
        return shown, ""
    if not shown:
        return (told,), ""
    last = max(shown, key=lambda each: each.decided_on)
    taken = (ResultKind.ADOPTED, ResultKind.AMENDED)
    alike = last.kind is told.kind or (last.kind in taken and told.kind in taken)
    if alike and last.decided_on == told.decided_on:
        return shown, ""
    words = _("Die Vorlage sagt: {result} am {day}.")
    return shown, words.format(result=said(told.kind.label), day=formats.day(told.decided_on))


def _shown_deviation(found: Deviation, core: CoreText, rights: Rights) -> Deviation:
    """Return the finding without its sentences where they could tell an outsider of internal paragraphs."""
    if rights.is_insider or not core.has_internal_parts:
        return found
    return Deviation(found.match)


@lru_cache(maxsize=2048)
def compared(core: CoreText, local: tuple[tuple[str, str], ...], resolved: str) -> Deviation:
    """Return the comparison of a paper's wording with the core, kept for the next reader of the board."""
    return deviations.deviation(core, dict(local), resolved)


def _told_by(paper: Any, row: Any, core: CoreText, rights: Rights) -> states.Result | None:
    """Return the result that people recorded with the partner's own paper."""
    decision = getattr(paper, "decision", None) if paper is not None else None
    if decision is None or decision.state not in FROM_PAPER or decision.decided_on is None:
        return None
    kind = FROM_PAPER[decision.state]
    is_amended = kind is ResultKind.ADOPTED and "geändert" in decision.outcome.casefold()
    items = "\n\n".join(each.resolution_text for each in decision.items.all())
    wording = items if kind is ResultKind.ADOPTED and not is_amended else ""
    found = compared(core, tuple(sorted(row.local_texts.items())), wording)
    return states.Result(
        kind=ResultKind.AMENDED if is_amended else kind,
        decided_on=decision.decided_on,
        deviation=_shown_deviation(found, core, rights),
        conditions=tuple(each.text for each in decision.conditions.all()),
        yes=decision.yes,
        no=decision.no,
        abstentions=decision.abstentions,
    )
