"""What a connection that signed in as the role of case work can never do, whatever it is told to run."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from allmende.cases.planes import CASES

DENIED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def session(db: None) -> Iterator[psycopg.Connection]:
    told = connections[CASES].settings_dict
    given = {
        "dbname": connections["default"].settings_dict["NAME"],
        "user": told["USER"],
        "password": told["PASSWORD"],
        "host": told["HOST"],
        "port": told["PORT"],
    }
    with psycopg.connect(
        make_conninfo("", **{k: str(v) for k, v in given.items() if v}), autocommit=True
    ) as found:
        yield found


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE allmende",
        "SET ROLE allmende_case_owner",
        "SET ROLE allmende_case_guard",
        "SET ROLE allmende_web",
        "SET SESSION AUTHORIZATION allmende",
        "SELECT * FROM ctx.signing_key",
        "SELECT ctx.actor()",
        "SELECT * FROM ctx.assignments()",
        "SELECT * FROM public.cases_assignment",
        "SELECT password FROM public.accounts_user",
        "SELECT * FROM public.funding_forwarding",
        "SELECT * FROM public.ledger_posting",
        "UPDATE public.cases_agreement SET valid = '[2022-01-01,)'",
        "CREATE TABLE fall.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION ctx.actor2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE fall.cases_note DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON fall.cases_note",
        "SET row_security = off; SELECT * FROM fall.cases_note",
        "SET session_replication_role = replica",
        "COPY fall.cases_note TO PROGRAM 'cat'",
        "ALTER ROLE allmende_cases BYPASSRLS",
        "CREATE ROLE another",
    ],
)
def test_the_role_of_case_work_is_refused(session: psycopg.Connection, statement: str) -> None:
    with pytest.raises(DENIED):
        session.execute(statement.encode())


def test_after_resetting_its_role_it_is_still_itself(session: psycopg.Connection) -> None:
    session.execute("RESET ROLE")
    session.execute("RESET SESSION AUTHORIZATION")
    assert session.execute("SELECT session_user, current_user").fetchone() == ("allmende_cases",) * 2


def test_there_is_nothing_to_sign_with(session: psycopg.Connection) -> None:
    found = session.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'ctx'::regnamespace").fetchall()
    assert {name for (name,) in found} == {
        "abandoned",
        "actor",
        "assignments",
        "break_glass",
        "emergency_cases",
        "can_work",
        "cases_with_provider_notes",
        "has_namesake",
        "is_mine",
        "led_cases",
        "may_share",
        "namesakes",
        "open_case",
        "overview_regions",
        "place",
        "provider_cases",
        "received_cases",
        "received_shares",
        "regions",
        "rows_on",
        "send_deputy",
        "settle_transfer",
        "supervised_cases",
        "supervision_regions",
        "team_cases",
        "today",
        "working_assignments",
    }
