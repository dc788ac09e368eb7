"""The second factor: authenticator app and recovery codes. Passkeys are tested in a browser."""

import pytest
from django.test import Client

from allmende.accounts import queries
from allmende.accounts.domain import Action
from allmende.accounts.models import AuditEvent, User
from tests.accounts.factories import a_user
from tests.accounts.journeys import confirm, is_signed_in, set_up_app, sign_in, totp_code

pytestmark = pytest.mark.django_db
ADDRESS = "anna@musterstadt.example"


@pytest.fixture
def anna() -> User:
    return a_user()


def test_the_password_is_asked_again_before_a_second_factor_is_set_up(client: Client, anna: User) -> None:
    sign_in(client, ADDRESS)
    response = client.get("/konto/zweiter-faktor/app/einrichten/")
    assert response.headers["Location"].startswith("/konto/bestaetigen/")


def test_an_app_comes_with_recovery_codes(client: Client, anna: User) -> None:
    sign_in(client, ADDRESS)
    set_up_app(client)
    factors = queries.second_factors_of(anna)
    assert (factors.has_app, factors.is_protected, factors.recovery_codes_left) == (True, True, 10)


def test_with_an_app_the_password_alone_no_longer_opens(client: Client, anna: User) -> None:
    set_up_app(sign_in(Client(), ADDRESS))
    response = client.post("/konto/anmelden/", {"login": ADDRESS, "password": "allmende-demo-2026"})
    assert response.headers["Location"] == "/konto/zweiter-faktor/anmelden/"
    assert not is_signed_in(client)


def test_the_code_of_the_app_completes_the_sign_in(client: Client, anna: User) -> None:
    secret = set_up_app(sign_in(Client(), ADDRESS))
    sign_in(client, ADDRESS)
    client.post("/konto/zweiter-faktor/anmelden/", {"code": totp_code(secret)})
    assert is_signed_in(client)
    assert queries.history_of("user", str(anna.pk))[0].details == {"mit": "Passwort, Authenticator-App"}


def test_a_recovery_code_opens_once(client: Client, anna: User) -> None:
    owner = sign_in(Client(), ADDRESS)
    set_up_app(owner)
    code = owner.get("/konto/zweiter-faktor/codes/").context["unused_codes"][0]
    for visitor, opens in ((client, True), (Client(), False)):
        sign_in(visitor, ADDRESS)
        visitor.post("/konto/zweiter-faktor/anmelden/", {"code": code})
        assert is_signed_in(visitor) is opens


def test_a_wrong_code_is_refused_and_recorded(client: Client, anna: User) -> None:
    set_up_app(sign_in(Client(), ADDRESS))
    sign_in(client, ADDRESS)
    response = client.post("/konto/zweiter-faktor/anmelden/", {"code": "000000"})
    assert "Dieser Code stimmt nicht" in response.content.decode()
    event = queries.history_of("user", str(anna.pk))[0]
    assert (event.action, event.details) == (Action.SIGN_IN_FAILED, {"zweiter Faktor": "Authenticator-App"})


@pytest.mark.django_db(transaction=True)  # recorded on commit
def test_adding_and_removing_an_app_is_recorded(client: Client, anna: User) -> None:
    sign_in(client, ADDRESS)
    set_up_app(client)
    confirm(client)
    client.post("/konto/zweiter-faktor/app/abschalten/")
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {Action.SECOND_FACTOR_ADDED, Action.SECOND_FACTOR_REMOVED} <= actions


@pytest.mark.django_db(transaction=True)  # recorded on commit
def test_no_secret_gets_into_the_trail(client: Client, anna: User) -> None:
    sign_in(client, ADDRESS)
    secret = set_up_app(client)
    codes = client.get("/konto/zweiter-faktor/codes/").context["unused_codes"]
    trail = str(list(AuditEvent.objects.values_list()))
    assert all(each not in trail for each in [secret, "allmende-demo-2026", *codes])


def test_the_own_account_says_when_there_is_no_second_factor(client: Client, anna: User) -> None:
    sign_in(client, ADDRESS)
    assert "noch keinen zweiten Faktor" in client.get("/konto/").content.decode()
    set_up_app(client)
    assert "noch keinen zweiten Faktor" not in client.get("/konto/").content.decode()
