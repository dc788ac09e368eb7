"""The gate: no table of the planes of people without its protection."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction

from allmende.cases.planes import person_tables
from allmende.cases.privileges import RolesMissing, check_before_migrate, give_privileges
from allmende.cases.protection import gaps
from allmende.cases.roles import BLIND_ROLES, CASE_ROLE, WEB_ROLE

pytestmark = pytest.mark.django_db

PLANTED = {
    "CREATE TABLE fall.planted (id bigint)": [
        "fall.planted: Der Zeilenschutz ist nicht erzwungen.",
        "fall.planted: Die Regel, die Regionen trennt, fehlt.",
        "fall.planted: Die Spalte der Region fehlt.",
        "fall.planted: Die Aufbewahrungsklasse fehlt.",
        "fall.planted: Die Tabelle gehört allmende statt allmende_case_owner.",
    ],
    "ALTER TABLE fall.cases_note NO FORCE ROW LEVEL SECURITY": [
        "fall.cases_note: Der Zeilenschutz ist nicht erzwungen."
    ],
    "DROP POLICY tenant ON ident.cases_identity": [
        "ident.cases_identity: Die Regel, die Regionen trennt, fehlt."
    ],
    "COMMENT ON TABLE fall.cases_goal IS ''": ["fall.cases_goal: Die Aufbewahrungsklasse fehlt."],
    "GRANT USAGE ON SCHEMA fall TO allmende_web": [
        "Die Datenbankrolle allmende_web erreicht fall.cases_casefile."
    ],
    "GRANT SELECT (number) ON fall.cases_casefile TO allmende_statistics": [
        "Die Datenbankrolle allmende_statistics erreicht fall.cases_casefile."
    ],
    "GRANT EXECUTE ON FUNCTION ctx.actor() TO PUBLIC": [
        "Die Funktion ctx.actor() ist für alle aufrufbar oder hat keinen festen Suchpfad."
    ],
    "ALTER FUNCTION ctx.regions() RESET search_path": [
        "Die Funktion ctx.regions() ist für alle aufrufbar oder hat keinen festen Suchpfad."
    ],
}


@pytest.fixture
def undone() -> Iterator[None]:
    """Take back what a test changed in the catalog."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_table_of_the_planes_is_closed() -> None:
    assert list(gaps(connection)) == []


@pytest.mark.parametrize("statement", PLANTED)
def test_the_gate_finds_a_planted_gap(undone: None, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert set(PLANTED[statement]) <= set(gaps(connection))


def test_owners_and_privileges_are_set_anew_after_a_restore(undone: None) -> None:
    """A backup that was put back has neither; whoever restored it owns everything."""
    with connection.cursor() as cursor:
        for schema in ("ident", "fall", "ctx"):
            cursor.execute(f"ALTER SCHEMA {schema} OWNER TO CURRENT_USER")
        cursor.execute("ALTER TABLE fall.cases_note OWNER TO CURRENT_USER")
        cursor.execute("ALTER FUNCTION ctx.actor() OWNER TO CURRENT_USER")
        cursor.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ctx TO PUBLIC")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA fall TO allmende_web, allmende_statistics")
        cursor.execute("TRUNCATE ctx.signing_key")
    assert len(list(gaps(connection))) > 5
    give_privileges(connection)
    assert list(gaps(connection)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ctx.signing_key")
        assert cursor.fetchone() == (1,)


def test_each_model_of_the_person_planes_lies_in_its_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, schemaname FROM pg_tables WHERE schemaname IN ('ident', 'fall')")
        assert dict(cursor.fetchall()) == {table: str(plane) for table, plane in person_tables().items()}


def test_the_role_of_case_work_reads_nothing_in_public_and_deletes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, privilege_type FROM information_schema.table_privileges WHERE grantee = %s",
            [CASE_ROLE],
        )
        found = set(cursor.fetchall())
    assert {schema for schema, _privilege in found} == {"ident", "fall"}
    assert {privilege for _schema, privilege in found} <= {"SELECT", "INSERT"}


@pytest.mark.parametrize("role", BLIND_ROLES)
def test_money_and_statistics_have_no_privilege_on_people(role: str) -> None:
    """Asked of the standard's own views, in another way than `gaps` asks."""
    with connection.cursor() as cursor:
        for view in ("table_privileges", "column_privileges"):
            cursor.execute(
                f"SELECT count(*) FROM information_schema.{view} "  # noqa: S608
                "WHERE grantee IN (%s, 'PUBLIC') AND table_schema IN ('ident', 'fall', 'ctx')",
                [role],
            )
            assert cursor.fetchone() == (0,)


def test_who_may_make_no_roles_is_told_so_before_anything_is_migrated(undone: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {WEB_ROLE}")
    with pytest.raises(RolesMissing, match=f"ALTER ROLE {WEB_ROLE} CREATEROLE BYPASSRLS"):
        check_before_migrate(apps.get_app_config("cases"), connection.alias)
