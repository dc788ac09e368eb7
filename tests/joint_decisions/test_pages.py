"""Every page of a matter answers for those who may, and is not there for others."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.joint_decisions import actions
from allmende.joint_decisions.domain import ResultKind, Visibility
from allmende.joint_decisions.models import JointDecision, Partner
from allmende.joint_decisions.states import Station
from tests.joint_decisions.factories import NOW, RESOLVED, a_go, a_result
from tests.papers.factories import TODAY

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("at_today")
PAGES = ("", "text/", "karte/", "zeit/", "blatt.pdf", "termine.ics", "?format=csv", "?format=xlsx")
LEAD_PAGES = (
    "angaben/",
    "schwelle/",
    "partner/neu/",
    "partner/{partner}/bedingungen/",
    "partner/{partner}/ausscheiden/",
)


@pytest.fixture
def filled(matter: JointDecision, partner: Partner) -> JointDecision:
    go = a_go(partner, stations=(Station("Rat", date(2026, 3, 17), True),), visibility=Visibility.PUBLIC)
    a_result(go, ResultKind.AMENDED, text=RESOLVED.replace("jährlich", "zweimal im Jahr"))
    return matter


@pytest.mark.parametrize("page", [*PAGES, "partner/{partner}/"])
def test_who_takes_part_reads_every_page(
    filled: JointDecision, partner: Partner, lead: User, browser_of: BrowserOf, page: str
) -> None:
    address = f"/gemeinsame-beschluesse/{filled.pk}/{page.format(partner=partner.pk)}"
    assert browser_of(lead).get(address).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "partner/{partner}/", *LEAD_PAGES])
def test_for_a_stranger_there_is_nothing(
    filled: JointDecision, partner: Partner, stranger: User, browser_of: BrowserOf, page: str
) -> None:
    address = f"/gemeinsame-beschluesse/{filled.pk}/{page.format(partner=partner.pk)}"
    assert browser_of(stranger).get(address).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "partner/{partner}/"])
def test_the_public_link_reads_and_ends_when_it_is_revoked(
    filled: JointDecision, partner: Partner, client: Client, page: str
) -> None:
    secret = actions.open_link(matter_id=filled.pk, by=None, on=TODAY, at=NOW)
    address = f"/gemeinsame-beschluesse/link/{secret}/{page.format(partner=partner.pk)}"
    assert client.get(address).status_code == 200
    actions.revoke_link(matter_id=filled.pk, by=None, on=TODAY, at=NOW)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", LEAD_PAGES)
def test_only_the_lead_changes_the_matter(
    filled: JointDecision, partner: Partner, lead: User, clerk: User, browser_of: BrowserOf, page: str
) -> None:
    address = f"/gemeinsame-beschluesse/{filled.pk}/{page.format(partner=partner.pk)}"
    assert browser_of(lead).get(address).status_code == 200
    assert browser_of(clerk).get(address).status_code == 404


def test_the_changed_sentence_is_shown_word_by_word(
    filled: JointDecision, partner: Partner, clerk: User, browser_of: BrowserOf
) -> None:
    page = browser_of(clerk).get(f"/gemeinsame-beschluesse/{filled.pk}/partner/{partner.pk}/")
    html = page.content.decode()
    assert "Kern geändert: 1 Satz geändert" in html
    assert "jährlich <span" in html
    assert "zweimal im Jahr <span" in html


def test_filters_sort_and_search_the_board(filled: JointDecision, clerk: User, browser_of: BrowserOf) -> None:
    def names(query: str) -> list[str]:
        page: Any = browser_of(clerk).get(f"/gemeinsame-beschluesse/{filled.pk}/?{query}")
        return [row.name for row in page.context["table"].page.object_list]

    assert names("") == ["Gemeinde Beispieldorf", "Stadt Musterstadt"]
    assert names("sort=-name") == ["Stadt Musterstadt", "Gemeinde Beispieldorf"]
    assert names("stand=amended_changed") == ["Stadt Musterstadt"]
    assert names("q=beispiel") == ["Gemeinde Beispieldorf"]
    assert names("hinweis=offen") == ["Gemeinde Beispieldorf"]
    assert names("stand=erfunden") == ["Gemeinde Beispieldorf", "Stadt Musterstadt"]
