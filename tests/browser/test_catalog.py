"""The journey through the catalogue: compare, compute, show interest, see deadlines, matrix and roadmap."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn

PRODUCT = "/leistungen/produkt/beispiel-arbeitsplatz/"


def test_a_visitor_compares_two_offers_and_their_price(
    page: Page,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page.goto(f"{live_url}/leistungen/?q=finnanzen")
    expect(page.get_by_role("link", name="Kommunale Finanzen Süd (Beispiel)")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-list")
    page.get_by_role("link", name="Kommunale Finanzen Süd (Beispiel)").click()
    assert_accessible(page)
    page.get_by_role("link", name="nebeneinander mit Finanzverfahren Nord (Beispiel)").click()
    expect(page.get_by_text("verschieden").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-compare")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-finanzen-nord/")
    expect(page.get_by_text("Entgelt ohne Inanspruchnahme?")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-product")
    page.goto(f"{live_url}{PRODUCT}preisrechner/")
    page.get_by_label("Kommune").fill("Nottuln")
    page.get_by_label("Arbeitsplätze").fill("118")
    page.get_by_role("button", name="Berechnen").click()
    expect(page.get_by_text("(100 Arbeitsplätze × 78,50").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-estimate")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-meldewesen/preisrechner/alle/")
    expect(page.get_by_text("396 Einträge")).to_be_visible()
    assert_accessible(page)
    for path in ("matrix/", "fahrplan/", "anbieter/", "produkt/beispiel-arbeitsplatz/verteilung/"):
        page.goto(f"{live_url}/leistungen/{path}")
        assert_accessible(page)
        screenshot(page, f"catalog-{path.strip('/').replace('/', '-')}")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert_accessible(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_town_sees_what_it_has_and_shows_interest(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("head@nottuln.example")
    page.goto(f"{live_url}/leistungen/kommune/")
    expect(page.get_by_role("link", name="Digitaler Arbeitsplatz (Beispiel)")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-customer")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-meldewesen/interesse/")
    page.get_by_label("Preisgruppe").select_option("member")
    page.get_by_role("button", name="Interesse eintragen").click()
    expect(page.get_by_role("heading", name="Nächster Schritt")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-subscription")
    page.get_by_role("link", name="in Prüfung").click()
    assert_accessible(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_url}/leistungen/kommune/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "catalog-customer-phone")


def test_a_provider_prices_a_draft(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("clerk@zentral-it.example")
    page.goto(f"{live_url}{PRODUCT}neue-fassung/")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Entwurf: Nur Ihr Haus sieht diese Fassung.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Preis hinzufügen").click()
    assert_accessible(page)
    page.get_by_label("Bezeichnung").fill("Schulung")
    page.get_by_label("Art", exact=True).select_option("hour")
    page.locator("#id_amount").fill("96,50")
    page.get_by_label("Zeitraum", exact=True).select_option("occasion")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("96,50")).to_be_visible()
    screenshot(page, "catalog-draft")
    page.goto(f"{live_url}/leistungen/anbieter/beispiel-zentral-it/einlesen/")
    assert_accessible(page)
    page.goto(f"{live_url}/leistungen/fahrplan/neu/")
    assert_accessible(page)
