"""Emergency access: reason, half an hour, notice, review by another; what is not reviewed blocks the next."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from allmende.accounts.queries import history_of
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import EmergencyReason, ReviewResult
from allmende.cases.emergencies import break_glass, emergencies, review
from allmende.cases.encryption import KeyFile
from allmende.cases.errors import EmergencyRefused, UnknownCase
from allmende.cases.models import Assignment, EmergencyAccess
from allmende.cases.planes import CASES
from allmende.cases.records import Person, notes_of, open_case, person_of
from tests.cases.database.factories import OPENED, Cast, assigned

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])

WHY = "Die Person ist im Krankenhaus, niemand im Team ist erreichbar."
PERSON = Person("Beispielperson", date(1990, 1, 2), "0171 0000000")


@pytest.fixture
def manager(cast: Cast) -> Assignment:
    return assigned(cast.charity, Role.CASE_MANAGER)


@pytest.fixture
def supervision(cast: Cast) -> Assignment:
    return assigned(cast.town, Role.SUPERVISION)


@pytest.fixture
def second(cast: Cast) -> Assignment:
    return assigned(cast.town, Role.SUPERVISION, "zweite@town.example")


@pytest.fixture
def case(cast: Cast, manager: Assignment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> UUID:
    path = tmp_path / "case-keys.json"
    monkeypatch.setattr(settings, "CASE_KEY_FILE", path)
    KeyFile({}).with_new_key(cast.region.key).write(path)
    return open_case(by=manager.user, assignment_id=manager.pk, person=PERSON, on=OPENED)


def opened(by: Assignment, number: str = "2024-0001", explanation: str = WHY) -> int:
    return break_glass(
        by=by.user,
        assignment_id=by.pk,
        number=number,
        reason=EmergencyReason.DANGER,
        explanation=explanation,
    )


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("restricted", [False, True])
def test_supervision_sees_the_person_for_half_an_hour_and_no_note(
    case: UUID, supervision: Assignment, *, restricted: bool
) -> None:
    if restricted:
        run("UPDATE fall.cases_casefile SET restricted = true")
    with pytest.raises(UnknownCase):
        person_of(by=supervision.user, case_id=case)
    opened(supervision)
    assert person_of(by=supervision.user, case_id=case) == PERSON
    assert notes_of(by=supervision.user, case_id=case) == []
    run("UPDATE fall.cases_emergencyaccess SET until = now() - interval '1 second'")
    with pytest.raises(UnknownCase):
        person_of(by=supervision.user, case_id=case)


def test_it_lasts_thirty_minutes_and_nobody_can_make_it_longer(case: UUID, supervision: Assignment) -> None:
    opened(supervision)
    found = EmergencyAccess.objects.using("default").get()
    assert (found.until - found.opened_at).total_seconds() == 1800
    with connection.cursor() as cursor:
        for column in ("until", "opened_at", "assignment_id"):
            cursor.execute(
                "SELECT has_column_privilege('allmende_cases', 'fall.cases_emergencyaccess', %s, 'UPDATE')",
                [column],
            )
            assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('allmende_cases', 'fall.cases_emergencyaccess', 'INSERT')")
        assert cursor.fetchone() == (False,)


def test_an_unreviewed_one_blocks_the_next_until_another_reviews_it(
    case: UUID, supervision: Assignment, second: Assignment
) -> None:
    made = opened(supervision)
    with pytest.raises(EmergencyRefused, match="noch nicht geprüft"):
        opened(supervision)
    with pytest.raises(EmergencyRefused, match="andere Person"):
        review(by=supervision.user, emergency_id=made, result=ReviewResult.JUSTIFIED, note="")
    review(by=second.user, emergency_id=made, result=ReviewResult.OBJECTED, note="Anruf hätte genügt.")
    with pytest.raises(EmergencyRefused, match="schon geprüft"):
        review(by=second.user, emergency_id=made, result=ReviewResult.JUSTIFIED, note="")
    assert opened(supervision) != made


def test_the_team_sees_it_and_mail_tells_no_name(
    case: UUID, manager: Assignment, supervision: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allmende.cases.emergencies.mail_is_delivered", lambda: True)
    opened(supervision)
    assert [each.explanation for each in emergencies(by=manager.user)] == [WHY]
    assert [message.to for message in mail.outbox] == [[manager.user.email]]
    sent = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "2024-0001" not in sent
    assert "Beispielperson" not in sent
    told = history_of("cases.casefile", str(case))
    assert told[0].action == "case_emergency_opened"


def test_only_supervision_of_the_region_with_a_reason_and_a_case_that_exists(
    case: UUID, cast: Cast, manager: Assignment, supervision: Assignment
) -> None:
    foreign = assigned(cast.other_town, Role.SUPERVISION, "fremd@town.example")
    for by, number, explanation, words in (
        (manager, "2024-0001", WHY, "nur die Fachaufsicht"),
        (foreign, "2024-0001", WHY, "gibt es in Ihrer Region nicht"),
        (supervision, "L-8", WHY, "gibt es in Ihrer Region nicht"),
        (supervision, "2024-0001", "eilt", "ganzen Satz"),
    ):
        with pytest.raises(EmergencyRefused, match=words):
            opened(by, number, explanation)
    assert emergencies(by=foreign.user) == []


def test_the_page_wants_a_second_factor_first(
    case: UUID, supervision: Assignment, second: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(supervision.user)
    url = reverse("cases:break-glass")
    assert client.get(url)["Location"] == reverse("mfa_index")
    pretend(monkeypatch, protected=True, proven=False)
    assert client.get(url)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(url, {"number": "2024-0001"})["Location"].startswith(reverse("mfa_reauthenticate"))
    pretend(monkeypatch, protected=True, proven=True)
    told = {"number": "2024-0001", "reason": "danger", "explanation": WHY}
    page = client.get(client.post(url, told)["Location"])
    assert "Beispielperson" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    other = Client()
    other.force_login(second.user)
    made = EmergencyAccess.objects.using("default").get().pk
    shown = other.get(reverse("cases:emergency", args=[made])).content.decode()
    assert "Beispielperson" not in shown
    other.post(reverse("cases:review-emergency", args=[made]), {"result": "justified", "note": ""})
    assert EmergencyAccess.objects.using("default").get().result == "justified"
    overview = other.get(reverse("cases:supervision")).content.decode()
    assert "2024-0001" in overview
    assert "Beispielperson" not in overview


def pretend(monkeypatch: pytest.MonkeyPatch, *, protected: bool, proven: bool) -> None:
    factors: Callable[[Any], Any] = lambda _user: type("Factors", (), {"is_protected": protected})  # noqa: E731
    monkeypatch.setattr("allmende.cases.control.supervision.second_factors_of", factors)
    monkeypatch.setattr("allmende.cases.control.supervision.has_just_proven", lambda *_told: proven)
