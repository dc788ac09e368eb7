import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
}


@pytest.mark.parametrize("path", ["/", "/suche/?q=x", "/gibt/es/nicht/"])
def test_pages_may_run_only_our_own_files(client: Client, path: str) -> None:
    response = client.get(path)
    sent = {directive.strip() for directive in response["Content-Security-Policy"].split(";")}
    assert sent == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"


def test_pages_are_not_framed_and_tell_no_other_site_where_one_was(client: Client) -> None:
    response = client.get("/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_not_readable_by_scripts(client: Client) -> None:
    client.get("/")
    client.post("/darstellung/", {"theme": "dark"})
    assert client.cookies
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values())
