"""The resolutions that one matter went through, found by the repeals and changes between its papers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from allmende.papers.domain.chains import Resolution, Span, Touch, spans
from allmende.papers.domain.outcomes import AMENDS, REPEALS, DecisionState
from allmende.papers.models import Decision, Paper, PaperReference
from allmende.papers.queries import visible
from allmende.reading.facts import Relation
from allmende.register.queries import AnyUser, body_ids_of

MOST_ROUNDS = 50
"""A chain longer than this is no matter of one council; what lies further stays out."""


@dataclass(frozen=True, slots=True)
class Link:
    """One paper of the matter with its decision and its span; `changes` in words come from the page."""

    paper: Paper
    decision: Decision | None
    span: Span


@dataclass(frozen=True, slots=True)
class Matter:
    """All papers of a matter that the person may see, in the order in which they hold."""

    links: tuple[Link, ...]

    def title_of(self, key: int) -> str:
        """Return the name of a paper of the matter; empty if the person may not see it."""
        return next((str(link.paper) for link in self.links if link.paper.pk == key), "")

    def holding(self, day: date) -> list[Link]:
        """Return what is in force on the day."""
        return [link for link in self.links if link.span.holds_on(day)]


def matter_of(paper: Paper, *, user: AnyUser, on: date) -> Matter:
    """Return the matter of a paper: what is tied to it by repeals and changes, in both directions.

    What the person may not see is counted, for it can end a public resolution, but never named.
    """
    keys = _connected(paper.pk)
    touches = [
        Touch(by, target, Relation(relation))
        for by, target, relation in _touches()
        .filter(paper_id__in=keys, target_id__in=keys)
        .values_list("paper_id", "target_id", "relation")
        if target is not None
    ]
    decisions = {each.paper_id: each for each in Decision.objects.filter(paper_id__in=keys)}
    resolutions = [Resolution(key, _holds_from(decisions.get(key))) for key in keys]
    shown = visible(Paper.objects.filter(pk__in=keys), body_ids_of(user, on=on)).select_related("body")
    papers = {each.pk: each for each in shown}
    return Matter(
        tuple(
            Link(papers[span.key], decisions.get(span.key), span)
            for span in spans(resolutions, touches)
            if span.key in papers
        )
    )


def _touches() -> QuerySet[PaperReference]:
    relations = [relation.value for relation in REPEALS | AMENDS]
    return PaperReference.objects.filter(relation__in=relations, target__isnull=False)


def _connected(key: int) -> Collection[int]:
    """Return the papers reached from one by repeals and changes; each round asks for all new ones at once."""
    found, new = {key}, {key}
    for _round in range(MOST_ROUNDS):
        pairs = _touches().filter(Q(paper_id__in=new) | Q(target_id__in=new))
        new = {each for pair in pairs.values_list("paper_id", "target_id") for each in pair if each} - found
        if not new:
            break
        found |= new
    return found


def _holds_from(decision: Decision | None) -> date | None:
    taken = decision is not None and decision.state == DecisionState.TAKEN
    return decision.holds_from if decision is not None and taken else None
