"""The first account of an installation, made on the machine itself."""

import pytest
from django.test import Client

from allmende.accounts import queries
from allmende.accounts.domain import Action
from allmende.accounts.models import User
from allmende.command.create_admin import NoAddress, password_link
from tests.accounts.factories import a_user

pytestmark = pytest.mark.django_db


def test_the_link_leads_to_the_page_where_a_password_is_set(client: Client) -> None:
    link = password_link("Vera@Betrieb.example", "Vera Betrieb", "https://allmende.example/")
    user = User.objects.get(email="vera@betrieb.example")
    assert (user.name, user.is_staff, user.has_usable_password()) == ("Vera Betrieb", True, False)
    response = client.get(link.removeprefix("https://allmende.example"), follow=True)
    assert 'name="password1"' in response.content.decode()


def test_the_trail_tells_of_the_new_administrator() -> None:
    password_link("vera@betrieb.example", "", "")
    (event,) = queries.history_of("user", str(User.objects.get().pk))
    assert (event.action, event.actor_label) == (Action.ADMINISTRATOR_APPOINTED, "")


def test_an_account_that_exists_keeps_its_name_and_runs_the_installation_from_now_on() -> None:
    anna = a_user()
    password_link(anna.email, "", "")
    anna.refresh_from_db()
    assert (anna.name, anna.is_staff) == ("Anna Muster", True)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(NoAddress, match="„vera“ ist keine E-Mail-Adresse"):
        password_link("vera", "Vera", "")
    assert not User.objects.exists()
