"""A case as its team writes and reads it: encrypted, told to nobody else, every read in the audit trail."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection

from allmende.accounts.models import User
from allmende.accounts.queries import broken_audit_links
from allmende.cases.domain.access import DataClass, Role
from allmende.cases.encryption import KeyFile, NoKey, NotReadable
from allmende.cases.errors import MayNotOpenCases, UnknownCase
from allmende.cases.lists import Asked, my_cases
from allmende.cases.models import Assignment
from allmende.cases.planes import CASES
from allmende.cases.records import NoteEntry, Person, notes_of, open_case, person_of, write_note
from tests.cases.database.factories import OPENED, Cast, assigned, the_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])

PERSON = Person("Ayşe Öztürk-Beispiel", date(1990, 1, 2), "0171 0000000", "tr, de", needs_interpreter=True)
TEXT = "Berät sich wegen der Wohnung."


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return the_cast()


@pytest.fixture
def keys(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "case-keys.json"
    monkeypatch.setattr(settings, "CASE_KEY_FILE", path)
    KeyFile({}).with_new_key(cast.region.key).write(path)
    return path


@pytest.fixture
def manager(cast: Cast) -> Assignment:
    return assigned(cast.charity, Role.CASE_MANAGER)


def numbers(user: User) -> list[str]:
    return [row.number for row in my_cases(by=user, asked=Asked()).rows]


def opened(by: Assignment) -> UUID:
    return open_case(by=by.user, assignment_id=by.pk, person=PERSON, on=OPENED)


def test_the_team_reads_what_it_wrote_and_the_tables_hold_no_plain_word(
    keys: Path, manager: Assignment
) -> None:
    case = opened(manager)
    write_note(by=manager.user, case_id=case, entry=NoteEntry(DataClass.NOTE, TEXT))
    assert person_of(by=manager.user, case_id=case) == PERSON
    assert [(each.data_class, each.text) for each in notes_of(by=manager.user, case_id=case)] == [
        (DataClass.NOTE, TEXT)
    ]
    assert numbers(manager.user) == ["2024-0001"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name_sealed || contact_sealed || text_sealed "
            "FROM ident.cases_identity JOIN fall.cases_note USING (case_id)"
        )
        (stored,) = cursor.fetchone()
    assert b"Beispiel" not in stored
    assert b"Wohnung" not in stored


def test_others_get_the_answer_of_a_case_that_does_not_exist(
    keys: Path, cast: Cast, manager: Assignment
) -> None:
    case = opened(manager)
    colleague = assigned(cast.charity, Role.CASE_MANAGER, "colleague@charity.example")
    supervision = assigned(cast.town, Role.SUPERVISION)
    stranger = assigned(cast.other_town, Role.CASE_MANAGER)
    answers = []
    for user, wanted in (
        (colleague.user, case),
        (supervision.user, case),
        (stranger.user, case),
        (manager.user, uuid4()),
    ):
        with pytest.raises(UnknownCase) as refusal:
            person_of(by=user, case_id=wanted)
        answers.append(str(refusal.value))
        with pytest.raises(UnknownCase):
            write_note(by=user, case_id=wanted, entry=NoteEntry(DataClass.NOTE, "x"))
    assert len(set(answers)) == 1
    assert numbers(supervision.user) == []
    assert numbers(colleague.user) == numbers(stranger.user) == []


def test_supervision_reads_the_residence_strategy_and_no_other_note(
    keys: Path, cast: Cast, manager: Assignment
) -> None:
    case = opened(manager)
    for each in (DataClass.NOTE, DataClass.SPECIAL, DataClass.RESIDENCE_STRATEGY):
        write_note(by=manager.user, case_id=case, entry=NoteEntry(each, each.label))
    supervision = assigned(cast.town, Role.SUPERVISION)
    assert [note.text for note in notes_of(by=supervision.user, case_id=case)] == [
        DataClass.RESIDENCE_STRATEGY.label
    ]


def test_every_read_and_write_stands_in_the_chain_of_the_region_without_a_name(
    keys: Path, cast: Cast, manager: Assignment
) -> None:
    case = opened(manager)
    write_note(by=manager.user, case_id=case, entry=NoteEntry(DataClass.NOTE, TEXT))
    person_of(by=manager.user, case_id=case)
    notes_of(by=manager.user, case_id=case)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, object_label, to_jsonb(e)::text FROM accounts_auditevent AS e "
            "WHERE chain = %s AND object_id = %s ORDER BY seq",
            [cast.region.key, str(case)],
        )
        events = cursor.fetchall()
    assert [action for action, *_ in events] == [
        "case_opened",
        "case_note_written",
        "case_identity_read",
        "case_notes_read",
    ]
    assert {label for _action, label, _all in events} == {"2024-0001"}
    assert not any("Beispiel" in told or "Wohnung" in told for *_, told in events)
    assert not list(broken_audit_links())


def test_only_case_managers_under_a_valid_agreement_open_cases(keys: Path, cast: Cast) -> None:
    for assignment in (
        assigned(cast.ended_charity, Role.CASE_MANAGER),
        assigned(cast.town, Role.SUPERVISION),
    ):
        with pytest.raises(MayNotOpenCases, match="Weiterleitungsvertrag"):
            opened(assignment)


def test_without_the_key_of_the_region_nothing_opens_and_nothing_is_half_written(
    keys: Path, cast: Cast, manager: Assignment
) -> None:
    case = opened(manager)
    keys.unlink()
    with pytest.raises(NoKey):
        person_of(by=manager.user, case_id=case)
    with pytest.raises(NoKey):
        open_case(by=manager.user, assignment_id=manager.pk, person=PERSON, on=OPENED)
    KeyFile({}).with_new_key(cast.region.key).write(keys)
    with pytest.raises(NotReadable):
        person_of(by=manager.user, case_id=case)
    assert numbers(manager.user) == ["2024-0001"]
