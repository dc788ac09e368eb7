"""The pages of the case file: who sees them, what never stands in them, the way of a case through them."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases import file_urls
from allmende.cases.planes import CASES
from tests.cases.pages.conftest import FIRST, PERSON, SECOND, Desk

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])
SignIn = Callable[[User], Client]
OF_CASE = [each for each in file_urls.urlpatterns if str(each.pattern).startswith("<uuid:pk>/")]
READ = ["case", "person", "admission", "phase", "closing", "notes", "plan", "new-version", "new-goal"]
READ += [
    "codes",
    "consents",
    "new-consent",
    "shares",
    "new-share",
    "team",
    "new-deputy",
    "hand-over",
    "take-over",
]


def url(name: str, *parts: object) -> str:
    return reverse(f"cases:{name}", args=parts)


def address_of(pattern: object, case: object) -> str:
    """Return an address of every kind of page of a case."""
    name = pattern.name  # type: ignore[attr-defined]
    parts: list[object] = [case]
    if "<int:part>" in str(pattern.pattern):  # type: ignore[attr-defined]
        parts.append(1)
    elif "<uuid:part>" in str(pattern.pattern):  # type: ignore[attr-defined]
        parts.append(uuid4())
    return url(name, *parts)


def test_every_page_of_a_foreign_case_answers_like_one_that_does_not_exist(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.colleague.user)
    unknown = uuid4()
    for pattern in OF_CASE:
        for send in (client.get, client.post):
            foreign, none = (send(address_of(pattern, each)) for each in (desk.case, unknown))
            assert foreign.status_code == none.status_code
            assert foreign.status_code in (404, 405), (pattern.name, foreign.status_code)
            assert len(foreign.content) == len(none.content)


def test_nobody_comes_in_without_signing_in(desk: Desk, client: Client) -> None:
    for pattern in OF_CASE:
        assert client.get(address_of(pattern, desk.case)).status_code == 302


def test_no_page_is_kept_and_only_the_person_page_shows_who_it_is(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    for name in READ:
        page = client.get(url(name, desk.case))
        assert page.status_code == 200, name
        assert page["Cache-Control"] == "no-store"
        text = page.content.decode()
        assert (PERSON.name in text) == (name == "person"), name
        title = text.partition("<title>")[2].partition("</title>")[0]
        assert PERSON.name not in title
    for name in ("my-day", "cases", "received", "abandoned", "new-case"):
        page = client.get(url(name))
        assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
        assert PERSON.name not in page.content.decode()


def test_the_list_shows_initials_until_names_are_asked_for_and_both_are_recorded(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.manager.user)
    page = client.get(url("cases")).content.decode()
    assert "A. Ö." in page
    assert PERSON.name in client.get(url("cases") + "?namen=1").content.decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, details->>'Fälle' FROM accounts_auditevent WHERE object_id = 'list' ORDER BY seq"
        )
        assert cursor.fetchall() == [("case_list_read", FIRST), ("case_names_read", FIRST)]
    assert "A. Ö." not in client.get(url("cases") + "?phase=umsetzung").content.decode()
    assert "A. Ö." in client.get(url("cases") + "?nummer=0001&seite=1").content.decode()


def test_numbers_follow_each_other_for_a_year_of_a_region(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    told = {"name": "Nuri Muster", "born": "1980-05-05", "assignment": desk.manager.pk}
    made = client.post(url("new-case"), told)
    assert made.status_code == 302
    assert SECOND in client.get(made["Location"]).content.decode()
    elsewhere = signed_in(desk.stranger.user)
    other = elsewhere.post(url("new-case"), {**told, "assignment": desk.stranger.pk})
    assert FIRST in elsewhere.get(other["Location"]).content.decode()


def test_a_possible_double_is_told_as_yes_or_no_inside_the_region_only(desk: Desk, signed_in: SignIn) -> None:
    told = {"name": "AYSE Öztürk-beispiel", "born": "1990-01-02"}
    town = signed_in(desk.town_manager.user)
    stopped = town.post(url("new-case"), {**told, "assignment": desk.town_manager.pk})
    assert stopped.status_code == 200
    text = stopped.content.decode()
    assert "Möglicher Treffer" in text
    assert FIRST not in text
    assert "Träger" not in text.partition("<main")[2].partition("</main>")[0].replace("freien Träger", "")
    cleared = {**told, "assignment": desk.town_manager.pk, "cleared": "on"}
    assert town.post(url("new-case"), cleared).status_code == 302
    doubles = signed_in(desk.supervision.user).get(url("abandoned")).content.decode()
    assert "Mögliche Doppelungen" in doubles
    assert f"{FIRST}, {SECOND}" in doubles
    assert "Doppelungen" not in signed_in(desk.coordination.user).get(url("abandoned")).content.decode()
    elsewhere = signed_in(desk.stranger.user)
    assert elsewhere.post(url("new-case"), {**told, "assignment": desk.stranger.pk}).status_code == 302


def test_a_case_goes_its_way_and_every_guard_says_what_is_missing(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)

    def enter(phase: str) -> str:
        return client.post(url("phase", desk.case), {"phase": phase}, follow=True).content.decode()

    enter("klaerung")
    assert "Die Rechtsgrundlage fehlt." in enter("aufnahme")
    client.post(url("admission", desk.case), {"informed_on": timezone.localdate(), "basis": "public_task"})
    assert "Der Fall ist in der neuen Phase" in enter("aufnahme")
    enter("assessment")
    enter("planung")
    assert "Der Hilfeplan hat noch kein Ziel." in enter("umsetzung")
    client.post(url("new-version", desk.case), {"summary": "Sucht Arbeit.", "language": "tr"})
    client.post(url("new-goal", desk.case), {"action_field": "labour", "text": "Eine Stelle finden"})
    client.post(url("agree-plan", desk.case), {"day": timezone.localdate()})
    assert "Der Fall ist in der neuen Phase" in enter("umsetzung")
    closing = {"reason": "goals_reached", "evaluation": "Alles erreicht."}
    assert (
        "Über 1 Ziele ist noch nicht entschieden."
        in client.post(url("closing", desk.case), closing).content.decode()
    )
    goal = client.get(url("plan", desk.case)).context["newest"].goals[0].pk
    client.post(url("decide-goal", desk.case, goal), {"state": "reached", "reason": "Vertrag unterschrieben"})
    closed = client.post(url("closing", desk.case), closing, follow=True).content.decode()
    assert "Der Fall ist abgeschlossen." in closed
    assert "Alles erreicht." in closed
    assert FIRST in client.get(url("cases") + "?stand=beendet").content.decode()


def test_a_plan_has_versions_and_its_agreement_is_printed_in_two_languages(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.manager.user)
    assert client.get(url("plan-pdf", desk.case)).status_code == 404
    client.post(url("new-version", desk.case), {"summary": "Ausgangslage eins", "language": "uk"})
    client.post(url("new-goal", desk.case), {"action_field": "language", "text": "B1 erreichen"})
    goal = client.get(url("plan", desk.case)).context["newest"].goals[0].pk
    step = {"text": "Kurs suchen", "responsible": "self", "due_on": "2026-12-01"}
    client.post(url("new-step", desk.case, goal), step)
    step_pk = client.get(url("plan", desk.case)).context["newest"].goals[0].steps[0].pk
    client.post(url("agree-plan", desk.case), {"day": timezone.localdate()})
    refused = client.post(url("new-goal", desk.case), {"action_field": "labour", "text": "x"})
    assert "Beginnen Sie eine neue Fassung" in refused.content.decode()
    client.post(url("new-version", desk.case), {"summary": "Ausgangslage zwei", "language": "uk"})
    found = client.get(url("plan", desk.case)).context
    assert [each.text for each in found["newest"].goals] == ["B1 erreichen"]
    assert found["older"][0].goals[0].state.value == "changed"
    client.post(url("step-done", desk.case, found["newest"].goals[0].steps[0].pk))
    assert (
        client.post(url("decide-goal", desk.case, goal), {"state": "reached", "reason": "x"}).status_code
        == 404
    )
    assert step_pk != found["newest"].goals[0].steps[0].pk
    printed = client.get(url("plan-pdf", desk.case))
    assert printed.content.startswith(b"%PDF")
    assert "no-store" in printed["Cache-Control"]
    assert PERSON.name.encode() not in printed.content


def test_supervision_reads_the_plan_and_writes_nothing(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.supervision.user)
    for name in ("case", "plan", "notes", "consents", "team"):
        assert client.get(url(name, desk.case)).status_code == 200, name
    for name in set(READ) - {"case", "plan", "notes", "consents", "team"}:
        assert client.get(url(name, desk.case)).status_code == 404, name
    note = {"data_class": 3, "channel": "none", "text": "x"}
    assert client.post(url("notes", desk.case), note).status_code == 404
    assert signed_in(desk.coordination.user).get(url("case", desk.case)).status_code == 404


def test_what_is_due_stands_on_my_day(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.manager.user)
    assert "Nichts steht an" in client.get(url("my-day")).content.decode()
    on = timezone.localdate()
    client.post(url("new-version", desk.case), {"summary": "s", "language": "en"})
    client.post(url("new-goal", desk.case), {"action_field": "language", "text": "B1"})
    goal = client.get(url("plan", desk.case)).context["newest"].goals[0].pk
    late = on - timedelta(days=1)
    client.post(url("new-step", desk.case, goal), {"text": "k", "responsible": "self", "due_on": late})
    page = client.get(url("my-day")).content.decode()
    assert "Schritt im Hilfeplan" in page
    assert "überfällig" in page
    nobody = signed_in(User.objects.create(email="nobody@probe.example"))
    assert "keine Aufgabe in der Fallarbeit" in nobody.get(url("my-day")).content.decode()


@pytest.mark.parametrize("name", ["case", "notes", "plan", "cases"])
def test_pages_ask_a_fixed_number_of_questions(desk: Desk, signed_in: SignIn, name: str) -> None:
    client = signed_in(desk.manager.user)
    target = url(name) if name == "cases" else url(name, desk.case)
    client.get(target)

    def asked() -> int:
        with CaptureQueriesContext(connection) as pages, CaptureQueriesContext(connections[CASES]) as cases:
            client.get(target)
        return len(pages) + len(cases)

    before = asked()
    note = {"data_class": 3, "channel": "phone", "text": "Noch eine", "happened_on": date(2026, 4, 1)}
    for _round in range(3):
        client.post(url("notes", desk.case), note)
        client.post(url("new-version", desk.case), {"summary": "s", "language": "en"})
        client.post(url("new-goal", desk.case), {"action_field": "language", "text": "B1"})
    client.post(url("new-case"), {"name": "Nuri Muster", "assignment": desk.manager.pk})
    assert asked() == before or (name == "notes" and asked() == before + 1)  # the author's name


def test_the_team_codes_a_case_for_statistics_and_what_held_before_stays(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.manager.user)
    today = timezone.localdate()
    told = {"language": "a2", "born": "1990", "since": today.isoformat(), "evidence": "seen"}
    assert "2 Angaben sind neu." in client.post(url("codes", desk.case), told, follow=True).content.decode()
    again = client.post(url("codes", desk.case), told, follow=True).content.decode()
    assert "Es hat sich nichts geändert." in again
    assert "Unterlage gesehen" in again
    wrong = client.post(url("codes", desk.case), {**told, "born": "90"}).content.decode()
    assert "„90“ ist kein Schlüssel für „Geburtsjahr“." in wrong
    early = {**told, "language": "b1", "since": (today - timedelta(days=1)).isoformat()}
    assert "vor der Eröffnung des Falls" in client.post(url("codes", desk.case), early).content.decode()
    foreign = signed_in(desk.colleague.user).post(url("codes", desk.case), told)
    assert foreign.status_code == 404
