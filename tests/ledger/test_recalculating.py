"""The form that recalculates: another number, clause or assumption posts the difference with its cause."""

import re
from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.ledger.models import Calculation, Posting
from allmende.register.domain import BodyView, Role
from tests.ledger.factories import TOWN, a_calculation
from tests.papers.factories import a_member

Bodies = dict[str, BodyView]
INPUTS = {
    "on": "2025-01-01",
    "known": "2024-12-20",
    "wert_case_management_posts": "6",
    "wert_employer_gross": "80000",
    "wert_total_cost": "651895.80",
    "wert_forwarding_contract": "own_share",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(calculation: Calculation) -> str:
    return f"/buchungen/berechnungen/{calculation.pk}/neu-rechnen/"


def previewed(client: Client, calculation: Calculation, **changes: str) -> tuple[dict[str, str], str]:
    """Send the form for a preview; return what the page would send back to post it, and the page."""
    sent = {**INPUTS, **changes}
    page = client.post(address_of(calculation), {**sent, "action": "preview"}).content.decode()
    hidden = dict(re.findall(r'name="(based_on|seen)" value="([^"]*)"', page))
    return {**sent, **hidden}, page


def sums() -> dict[str, int]:
    found: dict[str, int] = {}
    for rule, cents in Posting.objects.values_list("rule", "cents"):
        found[rule] = found.get(rule, 0) + cents
    return found


def test_the_form_starts_with_what_was_posted(bodies: Bodies, treasurer: User) -> None:
    calculation = a_calculation(bodies)
    page = signed_in(treasurer).get(address_of(calculation)).content.decode()
    assert 'value="651895.80"' in page
    assert "Vorlage 2024/3092" in page
    assert "Recht: 57.000,00 EUR" in page


@pytest.mark.parametrize(
    ("changes", "grant", "share", "cause"),
    [
        ({"wert_case_management_posts": "5"}, 2 * 28_500_000, 36_689_580, "Stellen im Case Management"),
        ({"wert_forwarding_contract": "none"}, 2 * 34_200_000, 0, "Klausel zum Eigenanteil"),
        (
            {"recht_kim_case_management_cap": "60000"},
            2 * 36_000_000,
            29_189_580,
            "Förderung je Stelle im Case Management",
        ),
    ],
    ids=["posts", "clause", "grant per post"],
)
def test_a_change_is_shown_and_then_posted_as_a_difference(
    bodies: Bodies, treasurer: User, changes: dict[str, str], grant: int, share: int, cause: str
) -> None:
    calculation = a_calculation(bodies)
    client = signed_in(treasurer)
    sent, page = previewed(client, calculation, **changes)
    assert cause in page
    assert Posting.objects.count() == 3
    answer = client.post(address_of(calculation), {**sent, "action": "post", "reason": "Ratsbeschluss"})
    assert answer.status_code == 302
    assert (sums()["kim_forwarded_grant"], sums()["kim_city_share"]) == (grant, share)
    corrections = Posting.objects.filter(version__number=2)
    assert corrections
    for posting in corrections:
        assert posting.kind == "korrektur"
        assert cause in " ".join(posting.causes)


def test_what_was_changed_after_the_preview_is_shown_again_before_it_is_posted(
    bodies: Bodies, treasurer: User
) -> None:
    calculation = a_calculation(bodies)
    client = signed_in(treasurer)
    sent, _page = previewed(client, calculation, wert_case_management_posts="5")
    changed = {**sent, "wert_case_management_posts": "1", "action": "post", "reason": "Bescheid"}
    page = client.post(address_of(calculation), changed).content.decode()
    assert "Noch nichts gebucht" in page
    assert Posting.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"wert_case_management_posts": "-1"}, "negativ"),
        ({"wert_case_management_posts": "sechs"}, "keine Zahl"),
        ({"wert_total_cost": "651,895.80"}, "mischt Punkt und Komma"),
        ({"wert_total_cost": "651895.80 person"}, "Einheit"),
        ({"on": "1999-01-01"}, "gilt am"),
        ({"recht_kim_case_management_cap": "viel"}, "keine Zahl"),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_is_posted(
    bodies: Bodies, treasurer: User, changes: dict[str, str], told: str
) -> None:
    calculation = a_calculation(bodies)
    client = signed_in(treasurer)
    answer = client.post(address_of(calculation), {**INPUTS, **changes, "action": "post", "reason": "x"})
    assert answer.status_code == 200
    form: Any = answer.context["form"]
    assert told in str(form.errors)
    assert Posting.objects.count() == 3


def test_a_reason_is_needed(bodies: Bodies, treasurer: User) -> None:
    calculation = a_calculation(bodies)
    client = signed_in(treasurer)
    sent, _page = previewed(client, calculation, wert_case_management_posts="5")
    page = client.post(address_of(calculation), {**sent, "action": "post", "reason": " "}).content.decode()
    assert "Nennen Sie den Beleg oder den Grund" in page
    assert Posting.objects.count() == 3


def test_a_clerk_sees_the_preview_and_posts_nothing(bodies: Bodies, clerk: User) -> None:
    calculation = a_calculation(bodies)
    client = signed_in(clerk)
    _sent, page = previewed(client, calculation, wert_case_management_posts="5")
    assert "285.000,00" in page
    assert "Unterschied buchen" not in page


def test_readers_may_not_and_strangers_find_nothing(bodies: Bodies, stranger: User) -> None:
    calculation = a_calculation(bodies)
    reader = a_member(bodies[TOWN], Role.READER)
    assert signed_in(reader).get(address_of(calculation)).status_code == 403
    assert signed_in(stranger).get(address_of(calculation)).status_code == 404
    assert Client().get(address_of(calculation)).status_code == 302


def test_publishing_opens_the_reasons_to_everybody(bodies: Bodies, treasurer: User, clerk: User) -> None:
    calculation = a_calculation(bodies)
    address = f"/buchungen/berechnungen/{calculation.pk}/sichtbarkeit/"
    assert signed_in(clerk).post(address, {"published": "1"}).status_code == 403
    signed_in(treasurer).post(address, {"published": "1"})
    assert Client().get(calculation.get_absolute_url()).status_code == 200
    signed_in(treasurer).post(address, {"published": "0"})
    assert Client().get(calculation.get_absolute_url()).status_code == 404
