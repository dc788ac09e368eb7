"""Journeys along the money: from a dossier to the section behind an amount, a new state, the law itself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

TREASURER = "treasurer@leverkusen.example"
TITLE = "Case Management bei freien Trägern 2025: AWO Leverkusen, Kostenprognose ab 01.01.2025"
Screenshot = Callable[[Page, str], None]


def fits(page: Page) -> bool:
    """Return whether nothing stands out of the side of the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_visitor_goes_from_the_calculation_to_the_section(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page.goto(f"{live_url}/buchungen/berechnungen/")
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Die Kette geht auf")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "ledger-calculation")
    page.get_by_role("link", name="114.000,00 €").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("114.000,00")
    expect(page.locator(".reason-tree").first).to_contain_text("KIM-Richtlinie")
    assert_accessible(page)
    screenshot(page, "ledger-reason")


def test_the_dossier_shows_its_amounts_with_their_reasons(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/buchungen/berechnungen/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Case Management bei freien Trägern 2025", exact=True).first.click()
    page.get_by_role("link", name="Wer muss es erfahren?").click()
    expect(page.get_by_role("heading", name="AWO Leverkusen")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_url}/vorlagen/?q=Haushaltssicherung")
    page.get_by_role("link", name="Haushaltssicherung: Case-Management").first.click()
    section = page.locator("#foerderung")
    expect(section.get_by_text("−309.895,80 €").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "ledger-dossier")


def test_the_treasurer_recalculates_by_keyboard_and_posts_the_difference(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/buchungen/berechnungen/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Neu rechnen").click()
    assert_accessible(page)
    screenshot(page, "ledger-form")
    posts = page.get_by_label("Stellen im Case Management")
    posts.fill("1")
    posts.press("Enter")
    expect(page.get_by_role("heading", name="Vorschau: Das würde gebucht")).to_be_visible()
    expect(page.get_by_text("57.000,00 €").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "ledger-preview")
    page.get_by_label("Anlass").fill("Eine Stelle ist nicht besetzt")
    page.get_by_role("button", name="Unterschied buchen").click()
    expect(page.get_by_text("Der Unterschied ist gebucht.")).to_be_visible()
    expect(page.get_by_role("heading", name="Stand 3")).to_be_visible()
    assert_accessible(page)


def test_a_wrong_number_is_told_at_its_field(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/buchungen/berechnungen/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Neu rechnen").click()
    page.get_by_label("Gesamtkosten der Stellen").fill("viel")
    page.get_by_role("button", name="Vorschau rechnen").click()
    expect(page.get_by_role("alert")).to_contain_text("keine Zahl")
    assert_accessible(page)


@pytest.mark.parametrize(
    "path", ["", "neu/", "berechnungen/neu/", "vergleich/?first=2024-11-01&second=2025-01-01"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_money_fit_a_phone(
    path: str,
    scheme: str,
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
) -> None:
    page = sign_in(TREASURER, viewport=PHONE, color_scheme=scheme)
    page.goto(f"{live_url}/buchungen/{path}")
    assert fits(page)
    assert_accessible(page)
    screenshot(page, f"ledger-{path.split('?')[0].replace('/', '-')}{scheme}")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_visitor_looks_a_value_up_and_calculates(
    new_context: Callable[..., Any],
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: Any,
) -> None:
    page = new_context(viewport=viewport).new_page()
    page.goto(f"{live_url}/regeln/")
    assert_accessible(page)
    screenshot(page, f"law-rules-{viewport['width']}")
    page.get_by_label("Suche").last.fill("FlüAG Pauschale je Person")
    page.goto(f"{live_url}/regeln/flueag_rate/?on=2024-03-01&known=2024-06-30")
    expect(page.get_by_text("875,00 EUR").first).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    screenshot(page, f"law-value-{viewport['width']}")
    page.goto(f"{live_url}/regeln/flueag_lump_sum/")
    page.get_by_label("Personen").first.fill("100")
    page.get_by_role("button", name="Ausrechnen").click()
    expect(page.get_by_role("heading", name="Ergebnis")).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    screenshot(page, f"law-rule-{viewport['width']}")
