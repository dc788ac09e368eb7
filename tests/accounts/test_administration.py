"""The accounts and the trail of the installation, for those who run it and nobody else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from allmende.accounts import actions, queries
from allmende.accounts.domain import Action
from allmende.accounts.errors import OwnAccount
from allmende.accounts.models import User
from tests.accounts.factories import a_user, an_administrator, an_event
from tests.accounts.journeys import confirm, is_signed_in, set_up_app, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return a_user()


@pytest.fixture
def vera(client: Client) -> User:
    """The person at `client`: runs the installation and has just confirmed the password."""
    user = an_administrator()
    confirm(sign_in(client, user.email))
    return user


PAGES = ["/konto/verwaltung/", "/konto/verwaltung/einladen/", "/konto/verwaltung/protokoll/"]


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_refused_with_a_designed_page(client: Client, anna: User, path: str) -> None:
    response = sign_in(client, anna.email).get(path)
    assert response.status_code == 403
    assert "Dafür fehlt Ihnen die Berechtigung" in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_visitors_sign_in_first(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/konto/anmelden/?next={path}"


def test_the_list_of_accounts_takes_a_fixed_number_of_queries(
    client: Client, vera: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        User.objects.create_user(f"p{number}@musterstadt.example", name=f"Person {number}")
    with django_assert_max_num_queries(7):  # session, user, count, rows; the shell adds memberships
        page = client.get("/konto/verwaltung/").content.decode()
    assert page.count("@musterstadt.example") == 20


def test_accounts_can_be_searched(client: Client, vera: User, anna: User) -> None:
    page = client.get("/konto/verwaltung/?q=muster").content.decode()
    assert "Anna Muster" in page
    assert "Vera Betrieb</a></th>" not in page.replace("\n", "")


def test_the_trail_can_be_filtered_by_action(client: Client, vera: User) -> None:
    an_event(chain="05558")
    assert "05558" in client.get("/konto/verwaltung/protokoll/").content.decode()
    filtered = client.get("/konto/verwaltung/protokoll/?action=signed_in").content.decode()
    assert "05558" not in filtered
    assert "hat sich angemeldet" in filtered


@pytest.mark.parametrize("query", ["", "?format=csv", "?q=Haushaltssicherung", "?sort=object"])
def test_the_trail_of_a_body_never_tells_whoever_runs_the_installation_what_its_papers_are_called(
    client: Client, vera: User, query: str
) -> None:
    an_event(chain="05558", label="Geheime Haushaltssicherung")
    response = client.get(f"/konto/verwaltung/protokoll/{query}")
    assert "Geheime" not in response.content.decode()


def test_a_search_in_the_trail_does_not_betray_that_a_paper_exists(client: Client, vera: User) -> None:
    an_event(chain="05558", label="Geheime Haushaltssicherung")
    found = client.get("/konto/verwaltung/protokoll/?q=Haushaltssicherung").context["table"]
    assert found.total == 0


def test_the_trail_of_the_installation_can_be_searched_by_its_things(
    client: Client, vera: User, anna: User
) -> None:
    actions.deactivate_user(user_id=anna.pk, by=vera)
    found = client.get("/konto/verwaltung/protokoll/?q=Anna").context["table"]
    assert [event.shown_label for event in found.page] == ["Anna Muster"]


@pytest.mark.parametrize("path", PAGES)
def test_no_query_with_control_characters_fails(client: Client, vera: User, path: str) -> None:
    assert client.get(f"{path}?q=%00a%01").status_code == 200


def test_an_invitation_shows_its_link_once(client: Client, vera: User) -> None:
    response = client.post(
        "/konto/verwaltung/einladen/", {"name": "Nina Neu", "email": "neu@musterstadt.example"}
    )
    assert "http://testserver/konto/passwort/neu/" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_inviting_a_known_address_is_refused_at_the_field(client: Client, vera: User, anna: User) -> None:
    response = client.post("/konto/verwaltung/einladen/", {"name": "Anna", "email": anna.email})
    assert "gibt es schon ein Konto" in str(response.context["form"].errors["email"])


def test_the_page_of_an_account_shows_its_history(client: Client, vera: User, anna: User) -> None:
    actions.deactivate_user(user_id=anna.pk, by=vera)
    page = client.get(f"/konto/verwaltung/{anna.pk}/").content.decode()
    assert "hat das Konto deaktiviert" in page


def test_an_account_that_is_not_there_is_a_404(client: Client, vera: User) -> None:
    assert client.get("/konto/verwaltung/999999/").status_code == 404


def test_deactivating_ends_all_sign_ins_at_once(client: Client, vera: User, anna: User) -> None:
    annas = sign_in(Client(), anna.email)
    client.post(f"/konto/verwaltung/{anna.pk}/deaktivieren/")
    assert not is_signed_in(annas)
    assert not is_signed_in(sign_in(annas, anna.email))


def test_a_closed_account_can_be_opened_again(client: Client, vera: User, anna: User) -> None:
    client.post(f"/konto/verwaltung/{anna.pk}/deaktivieren/")
    client.post(f"/konto/verwaltung/{anna.pk}/aktivieren/")
    assert is_signed_in(sign_in(Client(), anna.email))
    actions_taken = [event.action for event in queries.history_of("user", str(anna.pk))]
    assert Action.USER_DEACTIVATED in actions_taken
    assert Action.USER_REACTIVATED in actions_taken


def test_a_lost_second_factor_can_be_reset(client: Client, vera: User, anna: User) -> None:
    set_up_app(sign_in(Client(), anna.email))
    client.post(f"/konto/verwaltung/{anna.pk}/zweiten-faktor-zuruecksetzen/")
    assert is_signed_in(sign_in(Client(), anna.email))
    event = next(
        e for e in queries.history_of("user", str(anna.pk)) if e.action == Action.SECOND_FACTOR_RESET
    )
    assert event.actor_label == "Vera Betrieb"


def test_a_password_link_can_be_issued(client: Client, vera: User, anna: User) -> None:
    response = client.post(f"/konto/verwaltung/{anna.pk}/link/")
    assert "/konto/passwort/neu/" in response.content.decode()


def test_an_operation_that_is_not_there_is_a_404(client: Client, vera: User, anna: User) -> None:
    assert client.post(f"/konto/verwaltung/{anna.pk}/loeschen/").status_code == 404


@pytest.mark.parametrize(
    "action", [actions.deactivate_user, actions.reactivate_user, actions.reset_second_factor]
)
def test_nobody_changes_the_own_account_here(vera: User, action: type) -> None:
    with pytest.raises(OwnAccount):
        action(user_id=vera.pk, by=vera)


def test_an_open_desk_is_not_enough_to_change_an_account(client: Client, anna: User) -> None:
    sign_in(client, an_administrator().email)
    response = client.post(f"/konto/verwaltung/{anna.pk}/deaktivieren/")
    assert response.headers["Location"].startswith("/konto/bestaetigen/")
    anna.refresh_from_db()
    assert anna.is_active


def test_a_stranger_changes_no_account(client: Client, anna: User) -> None:
    fritz = a_user("fritz@fremdstadt.example", "Fritz Fremd")
    confirm(sign_in(client, fritz.email))
    assert client.post(f"/konto/verwaltung/{anna.pk}/deaktivieren/").status_code == 403
    anna.refresh_from_db()
    assert anna.is_active
