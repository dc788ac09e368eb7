"""Posts of a grant and how they stand over time: a change is a new stretch, the old one stays readable."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.funding.actions.grants import locked_grant
from allmende.funding.days import real_days
from allmende.funding.domain.posts import excesses
from allmende.funding.errors import NameTaken, NoReason, OverTheNotice, UnknownMatter, WrongPeriod
from allmende.funding.models import Grant, Post, PostStretch
from allmende.funding.queries import granted_posts, stretches_of
from allmende.funding.recording import record
from allmende.register.dated_rows import moment_of, say
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class StretchEntry:
    """How a post stands on the days `[from, until)`; `fte`: share of full time; bodies by id."""

    valid: tuple[date, date | None]
    fte: Decimal
    employer_id: int
    funder_id: int
    supervisor_id: int
    place_id: int
    source: str
    known_since: date
    is_filled: bool = True
    kw_from: date | None = None


@transaction.atomic
def add_post(
    *, grant_id: int, number: str, label: str, entry: StretchEntry, by: "User | None", on: date
) -> Post:
    """Add a post with its first stretch. Raises NameTaken, or what `set_stretch` raises."""
    grant = locked_grant(grant_id)
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    if Post.objects.filter(grant=grant, number=number).exists():
        raise NameTaken(name=number)
    post = Post.objects.create(grant=grant, number=number, label=label, created_by=by)
    _say(post, grant, entry, by, on)
    record(post, grant.body_id, "post_added", by, on, {"Zuwendung": grant.title})
    return post


@transaction.atomic
def set_stretch(*, post_id: int, entry: StretchEntry, by: "User | None", on: date) -> PostStretch:
    """Say how a post stands on some days; that it was thought otherwise until now stays.

    Raises WrongPeriod, NoReason, KnownBefore, or OverTheNotice if the plan would exceed the notice.
    """
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        raise UnknownMatter
    grant = locked_grant(post.grant_id)
    require(by, grant.body_id, Capability.CALCULATE, on=on)
    row = _say(post, grant, entry, by, on)
    record(post, grant.body_id, "post_changed", by, on, {"Quelle": entry.source})
    return row


def _say(post: Post, grant: Grant, entry: StretchEntry, by: "User | None", on: date) -> PostStretch:
    days = real_days(entry.valid)
    if not 0 < entry.fte <= 1:
        raise WrongPeriod(problem="Ein Stellenanteil liegt über 0 und höchstens bei 1,0.")
    if not entry.source.strip():
        raise NoReason
    row = say(
        PostStretch,
        same={"post": post},
        what={
            "fte": entry.fte,
            "employer_id": entry.employer_id,
            "funder_id": entry.funder_id,
            "supervisor_id": entry.supervisor_id,
            "place_id": entry.place_id,
            "is_filled": entry.is_filled,
            "kw_from": entry.kw_from,
            "source": entry.source.strip(),
            "created_by": by,
        },
        valid=days,
        moment=moment_of(entry.known_since, on),
    )
    _refuse_excess(grant)
    return row


def _refuse_excess(grant: Grant) -> None:
    granted: Fraction | None = granted_posts(grant.steps.all())
    if granted is None:
        return
    found = excesses(stretches_of([grant.pk]), granted, grant.period.lower, grant.period.upper)
    if found:
        raise OverTheNotice(problems=" ".join(each.sentence for each in found))
