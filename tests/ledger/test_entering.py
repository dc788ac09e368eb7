"""New calculations and postings by hand, from their forms."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.ledger.models import Calculation, Posting
from allmende.register.domain import BodyView
from tests.ledger.factories import LAND, PROVIDER, TOWN

Bodies = dict[str, BodyView]


@pytest.fixture
def at_treasurer(treasurer: User) -> Client:
    client = Client()
    client.force_login(treasurer)
    return client


def setup(bodies: Bodies, **changes: str) -> dict[str, str]:
    return {
        "body": str(bodies[TOWN].id),
        "title": "Integration 2025",
        "kind": "plan",
        "first": "2025-01-01",
        "last": "2025-12-31",
        "rule1": "kim_forwarded_grant",
        "payer1": LAND,
        "payee1": "Musterstadt",
        "rule2": "kim_forwarded_grant",
        "payer2": TOWN,
        "payee2": PROVIDER,
        "passed2": "on",
        **changes,
    }


def address_with(setup: dict[str, str]) -> str:
    return f"/buchungen/berechnungen/neu/?{urlencode(setup)}"


CASE = {
    "on": "2025-01-01",
    "known": "2025-01-01",
    "wert_case_management_posts": "6",
    "wert_employer_gross": "80000",
    "wert_total_cost": "651895.80",
    "reason": "Bescheid",
}


def test_a_calculation_is_opened_in_two_steps(bodies: Bodies, at_treasurer: Client) -> None:
    address = address_with(setup(bodies))
    assert "Stellen im Case Management" in at_treasurer.get(address).content.decode()
    answer = at_treasurer.post(address, CASE)
    assert answer.status_code == 302, answer.context["form"].errors
    calculation = Calculation.objects.get()
    assert answer["Location"] == calculation.get_absolute_url()
    assert list(Posting.objects.values_list("cents", flat=True)) == [34_200_000, 34_200_000]
    again = at_treasurer.get(address).content.decode()
    assert "schon eine Berechnung mit diesem Titel" in again


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"payee1": "Nirgendwo"}, "steht nicht im Register"),
        ({"payee1": "Probe"}, "Mehrere heißen"),
        ({"payer2": ""}, "Ergänzen Sie diese Angabe"),
        ({"last": "2024-12-31"}, "vor dem ersten"),
    ],
)
def test_a_wrong_setup_is_told_and_asks_no_numbers(
    bodies: Bodies, at_treasurer: Client, changes: dict[str, str], told: str
) -> None:
    answer = at_treasurer.get(address_with(setup(bodies, **changes)))
    assert told in answer.content.decode()
    assert "form" not in answer.context or "Die Zahlen" not in answer.content.decode()


def test_an_uneven_chain_is_refused_with_its_amounts(bodies: Bodies, at_treasurer: Client) -> None:
    wrong = setup(bodies, rule2="", payer2="", payee2="", rule1="kim_forwarded_grant", passed1="on")
    page = at_treasurer.post(address_with(wrong), CASE).content.decode()
    assert "die Kette geht nicht auf" in page
    assert not Calculation.objects.exists()


def entered(bodies: Bodies, **changes: str) -> dict[str, Any]:
    return {
        "body": str(bodies[TOWN].id),
        "payer": LAND,
        "payee": TOWN,
        "amount": "1200,50",
        "kind": "ist",
        "first": "2025-01-01",
        "last": "2025-03-31",
        "document": "Bescheid vom 3.2.2025",
        **changes,
    }


def test_a_posting_is_entered_and_taken_back_by_its_opposite(bodies: Bodies, at_treasurer: Client) -> None:
    at_treasurer.post("/buchungen/neu/", entered(bodies))
    posting = Posting.objects.get()
    assert (posting.cents, posting.kind) == (120_050, "ist")
    cancel = f"/buchungen/{posting.pk}/zuruecknehmen/"
    assert "Buchung zurücknehmen" in at_treasurer.get(posting.get_absolute_url()).content.decode()
    at_treasurer.post(cancel, {"reason": ""})
    assert Posting.objects.count() == 1
    at_treasurer.post(cancel, {"reason": "doppelt erfasst"})
    assert sum(Posting.objects.values_list("cents", flat=True)) == 0
    at_treasurer.post(cancel, {"reason": "noch einmal"})
    assert Posting.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amount": "1,0051"}, "Bruchteile eines Cents"),
        ({"amount": "0"}, "über 0,00"),
        ({"amount": "-5"}, "negativ"),
        ({"payee": LAND}, "zwei verschiedene"),
        ({"document": ""}, "Beleg"),
    ],
)
def test_a_wrong_posting_is_told_and_not_entered(
    bodies: Bodies, at_treasurer: Client, changes: dict[str, str], told: str
) -> None:
    assert told in at_treasurer.post("/buchungen/neu/", entered(bodies, **changes)).content.decode()
    assert not Posting.objects.exists()


def test_who_keeps_no_books_cannot_enter_anything(bodies: Bodies, clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    for address in ("/buchungen/neu/", "/buchungen/berechnungen/neu/"):
        assert "Sie führen keine Bücher" in client.get(address).content.decode()
    client.post("/buchungen/neu/", entered(bodies))
    assert not Posting.objects.exists()
