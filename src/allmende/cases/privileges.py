"""Roles, owners and privileges of the planes, brought to what they should be after every migration.

Not a migration: roles belong to the server, and a backup that is put back carries neither owners nor
privileges. So this runs whenever the database was migrated or Allmende starts, and changes only what differs.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from allmende.cases.planes import OWN_CONNECTIONS
from allmende.cases.roles import (
    ATTRIBUTES,
    BLIND_ROLES,
    CASE_ROLE,
    GUARD_ROLE,
    OWNER_ROLE,
    SIGNS_IN,
    STATISTICS_ROLE,
    WEB_ROLE,
    password_of,
)
from allmende.cases.signing import pads, signing_key
from allmende.common.errors import AllmendeError

HEAD_COLUMNS = (
    "holder_id, phase, phase_since, resting_from, closed_on, closure_reason, informed_on, legal_basis, "
    "review_on, restricted"
)
# Nobody may delete, and nothing moves to another case or region: those columns are never updated.
OF_CASE_ROLE = (
    ("SELECT", "fall.cases_casefile"),
    (f"UPDATE ({HEAD_COLUMNS})", "fall.cases_casefile"),
    ("SELECT, INSERT, UPDATE (valid)", "fall.cases_casemember"),
    ("SELECT, INSERT, UPDATE (agreed_on, language, summary_sealed)", "fall.cases_plan"),
    ("SELECT, INSERT, UPDATE (state, due_on, decided_on, text_sealed, reason_sealed)", "fall.cases_goal"),
    ("SELECT, INSERT", "fall.cases_phasechange, fall.cases_evaluation"),
    ("SELECT", "fall.cases_transfer"),
    ("SELECT, INSERT, UPDATE (due_on, done_on)", "fall.cases_action"),
    ("SELECT, INSERT, UPDATE (revoked_on)", "fall.cases_dataconsent"),
    ("SELECT, INSERT, UPDATE (ended_on, read_at)", "fall.cases_share"),
    ("SELECT, INSERT", "fall.cases_note"),
    (
        "SELECT, INSERT, UPDATE (name_sealed, born_sealed, contact_sealed, languages, needs_interpreter, "
        "name_index)",
        "ident.cases_identity",
    ),
    ("SELECT, INSERT", "ident.cases_wrappedkey"),
    ("SELECT, INSERT, UPDATE (known)", "fall.cases_statusfact"),
    (
        "SELECT, UPDATE (result, reviewed_by_id, reviewed_at, review_note)",
        "fall.cases_emergencyaccess",
    ),
)
OF_STATISTICS_ROLE = (
    ("SELECT, INSERT", "stat.cases_casesnapshot, stat.cases_snapshotrow, stat.cases_releasedcell"),
    (
        "SELECT, INSERT, UPDATE (state, signature, decided_by_id, decided_at, decision_reason)",
        "stat.cases_tablerelease",
    ),
)
# pages show heads and cells; the rows of a key date stay with the job
OF_WEB_ROLE = (("SELECT", "stat.cases_casesnapshot, stat.cases_tablerelease, stat.cases_releasedcell"),)
OF_GUARD = (
    ("SELECT", "public.cases_assignment, public.cases_organisation, public.cases_agreement"),
    ("SELECT (id, valid)", "public.funding_forwarding"),
    ("SELECT (id, is_active)", "public.accounts_user"),
    ("SELECT", "fall.cases_statusfact"),
    ("SELECT, INSERT", "fall.cases_emergencyaccess"),
    ("SELECT, INSERT, UPDATE", "fall.cases_casefile, fall.cases_casemember, fall.cases_transfer"),
    ("INSERT", "fall.cases_phasechange"),
    ("SELECT", "fall.cases_dataconsent, fall.cases_share"),
    ("SELECT (case_id, region_id, name_index)", "ident.cases_identity"),
)
CALLED_BY_CASE_ROLE = (
    "ctx.place()",
    "ctx.regions()",
    "ctx.overview_regions()",
    "ctx.team_cases()",
    "ctx.supervised_cases()",
    "ctx.is_mine(bigint)",
    "ctx.supervision_regions()",
    "ctx.emergency_cases()",
    "ctx.break_glass(text, bigint, text, text)",
    "ctx.open_case(uuid, bigint, date)",
    "ctx.led_cases()",
    "ctx.provider_cases()",
    "ctx.cases_with_provider_notes()",
    "ctx.can_work(bigint, bigint)",
    "ctx.has_namesake(bigint, bytea)",
    "ctx.namesakes()",
    "ctx.abandoned()",
    "ctx.send_deputy(uuid, bigint, text, text)",
    "ctx.settle_transfer(uuid, boolean, date)",
    "ctx.received_shares()",
    "ctx.received_cases()",
    "ctx.may_share(uuid, bigint, bigint, smallint[], date, boolean)",
)
CALLED_BY_STATISTICS_ROLE = ("ctx.rows_on(bigint, date)",)
ALREADY_THERE = {"23505", "42710"}
OWNERS = {"ident": OWNER_ROLE, "fall": OWNER_ROLE, "ctx": GUARD_ROLE}


class RolesMissing(AllmendeError):
    """The role that migrates may not make the roles of case work."""

    message = (
        "Der Datenbankrolle „{role}“ fehlen Rechte für die Fallarbeit. Führen Sie als Verwaltung des "
        "Datenbankservers aus: ALTER ROLE {role} CREATEROLE BYPASSRLS;"
    )


def check_before_migrate(sender: AppConfig, using: str, **_told: Any) -> None:
    """Receive Django's signal that migrations are about to run; raise RolesMissing.

    Without BYPASSRLS the migration would meet its own policies, whose functions then ask themselves forever.
    """
    if using not in OWN_CONNECTIONS:
        with connections[using].cursor() as cursor:
            _require_rights(cursor)


def give_after_migrate(sender: AppConfig, using: str, **_told: Any) -> None:
    """Receive Django's signal that migrations ran."""
    if using not in OWN_CONNECTIONS:
        give_privileges(connections[using])


def give_privileges(connection: BaseDatabaseWrapper) -> None:
    """Make roles that are missing, then set owners, privileges and the signing key; raise RolesMissing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('fall.cases_casefile')")
        if cursor.fetchone() == (None,):
            return  # migrated back to before there were planes
        _make_roles(cursor, connection)
        _set_owners(cursor)
        for statement in _statements():
            cursor.execute(statement)
        cursor.execute(
            "INSERT INTO ctx.signing_key (inner_pad, outer_pad) VALUES (%s, %s) ON CONFLICT (id) "
            "DO UPDATE SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad",
            pads(signing_key(settings.SECRET_KEY)),
        )


def _require_rights(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT rolsuper OR rolcreaterole AND rolbypassrls, current_user FROM pg_roles "
        "WHERE rolname = current_user"
    )
    may_make, migrating = cursor.fetchone() or (False, "?")
    if not may_make:
        raise RolesMissing(role=migrating)


def _make_roles(cursor: CursorWrapper, connection: BaseDatabaseWrapper) -> None:
    _require_rights(cursor)
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(ATTRIBUTES)])
    there = {name for (name,) in cursor.fetchall()}
    for role in (role for role in ATTRIBUTES if role not in there):
        try:
            with transaction.atomic(using=connection.alias):
                _make_role(cursor, connection, role)
        except DatabaseError as error:
            # another database of this server made it at the same moment
            if getattr(error.__cause__, "sqlstate", None) not in ALREADY_THERE:
                raise


def _make_role(cursor: CursorWrapper, connection: BaseDatabaseWrapper, role: str) -> None:
    signs_in = role in SIGNS_IN
    password = f"PASSWORD '{_hashed_password(connection, role)}'" if signs_in else ""
    cursor.execute(f"CREATE ROLE {role} {ATTRIBUTES[role]} {password}")
    # so that migrations go on working on what these roles own
    cursor.execute(f"GRANT {role} TO CURRENT_USER WITH INHERIT {not signs_in}, SET TRUE")


def _hashed_password(connection: BaseDatabaseWrapper, role: str) -> str:
    # hashed here: a password in a statement would end in the server's log
    plain = password_of(role, settings.SECRET_KEY).encode()
    hashed: bytes = connection.connection.pgconn.encrypt_password(plain, role.encode(), b"scram-sha-256")
    return hashed.decode()


def _set_owners(cursor: CursorWrapper) -> None:
    for schema, owner in OWNERS.items():
        cursor.execute(f"ALTER SCHEMA {schema} OWNER TO {owner}")
        cursor.execute(
            "SELECT format('TABLE %%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %s "
            "UNION ALL SELECT format('FUNCTION %%s', oid::regprocedure) FROM pg_proc "
            "WHERE pronamespace = %s::regnamespace",
            [schema, schema],
        )
        for (thing,) in cursor.fetchall():
            cursor.execute(f"ALTER {thing} OWNER TO {owner}")


def _statements() -> Iterable[str]:
    for schema in ("ident", "fall", "stat", "ctx"):
        yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC"
        for role in (CASE_ROLE, *BLIND_ROLES):
            yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ctx FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {CASE_ROLE}"
    yield f"GRANT USAGE ON SCHEMA ident, fall, ctx TO {CASE_ROLE}"
    yield f"GRANT USAGE ON SCHEMA stat TO {STATISTICS_ROLE}, {WEB_ROLE}"
    yield f"GRANT USAGE ON SCHEMA ctx TO {STATISTICS_ROLE}"
    yield f"GRANT USAGE ON SCHEMA fall, ident TO {GUARD_ROLE}"
    for privileges, tables in OF_GUARD:
        yield f"GRANT {privileges} ON {tables} TO {GUARD_ROLE}"
    for privileges, tables in OF_CASE_ROLE:
        yield f"GRANT {privileges} ON {tables} TO {CASE_ROLE}"
    for privileges, tables in OF_STATISTICS_ROLE:
        yield f"GRANT {privileges} ON {tables} TO {STATISTICS_ROLE}"
    for privileges, tables in OF_WEB_ROLE:
        yield f"GRANT {privileges} ON {tables} TO {WEB_ROLE}"
    yield f"GRANT EXECUTE ON FUNCTION {', '.join(CALLED_BY_CASE_ROLE)} TO {CASE_ROLE}"
    yield f"GRANT EXECUTE ON FUNCTION {', '.join(CALLED_BY_STATISTICS_ROLE)} TO {STATISTICS_ROLE}"
    # to maintain: imports tell the planner of what they brought (ANALYZE)
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON ALL TABLES IN SCHEMA public TO {WEB_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}"
