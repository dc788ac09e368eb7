"""Is every table of the planes of people closed as it must be? Asked of the database's own catalog."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from allmende.cases.domain.words import PERSON_PLANES, RetentionClass
from allmende.cases.roles import BLIND_ROLES, CASE_ROLE, GUARD_ROLE, OWNER_ROLE

TABLES = """
SELECT relation.relnamespace::regnamespace || '.' || relation.relname,
       relation.relrowsecurity AND relation.relforcerowsecurity,
       EXISTS (
           SELECT FROM pg_policy AS policy
           WHERE policy.polrelid = relation.oid AND NOT policy.polpermissive AND policy.polcmd = '*'
             AND policy.polroles = '{0}'
             AND pg_get_expr(policy.polqual, policy.polrelid) LIKE '%%region_id = ANY%%ctx.regions()%%'
             AND pg_get_expr(policy.polwithcheck, policy.polrelid) LIKE '%%region_id = ANY%%ctx.regions()%%'
       ),
       EXISTS (
           SELECT FROM pg_attribute AS field
           WHERE field.attrelid = relation.oid AND field.attname = 'region_id' AND field.attnotnull
       ),
       coalesce(obj_description(relation.oid, 'pg_class'), ''),
       pg_get_userbyid(relation.relowner)
FROM pg_class AS relation
WHERE relation.relnamespace = ANY (%s::regnamespace[]) AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY 1
"""
PRIVILEGES = """
SELECT role.rolname, relation.relnamespace::regnamespace || '.' || relation.relname
FROM pg_class AS relation, pg_roles AS role
WHERE relation.relnamespace = ANY (%s::regnamespace[])
  AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND role.rolname = ANY (%s)
  AND (
      has_schema_privilege(role.oid, relation.relnamespace, 'USAGE, CREATE')
      OR relation.relkind <> 'S' AND (
          has_table_privilege(role.oid, relation.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES')
          OR has_any_column_privilege(role.oid, relation.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
      )
      OR pg_has_role(role.oid, relation.relowner, 'MEMBER')
  )
ORDER BY 1, 2
"""
ROLES = """
SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AND rolname <> %s,
       EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles WHERE rolname = ANY (%s) ORDER BY 1
"""
FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = 'ctx'::regnamespace
  AND (
      NOT prosecdef
      OR NOT coalesce(array_to_string(proconfig, ' ') LIKE '%search_path=%pg_temp', false)
      OR proacl IS NULL
      OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)
  )
ORDER BY 1
"""


def gaps(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Say in German what is open in the planes of people; nothing if all is closed."""
    planes = [each.value for each in PERSON_PLANES]
    yield from _table_gaps(_rows(connection, TABLES, planes))
    for role, table in _rows(connection, PRIVILEGES, planes, list(BLIND_ROLES)):
        yield f"Die Datenbankrolle {role} erreicht {table}."
    every = [CASE_ROLE, OWNER_ROLE, GUARD_ROLE, *BLIND_ROLES]
    found = _rows(connection, ROLES, GUARD_ROLE, every)
    for role, is_mighty, is_member in found:
        if is_mighty or is_member:
            yield f"Die Datenbankrolle {role} hat mehr Rechte, als sie braucht."
    for role in sorted(set(every) - {role for role, *_ in found}):
        yield f"Die Datenbankrolle {role} fehlt. „allmende start“ legt sie an."
    for (function,) in _rows(connection, FUNCTIONS):
        yield f"Die Funktion {function} ist für alle aufrufbar oder hat keinen festen Suchpfad."


def _table_gaps(tables: list[tuple[Any, ...]]) -> Iterator[str]:
    comments = {each.comment for each in RetentionClass}
    for table, is_forced, has_tenant, has_region, comment, owner in tables:
        if not is_forced:
            yield f"{table}: Der Zeilenschutz ist nicht erzwungen."
        if not has_tenant:
            yield f"{table}: Die Regel, die Regionen trennt, fehlt."
        if not has_region:
            yield f"{table}: Die Spalte der Region fehlt."
        if comment not in comments:
            yield f"{table}: Die Aufbewahrungsklasse fehlt."
        if owner != OWNER_ROLE:
            yield f"{table}: Die Tabelle gehört {owner} statt {OWNER_ROLE}."


def _rows(connection: BaseDatabaseWrapper, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
