"""Put constraints and indexes of a first migration into the tables they belong to.

    python -m tools.merge_constraints

`makemigrations` writes each of them as an operation of its own. For every operation Django renders all models
again that hang together, and here nearly all do: a new database took twice as long. Django's own optimizer
leaves them alone because an AddConstraint claims to concern every model.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter


def main() -> None:
    """Rewrite every first migration of ours that has something to merge."""
    os.environ.setdefault("ALLMENDE_DATABASE_URL", "postgresql:///unused")
    os.environ.setdefault("ALLMENDE_SECRET_KEY", "unused")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.web.settings")
    django.setup()
    for migration in first_migrations():
        operations = merged(migration.operations)
        if len(operations) < len(migration.operations):
            vars(migration).update(operations=operations)
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
    result: list[Operation] = []
    places: dict[str, int] = {}
    for operation in operations:
        if isinstance(operation, CreateModel) and operation.name_lower not in changed_later:
            places[operation.name_lower] = len(result)
        if isinstance(operation, AddConstraint | AddIndex) and operation.model_name_lower in places:
            place = places[operation.model_name_lower]
            (result[place],) = cast(list[Operation], result[place].reduce(operation, ""))
        else:
            result.append(operation)
    return result


if __name__ == "__main__":
    main()
