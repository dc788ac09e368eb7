"""The cast of case work: two regions, a town, a charity whose agreement holds and one whose ended.

What is made here is made as the role that migrates; what is asked is asked `as_role`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.backends.utils import CursorWrapper

from allmende.accounts.models import User
from allmende.cases.domain.access import DataClass, Role
from allmende.cases.domain.words import OrganisationKind
from allmende.cases.models import (
    Action,
    Agreement,
    Assignment,
    CaseFile,
    CaseMember,
    DataConsent,
    EmergencyAccess,
    Evaluation,
    Goal,
    Identity,
    Note,
    Organisation,
    PhaseChange,
    Plan,
    Region,
    Share,
    StatusFact,
    Transfer,
    WrappedKey,
)
from allmende.cases.roles import CASE_ROLE
from allmende.cases.signing import signed, signing_key
from tests.funding.factories import PROVIDER, TOWN, Matter, a_matter
from tests.papers.factories import the_bodies

FAR = 4_102_444_800  # the year 2100
ALWAYS = DateRange(date(2022, 1, 1), None)
ENDED = DateRange(date(2022, 1, 1), date(2023, 1, 1))
OPENED = date(2024, 1, 2)
LONG_AGO = datetime(2024, 1, 2, tzinfo=UTC)
OTHER_REGION = "05998000"


@dataclass(frozen=True, slots=True)
class Cast:
    """Two regions and the organisations of the first, with the agreement of its charity."""

    region: Region
    other_region: Region
    town: Organisation
    charity: Organisation
    ended_charity: Organisation
    other_town: Organisation
    matter: Matter


def the_cast() -> Cast:
    """Make regions, organisations and agreements; both charities work under the same forwarding agreement."""
    bodies = the_bodies()
    matter = a_matter(bodies, posts=1)
    region = Region.objects.create(key=TOWN, body_id=bodies[TOWN].id)
    other = Region.objects.create(key=OTHER_REGION, body_id=bodies[OTHER_REGION].id)

    def an_organisation(where: Region, key: str, name: str, kind: OrganisationKind) -> Organisation:
        return Organisation.objects.create(
            region=where, body_id=bodies[key].id, name=name, kind=kind.value, legal_regime="dsgvo"
        )

    town = an_organisation(region, TOWN, "Stadt", OrganisationKind.KOMMUNE)
    charity = an_organisation(region, PROVIDER, "Träger", OrganisationKind.TRAEGER)
    ended = an_organisation(region, PROVIDER, "Früherer Träger", OrganisationKind.TRAEGER)
    for organisation, valid in ((charity, ALWAYS), (ended, ENDED)):
        Agreement.objects.create(organisation=organisation, forwarding_id=matter.agreement.pk, valid=valid)
    other_town = an_organisation(other, OTHER_REGION, "Stadt", OrganisationKind.KOMMUNE)
    return Cast(region, other, town, charity, ended, other_town, matter)


def assignment_of(
    organisation: Organisation, role: Role, user: User, valid: DateRange = ALWAYS
) -> Assignment:
    """Return a role in case work, not stored yet."""
    return Assignment(
        user=user,
        organisation=organisation,
        region_id=organisation.region_id,
        role=role.value,
        valid=valid,
        reason="Stellenplan",
    )


def assigned(
    organisation: Organisation,
    role: Role,
    email: str = "",
    valid: DateRange = ALWAYS,
    user: User | None = None,
) -> Assignment:
    """Give a person a role in case work; the person is new unless told."""
    known = user or User.objects.create(email=email or f"{role.value}@{organisation.pk}.example")
    made = assignment_of(organisation, role, known, valid)
    made.save()
    return made


def a_case(holder: Organisation, number: str, team: tuple[Assignment, ...] = (), **more: object) -> CaseFile:
    """Open a case with one row in every table of its planes."""
    case = CaseFile.objects.using("default").create(
        holder=holder,
        region_id=holder.region_id,
        number=number,
        opened_on=OPENED,
        phase_since=OPENED,
        **more,
    )
    own = {"case": case, "region_id": case.region_id}
    Identity.objects.using("default").create(
        **own, name_sealed=b"n", born_sealed=b"b", contact_sealed=b"c", name_index=number.encode()
    )
    WrappedKey.objects.using("default").create(**own, wrapped=b"k")
    plan = Plan.objects.using("default").create(**own, version=1, summary_sealed=b"s")
    goal = Goal.objects.using("default").create(**own, plan=plan, action_field="language", text_sealed=b"g")
    Action.objects.using("default").create(**own, goal=goal, responsible="self", text_sealed=b"a")
    Evaluation.objects.using("default").create(**own, written_on=OPENED, text_sealed=b"e")
    PhaseChange.objects.using("default").create(**own, phase="anfrage", since=OPENED)
    _shared(case)
    for each in (DataClass.NOTE, DataClass.SPECIAL, DataClass.RESIDENCE_STRATEGY):
        Note.objects.using("default").create(**own, data_class=each.value, text_sealed=b"t")
    StatusFact.objects.using("default").create(
        **own,
        attribute="language",
        code="a1",
        evidence="told",
        valid=ALWAYS,
        known=DateTimeTZRange(LONG_AGO, None),
    )
    for assignment in team:
        joined(case, assignment)
    if team:
        EmergencyAccess.objects.using("default").create(
            **own, assignment=team[0], reason="danger", explanation="x", opened_at=LONG_AGO, until=LONG_AGO
        )
    return case


def _shared(case: CaseFile) -> None:
    """Leave a consent and a share that the holder gave itself, and a hand-over that was declined."""
    own = {"case": case, "region_id": case.region_id}
    consent = DataConsent.objects.using("default").create(
        **own,
        kind="share",
        recipient_id=case.holder_id,
        data_classes=[0],
        purpose_sealed=b"p",
        given_on=OPENED,
        until=OPENED,
        told_consequence=True,
    )
    Share.objects.using("default").create(
        **own,
        recipient_id=case.holder_id,
        consent=consent,
        data_classes=[0],
        content_sealed=b"c",
        until=OPENED,
    )
    others = Organisation.objects.filter(region=case.region_id).exclude(pk=case.holder_id)
    for other in others[:1]:
        Transfer.objects.using("default").create(
            **own,
            from_organisation_id=case.holder_id,
            to_organisation=other,
            reason="capacity",
            state="declined",
            asked_on=OPENED,
            decided_on=OPENED,
        )


def member_of(case: CaseFile, assignment: Assignment, valid: DateRange = ALWAYS) -> CaseMember:
    """Return a place in the team of a case, not stored yet."""
    return CaseMember(
        case=case,
        region_id=case.region_id,
        assignment=assignment,
        position="lead",
        valid=valid,
        reason="Fall übernommen",
    )


def joined(case: CaseFile, assignment: Assignment, valid: DateRange = ALWAYS) -> CaseMember:
    """Put somebody into the team of a case."""
    member = member_of(case, assignment, valid)
    member.save(using="default")
    return member


def this_place() -> str:
    """Return what names the transaction of this test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctx.place()")
        return str(cursor.fetchone()[0])


def token_of(user_id: int, until: int = FAR, place: str = "") -> str:
    """Return what `case_work` tells the database of a person, here in the transaction of the test."""
    return signed(user_id, until, place or this_place(), signing_key(settings.SECRET_KEY))


@contextmanager
def as_role(token: str = "", role: str = CASE_ROLE) -> Iterator[CursorWrapper]:
    """Let statements inside run as a role of the database that was told a token."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('allmende.actor', %s, true)", [token])
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield cursor
        cursor.execute("RESET ROLE")


def seen(cursor: CursorWrapper, statement: str) -> set[UUID]:
    """Return the cases of the rows that a statement finds or changes."""
    cursor.execute(statement)
    return {case for (case,) in cursor.fetchall()}
