"""Who works on a case: deputies with dates and a reason, and cases that change hands."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from allmende.cases.context import case_work
from allmende.cases.domain.access import TEAM_ROLES
from allmende.cases.domain.file_words import TransferReason
from allmende.cases.domain.words import OrganisationKind, TeamPosition
from allmende.cases.errors import CaseRefusal, MayNotHandOver, NothingToAccept, UnknownCase
from allmende.cases.models import Agreement, Assignment, CaseMember, Region
from allmende.cases.planes import CASES
from allmende.cases.records import opened, record, refused_as

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can work on cases today, with the employer."""

    assignment_id: int
    user_id: int
    name: str
    organisation_id: int
    organisation: str


def colleagues(region_id: int, *, on: date, but: "User") -> list[Colleague]:
    """Return who can work on cases of a region on a day, without the person who asks."""
    holds = Agreement.objects.filter(valid__contains=on, forwarding__valid__contains=on)
    rows = (
        Assignment.objects.filter(
            Q(organisation__in=holds.values("organisation"))
            | ~Q(organisation__kind=OrganisationKind.TRAEGER.value),
            region_id=region_id,
            role__in=[each.value for each in TEAM_ROLES],
            valid__contains=on,
            user__is_active=True,
        )
        .exclude(user=but)
        .select_related("user", "organisation")
        .order_by("organisation__name", "user__name", "pk")
    )
    return [
        Colleague(each.pk, each.user_id, str(each.user), each.organisation_id, each.organisation.name)
        for each in rows
    ]


def people_of(assignments: set[int]) -> dict[int, tuple[str, str]]:
    """Return name and employer behind assignments: colleagues, never the people of cases."""
    rows = Assignment.objects.filter(pk__in=assignments).select_related("user", "organisation")
    return {each.pk: (str(each.user), each.organisation.name) for each in rows}


def add_deputy(
    *, by: "User", case_id: UUID, assignment_id: int, first: date, last: date | None, reason: str
) -> None:
    """Send a deputy into the team of a case that one leads; raise CaseRefusal."""
    if last is not None and last < first:
        raise CaseRefusal("Der letzte Tag liegt vor dem ersten.")
    with opened(by, case_id) as case:
        case.record("case_deputy_added")
        until = last + timedelta(days=1) if last else None
        try:
            with transaction.atomic(using=CASES), refused_as(MayNotHandOver):
                CaseMember.objects.create(
                    **case.own,
                    assignment_id=assignment_id,
                    position=TeamPosition.DEPUTY.value,
                    valid=DateRange(first, until),
                    reason=reason,
                    added_by=by,
                )
        except IntegrityError:
            raise CaseRefusal("Diese Person gehört in der Zeit schon zum Team.") from None


def end_deputy(*, by: "User", case_id: UUID, member_id: int, on: date) -> None:
    """End the place of a deputy in a team with a day; raise UnknownCase."""
    with opened(by, case_id) as case:
        member = CaseMember.objects.filter(pk=member_id, case_id=case_id).first()
        if member is None:
            raise UnknownCase
        case.record("case_deputy_ended")
        # a day that has begun counts; a place of no day is no place
        until = max(on, member.valid.lower + timedelta(days=1))
        with refused_as(MayNotHandOver):
            rows = CaseMember.objects.filter(pk=member_id)
            changed = rows.update(valid=DateRange(member.valid.lower, until))
        if not changed:
            raise MayNotHandOver


def hand_over(
    *, by: "User", case_id: UUID, assignment_id: int, occasion: TransferReason, reason: str
) -> None:
    """Offer a case to somebody: by whoever leads it, or by the region when nobody can open it."""
    with case_work(by.pk):
        with refused_as(MayNotHandOver), connections[CASES].cursor() as cursor:
            cursor.execute(
                "SELECT ctx.send_deputy(%s, %s, %s, %s)", [case_id, assignment_id, reason, occasion.value]
            )
            (number,) = cursor.fetchone()
        region = Region.objects.get(organisations__assignments=assignment_id)
        record(by, region.key, case_id, number, "case_handed_over", {"Anlass": occasion.label})


def settle_transfer(*, by: "User", case_id: UUID, accept: bool, consented_on: date | None) -> None:
    """Accept a case for one's organisation, or decline it; raise NothingToAccept."""
    with opened(by, case_id) as case:
        case.record("case_transfer_accepted" if accept else "case_transfer_declined")
        with refused_as(NothingToAccept), connections[CASES].cursor() as cursor:
            cursor.execute("SELECT ctx.settle_transfer(%s, %s, %s)", [case_id, accept, consented_on])
