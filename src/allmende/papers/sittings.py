"""The calendars of committees: which sit when. Days come from papers, from lists, from OParl.

Days of listed sittings are public everywhere; so they are read across bodies. A sitting that only a paper
names counts once that paper is published.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from allmende.accounts.actions import record_event
from allmende.papers.domain.content import OrganizationKind, organization_kind
from allmende.papers.domain.values import name_key
from allmende.papers.models import Consultation, Meeting, Organization
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee or council of a body."""

    id: int
    body_id: int
    name: str


class KnownCalendar(NamedTuple):
    """A committee of a body with the days on which it sits."""

    name: str
    is_council: bool
    days: tuple[date, ...]


def calendars_of(
    body_ids: Collection[int], *, first: date, last: date
) -> dict[int, dict[str, KnownCalendar]]:
    """Return, by body and folded name, the committees of which sittings are known; one query for all."""
    rows = _public().filter(organization__body_id__in=body_ids, date__range=(first, last))
    fields = ("organization__body_id", "organization__name_key", "organization__name", "organization__kind")
    days: dict[tuple[int, str, str, str], list[date]] = {}
    for *committee, day in rows.order_by("date").values_list(*fields, "date"):
        days.setdefault(tuple(committee), []).append(day)
    found: dict[int, dict[str, KnownCalendar]] = {body_id: {} for body_id in body_ids}
    for (body_id, key, name, kind), known in days.items():
        found[body_id][key] = KnownCalendar(name, kind == OrganizationKind.COUNCIL, tuple(known))
    return found


def sitting_days(committee_ids: Collection[int], *, first: date, last: date) -> dict[int, tuple[date, ...]]:
    """Return the days on which these committees sit, in order; one query for all."""
    rows = _public().filter(organization_id__in=committee_ids, date__range=(first, last))
    found: dict[int, list[date]] = {committee_id: [] for committee_id in committee_ids}
    for committee_id, day in rows.order_by("date").values_list("organization_id", "date"):
        found[committee_id].append(day)
    return {committee_id: tuple(days) for committee_id, days in found.items()}


def _public() -> QuerySet[Meeting]:
    published = Consultation.objects.filter(meeting=OuterRef("pk"), paper__is_published=True)
    return Meeting.objects.filter(Q(is_listed=True) | Exists(published))


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
    wanted = set(days)
    known = Meeting.objects.filter(organization_id=committee.id, date__in=wanted, is_listed=True)
    new = sorted(wanted - set(known.values_list("date", flat=True)))
    if new:
        listed = (Meeting(organization_id=committee.id, date=day, is_listed=True) for day in new)
        Meeting.objects.bulk_create(
            listed,
            update_conflicts=True,
            unique_fields=["organization", "date"],
            update_fields=["is_listed"],
        )
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
    coming = Meeting.objects.filter(organization_id=committee.id, date__gte=since, is_listed=True)
    gone = coming.exclude(date__in=days)
    count = gone.count()
    if count:
        gone.filter(consultations=None, agenda_items=None).delete()
        gone.update(is_listed=False)
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
