"""Put constraints and indexes of a first migration into the tables they belong to.

    python -m tools.merge_constraints

`makemigrations` writes each of them as an operation of its own. For every operation Django renders all models
again that hang together, and here nearly all do: a new database took twice as long. Django's own optimizer
leaves them alone because an AddConstraint claims to concern every model.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

Addition = AddConstraint | AddIndex


def main() -> None:
    """Rewrite every first migration of ours that has something to merge."""
    os.environ.setdefault("ALLMENDE_DATABASE_URL", "postgresql:///unused")
    os.environ.setdefault("ALLMENDE_SECRET_KEY", "unused")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.web.settings")
    django.setup()
    for migration in first_migrations():
        operations = merged(migration.operations)
        if len(operations) < len(migration.operations):
            migration.operations[:] = operations
            writer = MigrationWriter(migration, include_header=False)
            Path(writer.path).write_text(writer.as_string(), encoding="utf-8")
            print(writer.path)


def first_migrations() -> Iterable[Migration]:
    """Return the first migration of each app of ours."""
    for (_, name), migration in MigrationLoader(None).disk_migrations.items():
        if migration.__module__.startswith("allmende.") and name == "0001_initial":
            yield migration


def merged(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations with each constraint and index in the table it belongs to, where possible."""
    changed_later = {
        operation.model_name_lower for operation in operations if isinstance(operation, AddField | AlterField)
    }
    tables = {
        operation.name_lower: operation
        for operation in operations
        if isinstance(operation, CreateModel) and operation.name_lower not in changed_later
    }
    rest = []
    for operation in operations:
        if isinstance(operation, Addition) and operation.model_name_lower in tables:
            _put_into(tables[operation.model_name_lower], operation)
        else:
            rest.append(operation)
    return rest


def _put_into(table: CreateModel, addition: Addition) -> None:
    if isinstance(addition, AddConstraint):
        table.options.setdefault("constraints", []).append(addition.constraint)
    else:
        table.options.setdefault("indexes", []).append(addition.index)


if __name__ == "__main__":
    main()
