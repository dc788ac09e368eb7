"""Pytest plugin: a test database that was migrated once is put back instead of being migrated again.

The dump lies in `var/`, named by all migrations and the locked packages. When one of them changes,
the next run migrates anew. `migrate` runs in any case: it sees that nothing is left to do.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.base.creation import BaseDatabaseCreation
from psycopg.conninfo import make_conninfo

from allmende.command.dump import replace_database, standing_still, write_dump

ROOT = Path(__file__).resolve().parents[1]
DUMPS = ROOT / "var" / "test-databases"


def digest_of_migrations() -> str:
    """Return a name for everything that makes the tables: migrations, their SQL, the versions of packages."""
    sources = [
        *ROOT.glob("src/**/migrations/*.py"),
        *ROOT.glob("src/**/*.sql"),
        ROOT / "requirements/product.txt",
    ]
    found = sha256()
    for path in sorted(sources):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:32]


@pytest.fixture(scope="session", autouse=True)
def migrated_once() -> Iterator[None]:
    """Fill each test database from the dump; write the dump after the first run of migrations."""
    dump = DUMPS / f"{digest_of_migrations()}.dump"
    creation: Any = BaseDatabaseCreation  # its inner methods are in no stub
    make_empty = creation._create_test_db
    make = BaseDatabaseCreation.create_test_db

    def make_filled(self: Any, *arguments: Any, **options: Any) -> Any:
        name = make_empty(self, *arguments, **options)
        if dump.exists():
            replace_database(_url(self, self._get_test_db_name()), dump)
        return name

    def make_and_keep(self: Any, *arguments: Any, **options: Any) -> str:
        name: str = make(self, *arguments, **options)
        if not dump.exists():
            DUMPS.mkdir(parents=True, exist_ok=True)
            part = DUMPS / f"{uuid4().hex}.part"
            with standing_still(_url(self, name)) as snapshot:
                write_dump(_url(self, name), part, snapshot=snapshot)
            part.replace(dump)
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "_create_test_db", make_filled)
        patch.setattr(BaseDatabaseCreation, "create_test_db", make_and_keep)
        yield


def _url(creation: Any, name: str) -> str:
    told = creation.connection.settings_dict
    given = {"dbname": name, "user": told["USER"], "password": told["PASSWORD"]}
    given |= {"host": told["HOST"], "port": str(told["PORT"] or "")}
    return make_conninfo("", **{key: value for key, value in given.items() if value})
