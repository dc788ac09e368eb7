"""One matter, many councils, in a real browser: 001 with mixed results, 004 with a consent per town."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn

COESFELD = "clerk@kreis-coesfeld.example"
RHEIN_SIEG = "clerk@rhein-sieg.example"
MUENSTERLAND = "Wie sich die kommunale IT im Münsterland weiterentwickeln soll"
CONSENT = "Einvernehmen zum Kommunalen Integrationszentrum im Rhein-Sieg-Kreis"
Keep = Callable[[Page, str], None]


def the_matter(page: Page, live_url: str, title: str) -> None:
    page.goto(f"{live_url}/gemeinsame-beschluesse/")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_visitor_reads_how_28_councils_decided(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page.goto(f"{live_url}/gemeinsame-beschluesse/")
    assert_accessible(page)
    the_matter(page, live_url, MUENSTERLAND)
    expect(page.get_by_text("Schwelle: erreicht")).to_be_visible()
    expect(page.get_by_text("mindestens 2/3 der Beteiligten: 24 von 28, nötig 19; erreicht.")).to_be_visible()
    expect(page.get_by_text("01.01.2027").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "joint-board-1280-light")
    page.get_by_label("Stand", exact=True).select_option("amended_changed")
    expect(page.get_by_text("1 Eintrag gefunden")).to_be_visible()
    page.get_by_role("link", name="Kreis Coesfeld").click()
    expect(page.get_by_text("Kern geändert: 1 Satz geändert")).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("mindestens eine weitere Rechtsform")
    assert_accessible(page)
    screenshot(page, "joint-partner-1280-light")
    for tab in ("Gemeinsamer Text", "Karte", "Zeitleiste"):
        page.get_by_role("link", name=tab, exact=True).first.click()
        assert_accessible(page)
        screenshot(page, f"joint-{tab.split()[0].lower()}-1280-light")
    board = page.url.removesuffix("zeit/")
    assert page.request.get(f"{board}blatt.pdf").body().startswith(b"%PDF-")
    assert page.request.get(f"{board}termine.ics").body().startswith(b"BEGIN:VCALENDAR")
    assert page.request.get(f"{board}?format=xlsx").body().startswith(b"PK")


def test_the_board_stays_readable_on_a_dark_phone(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(COESFELD, viewport=PHONE, color_scheme="dark")
    the_matter(page, live_url, MUENSTERLAND)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    screenshot(page, "joint-board-375-dark")
    page.get_by_role("link", name="Kreis Coesfeld").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    screenshot(page, "joint-partner-375-dark")


def test_the_lead_opens_a_link_for_everybody(
    sign_in: SignIn, page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    lead = sign_in(COESFELD)
    the_matter(lead, live_url, MUENSTERLAND)
    lead.get_by_role("button", name="Link anlegen").click()
    address = lead.get_by_role("link", name="/gemeinsame-beschluesse/link/").get_attribute("href") or ""
    page.goto(address)
    expect(page.get_by_text("Schwelle: erreicht")).to_be_visible()
    assert_accessible(page)
    assert page.get_by_text("Für die Federführung").count() == 0


def test_the_consent_of_each_municipality_is_kept_and_one_result_changes_the_board(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(RHEIN_SIEG)
    the_matter(page, live_url, CONSENT)
    expect(page.get_by_text("alle Beteiligten: 0 von 19, nötig 19")).to_be_visible()
    expect(page.get_by_text("19 keine Angabe")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "joint-consent-1280-light")
    page.get_by_role("link", name="Stadt Rheinbach").click()
    page.get_by_role("button", name="Vorlage anlegen").click()
    assert_accessible(page)
    page.get_by_label("Sehen dürfen es").select_option("public")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Ergebnis eintragen").click()
    assert_accessible(page)
    screenshot(page, "joint-result-1280-light")
    page.get_by_label("Ergebnis", exact=True).select_option("rejected")
    page.get_by_label("Entschieden am").fill("2026-02-10")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Von der Federführung gemeldet;")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Stand", exact=True).click()
    expect(page.get_by_text("Schwelle: nicht mehr erreichbar")).to_be_visible()


def test_a_text_is_written_offered_and_signed_by_other_eyes(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(COESFELD)
    page.goto(f"{live_url}/gemeinsame-beschluesse/neu/")
    assert_accessible(page)
    page.get_by_label("Titel").fill("Gemeinsames Standesamt")
    page.get_by_label("Gemeinsamer Text").fill("Der Kreistag stimmt zu.\n\n[[mittel: Woher das Geld kommt]]")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Partner aufnehmen").click()
    page.locator("[name=body]").last.fill("05558")
    assert_accessible(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Schwelle festlegen").click()
    page.get_by_role("group", name="1. Bedingung").get_by_label("Bedingung").select_option("all")
    assert_accessible(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Gemeinsamer Text", exact=True).first.click()
    page.get_by_role("link", name="Zur Mitzeichnung geben").click()
    assert_accessible(page)
    page.get_by_role("button", name="Zur Mitzeichnung geben").click()
    page.get_by_role("link", name="bearbeiten Kreis Coesfeld").click()
    page.get_by_role("button", name="Mitzeichnen", exact=True).click()
    expect(page.get_by_text("Sie haben diese Fassung selbst geschrieben").first).to_be_visible()
    assert_accessible(page)
    head = sign_in("head@kreis-coesfeld.example")
    head.goto(page.url)
    head.get_by_role("button", name="Mitzeichnen", exact=True).click()
    head.get_by_role("button", name="Fassung freigeben").click()
    expect(head.get_by_role("heading", name="Fassung 1: freigegeben")).to_be_visible()
    assert_accessible(head)
    screenshot(head, "joint-text-released-1280-light")
