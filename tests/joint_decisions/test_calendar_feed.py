"""One subscribed calendar per person: its matters, its papers, its duties; never more than its pages show."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from allmende.accounts.models import User
from allmende.joint_decisions import actions, partner_actions
from allmende.joint_decisions.domain import Visibility
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.states import Station
from allmende.papers import feeds
from allmende.papers.models import FollowUp
from allmende.register.domain import BodyView
from tests.joint_decisions.factories import NOW, a_go, partner_of
from tests.papers.factories import TODAY, a_paper

pytestmark = pytest.mark.usefixtures("at_today")
TOWN_DAY, VILLAGE_DAY, DEADLINE = date(2026, 3, 17), date(2026, 3, 19), date(2026, 6, 30)


@pytest.fixture
def dated(matter: JointDecision, town: BodyView, village: BodyView) -> JointDecision:
    """The matter with a deadline and a day of each partner's council."""
    entry = actions.MatterEntry(title="Standesamt", deadline_on=DEADLINE)
    actions.change_matter(matter_id=matter.pk, entry=entry, version=matter.version, by=None, on=TODAY)
    for body, day in ((town, TOWN_DAY), (village, VILLAGE_DAY)):
        a_go(partner_of(matter, body), stations=(Station("Rat", day, True),))
    return matter


def days(user: User) -> dict[date, str]:
    """Return what a calendar program gets, without signing in."""
    answer = Client().get(reverse("papers:feed", args=[feeds.create_feed(user=user)]))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {event.decoded("dtstart"): str(event["summary"]) for event in events}


def test_who_leads_has_the_days_of_all_partners(dated: JointDecision, lead: User) -> None:
    assert days(lead) == {
        TOWN_DAY: "Stadt Musterstadt, Rat: Standesamt",
        VILLAGE_DAY: "Gemeinde Beispieldorf, Rat: Standesamt",
        DEADLINE: "Frist: Standesamt",
    }


def test_a_partner_has_its_own_days_and_the_deadline(dated: JointDecision, villager: User) -> None:
    assert set(days(villager)) == {VILLAGE_DAY, DEADLINE}


def test_a_public_matter_of_others_is_in_nobodys_calendar(dated: JointDecision, stranger: User) -> None:
    actions.set_published(matter_id=dated.pk, is_published=True, by=None, on=TODAY)
    assert days(stranger) == {}


def test_a_partner_that_has_left_gets_no_more_days(
    dated: JointDecision, village: BodyView, villager: User
) -> None:
    partner = partner_of(dated, village)
    actions.leave(partner_id=partner.pk, body=village, last_day=date(2026, 2, 28), by=None, on=TODAY, at=NOW)
    assert days(villager) == {}


def test_what_another_partner_keeps_to_itself_is_not_in_the_leads_calendar(
    matter: JointDecision, town: BodyView, clerk: User, lead: User
) -> None:
    go = a_go(partner_of(matter, town), visibility=Visibility.OWN, stations=(Station("Rat", TOWN_DAY, True),))
    assert go.pk
    assert days(lead) == {}
    assert TOWN_DAY in days(clerk)


def test_the_consultations_of_an_own_paper_come_once(
    matter: JointDecision, town: BodyView, clerk: User
) -> None:
    go = a_go(partner_of(matter, town), by=clerk)
    paper = a_paper(town, clerk)
    partner_actions.attach_paper(decision_id=go.pk, paper_id=paper.pk, by=clerk, on=TODAY)
    assert days(clerk)[TOWN_DAY] == "Rat: Gemeinsame Brücke mit Beispieldorf"
    answer = Client().get(reverse("papers:feed", args=[feeds.create_feed(user=clerk)]))
    assert answer.content.count(b"BEGIN:VEVENT") == 2


def test_days_on_which_own_duties_are_due_are_in_the_calendar(town: BodyView, clerk: User) -> None:
    paper = a_paper(town, clerk)
    due = date(2026, 12, 1)
    FollowUp.objects.create(
        decision=paper.decision,
        order=0,
        duty="berichten",
        addressee="Verwaltung",
        first_due_on=due,
        due_on=due,
    )
    assert days(clerk)[due] == "Verwaltung: berichten"
