"""Mails before notice days and reviews: in time, once, to those who asked and may still see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from allmende.accounts.models import User
from allmende.catalog import deadline_mails
from allmende.catalog.deadline_mails import order_mails, send_mails
from allmende.catalog.deadlines import DueDay, to_tell
from allmende.catalog.models import DeadlineMail, Product, Subscription
from allmende.catalog.suitability.domain import ReviewOutcome
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.models import Paper
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.models import Membership
from tests.catalog.factories import an_interest, moved
from tests.catalog.suitability.factories import a_complete_review, decided
from tests.papers.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]
NOTICE = date(2027, 6, 30)
DECIDE = date(2027, 4, 1)
"""90 days before the last day for notice."""
DAY = timedelta(days=1)


@pytest.fixture
def ordered(product: Product, town: BodyView, paper: Paper) -> Subscription:
    states = (TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED)
    return moved(an_interest(product, town), *states, paper=paper)


@pytest.fixture
def reminded(clerk: User, town: BodyView, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(deadline_mails, "mail_is_delivered", lambda: True)
    order_mails(user=clerk, body=town, address="https://probe.example", on=TODAY)
    return clerk


def told_on(*days: date) -> list[str]:
    """Return what mails of these days say, one text for each mail."""
    mail.outbox.clear()
    for each in days:
        send_mails(on=each)
    return [str(each.body) for each in mail.outbox]


def test_a_day_is_told_two_weeks_ahead_and_when_it_is_here() -> None:
    due = DueDay("u", date(2027, 6, 30), "Kündigung", "/")
    every = [date(2027, 6, 1) + timedelta(days=number) for number in range(40)]
    told = [on for on in every if to_tell([due], after=on - DAY, on=on)]
    assert told == [date(2027, 6, 16), date(2027, 6, 30)]
    assert to_tell([due], after=date(2027, 6, 10), on=date(2027, 6, 20)) == [due]  # the queue stood still


def test_the_last_day_for_notice_is_mailed_in_time_and_once(ordered: Subscription, reminded: User) -> None:
    told_on(NOTICE - 16 * DAY)
    days = (NOTICE - 15 * DAY, NOTICE - 14 * DAY, NOTICE - 13 * DAY, NOTICE)
    quiet, early, again, late = (told_on(each) for each in days)
    assert (quiet, again) == ([], [])
    for said in (early, late):
        assert len(said) == 1
        assert "30.06.2027: Letzter Tag für die Kündigung von Finanzsoftware Probe" in said[0]
        assert f"https://probe.example/leistungen/abnahme/{ordered.pk}/" in said[0]
    assert mail.outbox[0].to == [reminded.email]


def test_the_day_to_decide_is_mailed(ordered: Subscription, reminded: User) -> None:
    assert "01.04.2027: Über Finanzsoftware Probe entscheiden" in "".join(told_on(DECIDE - DAY, DECIDE))


def test_the_next_review_is_mailed(product: Product, town: BodyView, reminded: User) -> None:
    decided(a_complete_review(town), outcome=ReviewOutcome.WATCH, next_due_on=date(2028, 3, 1))
    said = told_on(date(2028, 2, 29) - 14 * DAY, date(2028, 3, 1))
    assert "01.03.2028: Eignung prüfen: Finanzsoftware" in said[-1]


def test_who_has_left_is_told_no_more(ordered: Subscription, reminded: User) -> None:
    Membership.objects.filter(user=reminded).update(valid=(date(2020, 1, 1), date(2026, 6, 1)))
    assert told_on(NOTICE) == []
    assert not DeadlineMail.objects.exists()


def test_strangers_are_not_told(stranger: User, town: BodyView, browser_of: SignedIn) -> None:
    with pytest.raises(NotAllowed):
        order_mails(user=stranger, body=town, address="", on=TODAY)
    assert browser_of(stranger).post(f"/leistungen/kommune/{town.key}/erinnern/").status_code == 404


def test_mails_are_ordered_and_ended_on_the_page(clerk: User, town: BodyView, browser_of: SignedIn) -> None:
    browser = browser_of(clerk)
    page = f"/leistungen/kommune/{town.key}/"
    answer = browser.post(f"{page}erinnern/", follow=True).content.decode()
    assert f"eine E-Mail an {clerk.email}" in answer
    assert "Erinnerung abbestellen" in answer
    assert DeadlineMail.objects.get().address == "http://testserver"
    assert (
        "keine Erinnerungen mehr"
        in browser.post(f"{page}erinnern/", {"stop": "1"}, follow=True).content.decode()
    )
    assert not DeadlineMail.objects.exists()
