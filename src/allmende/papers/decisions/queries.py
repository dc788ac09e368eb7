"""What holds on a day, what ended or changed it, and which duties are left. Nothing here reads the clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from allmende.papers.domain.outcomes import AMENDS, REPEALS, DecisionState
from allmende.papers.labels import DONE_RELATIONS, INVERSE_RELATIONS
from allmende.papers.models import Decision, FollowUp, Paper, PaperReference
from allmende.papers.queries import visible
from allmende.reading.facts import Relation
from allmende.register.queries import AnyUser, body_ids_of


@dataclass(frozen=True, slots=True)
class Successor:
    """A decision that repealed or changed another one; `url` only where the person may see it."""

    relation: Relation
    since: date
    title: str
    url: str

    @property
    def is_repeal(self) -> bool:
        return self.relation in REPEALS


@dataclass(frozen=True, slots=True)
class Gap:
    """An older decision that one we know repeals or changes, and that we do not know."""

    label: str
    relation: str | Promise
    named_by: str
    url: str


def _taken(relations: Iterable[Relation], day: date) -> QuerySet[PaperReference]:
    """Return the references in these relations whose own paper was decided and holds on the day."""
    return PaperReference.objects.filter(
        relation__in=[relation.value for relation in relations],
        paper__decision__state=DecisionState.TAKEN.value,
        paper__decision__holds_from__lte=day,
    )


def in_force(*, user: AnyUser, on: date, day: date) -> QuerySet[Decision]:
    """Return the decisions, visible to the person, that hold on a day; each with what `amended_by` last."""
    shown = visible(Paper.objects.order_by(), body_ids_of(user, on=on))
    amending = _taken(AMENDS, day).filter(target=OuterRef("paper"), paper__in=shown.values("pk"))
    newest = amending.order_by("-paper__decision__holds_from", "-pk")
    return (
        Decision.objects.filter(
            ~Exists(_taken(REPEALS, day).filter(target=OuterRef("paper"))),
            state=DecisionState.TAKEN.value,
            holds_from__lte=day,
            paper__in=shown.values("pk"),
        )
        .select_related("paper")
        .defer("paper__search", "paper__header_evidence")
        .annotate(amended_by=Subquery(newest.values("paper__reference")[:1]))
    )


def of_body(decisions: QuerySet[Decision], body_id: int) -> QuerySet[Decision]:
    """Return those of one body."""
    return decisions.filter(paper__body_id=body_id)


def successors(paper: Paper, body_ids: Collection[int]) -> list[Successor]:
    """Return the decisions taken that repeal or change this paper's, the earliest first.

    `body_ids` are the bodies whose internal papers the person may read.
    """
    rows = (
        PaperReference.objects.filter(
            target=paper,
            relation__in=[relation.value for relation in REPEALS | AMENDS],
            paper__decision__state=DecisionState.TAKEN.value,
        )
        .select_related("paper__decision")
        .defer("paper__search")
        .order_by("paper__decision__holds_from", "pk")
    )
    found = []
    for row in rows:
        is_shown = row.paper.is_published or row.paper.body_id in body_ids
        title, url = (str(row.paper), row.paper.get_absolute_url()) if is_shown else ("", "")
        found.append(Successor(Relation(row.relation), row.paper.decision.holds_from, title, url))
    return found


def gaps(*, user: AnyUser, on: date, body_id: int | None, limit: int = 50) -> list[Gap]:
    """Return the decisions that visible papers repeal or change, and that nobody has entered yet."""
    shown = visible(Paper.objects.order_by(), body_ids_of(user, on=on))
    if body_id is not None:
        shown = shown.filter(body_id=body_id)
    rows = (
        PaperReference.objects.filter(
            target=None,
            relation__in=[relation.value for relation in REPEALS | AMENDS],
            paper__in=shown.values("pk"),
        )
        .select_related("paper__decision")
        .defer("paper__search")
        .order_by(F("date").desc(nulls_last=True), "reference_key", "pk")[:limit]
    )
    return [Gap(str(row), named_by_label(row), str(row.paper), row.paper.get_absolute_url()) for row in rows]


def named_by_label(reference: PaperReference) -> str | Promise:
    """Return what the relation is called from the other side: a proposal only wants to repeal."""
    decision = getattr(reference.paper, "decision", None)
    is_taken = decision is not None and decision.state == DecisionState.TAKEN
    return (DONE_RELATIONS if is_taken else INVERSE_RELATIONS)[Relation(reference.relation)]


def follow_ups_of(body_ids: Collection[int]) -> QuerySet[FollowUp]:
    """Return the duties from decisions of these bodies; those of proposals that failed are left out."""
    failed = (DecisionState.REJECTED.value, DecisionState.WITHDRAWN.value)
    return (
        FollowUp.objects.filter(decision__paper__body_id__in=body_ids)
        .exclude(decision__state__in=failed)
        .select_related("decision__paper")
        .defer("decision__paper__search", "decision__paper__header_evidence")
    )


def matching(decisions: QuerySet[Any], text: str, prefix: str = "") -> QuerySet[Any]:
    """Return the rows whose paper's subject or number contains the text."""
    return decisions.filter(
        Q(**{f"{prefix}paper__name__icontains": text}) | Q(**{f"{prefix}paper__reference__icontains": text})
    )
