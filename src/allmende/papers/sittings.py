"""The calendars of committees: which sit when. Days come from papers, from lists, later from other systems.

Days of sittings are public everywhere; so they are read across bodies.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.papers.domain.content import organization_kind
from allmende.papers.domain.values import name_key
from allmende.papers.models import Meeting, Organization
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee or council of a body."""

    id: int
    body_id: int
    name: str


def committees_of(body_ids: Collection[int]) -> list[Committee]:
    """Return the committees of these bodies by name."""
    rows = Organization.objects.filter(body_id__in=body_ids).order_by("name")
    return [Committee(*row) for row in rows.values_list("pk", "body_id", "name")]


def sitting_days(committee_ids: Collection[int], *, first: date, last: date) -> dict[int, tuple[date, ...]]:
    """Return the days on which these committees sit, in order; one query for all."""
    rows = Meeting.objects.filter(organization_id__in=committee_ids, date__range=(first, last))
    found: dict[int, list[date]] = {committee_id: [] for committee_id in committee_ids}
    for committee_id, day in rows.order_by("date").values_list("organization_id", "date"):
        found[committee_id].append(day)
    return {committee_id: tuple(days) for committee_id, days in found.items()}


def committee_named(body: BodyView, name: str) -> Committee:
    """Return the committee of a body, adding one that is not known yet."""
    clean = " ".join(name.split())[:500]
    found, _is_new = Organization.objects.get_or_create(
        body_id=body.id,
        name_key=name_key(clean),
        defaults={"name": clean, "kind": organization_kind(clean)},
    )
    return Committee(found.pk, body.id, found.name)


@transaction.atomic
def add_sittings(*, body: BodyView, committee: Committee, days: Iterable[date], by: "User | None") -> int:
    """Note that a committee sits on these days; return how many were new. The caller checks the right."""
    wanted = sorted(set(days))
    known = set(
        Meeting.objects.filter(organization_id=committee.id, date__in=wanted).values_list("date", flat=True)
    )
    new = [day for day in wanted if day not in known]
    Meeting.objects.bulk_create(
        (Meeting(organization_id=committee.id, date=day) for day in new), ignore_conflicts=True
    )
    if new:
        _record(by, body, committee, "sittings_added", len(new))
    return len(new)


@transaction.atomic
def keep_sittings(
    *, body: BodyView, committee: Committee, days: Collection[date], since: date, by: "User | None"
) -> None:
    """Let a committee sit on exactly these days from a day on; days that papers name stay.

    The caller has checked the right.
    """
    add_sittings(body=body, committee=committee, days=days, by=by)
    gone = Meeting.objects.filter(
        organization_id=committee.id, date__gte=since, consultations=None, agenda_items=None
    ).exclude(date__in=days)
    count = gone.count()
    if count:
        gone.delete()
        _record(by, body, committee, "sittings_removed", count)


def _record(by: "User | None", body: BodyView, committee: Committee, action: str, count: int) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type="committee",
        object_id=str(committee.id),
        object_label=committee.name,
        details={"Sitzungen": str(count)},
    )
