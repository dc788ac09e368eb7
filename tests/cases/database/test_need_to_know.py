"""Arbitrary statements as the role of case work stay inside what the signed person needs."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.accounts.models import User
from allmende.cases.domain.access import Role
from allmende.cases.models import CaseMember
from allmende.cases.planes import person_tables
from allmende.cases.signing import signed
from allmende.funding.actions.forwarding import end_agreement
from tests.cases.database.factories import (
    ENDED,
    FAR,
    OPENED,
    Cast,
    a_case,
    as_role,
    assigned,
    joined,
    seen,
    this_place,
    token_of,
)

HEADS = "SELECT id FROM fall.cases_casefile"
TABLES = [f"{plane}.{table}" for table, plane in person_tables().items()]


def counts(token: str) -> list[int]:
    """Return how many rows of each table a person sees."""
    found = []
    with as_role(token) as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            found.append(cursor.fetchone()[0])
    return found


def test_without_a_true_token_there_is_nothing(cast: Cast) -> None:
    mine, other = assigned(cast.town, Role.CASE_MANAGER), assigned(cast.charity, Role.CASE_MANAGER)
    a_case(cast.town, "1", (mine,))
    good = token_of(mine.user_id)
    user, until, seal = good.split("|")
    forged = (
        "",
        "x",
        "||",
        f"{user}|{until}|{'0' * 64}",
        f"{other.user_id}|{until}|{seal}",
        f"{user}|{FAR + 1}|{seal}",
        token_of(mine.user_id, until=1),
        signed(mine.user_id, FAR, this_place(), b"another key"),
        # a token read from another session, and one of an earlier transaction on this connection
        token_of(mine.user_id, place=f"1{this_place()}"),
        token_of(mine.user_id, place=f"{this_place()}1"),
        good.upper(),
        f"{good} ",
    )
    assert all(counts(good))
    assert [token for token in forged if any(counts(token))] == []


def test_a_case_manager_sees_and_changes_the_own_cases_only(cast: Cast) -> None:
    mine, other = assigned(cast.charity, Role.CASE_MANAGER), assigned(cast.town, Role.CASE_MANAGER)
    own, foreign = a_case(cast.charity, "1", (mine,)), a_case(cast.town, "2", (other,))
    elsewhere = a_case(cast.other_town, "3", (assigned(cast.other_town, Role.CASE_MANAGER),))
    with as_role(token_of(mine.user_id)) as cursor:
        assert seen(cursor, HEADS) == {own.pk}
        for table in TABLES:
            column = "id" if table.endswith("casefile") else "case_id"
            assert seen(cursor, f"SELECT {column} FROM {table}") == {own.pk}  # noqa: S608
        # no condition at all: the database adds it
        assert seen(cursor, "UPDATE fall.cases_casefile SET restricted = true RETURNING id") == {own.pk}
        assert seen(cursor, f"{HEADS} WHERE id IN ('{foreign.pk}', '{elsewhere.pk}')") == set()


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.DEPUTY, Role.SUPERVISION])
def test_nothing_crosses_regions(cast: Cast, role: Role) -> None:
    stranger = assigned(cast.other_town, role)
    a_case(cast.town, "1", (assigned(cast.town, Role.CASE_MANAGER),))
    assert not any(counts(token_of(stranger.user_id)))


def test_nobody_joins_a_team_of_another_region(cast: Cast) -> None:
    case = a_case(cast.town, "1")
    with pytest.raises(DatabaseError, match="same_region"):
        joined(case, assigned(cast.other_town, Role.CASE_MANAGER))


def test_what_ended_opens_nothing(cast: Cast) -> None:
    over = assigned(cast.town, Role.CASE_MANAGER, "over@town.example", valid=ENDED)
    left = assigned(cast.town, Role.CASE_MANAGER, "left@town.example")
    gone = assigned(cast.ended_charity, Role.CASE_MANAGER)
    locked = assigned(cast.charity, Role.CASE_MANAGER)
    User.objects.filter(pk=locked.user_id).update(is_active=False)
    case = a_case(cast.town, "1", (over, gone, locked))
    joined(case, left, valid=ENDED)
    for each in (over, gone, locked):
        assert not any(counts(token_of(each.user_id)))
    with as_role(token_of(left.user_id)) as cursor:
        assert seen(cursor, HEADS) == set()


def test_access_ends_with_the_forwarding_agreement(cast: Cast) -> None:
    """No new sign-in, no new token: the next statement sees nothing; the region's own people still do."""
    charity, town = assigned(cast.charity, Role.CASE_MANAGER), assigned(cast.town, Role.DEPUTY)
    a_case(cast.charity, "1", (charity, town))
    token = token_of(charity.user_id)
    before = counts(token)
    end_agreement(
        forwarding_id=cast.matter.agreement.pk,
        until=date(2026, 1, 1),
        reason="Der Rat streicht den Anteil der Stadt.",
        by=None,
        on=date(2026, 1, 1),
    )
    assert all(before)
    assert not any(counts(token))
    assert all(counts(token_of(town.user_id)))


def test_supervision_sees_heads_and_plans_but_no_names(cast: Cast) -> None:
    lead = assigned(cast.town, Role.SUPERVISION)
    case, hidden = a_case(cast.charity, "1"), a_case(cast.charity, "2", restricted=True)
    with as_role(token_of(lead.user_id)) as cursor:
        assert seen(cursor, HEADS) == {case.pk}
        assert seen(cursor, "SELECT case_id FROM fall.cases_plan") == {case.pk}
        assert seen(cursor, "SELECT case_id FROM ident.cases_identity") == set()
        assert seen(cursor, "UPDATE fall.cases_plan SET language = 'uk' RETURNING case_id") == set()
        assert seen(cursor, f"{HEADS} WHERE id = '{hidden.pk}'") == set()


def test_supervision_sends_others_into_a_team_and_never_itself(cast: Cast) -> None:
    lead, worker = assigned(cast.town, Role.SUPERVISION), assigned(cast.town, Role.CASE_MANAGER)
    own_second = assigned(cast.town, Role.CASE_MANAGER, user=lead.user)
    case = a_case(cast.town, "1")
    join = (
        "INSERT INTO fall.cases_casemember (case_id, region_id, assignment_id, position, valid, reason) "
        "VALUES (%s, %s, %s, 'deputy', '[2022-01-01,)', 'Vertretung')"
    )
    with as_role(token_of(lead.user_id)) as cursor:
        cursor.execute(join, [case.pk, case.region_id, worker.pk])
    with pytest.raises(DatabaseError, match="row-level security"), as_role(token_of(lead.user_id)) as cursor:
        cursor.execute(join, [case.pk, case.region_id, own_second.pk])
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        as_role(token_of(worker.user_id)) as cursor,
    ):
        cursor.execute(join, [case.pk, case.region_id, own_second.pk])


def test_nothing_is_written_into_a_case_of_others_or_moved_there(cast: Cast) -> None:
    mine = assigned(cast.town, Role.CASE_MANAGER)
    own, foreign = a_case(cast.town, "1", (mine,)), a_case(cast.town, "2")
    note = (
        "INSERT INTO fall.cases_note (case_id, region_id, data_class, written_at, text_sealed, "
        "channel, minutes, by_provider) VALUES (%s, %s, 3, now(), 'x', 'none', 0, false)"
    )
    with as_role(token_of(mine.user_id)) as cursor:
        cursor.execute(note, [own.pk, own.region_id])
    for case, region in (
        (foreign.pk, foreign.region_id),
        (own.pk, cast.other_region.pk),
        (uuid4(), own.region_id),
    ):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            as_role(token_of(mine.user_id)) as cursor,
        ):
            cursor.execute(note, [case, region])
    for forbidden in (
        "UPDATE fall.cases_casefile SET region_id = region_id + 1",
        "UPDATE fall.cases_plan SET case_id = gen_random_uuid()",
        "UPDATE fall.cases_casefile SET erased_at = now()",
        "UPDATE ident.cases_wrappedkey SET wrapped = 'x'",
        "DELETE FROM fall.cases_note",
        "TRUNCATE fall.cases_note",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            as_role(token_of(mine.user_id)) as cursor,
        ):
            cursor.execute(forbidden)


def test_a_case_manager_opens_a_case_and_leads_it(cast: Cast) -> None:
    mine, lead = assigned(cast.charity, Role.CASE_MANAGER), assigned(cast.town, Role.SUPERVISION)
    gone = assigned(cast.ended_charity, Role.CASE_MANAGER)
    opening = "SELECT ctx.open_case(%s, %s, %s)"
    case = uuid4()
    with as_role(token_of(mine.user_id)) as cursor:
        cursor.execute(opening, [case, mine.pk, OPENED])
        assert seen(cursor, HEADS) == {case}
    member = CaseMember.objects.using("default").get(case_id=case)
    assert (member.position, member.valid) == ("lead", DateRange(OPENED, None))
    for user, by in ((mine, lead), (lead, lead), (lead, mine), (gone, gone)):
        with (
            pytest.raises(DatabaseError, match="only a case manager"),
            as_role(token_of(user.user_id)) as cursor,
        ):
            cursor.execute(opening, [uuid4(), by.pk, OPENED])


def test_a_temporary_table_cannot_stand_in_for_the_true_one(cast: Cast) -> None:
    mine = assigned(cast.town, Role.CASE_MANAGER)
    a_case(cast.town, "1")
    with as_role(token_of(mine.user_id)) as cursor:
        cursor.execute("CREATE TEMP TABLE cases_casemember AS SELECT * FROM fall.cases_casemember")
        cursor.execute("CREATE TEMP TABLE signing_key (inner_pad bytea, outer_pad bytea)")
        assert seen(cursor, HEADS) == set()


def test_asking_as_the_owner_of_the_tables_shows_nothing_either(cast: Cast) -> None:
    a_case(cast.town, "1", (assigned(cast.town, Role.CASE_MANAGER),))
    with connection.cursor() as cursor:
        cursor.execute("GRANT USAGE ON SCHEMA ctx TO allmende_case_owner")
        cursor.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ctx TO allmende_case_owner")
    with as_role("", role="allmende_case_owner") as cursor:
        assert seen(cursor, HEADS) == set()
