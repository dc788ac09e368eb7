"""Regions, organisations, roles and agreements: who keeps them, and that two people always take part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allmende.accounts.models import User
from allmende.cases.encryption import KeyFile
from allmende.cases.models import Agreement, Assignment, Organisation
from allmende.cases.planes import CASES
from allmende.register.domain import Role as BodyRole
from allmende.register.queries import body_by_key
from tests.cases.pages.conftest import Desk
from tests.funding.factories import TOWN
from tests.papers.factories import a_member

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES])
SignIn = Callable[[User], Client]
DAY = timezone.localdate()


def url(name: str, *parts: object) -> str:
    return reverse(f"cases:{name}", args=parts)


def test_the_installation_makes_a_region_with_a_key_of_its_own(desk: Desk, signed_in: SignIn) -> None:
    boss = signed_in(User.objects.create(email="boss@probe.example", is_staff=True))
    twice = boss.post(url("new-region"), {"body": desk.cast.region.key}).content.decode()
    assert "Diese Region gibt es schon." in twice
    before = set(KeyFile.read(settings.CASE_KEY_FILE).keys)
    made = boss.post(url("new-region"), {"body": "05999012"}, follow=True).content.decode()
    assert "Die Region ist angelegt" in made
    assert set(KeyFile.read(settings.CASE_KEY_FILE).keys) == before | {"05999012"}


def test_the_coordination_gives_roles_to_others_in_its_region_only(desk: Desk, signed_in: SignIn) -> None:
    client, region = signed_in(desk.coordination.user), desk.cast.region.pk
    User.objects.create(email="new@town.example", name="Neue Kollegin")
    told = {
        "organisation": desk.cast.town.pk,
        "email": "new@town.example",
        "role": "case_manager",
        "first": DAY,
        "reason": "Stellenplan",
    }
    assert client.post(url("new-assignment", region), told).status_code == 302
    made = Assignment.objects.get(user__email="new@town.example")
    assert made.given_by == desk.coordination.user
    again = client.post(url("new-assignment", region), told).content.decode()
    assert "hat die Aufgabe in der Zeit schon" in again
    own = client.post(url("new-assignment", region), {**told, "email": desk.coordination.user.email})
    assert "Niemand gibt sich selbst eine Aufgabe" in own.content.decode()
    unknown = client.post(url("new-assignment", region), {**told, "email": "x@y.example"}).content.decode()
    assert "Laden Sie die Person zuerst ein" in unknown
    late = {**told, "email": "new@town.example", "last": DAY - timedelta(days=1)}
    assert "liegt vor dem ersten" in client.post(url("new-assignment", region), late).content.decode()
    page = client.get(url("region", region)).content.decode()
    assert "Neue Kollegin" in page
    client.post(url("end-assignment", region, made.pk))
    made.refresh_from_db()
    assert made.valid.upper == DAY
    for name in ("region", "new-organisation", "new-assignment", "new-agreement"):
        assert client.get(url(name, desk.cast.other_region.pk)).status_code == 404
        assert signed_in(desk.manager.user).get(url(name, region)).status_code == 404
    assert client.get(url("new-region")).status_code == 404
    assert signed_in(desk.manager.user).get(url("regions")).status_code == 404


def test_ending_a_role_closes_its_cases_with_the_next_request(desk: Desk, signed_in: SignIn) -> None:
    manager, region = signed_in(desk.manager.user), desk.cast.region.pk
    assert manager.get(url("case", desk.case)).status_code == 200
    signed_in(desk.coordination.user).post(url("end-assignment", region, desk.manager.pk))
    assert manager.get(url("case", desk.case)).status_code == 404
    assert manager.get(url("new-case")).status_code == 403


def test_an_agreement_is_linked_to_the_forwarding_of_the_same_provider(desk: Desk, signed_in: SignIn) -> None:
    region = desk.cast.region.pk
    treasurer = a_member(body_by_key(TOWN, on=DAY), BodyRole.TREASURER, "both@town.example")
    User.objects.filter(pk=treasurer.pk).update(is_staff=True)
    client = signed_in(User.objects.get(pk=treasurer.pk))
    told = {
        "organisation": desk.cast.charity.pk,
        "forwarding": desk.cast.matter.agreement.pk,
        "first": DAY,
    }
    agreement = desk.cast.matter.agreement
    if agreement.data_protection == "missing":
        assert (
            "Vereinbarung zum Datenschutz" in client.post(url("new-agreement", region), told).content.decode()
        )
        agreement.data_protection, agreement.data_protection_on = "processor", DAY
        agreement.save()
    doubled = client.post(url("new-agreement", region), told).content.decode()
    assert "schon mit dem Träger verbunden" in doubled
    added = {"body": TOWN, "kind": "traeger", "regime": "kdg"}
    assert client.post(url("new-organisation", region), added).status_code == 302
    again = client.post(url("new-organisation", region), added).content.decode()
    assert "schon eingetragen" in again
    wrong = Organisation.objects.create(
        region=desk.cast.region, body=desk.cast.town.body, name="Falsch", kind="traeger", legal_regime="kdg"
    )
    refused = client.post(url("new-agreement", region), {**told, "organisation": wrong.pk}).content.decode()
    assert "mit einer anderen Körperschaft" in refused
    linked = Agreement.objects.get(organisation=desk.cast.charity)
    manager = signed_in(desk.manager.user)
    assert manager.get(url("case", desk.case)).status_code == 200
    client.post(url("end-agreement", region, linked.pk))
    assert manager.get(url("case", desk.case)).status_code == 404
