"""Signing in as people do it: by keyboard, with an authenticator app, with a passkey.

Runs under the name `localhost`: browsers allow passkeys there without HTTPS, but never for 127.0.0.1.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from tests.accounts.journeys import totp_code

ACCOUNT_PAGES = [
    "/konto/",
    "/konto/anmeldungen/",
    "/konto/passkeys/",
    "/konto/passwort/aendern/",
    "/konto/verwaltung/",
    "/konto/verwaltung/einladen/",
    "/konto/verwaltung/protokoll/",
    "/konto/zweiter-faktor/",
]
PASSWORD = "allmende-demo-2026"
PHONE = {"width": 375, "height": 800}


@pytest.fixture(scope="module")
def live_url(live_url: str) -> str:
    """The server's address under the name localhost."""
    return live_url.replace("127.0.0.1", "localhost")


@pytest.fixture(autouse=True)
def _no_failed_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def type_password(page: Page, live_url: str, email: str) -> None:
    """Fill in and send the sign-in form with the keyboard alone."""
    page.goto(f"{live_url}/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # passes „Passwort vergessen?“
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def enter(page: Page, live_url: str, email: str) -> None:
    """Sign in with the password, where that is enough."""
    type_password(page, live_url, email)
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()


def confirm_password(page: Page) -> None:
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


def plug_in_authenticator(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a virtual authenticator that unlocks by itself, as a fingerprint would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def add_passkey(page: Page, live_url: str, *, passwordless: bool) -> None:
    page.goto(f"{live_url}/konto/passkeys/hinzufuegen/")
    confirm_password(page)
    page.get_by_label("Name").fill("Dienstrechner")
    page.get_by_label("Anmeldung ohne Passwort erlauben").set_checked(passwordless)
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("heading", name="Wiederherstellungscodes")).to_be_visible()


def test_a_clerk_sets_up_an_authenticator_app_and_signs_in_with_it(
    page: Page, live_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    enter(page, live_url, "clerk@leverkusen.example")
    page.get_by_role("link", name="Deniz Aydın").click()
    expect(page.get_by_text("Ihr Konto hat noch keinen zweiten Faktor")).to_be_visible()
    page.goto(f"{live_url}/konto/zweiter-faktor/app/einrichten/")
    confirm_password(page)
    assert_accessible(page)
    secret = page.get_by_label("Schlüssel zum Abtippen").input_value()
    page.get_by_label("Code aus der Authenticator-App").fill(totp_code(secret))
    page.get_by_role("button", name="Einrichten").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    assert_accessible(page)
    sign_out(page)

    type_password(page, live_url, "clerk@leverkusen.example")
    expect(page.get_by_role("heading", name="Zweiter Faktor")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Code").fill(totp_code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def test_a_head_signs_in_with_a_passkey_and_nothing_else(
    page: Page, live_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    plug_in_authenticator(page)
    enter(page, live_url, "head@kreis-coesfeld.example")
    add_passkey(page, live_url, passwordless=True)
    page.goto(f"{live_url}/konto/passkeys/")
    expect(page.get_by_text("Dienstrechner", exact=True)).to_be_visible()
    assert_accessible(page)
    sign_out(page)

    page.goto(f"{live_url}/konto/anmelden/")
    assert_accessible(page)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def test_a_security_key_serves_as_second_factor(page: Page, live_url: str) -> None:
    plug_in_authenticator(page)
    enter(page, live_url, "treasurer@leverkusen.example")
    add_passkey(page, live_url, passwordless=False)
    sign_out(page)

    type_password(page, live_url, "treasurer@leverkusen.example")
    page.get_by_role("button", name="Passkey oder Sicherheitsschlüssel verwenden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def test_a_passkey_that_is_not_unlocked_is_explained(page: Page, live_url: str) -> None:
    session, authenticator = plug_in_authenticator(page)
    enter(page, live_url, "clerk@rhein-sieg.example")
    add_passkey(page, live_url, passwordless=True)
    sign_out(page)

    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.goto(f"{live_url}/konto/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Der Passkey wurde nicht verwendet")


def test_a_wrong_password_is_explained_and_leads_to_the_field(
    page: Page, live_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{live_url}/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("clerk@kreis-coesfeld.example")
    page.get_by_label("Passwort", exact=True).fill("falsch")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.locator(".kern-alert--danger")).to_contain_text("E-Mail-Adresse oder Passwort stimmen nicht")
    assert_accessible(page)


@pytest.mark.parametrize("path", ACCOUNT_PAGES)
def test_account_pages_work_on_a_phone_in_the_dark(
    path: str, sign_in: Callable[..., Page], live_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    page = sign_in("admin@allmende.example", viewport=PHONE, color_scheme="dark")
    page.goto(f"{live_url}{path}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
