"""Codes of a case hold from a day, are corrected without overwriting, and stay with the team."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from allmende.accounts.queries import history_of
from allmende.cases.domain.access import Role
from allmende.cases.domain.codes import Attribute, Evidence, age_group
from allmende.cases.encryption import KeyFile
from allmende.cases.errors import CodeRefused, UnknownCase
from allmende.cases.models import Assignment
from allmende.cases.planes import CASES
from allmende.cases.records import Person, notes_of, open_case, person_of
from allmende.cases.status import codes_of, record_codes
from tests.cases.control.factories import TODAY
from tests.cases.database.factories import OPENED, Cast, assigned

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])
LANGUAGE = Attribute.LANGUAGE


@pytest.fixture
def manager(cast: Cast) -> Assignment:
    return assigned(cast.charity, Role.CASE_MANAGER)


@pytest.fixture
def case(cast: Cast, manager: Assignment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> UUID:
    path = tmp_path / "case-keys.json"
    monkeypatch.setattr(settings, "CASE_KEY_FILE", path)
    KeyFile({}).with_new_key(cast.region.key).write(path)
    person = Person("Beispielperson", date(1990, 1, 2))
    return open_case(by=manager.user, assignment_id=manager.pk, person=person, on=OPENED)


def coded(manager: Assignment, case: UUID, code: str, since: date) -> int:
    return record_codes(
        by=manager.user, case_id=case, codes={LANGUAGE: code}, since=since, evidence=Evidence.TOLD, on=TODAY
    )


def test_a_new_code_ends_the_last_and_both_can_be_read(manager: Assignment, case: UUID) -> None:
    assert coded(manager, case, "a1", OPENED) == 1
    assert coded(manager, case, "a2", date(2024, 6, 1)) == 1
    assert coded(manager, case, "a2", date(2024, 8, 1)) == 0
    found = codes_of(by=manager.user, case_id=case)
    assert [(each.code, each.since, each.until) for each in found.facts] == [
        ("a1", OPENED, date(2024, 6, 1)),
        ("a2", date(2024, 6, 1), None),
    ]
    assert found.current(date(2024, 5, 31)) == {"language": "a1"}


def test_a_correction_keeps_what_was_believed(manager: Assignment, case: UUID) -> None:
    coded(manager, case, "b2", OPENED)
    coded(manager, case, "a1", OPENED)
    assert codes_of(by=manager.user, case_id=case).current(TODAY) == {"language": "a1"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, upper_inf(known) FROM fall.cases_statusfact ORDER BY id")
        assert cursor.fetchall() == [("b2", False), ("a1", True)]


def test_codes_that_are_none_and_days_that_cannot_be_are_refused(manager: Assignment, case: UUID) -> None:
    for code, since, words in (
        ("fließend", OPENED, "kein Schlüssel"),
        ("a1", date(2023, 1, 1), "vor der Eröffnung"),
        ("a1", date(2025, 2, 1), "Zukunft"),
    ):
        with pytest.raises(CodeRefused, match=words):
            coded(manager, case, code, since)


def test_others_know_no_code(cast: Cast, manager: Assignment, case: UUID) -> None:
    coded(manager, case, "a1", OPENED)
    coordination = assigned(cast.town, Role.COORDINATION).user
    colleague = assigned(cast.charity, Role.CASE_MANAGER, "colleague@charity.example").user
    for user, wanted in ((coordination, case), (colleague, case), (manager.user, uuid4())):
        with pytest.raises(UnknownCase):
            codes_of(by=user, case_id=wanted)


def test_age_groups_are_those_of_the_year() -> None:
    assert [age_group(born, date(2024, 10, 31)) for born in ("2007", "2006", "1990", "1960", "")] == [
        "unter 18",
        "18–24",
        "25–34",
        "60 und älter",
        "unbekannt",
    ]


def test_denied_access_is_told_and_the_team_sees_who_saw_its_case(
    cast: Cast, manager: Assignment, case: UUID
) -> None:
    colleague = assigned(cast.charity, Role.CASE_MANAGER, "colleague@charity.example").user
    for read in (codes_of, person_of, notes_of):
        with pytest.raises(UnknownCase):
            read(by=colleague, case_id=case)
    told = [each for each in history_of("cases.casefile", str(case)) if each.actor_id == colleague.pk]
    assert [each.action for each in told] == ["case_access_denied"] * 3
    assert {each.chain for each in told} == {cast.region.key}
    client = Client()
    client.force_login(manager.user)
    page = client.get(reverse("cases:case-accesses", args=[case])).content.decode()
    assert "colleague@charity.example" in page
    assert "hat vergeblich auf einen Fall zugegriffen" in page
    assert "Beispielperson" not in page
    client.force_login(colleague)
    foreign = client.get(reverse("cases:case-accesses", args=[case]))
    unknown = client.get(reverse("cases:case-accesses", args=[uuid4()]))
    assert foreign.status_code == unknown.status_code == 404
    assert len(foreign.content) == len(unknown.content)
