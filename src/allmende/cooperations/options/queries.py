"""Reads of comparisons: public ones for everyone, the others for people of their body."""

from datetime import date

from django.db.models import Q, QuerySet

from allmende.cooperations.options.errors import UnknownComparison
from allmende.cooperations.options.models import Comparison, Snapshot, WordTemplate
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.queries import AnyUser


def comparisons_for(user: AnyUser, *, on: date) -> QuerySet[Comparison]:
    """Return the comparisons the person may read."""
    bodies = [held.body.id for held in register.memberships_of(user, on=on)]
    return Comparison.objects.filter(Q(is_published=True) | Q(body_id__in=bodies))


def comparisons_of_paper(paper_id: int, *, user: AnyUser, on: date) -> QuerySet[Comparison]:
    """Return the comparisons that belong to a council paper, as far as the person may read them."""
    found = comparisons_for(user, on=on).filter(paper_id=paper_id)
    return found.defer("inputs", "sheet").order_by("title", "pk")


def comparison_for(user: AnyUser, pk: int, *, on: date) -> Comparison:
    """Return a comparison the person may read; raise UnknownComparison."""
    found: Comparison | None = comparisons_for(user, on=on).filter(pk=pk).first()
    if found is None:
        raise UnknownComparison
    return found


def may_edit(user: AnyUser, comparison: Comparison, *, on: date) -> bool:
    """Return whether the person may change the comparison."""
    return register.may(user, comparison.body_id, Capability.EDIT_PAPERS, on=on)


def snapshots_of(comparison: Comparison) -> QuerySet[Snapshot]:
    """Return the frozen stands, newest first, without their contents."""
    return comparison.snapshots.defer("content").order_by("-number")


def snapshot_of(comparison: Comparison, number: int) -> Snapshot:
    """Return one frozen stand; raise UnknownComparison."""
    found: Snapshot | None = comparison.snapshots.filter(number=number).first()
    if found is None:
        raise UnknownComparison
    return found


def snapshot_by_code(user: AnyUser, code: str, *, on: date) -> Snapshot:
    """Return the frozen stand with this code if the person may read it; raise UnknownComparison."""
    rows = Snapshot.objects.filter(comparison__in=comparisons_for(user, on=on).values("pk"))
    found: Snapshot | None = rows.filter(code=code.strip().upper()).first()
    if found is None:
        raise UnknownComparison
    return found


def first_snapshot_id(key: str) -> int | None:
    """Return the first frozen stand of the comparison with this key."""
    return (
        Snapshot.objects.filter(comparison__key=key).order_by("number").values_list("pk", flat=True).first()
    )


def template_of(body_id: int) -> WordTemplate | None:
    """Return the body's own Word template."""
    return WordTemplate.objects.filter(body_id=body_id).first()
