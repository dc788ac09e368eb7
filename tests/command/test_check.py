"""`allmende check` names what is wrong, and nothing else."""

from collections.abc import Iterator

import pytest
from django.db import connection

from allmende.accounts.actions import record_event
from allmende.command import check
from allmende.command.check import Check, report


def nothing() -> Iterator[str]:
    yield from ()


def two_troubles() -> Iterator[str]:
    yield "Das Erste."
    yield "Das Zweite."


def test_a_sound_installation_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Check("Datenbank", nothing)]) == 0
    assert capsys.readouterr().out == "Datenbank:       in Ordnung\n"


def test_troubles_are_listed_and_end_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Check("Eins", two_troubles), Check("Zwei", nothing)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Eins:            Es gibt etwas zu tun.",
        "  - Das Erste.",
        "  - Das Zweite.",
        "Zwei:            in Ordnung",
    ]


@pytest.mark.django_db
def test_the_test_database_is_as_it_should_be_but_for_its_haste() -> None:
    unsafe = ("fsync", "full_page_writes", "synchronous_commit")  # see tests/embedded_database.py
    assert [text for text in check.database_troubles() if not any(name in text for name in unsafe)] == []


@pytest.mark.django_db
def test_a_missing_extension_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
    assert any("pg_trgm fehlt" in text for text in check.database_troubles())


@pytest.mark.django_db
def test_a_setting_that_risks_data_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert any("synchronous_commit ist „off“" in text for text in check.database_troubles())


@pytest.mark.django_db
def test_pending_migrations_are_counted() -> None:
    assert list(check.migration_troubles()) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert list(check.migration_troubles()) == [
        "1 fehlen, zuerst sessions.0001_initial. „allmende start“ führt sie aus."
    ]


@pytest.mark.django_db
def test_the_first_broken_link_of_a_chain_is_named() -> None:
    for label in ("Erster", "Zweiter"):
        record_event(
            actor=None, chain="05558", action="x", object_type="x", object_id="1", object_label=label
        )
    assert list(check.audit_troubles()) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_auditevent SET object_label = 'Niemand' WHERE seq = 2")
    (trouble,) = check.audit_troubles()
    assert trouble.startswith("Kette „05558“, Eintrag 2: ")


@pytest.mark.django_db
def test_a_file_that_a_row_names_and_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(check.file_troubles()) == []
    monkeypatch.setattr("allmende.papers.queries.stored_paths", lambda: {"papers/ab/gone.bin"})
    (trouble,) = check.file_troubles()
    assert trouble.startswith("1 hochgeladene Dateien fehlen, zuerst papers/ab/gone.bin.")
