"""Numbers of cases come from released statistics, as numbers, and never small ones."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.funding.actions.caseloads import CaseloadEntry, enter_caseload
from allmende.funding.comparison_page import provider_rows
from allmende.funding.domain.caseload import caseload_problems
from allmende.funding.errors import CaseloadRefused
from allmende.funding.models import Caseload
from allmende.funding.standing import standing_of
from allmende.register.domain import BodyView, NotAllowed
from tests.funding.factories import TODAY, a_matter, a_report
from tests.funding.test_actions import released

Bodies = dict[str, BodyView]
STICHTAG, RELEASED = date(2025, 10, 31), date(2025, 12, 1)


def entry(cases: int = 217, reference: str = "Freigabe 2025-12, Tabelle 3") -> CaseloadEntry:
    return CaseloadEntry(STICHTAG, cases, reference, RELEASED)


def test_a_number_of_cases_gives_cases_per_post_and_a_later_entry_replaces_it(bodies: Bodies) -> None:
    matter = a_matter(bodies)
    released(matter.agreement.pk)
    enter_caseload(forwarding_id=matter.agreement.pk, entry=entry(200), by=None, on=TODAY)
    enter_caseload(forwarding_id=matter.agreement.pk, entry=entry(), by=None, on=TODAY)
    (row,) = provider_rows(standing_of(matter.grant, on=TODAY))
    assert (row.cases, row.cases_per_post) == (217, "36,2")
    assert a_report().reported_on < STICHTAG


@pytest.mark.parametrize(
    ("cases", "reference", "told"),
    [
        (3, "Freigabe", "Zahlen von 1 bis 4"),
        (-1, "Freigabe", "nie negativ"),
        (20, " ", "Nennen Sie die Freigabe"),
    ],
)
def test_numbers_that_no_statistics_release_are_refused(
    bodies: Bodies, cases: int, reference: str, told: str
) -> None:
    matter = a_matter(bodies)
    with pytest.raises(CaseloadRefused, match=told):
        enter_caseload(forwarding_id=matter.agreement.pk, entry=entry(cases, reference), by=None, on=TODAY)
    assert not Caseload.objects.exists()


def test_the_database_itself_refuses_small_numbers(bodies: Bodies) -> None:
    row = {"key_date": STICHTAG, "released_on": RELEASED, "reference": "Freigabe"}
    agreement = a_matter(bodies).agreement
    with pytest.raises(IntegrityError), transaction.atomic():
        Caseload.objects.create(forwarding=agreement, cases=4, **row)


def test_days_in_the_future_and_releases_before_the_key_date_are_refused() -> None:
    assert caseload_problems(STICHTAG, 20, "F", RELEASED, TODAY) == []
    assert "liegt vor dem Stichtag" in caseload_problems(RELEASED, 20, "F", STICHTAG, TODAY)[0]
    assert "nicht nach heute" in caseload_problems(STICHTAG, 20, "F", date(2026, 4, 1), TODAY)[0]


def test_the_form_enters_it_and_a_provider_may_not(bodies: Bodies, clerk: User, provider_clerk: User) -> None:
    agreement = a_matter(bodies).agreement
    url = reverse("funding:new-caseload", args=[agreement.pk])
    told = {"key_date": "2025-10-31", "cases": "3", "reference": "Freigabe 3", "released_on": "2025-12-01"}
    client = Client()
    client.force_login(clerk)
    assert "Zahlen von 1 bis 4" in client.post(url, told).content.decode()
    page = client.post(url, {**told, "cases": "72"}, follow=True).content.decode()
    assert "Freigabe 3" in page
    assert "72" in page
    with pytest.raises(NotAllowed):
        enter_caseload(forwarding_id=agreement.pk, entry=entry(), by=provider_clerk, on=TODAY)
