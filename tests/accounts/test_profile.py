"""The own account."""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from allmende.accounts import queries
from allmende.accounts.domain import Action
from allmende.accounts.models import User
from tests.accounts.factories import a_user
from tests.accounts.journeys import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client: Client) -> User:
    user = a_user()
    sign_in(client, user.email)
    return user


def test_it_shows_name_address_and_the_ways_to_more_security(client: Client, anna: User) -> None:
    page = client.get("/konto/").content.decode()
    for text in ("Anna Muster", "anna@musterstadt.example", "/konto/passkeys/", "/konto/anmeldungen/"):
        assert text in page


def test_it_takes_a_fixed_number_of_queries(
    client: Client, anna: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):  # session, user, second factors; the shell adds memberships
        client.get("/konto/")


def test_name_and_language_can_be_changed(client: Client, anna: User) -> None:
    response = client.post("/konto/", {"name": "Anna Neu", "language": "en"})
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna Neu", "en")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert cookie["max-age"]
    assert queries.history_of("user", str(anna.pk))[0].action == Action.PROFILE_CHANGED


def test_a_name_is_needed(client: Client, anna: User) -> None:
    response = client.post("/konto/", {"name": " ", "language": "de"})
    assert response.context["form"].errors == {"name": ["Dieses Feld ist zwingend erforderlich."]}
    anna.refresh_from_db()
    assert anna.name == "Anna Muster"


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x85"])
def test_a_name_holds_no_control_characters(client: Client, anna: User, character: str) -> None:
    response = client.post("/konto/", {"name": f"Anna{character}Neu", "language": "de"})
    assert "name" in response.context["form"].errors
    anna.refresh_from_db()
    assert anna.name == "Anna Muster"


def test_only_those_who_run_the_installation_see_its_links(client: Client, anna: User) -> None:
    assert "/konto/verwaltung/" not in client.get("/konto/").content.decode()
    User.objects.filter(pk=anna.pk).update(is_staff=True)
    assert "/konto/verwaltung/" in client.get("/konto/").content.decode()


def test_the_chosen_language_holds_on_the_next_device(anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(language="en")
    elsewhere = sign_in(Client(), anna.email)
    assert elsewhere.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
