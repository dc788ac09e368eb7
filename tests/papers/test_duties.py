"""A duty on its own page: conditions that become duties, reports, demands, the weekly mail, roll calls."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.papers import actions as papers
from allmende.papers import queries as paper_queries
from allmende.papers.domain.follow_ups import (
    FollowUpKind,
    FollowUpState,
    Recurrence,
    ReportKind,
    RollCall,
    kind_told_by,
    occurrences,
)
from allmende.papers.duties import actions, digest, queries
from allmende.papers.duties.actions import NamedVote, Report, Term
from allmende.papers.duties.errors import NothingReported, RecursFromNoDay, ReportedInTheFuture
from allmende.papers.errors import ResultsRecorded
from allmende.papers.models import Condition, Decision, FollowUp, Paper
from allmende.register.domain import BodyView, NotAllowed
from tests.papers.factories import TODAY, a_paper

SignIn = Callable[[User], Client]
DUE = date(2026, 2, 1)
YEARLY = Term(
    addressee="Verwaltung",
    duty="die Eignung prüfen",
    kind=FollowUpKind.DUTY,
    due_on=DUE,
    recurrence=Recurrence.YEARLY,
)
PROOF = Report(kind=ReportKind.PROOF, reported_on=TODAY, note="Bericht lag dem Rat vor.")


@pytest.fixture
def paper(town: BodyView, clerk: User) -> Paper:
    return a_paper(town, clerk)


@pytest.fixture
def condition(paper: Paper) -> Condition:
    decision = Decision.objects.get(paper=paper)
    made: Condition = Condition.objects.create(
        decision=decision, order=0, text="mit der Maßgabe, dass jährlich geprüft wird"
    )
    return made


@pytest.fixture
def duty(condition: Condition, clerk: User) -> FollowUp:
    return actions.duty_from_condition(condition_id=condition.pk, term=YEARLY, by=clerk, on=TODAY)


# --- who is asked, and when it comes back ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("addressee", "kind"),
    [
        ("Land Nordrhein-Westfalen", FollowUpKind.DEMAND),
        ("Landesregierung", FollowUpKind.DEMAND),
        ("Landtag und Landesregierung", FollowUpKind.DEMAND),
        ("Bezirksregierung Köln", FollowUpKind.DEMAND),
        ("Landrat", FollowUpKind.DUTY),
        ("Verwaltung", FollowUpKind.DUTY),
        ("Amt für Landschaft", FollowUpKind.DUTY),
    ],
)
def test_the_land_is_asked_and_the_own_people_are_told(addressee: str, kind: FollowUpKind) -> None:
    assert kind_told_by(addressee) is kind


def test_a_yearly_duty_names_its_next_days() -> None:
    assert occurrences(DUE, Recurrence.YEARLY, after=TODAY, count=2) == [date(2027, 2, 1), date(2028, 2, 1)]


# --- conditions become duties ----------------------------------------------------------------------------


def test_a_condition_becomes_a_duty_that_knows_it(duty: FollowUp, condition: Condition) -> None:
    assert duty.condition == condition
    assert queries.coming_days(duty)[:2] == [DUE, date(2027, 2, 1)]


def test_a_rhythm_without_a_first_day_is_refused(condition: Condition, clerk: User) -> None:
    term = Term(addressee="Rat", duty="prüfen", kind=FollowUpKind.DUTY, recurrence=Recurrence.YEARLY)
    with pytest.raises(RecursFromNoDay):
        actions.duty_from_condition(condition_id=condition.pk, term=term, by=clerk, on=TODAY)


def test_who_only_reads_makes_no_duty(condition: Condition, reader: User) -> None:
    with pytest.raises(NotAllowed):
        actions.duty_from_condition(condition_id=condition.pk, term=YEARLY, by=reader, on=TODAY)


# --- reports -----------------------------------------------------------------------------------------------


def test_a_proof_settles_this_time_and_the_duty_comes_back(duty: FollowUp, clerk: User) -> None:
    kept = actions.report_on_duty(follow_up_id=duty.pk, report=PROOF, settles=True, by=clerk, on=TODAY)
    duty.refresh_from_db()
    assert kept.for_due_on == DUE
    assert (duty.state, duty.due_on) == (FollowUpState.PENDING, date(2027, 2, 1))


@pytest.mark.parametrize(
    ("report", "refusal"),
    [
        (Report(kind=ReportKind.NOTE, reported_on=TODAY), NothingReported),
        (Report(kind=ReportKind.NOTE, reported_on=date(2026, 3, 2), note="x"), ReportedInTheFuture),
    ],
)
def test_an_empty_or_future_report_is_refused(
    duty: FollowUp, clerk: User, report: Report, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.report_on_duty(follow_up_id=duty.pk, report=report, settles=False, by=clerk, on=TODAY)


def test_a_dossier_with_reports_stays(duty: FollowUp, paper: Paper, clerk: User) -> None:
    actions.report_on_duty(follow_up_id=duty.pk, report=PROOF, settles=False, by=clerk, on=TODAY)
    with pytest.raises(ResultsRecorded):
        papers.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY)


def test_strangers_read_only_what_is_public_of_a_published_paper(
    duty: FollowUp, paper: Paper, clerk: User, stranger: User, browser_of: SignIn, at_today: Any
) -> None:
    secret = Report(
        kind=ReportKind.NOTE, reported_on=TODAY, note="geheimvermerk", file_name="g.txt", data=b"x"
    )
    public = Report(kind=ReportKind.ANSWER, reported_on=TODAY, note="öffentliche antwort", is_public=True)
    kept = actions.report_on_duty(follow_up_id=duty.pk, report=secret, settles=False, by=clerk, on=TODAY)
    actions.report_on_duty(follow_up_id=duty.pk, report=public, settles=False, by=clerk, on=TODAY)
    file = reverse("papers:report-file", args=[kept.pk])
    assert browser_of(stranger).get(duty.get_absolute_url()).status_code == 404
    papers.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    page = browser_of(stranger).get(duty.get_absolute_url()).content.decode()
    assert "öffentliche antwort" in page
    assert "geheimvermerk" not in page
    assert browser_of(stranger).get(file).status_code == 404
    assert browser_of(clerk).get(file).content == b"x"


def test_the_file_of_a_report_is_known_to_the_backup(duty: FollowUp, clerk: User) -> None:
    report = Report(kind=ReportKind.PROOF, reported_on=TODAY, file_name="b.pdf", data=b"x")
    kept = actions.report_on_duty(follow_up_id=duty.pk, report=report, settles=False, by=clerk, on=TODAY)
    assert kept.content.name in paper_queries.stored_paths()


def test_the_page_takes_a_report_and_takes_it_back(
    duty: FollowUp, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(clerk)
    data = {"kind": "proof", "reported_on": "01.03.2026", "note": "liegt vor", "settles": "on"}
    file = SimpleUploadedFile("../bericht.pdf", b"%PDF")
    answer = client.post(duty.get_absolute_url(), {**data, "file": file}, follow=True)
    assert "liegt vor" in answer.content.decode()
    kept = duty.reports.get()
    assert kept.file_name == "bericht.pdf"
    client.post(reverse("papers:report-withdraw", args=[duty.pk, kept.pk]))
    assert not duty.reports.exists()


def test_the_pages_for_a_condition_and_a_term_work(
    condition: Condition, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(clerk)
    data = {"addressee": "Land NRW", "duty": "antworten", "kind": "demand", "due_on": "30.06.2024"}
    answer = client.post(reverse("papers:condition-duty", args=[condition.pk]), data, follow=True)
    assert "überfällig" in answer.content.decode()
    made = FollowUp.objects.get(condition=condition)
    term = reverse("papers:follow-up-term", args=[made.pk])
    answer = client.post(term, {**data, "due_on": "", "recurrence": "yearly"})
    assert "gehört ein erster Tag" in answer.content.decode()
    client.post(term, {**data, "due_on": "01.02.2027", "recurrence": "yearly"})
    made.refresh_from_db()
    assert (made.due_on, made.recurrence) == (date(2027, 2, 1), "yearly")


def test_everyone_sees_the_duties_of_published_papers_only(
    duty: FollowUp, paper: Paper, clerk: User, client: Client, at_today: Any
) -> None:
    address = reverse("papers:public-follow-ups")
    assert "die Eignung prüfen" not in client.get(address).content.decode()
    papers.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    assert "die Eignung prüfen" in client.get(address).content.decode()


def test_other_apps_ask_for_the_duties_of_papers(
    duty: FollowUp, paper: Paper, clerk: User, stranger: User
) -> None:
    assert [row.duty for row in queries.duties_of_papers([paper.pk], user=clerk, on=TODAY)] == [duty.duty]
    assert queries.duties_of_papers([paper.pk], user=stranger, on=TODAY) == []


# --- the weekly mail ---------------------------------------------------------------------------------------


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mail count as delivered; tests keep it in memory."""
    monkeypatch.setattr(digest, "mail_is_delivered", lambda: True)


@pytest.mark.usefixtures("delivered")
def test_the_mail_names_what_is_overdue_once_a_week(duty: FollowUp, clerk: User) -> None:
    actions.order_digest(user=clerk, address="https://allmende.example", on=TODAY)
    assert digest.send_digests(on=TODAY) == 1
    assert "01.02.2026: Verwaltung: die Eignung prüfen" in mail.outbox[0].body
    assert f"https://allmende.example{duty.get_absolute_url()}" in mail.outbox[0].body
    assert digest.send_digests(on=date(2026, 3, 7)) == 0
    assert digest.send_digests(on=date(2026, 3, 8)) == 1


@pytest.mark.usefixtures("delivered")
def test_nobody_gets_a_mail_that_says_nothing(paper: Paper, stranger: User, clerk: User) -> None:
    for user in (stranger, clerk):
        actions.order_digest(user=user, address="https://allmende.example", on=TODAY)
    assert digest.send_digests(on=TODAY) == 0


def test_the_mail_can_be_ordered_and_cancelled(
    duty: FollowUp, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    client = browser_of(clerk)
    client.post(reverse("papers:duty-digest"), {"aktion": "bestellen"})
    assert queries.digest_of(clerk) is not None
    client.post(reverse("papers:duty-digest"), {"aktion": "abbestellen"})
    assert queries.digest_of(clerk) is None


# --- roll calls --------------------------------------------------------------------------------------------


def test_a_roll_call_is_kept_and_replaced(paper: Paper, clerk: User) -> None:
    first, second = NamedVote("Anna A.", "X", RollCall.YES), NamedVote("Bernd B.", "", RollCall.NO)
    actions.record_roll_call(paper_id=paper.pk, votes=[first, second], by=clerk, on=TODAY)
    actions.record_roll_call(paper_id=paper.pk, votes=[second], by=clerk, on=TODAY)
    kept = Decision.objects.get(paper=paper).roll_call.get()
    assert (kept.name, kept.vote) == ("Bernd B.", "no")


def test_the_roll_call_form_names_the_line_it_cannot_read(
    paper: Paper, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    client, address = browser_of(clerk), reverse("papers:roll-call", args=[paper.pk])
    assert "Zeile 2" in client.post(address, {"votes": "A; X; ja\nB; X; vielleicht"}).content.decode()
    assert "Zeile 3" in client.post(address, {"votes": "A; X; ja\n\nA; X; nein"}).content.decode()
    page = client.post(address, {"votes": "A; X; ja\nB; enthaltung"}, follow=True).content.decode()
    assert "B: Enthaltung" in page
