"""The database and `domain.access` say the same, over roles, teams, agreements, regions, restrictions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, product
from uuid import UUID

import pytest
from django.db.backends.utils import CursorWrapper

from allmende.accounts.models import User
from allmende.cases.domain.access import TEAM_ROLES, Asked, DataClass, Right, Role, right_to
from allmende.cases.models import Assignment, CaseMember
from tests.cases.database.factories import Cast, a_case, as_role, assignment_of, member_of, seen, token_of

ROLE_SETS = [frozenset(each) for size in (1, 2) for each in combinations(Role, size)]
READ = {
    DataClass.HEADER: "SELECT id FROM fall.cases_casefile",
    DataClass.IDENTITY: "SELECT case_id FROM ident.cases_identity",
    DataClass.PLAN: "SELECT plan.case_id FROM fall.cases_plan AS plan JOIN fall.cases_goal USING (case_id)",
    **{
        each: f"SELECT case_id FROM fall.cases_note WHERE data_class = {each.value}"  # noqa: S608
        for each in (DataClass.NOTE, DataClass.SPECIAL, DataClass.RESIDENCE_STRATEGY)
    },
}
# notes are never changed, so they have no statement here; `test_need_to_know` writes them
WRITE = {
    DataClass.HEADER: "UPDATE fall.cases_casefile SET review_on = '2026-01-01' RETURNING id",
    DataClass.IDENTITY: "UPDATE ident.cases_identity SET languages = 'uk' RETURNING case_id",
    DataClass.PLAN: "UPDATE fall.cases_plan SET language = 'uk' RETURNING case_id",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A user with the roles held and whether the employer's agreement holds."""

    user_id: int
    roles: frozenset[Role]
    agreement_active: bool
    by: Assignment
    """The assignment through which the person is in teams: one for case work if there is one."""


@dataclass(frozen=True, slots=True)
class Given:
    """A case with what decides about it."""

    case: UUID
    same_region: bool
    in_team: bool
    restricted: bool
    erased: bool


def the_people(cast: Cast) -> list[Person]:
    wanted = list(product(ROLE_SETS, (True, False)))
    users = User.objects.bulk_create(User(email=f"p{number}@probe.example") for number in range(len(wanted)))
    people, assignments = [], []
    for user, (roles, active) in zip(users, wanted, strict=True):
        employer = cast.charity if active else cast.ended_charity
        held = [
            assignment_of(employer, role, user)
            for role in sorted(roles, key=lambda each: each not in TEAM_ROLES)
        ]
        assignments += held
        people.append(Person(user.pk, roles, active, held[0]))
    Assignment.objects.bulk_create(assignments)
    return people


def the_cases(cast: Cast, people: list[Person]) -> Iterator[Given]:
    ended = datetime(2026, 1, 1, tzinfo=UTC)
    for number, flags in enumerate(product((True, False), repeat=4)):
        same_region, in_team, restricted, erased = flags
        if in_team and not same_region:
            continue  # a key makes it impossible: see test_nobody_joins_a_team_of_another_region
        holder = cast.town if same_region else cast.other_town
        erased_at = ended if erased else None
        case = a_case(holder, str(number), restricted=restricted, erased_at=erased_at)
        CaseMember.objects.using("default").bulk_create(
            member_of(case, person.by) for person in people if in_team
        )
        yield Given(case.pk, same_region, in_team, restricted, erased)


def expected(person: Person, cases: list[Given], rights: set[Right]) -> Mapping[DataClass, set[UUID]]:
    """Return the cases of each class in which the person has one of the rights, as Python says."""

    def right(given: Given, wanted: DataClass) -> Right:
        asked = Asked(
            roles=person.roles,
            same_region=given.same_region,
            in_team=given.in_team,
            agreement_active=person.agreement_active,
            restricted=given.restricted,
            erased=given.erased,
        )
        return right_to(asked, wanted)

    return {each: {given.case for given in cases if right(given, each) in rights} for each in DataClass}


def answered(cursor: CursorWrapper, statements: Mapping[DataClass, str]) -> dict[DataClass, set[UUID]]:
    return {each: seen(cursor, statement) for each, statement in statements.items()}


@pytest.mark.django_db
def test_the_database_and_the_domain_agree_in_every_combination(cast: Cast) -> None:
    people = the_people(cast)
    cases = list(the_cases(cast, people))
    differ = []
    for person in people:
        may_read = expected(person, cases, {Right.READ, Right.WRITE})
        may_write = expected(person, cases, {Right.WRITE})
        with as_role(token_of(person.user_id)) as cursor:
            does_read, does_write = answered(cursor, READ), answered(cursor, WRITE)
        if does_read != may_read or does_write != {each: may_write[each] for each in WRITE}:
            differ.append((person.roles, person.agreement_active))
    assert differ == []
    assert len(people) * len(cases) * (len(READ) + len(WRITE)) > 16_000
