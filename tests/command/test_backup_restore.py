"""Backup and restore with real servers: what went in comes out, or nothing changes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from allmende.command import backup as backup_command
from allmende.command.dump import standing_still
from allmende.command.main import main
from allmende.postgres import lease, remove

THROW_AWAY = {"fsync": "off"}
SET_UP = """
CREATE EXTENSION pg_trgm;
CREATE TABLE body (id uuid DEFAULT uuidv7() PRIMARY KEY, name text NOT NULL, area numeric(9, 2));
CREATE INDEX ON body USING gin (name gin_trgm_ops);
CREATE TABLE event (seq int PRIMARY KEY, body uuid REFERENCES body);
INSERT INTO body (name, area) SELECT 'Musterstadt ' || n, n / 3.0 FROM generate_series(1, 500) n;
INSERT INTO event SELECT row_number() OVER (ORDER BY id), id FROM body;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE SCHEMA fall;
CREATE TABLE fall.note (id int PRIMARY KEY);
INSERT INTO fall.note SELECT generate_series(1, 7);
ALTER TABLE fall.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE fall.note FORCE ROW LEVEL SECURITY;
"""
ROWS = "SELECT b.id, b.name, b.area, e.seq FROM body b JOIN event e ON e.body = b.id ORDER BY e.seq"


@pytest.fixture
def source(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory with tables and files, named in the environment and held while the test runs."""
    monkeypatch.delenv("ALLMENDE_DATABASE_URL")
    monkeypatch.setenv("ALLMENDE_DATA_DIR", str(data_dir))
    monkeypatch.setattr("allmende.command.backup.version", lambda name: "1.2")
    with lease(data_dir, settings=THROW_AWAY) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute(SET_UP)
        (data_dir / "files" / "papers").mkdir(parents=True)
        (data_dir / "files" / "papers" / "1.bin").write_bytes(os.urandom(70_000))
        yield data_dir


@pytest.fixture
def target(source: Path) -> Iterator[Path]:
    """A second data directory; its server runs while the test runs."""
    path = source.parent / "target"
    with lease(path, settings=THROW_AWAY):
        yield path
    remove(path)


@pytest.fixture
def backup(source: Path) -> Path:
    file = source.parent / "backup.tar"
    assert main(["backup", str(file)]) == 0
    return file


def rows(data_dir: Path) -> list[tuple[object, ...]]:
    with lease(data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        return connection.execute(ROWS).fetchall()


def files(data_dir: Path) -> dict[str, bytes]:
    folder = data_dir / "files"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run_sql(data_dir: Path, statement: str) -> None:
    with lease(data_dir, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        connection.execute(statement.encode())


def test_a_backup_restored_elsewhere_has_the_same_rows_and_files(
    source: Path, target: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(backup), "--into", str(target)]) == 0
    assert len(rows(target)) == 500
    assert rows(target) == rows(source)
    assert files(target) == files(source)
    assert "1 Dateien" in capsys.readouterr().out


def test_a_file_that_comes_or_goes_during_the_backup_is_in_it(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def busy(url: str) -> Iterator[str]:
        (source / "files" / "papers" / "late.bin").write_bytes(b"late")
        with standing_still(url) as snapshot:
            (source / "files" / "papers" / "1.bin").unlink()
            run_sql(source, "DELETE FROM event; DELETE FROM body")
            yield snapshot

    monkeypatch.setattr(backup_command, "standing_still", busy)
    run_sql(source, "DROP TRIGGER append_only ON event")
    before = rows(source)
    file = source.parent / "busy.tar"
    assert main(["backup", str(file)]) == 0
    assert not list(source.glob(".allmende-backup-*"))
    assert main(["restore", str(file), "--replace"]) == 0
    assert sorted(files(source)) == ["papers/1.bin", "papers/late.bin"]
    assert rows(source) == before


def test_a_restored_database_still_refuses_what_the_old_one_refused(target: Path, backup: Path) -> None:
    main(["restore", str(backup), "--into", str(target)])
    with pytest.raises(psycopg.errors.RaiseException, match="append only"):
        run_sql(target, "DELETE FROM event")


def test_rows_that_no_policy_shows_are_backed_up_and_closed_after_the_restore(
    target: Path, backup: Path
) -> None:
    main(["restore", str(backup), "--into", str(target), "--replace"])
    with lease(target, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM fall.note").fetchone() == (7,)
        connection.execute("CREATE ROLE stranger")
        connection.execute("GRANT USAGE ON SCHEMA fall TO stranger")
        connection.execute("GRANT SELECT ON fall.note TO stranger")
        connection.execute("GRANT stranger TO CURRENT_USER WITH SET TRUE")
        connection.execute("SET ROLE stranger")
        assert connection.execute("SELECT count(*) FROM fall.note").fetchone() == (0,)


def test_a_backup_is_never_overwritten(backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = backup.read_bytes()
    assert main(["backup", str(backup)]) == 1
    assert "gibt es schon" in capsys.readouterr().err
    assert backup.read_bytes() == before


def test_a_target_with_data_is_refused(
    source: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(backup)]) == 1
    assert "2 Tabellen und 1 Dateien" in capsys.readouterr().err


def test_replace_removes_what_the_backup_does_not_know(source: Path, backup: Path) -> None:
    wanted_rows, wanted_files = rows(source), files(source)
    run_sql(source, "CREATE TABLE later (id int); UPDATE body SET name = 'changed'")
    (source / "files" / "papers" / "1.bin").write_bytes(b"changed")
    (source / "files" / "later.bin").write_bytes(b"later")
    assert main(["restore", str(backup), "--replace"]) == 0
    assert rows(source) == wanted_rows
    assert files(source) == wanted_files
    with pytest.raises(psycopg.errors.UndefinedTable):
        run_sql(source, "SELECT * FROM later")


def test_a_restore_that_fails_in_the_database_changes_nothing(
    source: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_sql(source, "UPDATE body SET name = 'newer' WHERE area < 1")
    before_rows, before_files = rows(source), files(source)
    broken = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\nCREATE TABLE body (id int);\n"
    monkeypatch.setattr("allmende.command.dump.EMPTY_DATABASE", broken)
    assert main(["restore", str(backup), "--replace"]) == 1
    assert "already exists" in capsys.readouterr().err
    assert rows(source) == before_rows
    assert files(source) == before_files


def test_a_damaged_backup_changes_nothing(
    source: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(source)
    data = bytearray(backup.read_bytes())
    data[3000] ^= 1
    backup.write_bytes(data)
    assert main(["restore", str(backup), "--replace"]) == 1
    assert "falsche Prüfsumme" in capsys.readouterr().err
    assert rows(source) == before


def test_a_database_in_use_is_not_replaced(
    source: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lease(source, settings=THROW_AWAY) as server, psycopg.connect(server.url) as connection:
        connection.execute("SELECT 1")
        assert main(["restore", str(backup), "--replace"]) == 1
    assert "arbeiten noch 1 Verbindungen" in capsys.readouterr().err


def test_an_external_server_is_backed_up_and_restored_as_well(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = rows(source)
    file = source.parent / "external.tar"
    with lease(source) as old, lease(target) as new:
        monkeypatch.setenv("ALLMENDE_DATABASE_URL", old.url)
        assert main(["backup", str(file)]) == 0
        monkeypatch.setenv("ALLMENDE_DATABASE_URL", new.url)
        monkeypatch.setenv("ALLMENDE_DATA_DIR", str(target))
        assert main(["restore", str(file)]) == 0
    assert rows(target) == wanted


def test_a_missing_backup_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "/nowhere/backup.tar"]) == 1
    assert "/nowhere/backup.tar gibt es nicht" in capsys.readouterr().err
