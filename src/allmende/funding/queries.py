"""What others may ask about grants. Each query takes the day and the person.

A grant is seen by the people of who receives it; an agreement also by those of the provider.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils import timezone

from allmende.funding.domain.posts import Stretch
from allmende.funding.domain.steps import Step
from allmende.funding.domain.terms import Terms
from allmende.funding.domain.words import CostClass, Financing, StepKind, StepState
from allmende.funding.models import (
    CostReport,
    Forwarding,
    Grant,
    GrantStep,
    OwnProgramme,
    OwnTerms,
    PostStretch,
    ProofOfUse,
    Saving,
)
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.queries import AnyUser, body_ids_of


def visible_grants(user: AnyUser, *, on: date) -> QuerySet[Grant]:
    """Return the grants of the person's bodies."""
    return Grant.objects.filter(body_id__in=body_ids_of(user, on=on))


def grants_of_body(body_id: int) -> QuerySet[Grant]:
    """Return the grants that a body receives, for another app that has checked who asks."""
    return Grant.objects.filter(body_id=body_id)


def forwardings_by_provider(body_id: int) -> dict[int, int]:
    """Return the agreements under which a body hands grants on, by the body that gets the money."""
    rows = Forwarding.objects.filter(grant__body_id=body_id).order_by("pk")
    return dict(rows.values_list("provider_id", "pk"))


def visible_forwardings(user: AnyUser, *, on: date) -> QuerySet[Forwarding]:
    """Return the agreements in which one of the person's bodies hands on or gets the money."""
    ids = body_ids_of(user, on=on)
    return Forwarding.objects.filter(Q(grant__body_id__in=ids) | Q(provider_id__in=ids))


def visible_reports(user: AnyUser, *, on: date) -> QuerySet[CostReport]:
    """Return the cost reports of the agreements that the person sees."""
    ids = body_ids_of(user, on=on)
    seen = Q(forwarding__grant__body_id__in=ids) | Q(forwarding__provider_id__in=ids)
    return CostReport.objects.filter(seen)


def visible_programmes(user: AnyUser, *, on: date) -> QuerySet[OwnProgramme]:
    """Return the programmes that the person's bodies have entered."""
    return OwnProgramme.objects.filter(body_id__in=body_ids_of(user, on=on))


def visible_savings(user: AnyUser, *, on: date) -> QuerySet[Saving]:
    """Return the measures of consolidation of the person's bodies."""
    return Saving.objects.filter(body_id__in=body_ids_of(user, on=on))


def visible_proofs(user: AnyUser, *, on: date) -> QuerySet[ProofOfUse]:
    """Return the proofs of use of the grants of the person's bodies."""
    return ProofOfUse.objects.filter(grant__body_id__in=body_ids_of(user, on=on))


def terms_on(programme: OwnProgramme, *, on: date, known: date) -> tuple[OwnTerms, Terms] | None:
    """Return what a programme pays on a day, as known at the end of another day; None if nothing was."""
    moment = timezone.make_aware(datetime.combine(known, time.max))
    row = programme.terms.filter(valid__contains=on, known__contains=moment).first()
    if row is None:
        return None
    return row, Terms(
        Financing(row.financing),
        frozenset(CostClass(each) for each in row.classes),
        row.section,
        amount=row.amount,
        rate=Fraction(row.rate_percent) / 100,
        ceiling=row.ceiling,
    )


def steps_of(rows: Iterable[GrantStep]) -> list[Step]:
    """Return the steps of a grant as the domain knows them."""
    return [
        Step(StepKind(row.kind), StepState(row.state), row.dated, row.cents, row.due, row.late_reason)
        for row in rows
    ]


def granted_posts(rows: Iterable[GrantStep]) -> Fraction | None:
    """Return the full-time posts of the notice that holds; None if no notice names any."""
    told = [
        row
        for row in rows
        if row.kind == StepKind.NOTICE and row.state == StepState.RELEASED and row.fte is not None
    ]
    newest = max(told, key=lambda row: (row.dated, row.pk), default=None)
    return Fraction(newest.fte) if newest and newest.fte is not None else None


def stretches_of(grant_ids: Iterable[int]) -> list[Stretch]:
    """Return how the posts of grants stand, as known now; one query."""
    rows = (
        PostStretch.objects.filter(KNOWN_NOW, post__grant_id__in=list(grant_ids))
        .select_related("post")
        .order_by("post__number", "valid")
    )
    return [stretch_of(row) for row in rows]


def stretch_of(row: PostStretch) -> Stretch:
    """Return a row as the domain knows it."""
    return Stretch(
        post=row.post_id,
        label=str(row.post),
        start=row.valid.lower,
        until=row.valid.upper,
        fte=Fraction(row.fte),
        employer=row.employer_id,
        funder=row.funder_id,
        supervisor=row.supervisor_id,
        place=row.place_id,
        is_filled=row.is_filled,
        kw_from=row.kw_from,
        grant=row.post.grant_id,
    )
