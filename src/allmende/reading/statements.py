"""What a paper states besides: votes, conditions, duties, the finance block, effects on climate and staff."""

from dataclasses import replace

from allmende.common.findings import Place
from allmende.reading.facts import (
    ConditionFact,
    DutyFact,
    FinanceFact,
    ImpactFact,
    PaperFacts,
    PaperKind,
    VoteFact,
)
from allmende.reading.finance import find_finance
from allmende.reading.impacts import find_impacts
from allmende.reading.orders import find_conditions, find_duties
from allmende.reading.paper_text import PaperText
from allmende.reading.votes import find_votes

_MINUTES = (PaperKind.NIEDERSCHRIFT, PaperKind.AUSZUG)


def with_statements(facts: PaperFacts, paper: PaperText) -> PaperFacts:
    """Return the facts with what the paper states besides; conditions and duties of its decision only."""
    kind = facts.kind.value if facts.kind else None
    return replace(
        facts,
        votes=_votes(paper, told=kind in _MINUTES),
        conditions=tuple(
            ConditionFact(item.text, place, 0.85)
            for item in find_conditions(paper.prose.text)
            if _is_decided(place := paper.prose_place(item.start, item.end), facts, kind)
        ),
        duties=tuple(
            DutyFact(item.addressee, item.text, item.due, place, 0.85)
            for item in find_duties(paper.prose.text)
            if _is_decided(place := paper.prose_place(item.start, item.end), facts, kind)
        ),
        finance=tuple(
            FinanceFact(item.field, item.value, paper.place(item.start, item.end), 0.85)
            for item in find_finance(paper.clean.text)
        ),
        impacts=tuple(
            ImpactFact(item.topic, item.text, paper.place(item.start, item.end), 0.8)
            for item in find_impacts(paper.clean.text)
        ),
    )


def _votes(paper: PaperText, *, told: bool) -> tuple[VoteFact, ...]:
    return tuple(
        VoteFact(
            vote.outcome,
            vote.yes,
            vote.no,
            vote.abstentions,
            paper.place(vote.start, vote.end),
            0.95 if vote.yes is not None else 0.85,
        )
        for vote in find_votes(paper.clean.text, told=told)
    )


def _is_decided(place: Place, facts: PaperFacts, kind: PaperKind | None) -> bool:
    """Tell whether a place lies in what is decided; minutes report decisions everywhere."""
    return kind in _MINUTES or any(
        point.place.start <= place.start < point.place.end for point in facts.resolution
    )
