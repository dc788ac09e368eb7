"""What a migration says to put a table into a plane of people and to close it row by row.

Every policy asks functions of the schema `ctx` inside a scalar sub-select: the database then asks them once
for a statement, not once for a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

from allmende.cases.domain.words import Plane

OWN_REGIONS = "region_id = ANY ((SELECT ctx.regions())::bigint[])"
IN_TEAM = "case_id = ANY ((SELECT ctx.team_cases())::uuid[])"
SUPERVISED = "case_id = ANY ((SELECT ctx.supervised_cases())::uuid[])"


@dataclass(frozen=True, slots=True)
class Need:
    """One reason to see rows: for which command, under which condition, and what written rows must fulfil."""

    command: str
    using: str = ""
    check: str = ""

    def statement(self, table: str, name: str) -> str:
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f"CREATE POLICY need_{name} ON {table} FOR {self.command}{using}{check};"


def team(column: str = "case_id") -> Need:
    """Return the need of the team: to read and to write what belongs to its cases."""
    condition = IN_TEAM.replace("case_id", column)
    return Need("ALL", condition, condition)


def into_plane(table: str, plane: Plane) -> RunSQL:
    """Move a table, which Django makes in the schema public, into its plane."""
    return RunSQL(
        f"ALTER TABLE public.{table} SET SCHEMA {plane};",
        f"ALTER TABLE {plane}.{table} SET SCHEMA public;",
    )


def protect(table: str, plane: Plane, needs: Mapping[str, Need]) -> RunSQL:
    """Close a table but for the needs to know; and nothing across regions, whatever else is allowed."""
    moved = f"{plane}.{table}"
    forwards = [
        f"ALTER TABLE {moved} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE {moved} FORCE ROW LEVEL SECURITY;",
        f"CREATE POLICY tenant ON {moved} AS RESTRICTIVE USING ({OWN_REGIONS}) WITH CHECK ({OWN_REGIONS});",
        *(need.statement(moved, name) for name, need in needs.items()),
    ]
    backwards = [
        *(f"DROP POLICY need_{name} ON {moved};" for name in needs),
        f"DROP POLICY tenant ON {moved};",
        f"ALTER TABLE {moved} NO FORCE ROW LEVEL SECURITY;",
        f"ALTER TABLE {moved} DISABLE ROW LEVEL SECURITY;",
    ]
    return RunSQL("\n".join(forwards), "\n".join(backwards))


def same_region(table: str, column: str, target: str) -> RunSQL:
    """Let a key of two columns keep a row in the region of what it names."""
    name = f"{table.rpartition('.')[2]}_{column}_same_region"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}, region_id) REFERENCES {target} (id, region_id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )
