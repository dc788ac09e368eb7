"""First migrations stay quick to apply: each constraint and index stands in its table."""

from tools.merge_constraints import first_migrations, merged


def test_first_migrations_keep_constraints_in_their_tables() -> None:
    loose = [
        str(migration)
        for migration in first_migrations()
        if len(merged(migration.operations)) < len(migration.operations)
    ]
    assert not loose, f"run python -m tools.merge_constraints for {loose}"
