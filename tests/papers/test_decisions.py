"""Results of decisions, what holds on a day, and the duties that follow."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from allmende.accounts.models import User
from allmende.pages.pdf import pdf
from allmende.papers import actions, demo
from allmende.papers.decisions import actions as decisions
from allmende.papers.decisions import queries
from allmende.papers.decisions.errors import DecidedInTheFuture, HoldsBeforeDecided, OnlyDecisionsHold
from allmende.papers.domain.follow_ups import FollowUpState, Recurrence, next_due
from allmende.papers.domain.outcomes import DecisionState, Outcome, state_told_by
from allmende.papers.dossier import Dossier
from allmende.papers.errors import ResultsRecorded
from allmende.papers.labels import LABELS
from allmende.papers.models import Decision, FollowUp, Paper
from allmende.papers.printing import dossier_for_print
from allmende.papers.views import PDF_TEMPLATE
from allmende.reading import PaperFacts
from allmende.reading import facts as f
from allmende.register import demo as register_demo
from allmende.register.domain import BodyView, NotAllowed
from tests.papers.factories import TODAY, a_paper, an_upload, facts_of

SignIn = Callable[[User], Client]
DECIDED = date(2026, 2, 24)
TAKEN = Outcome(state=DecisionState.TAKEN, decided_on=DECIDED, outcome="einstimmig", yes=46, no=0)


def decide(paper: Paper, by: User, on: date = TODAY, **changes: Any) -> Paper:
    outcome = Outcome(**{"state": DecisionState.TAKEN, "decided_on": DECIDED, **changes})
    return decisions.record_outcome(paper_id=paper.pk, outcome=outcome, by=by, on=on)


def holding(by: User | AnonymousUser, day: date) -> set[str]:
    return {row.paper.reference for row in queries.in_force(user=by, on=TODAY, day=day)}


# --- the rhythm of duties, the words of votes -----------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(Recurrence), st.integers(0, 4000))
def test_a_recurring_duty_is_due_after_the_day_and_in_its_rhythm(
    first: date, recurrence: Recurrence, days: int
) -> None:
    after = first + timedelta(days=days)
    due = next_due(first, recurrence, after)
    assert due > after
    assert due - after <= timedelta(days=366)
    assert next_due(first, recurrence, due - timedelta(days=1)) == due


def test_the_last_of_the_month_comes_back_after_a_short_one() -> None:
    first = date(2026, 1, 31)
    assert next_due(first, Recurrence.MONTHLY, first) == date(2026, 2, 28)
    assert next_due(first, Recurrence.MONTHLY, date(2026, 2, 28)) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("einstimmig beschlossen", DecisionState.TAKEN),
        ("mehrheitlich abgelehnt", DecisionState.REJECTED),
        ("zurückgestellt", DecisionState.POSTPONED),
        ("einstimmig", None),
        ("einstimmig empfohlen", None),
    ],
)
def test_only_clear_words_tell_the_result(words: str, state: DecisionState | None) -> None:
    assert state_told_by(words) is state


def test_each_code_has_its_own_label() -> None:
    kinds = {type(code) for code in LABELS}
    assert len(LABELS) == sum(len(list(kind)) for kind in kinds)


# --- results ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_result_is_kept_told_and_can_be_taken_back(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    decisions.record_outcome(paper_id=paper.pk, outcome=TAKEN, by=clerk, on=TODAY)
    decision = Decision.objects.get(paper=paper)
    assert (decision.state, decision.yes, decision.holds_from) == ("taken", 46, DECIDED)
    with pytest.raises(ResultsRecorded):
        actions.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    decisions.withdraw_outcome(paper_id=paper.pk, by=clerk, on=TODAY)
    decision.refresh_from_db()
    assert (decision.state, decision.decided_on, decision.yes) == ("proposed", None, None)
    actions.reopen_paper(paper_id=paper.pk, by=clerk, on=TODAY)


@pytest.mark.django_db
def test_a_result_that_cannot_be_is_refused(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    with pytest.raises(DecidedInTheFuture):
        decide(paper, clerk, decided_on=date(2026, 3, 2))
    with pytest.raises(OnlyDecisionsHold):
        decide(paper, clerk, state=DecisionState.REJECTED, effective_on=TODAY)
    with pytest.raises(HoldsBeforeDecided):
        decide(paper, clerk, effective_on=date(2026, 2, 23))
    assert Decision.objects.get(paper=paper).state == "proposed"


@pytest.mark.django_db
def test_who_may_not_confirm_may_not_record_a_result(
    town: BodyView, clerk: User, reader: User, stranger: User
) -> None:
    paper = a_paper(town, clerk)
    for person in (reader, stranger):
        with pytest.raises(NotAllowed):
            decide(paper, person)


@pytest.mark.django_db
def test_the_database_refuses_a_result_without_its_day(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(paper=paper).update(state="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(paper=paper).update(yes=3)


# --- what holds on a day ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_decision_holds_from_its_day_until_another_one_repeals_it(town: BodyView, clerk: User) -> None:
    old = decide(a_paper(town, clerk, "2025/3", "2024/1"), clerk, decided_on=date(2025, 12, 1))
    new = a_paper(town, clerk, "2026/17", "2025/3")
    assert holding(clerk, TODAY) == {"2025/3"}, "a proposal ends nothing"
    decide(new, clerk, effective_on=date(2026, 2, 26))
    assert holding(clerk, date(2025, 11, 30)) == set()
    assert holding(clerk, date(2025, 12, 1)) == {"2025/3"}
    assert holding(clerk, date(2026, 2, 25)) == {"2025/3"}
    assert holding(clerk, date(2026, 2, 26)) == {"2026/17"}
    (successor,) = queries.successors(old, [town.id])
    assert successor.is_repeal
    assert successor.since == date(2026, 2, 26)


@pytest.mark.django_db
def test_the_print_tells_what_became_of_a_decision(town: BodyView, clerk: User) -> None:
    old = decide(a_paper(town, clerk, "2025/3", "2024/1"), clerk, decided_on=date(2025, 12, 1), yes=46)
    decide(a_paper(town, clerk, "2026/17", "2025/3"), clerk)
    printed = dossier_for_print(Dossier(old, user=clerk, on=TODAY), address="")
    assert printed["header"][-2:] == [
        ["Stand des Beschlusses", "Beschlossen am 01.12.2025, 46 Ja."],
        [
            "Späterer Beschluss",
            "Aufgehoben ab 24.02.2026 durch 2026/17 Gemeinsame Brücke mit Beispieldorf.",
        ],
    ]
    assert pdf(PDF_TEMPLATE, printed).startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_gap_is_named_until_the_older_paper_comes(town: BodyView, clerk: User) -> None:
    decide(a_paper(town, clerk, "2026/17", "2025/3"), clerk)
    (gap,) = queries.gaps(user=clerk, on=TODAY, body_id=town.id)
    assert gap.label == "2025/3"
    decide(a_paper(town, clerk, "2025/3", "2024/1"), clerk, decided_on=date(2025, 12, 1))
    assert holding(clerk, TODAY) == {"2026/17"}, "the repeal reached the paper that came later"
    assert [gap.label for gap in queries.gaps(user=clerk, on=TODAY, body_id=town.id)] == ["2024/1"]


@pytest.mark.django_db
def test_strangers_see_what_holds_only_where_it_is_public(
    town: BodyView, clerk: User, stranger: User
) -> None:
    paper = decide(a_paper(town, clerk), clerk)
    for person in (stranger, AnonymousUser()):
        assert holding(person, TODAY) == set()
        assert queries.gaps(user=person, on=TODAY, body_id=None) == []
    actions.publish_paper(paper_id=paper.pk, by=clerk, on=TODAY)
    assert holding(AnonymousUser(), TODAY) == {"2026/17"}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_what_holds_takes_a_fixed_number_of_queries(
    town: BodyView,
    clerk: User,
    browser_of: SignIn,
    at_today: Any,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        decide(a_paper(town, clerk, f"2026/{number}", f"2025/{number}"), clerk)
    client = browser_of(clerk)
    for name in ("papers:in-force", "papers:follow-ups"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200


# --- duties ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_duty_is_done_dropped_and_opened_again(town: BodyView, clerk: User, reader: User) -> None:
    duty = a_duty(a_paper(town, clerk))
    with pytest.raises(NotAllowed):
        settle(duty, FollowUpState.DONE, reader)
    done = settle(duty, FollowUpState.DONE, clerk)
    assert (done.state, done.last_done_on) == ("done", TODAY)
    assert settle(duty, FollowUpState.PENDING, clerk).state == "pending"
    assert settle(duty, FollowUpState.DROPPED, clerk).state == "dropped"


@pytest.mark.django_db
def test_a_recurring_duty_that_is_done_is_due_again(town: BodyView, clerk: User) -> None:
    duty = a_duty(a_paper(town, clerk), recurrence="half_yearly")
    done = settle(duty, FollowUpState.DONE, clerk)
    assert (done.state, done.due_on) == ("pending", date(2026, 9, 1))
    again = settle(duty, FollowUpState.DONE, clerk)
    assert again.due_on == date(2027, 3, 1), "done ahead of its day, it skips that day"


def a_duty(paper: Paper, **values: Any) -> FollowUp:
    due = date(2026, 3, 1)
    return FollowUp.objects.create(
        decision=Decision.objects.get(paper=paper),
        order=90,
        duty="über den Stand zu berichten",
        addressee="Verwaltung",
        first_due_on=due,
        due_on=due,
        **values,
    )


def settle(duty: FollowUp, state: FollowUpState, by: User) -> FollowUp:
    return decisions.settle_follow_up(follow_up_id=duty.pk, state=state, by=by, on=TODAY)


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_result_is_entered_on_its_page_and_stands_in_the_dossier(
    town: BodyView, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    paper = a_paper(town, clerk)
    client = browser_of(clerk)
    page = reverse("papers:outcome", args=[paper.pk])
    assert "Entschieden am" in client.get(page).content.decode()
    typed = {"state": "taken", "decided_on": "31.02.2026", "yes": "46", "no": "0"}
    assert "ist kein Datum" in client.post(page, typed).content.decode()
    typed["decided_on"] = "24.02.2026"
    assert client.post(page, typed).headers["Location"] == paper.get_absolute_url()
    assert (
        "Beschlossen am 24.02.2026, 46 Ja, 0 Nein." in client.get(paper.get_absolute_url()).content.decode()
    )
    exported = json.loads(client.get(reverse("papers:paper-json", args=[paper.pk])).content)
    assert exported["decision"]["holds_from"] == "2026-02-24"
    assert client.get(reverse("papers:paper-pdf", args=[paper.pk])).content.startswith(b"%PDF")
    listed = client.get(reverse("papers:in-force")).content.decode()
    assert "Gemeinsame Brücke" in listed
    earlier = client.get(reverse("papers:in-force"), {"am": "2026-02-23"}).content.decode()
    assert "Nichts gefunden" in earlier


@pytest.mark.django_db
def test_strangers_get_neither_the_form_nor_the_duties(
    town: BodyView, clerk: User, stranger: User, browser_of: SignIn, at_today: Any
) -> None:
    duty = a_duty(a_paper(town, clerk))
    client = browser_of(stranger)
    for name in ("papers:outcome", "papers:outcome-withdraw"):
        assert client.post(reverse(name, args=[duty.decision.paper_id])).status_code == 404
    assert client.post(reverse("papers:settle", args=[duty.pk]), {"stand": "done"}).status_code == 404
    assert duty.duty not in client.get(reverse("papers:follow-ups")).content.decode()
    assert duty.duty in browser_of(clerk).get(reverse("papers:follow-ups")).content.decode()


@pytest.mark.django_db
def test_a_day_that_cannot_be_read_is_said_so(clerk: User, browser_of: SignIn, at_today: Any) -> None:
    page = browser_of(clerk).get(reverse("papers:in-force"), {"am": "gestern"})
    assert page.status_code == 200
    assert "„gestern“ ist kein Datum" in page.content.decode()


# --- from the reader to the dossier ------------------------------------------------------------------------


def found_besides() -> PaperFacts:
    """Return the facts of the usual paper, with everything that papers state besides."""
    facts = facts_of()
    place = facts.resolution[0].place
    return replace(
        facts,
        votes=(f.VoteFact("mehrheitlich beschlossen", 30, 12, None, place, 0.95),),
        conditions=(f.ConditionFact("mit der Maßgabe, dass Beispieldorf mitzahlt", place, 0.95),),
        duties=(f.DutyFact("Verwaltung", "zu berichten", date(2026, 6, 30), place, 0.95),),
        finance=(f.FinanceFact(f.FinanceField.SACHKONTO, "549900", place, 0.95),),
        impacts=(f.ImpactFact(f.ImpactTopic.KLIMA, "keine", place, 0.95),),
    )


@pytest.mark.django_db
def test_what_a_paper_states_besides_is_reviewed_confirmed_and_exported(
    town: BodyView, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    draft = actions.store_draft(upload=an_upload(facts=found_besides()), body=town, by=clerk, on=TODAY)
    client = browser_of(clerk)
    review = client.get(draft.get_absolute_url()).content.decode()
    for key in ("votes", "conditions", "duties", "finance", "impacts"):
        assert f'href="#stelle-{key}-0"' in review, key
    paper = actions.confirm_draft(draft_id=draft.pk, by=clerk, on=TODAY)
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "mehrheitlich beschlossen (30 Ja, 12 Nein)" in page
    exported = json.loads(client.get(reverse("papers:paper-json", args=[paper.pk])).content)
    assert exported["conditions"] == [{"text": "mit der Maßgabe, dass Beispieldorf mitzahlt"}]
    assert exported["duties"][0]["due"] == "2026-06-30"
    assert exported["finance"] == [{"field": "sachkonto", "value": "549900"}]
    assert exported["impacts"] == [{"topic": "klima", "text": "keine"}]
    first = client.get(reverse("papers:outcome", args=[paper.pk])).context["form"].initial
    assert (first["state"], first["yes"]) == (DecisionState.TAKEN, 30)


@pytest.mark.django_db
def test_a_name_of_two_bodies_is_exported_with_both(
    town: BodyView, clerk: User, browser_of: SignIn, at_today: Any
) -> None:
    paper = a_paper(town, clerk)
    exported = json.loads(browser_of(clerk).get(reverse("papers:paper-json", args=[paper.pk])).content)
    named = {each["name"]: each for each in exported["register"]}
    assert named["Kreis Probe"]["confidence"] == 1.0
    assert named["Probe"]["confidence"] == 0.5
    assert len(named["Probe"]["bodies"]) == 2


# --- a matter through time -------------------------------------------------------------------------------


def test_the_demo_shows_what_held_before_and_after_the_repeal(client: Client, db: None) -> None:
    register_demo.load({}, on=TODAY, at=datetime(2026, 1, 1, tzinfo=UTC))
    address = demo.load(on=TODAY)["leverkusen.json"]
    before = client.get(f"{address}geltung/?am=15.12.2024").content.decode()
    after = client.get(f"{address}geltung/?am=16.12.2024").content.decode()
    assert "Am 15.12.2024 gelten 2 Beschlüsse: 2021/1121" in before
    assert "Am 16.12.2024 gilt: 2024/3092" in after
    assert "Aufgehoben ab 16.12.2024 durch 2024/3092" in after


def test_what_a_stranger_may_not_see_ends_a_resolution_without_its_name(
    town: BodyView, clerk: User, stranger: User, browser_of: SignIn, at_today: Any
) -> None:
    old = decide(a_paper(town, clerk, "2025/3", "2024/1"), clerk, decided_on=date(2025, 12, 1))
    actions.publish_paper(paper_id=old.pk, by=clerk, on=TODAY)
    decide(a_paper(town, clerk), clerk)
    page = browser_of(stranger).get(reverse("papers:matter", args=[old.pk]))
    assert "Aufgehoben ab 24.02.2026." in page.content.decode()
    assert "2026/17" not in page.content.decode()
