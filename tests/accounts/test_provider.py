"""Signing in through the town's identity provider (OpenID Connect). The provider is played by the test."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from allmende.accounts import queries
from allmende.accounts.adapter import SocialAccountAdapter
from allmende.accounts.models import User
from tests.accounts.factories import PASSWORD, a_user
from tests.accounts.journeys import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
ISSUER = "https://idp.musterstadt.example"


class FakeProvider:
    """Answers as an OpenID provider does, without a network."""

    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, userinfo: dict[str, Any]) -> None:
        self.answers: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/token": {"access_token": "t", "token_type": "Bearer", "expires_in": 60},
            "/userinfo": userinfo,
        }
        self.answer: dict[str, Any] = {}

    def __enter__(self) -> "FakeProvider":
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def request(self, method: str, url: str, **kwargs: object) -> "FakeProvider":
        self.answer = self.answers[urlsplit(url).path]
        return self

    def get(self, url: str, **kwargs: object) -> "FakeProvider":
        return self.request("GET", url)

    def raise_for_status(self) -> None:
        pass

    def json(self) -> dict[str, Any]:
        return dict(self.answer)


@pytest.fixture(autouse=True)
def _configured(settings: LazySettings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Anmeldung der Stadt",
                    "client_id": "allmende",
                    "secret": "s",
                    "settings": {"server_url": ISSUER, "verified_email": False},
                }
            ]
        }
    }


def come_from_provider(client: Client, monkeypatch: pytest.MonkeyPatch, **userinfo: Any) -> str:
    """Go to the provider and come back as the person it names; return the page or the address shown next."""
    provider = FakeProvider({"sub": "4711", "email_verified": True, **userinfo})
    monkeypatch.setattr(SocialAccountAdapter, "get_requests_session", lambda self: provider)
    there = client.get("/konto/dienst/oidc/oidc/login/").headers["Location"]
    assert there.startswith(f"{ISSUER}/authorize?")
    state = parse_qs(urlsplit(there).query)["state"][0]
    response = client.get(f"/konto/dienst/oidc/oidc/login/callback/?code=c&state={state}")
    return response.headers.get("Location", response.content.decode())


def test_the_provider_is_offered_where_it_is_configured(client: Client, settings: LazySettings) -> None:
    assert "Anmeldung der Stadt" in client.get("/konto/anmelden/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Anmeldung der Stadt" not in client.get("/konto/anmelden/").content.decode()


def test_a_known_person_gets_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = a_user()
    come_from_provider(client, monkeypatch, email="Anna@musterstadt.example")
    assert is_signed_in(client)
    assert queries.history_of("user", str(anna.pk))[0].details == {"mit": "Anmeldedienst"}


def test_the_password_of_a_known_person_still_works(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_user()
    come_from_provider(client, monkeypatch, email="anna@musterstadt.example")
    assert is_signed_in(sign_in(Client(), "anna@musterstadt.example", PASSWORD))


def test_a_known_person_is_recognized_by_the_provider_number_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_user()
    come_from_provider(Client(), monkeypatch, email="anna@musterstadt.example")
    client = Client()
    come_from_provider(client, monkeypatch, email="anna.heiratet@musterstadt.example")
    assert is_signed_in(client)


def test_an_unknown_person_does_not_get_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = come_from_provider(client, monkeypatch, email="niemand@musterstadt.example")
    assert "Für Sie gibt es hier noch kein Konto" in page
    assert not is_signed_in(client)
    assert User.objects.count() == 0


def test_an_address_the_provider_has_not_proven_does_not_count(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_user()
    come_from_provider(client, monkeypatch, email="anna@musterstadt.example", email_verified=False)
    assert not is_signed_in(client)


def test_a_deactivated_person_does_not_get_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_user(is_active=False)
    shown = come_from_provider(client, monkeypatch, email="anna@musterstadt.example")
    assert shown == "/konto/deaktiviert/"
    assert not is_signed_in(client)


def test_an_answer_nobody_asked_for_is_refused(client: Client) -> None:
    response = client.get("/konto/dienst/oidc/oidc/login/callback/?code=c&state=forged")
    assert "Die Anmeldung hat nicht geklappt" in response.content.decode()
    assert not is_signed_in(client)
