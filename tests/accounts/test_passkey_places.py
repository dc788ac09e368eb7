"""Where browsers allow passkeys, and what people are told elsewhere."""

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from allmende.accounts.templatetags.accounts import localhost_address, passkeys_work

HOSTS = ["127.0.0.1", "localhost", "allmende.localhost", "allmende.kreis.example", "10.0.0.5", "[::1]"]


@pytest.mark.parametrize(
    ("address", "works"),
    [
        ("http://localhost:8000", True),
        ("http://allmende.localhost", True),
        ("https://allmende.kreis.example", True),
        ("http://allmende.kreis.example", False),
        ("http://127.0.0.1:8000", False),
        ("https://10.0.0.5", False),
        ("https://[::1]:8000", False),
    ],
)
def test_passkeys_need_a_name_and_https_or_localhost(
    address: str, works: bool, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = HOSTS
    scheme, _, host = address.partition("://")
    request = RequestFactory().get("/", secure=scheme == "https", headers={"host": host})
    assert passkeys_work(request) is works


def test_the_same_page_is_offered_under_localhost() -> None:
    request = RequestFactory().get("/konto/anmelden/", headers={"host": "127.0.0.1:8000"})
    assert localhost_address(request) == "http://localhost:8000/konto/anmelden/"


def test_elsewhere_localhost_is_not_offered() -> None:
    request = RequestFactory().get("/konto/anmelden/", headers={"host": "localhost:8000"})
    assert localhost_address(request) == ""


@pytest.mark.django_db
def test_the_sign_in_page_explains_why_there_is_no_passkey() -> None:
    page = Client().get("/konto/anmelden/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "Passkeys gehen an dieser Adresse nicht" in page
    assert "passkey_login" not in page


@pytest.mark.django_db
def test_the_sign_in_page_offers_passkeys_under_localhost() -> None:
    page = Client().get("/konto/anmelden/", headers={"host": "localhost:8000"}).content.decode()
    assert 'id="passkey_login"' in page
