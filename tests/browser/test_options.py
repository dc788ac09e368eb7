"""Options side by side in a real browser: the ready dossier, a comparison of one's own, a frozen stand."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn

CLERK = "clerk@kreis-coesfeld.example"
Keep = Callable[[Page, str], None]


def the_dossier(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/zusammenarbeit/vergleiche/")
    page.get_by_role("link", name="Kommunale IT im Münsterland: Holding und weitere Rechtsformen").click()


def test_a_visitor_reads_who_has_a_say_in_the_muensterland(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    the_dossier(page, live_url)
    expect(
        page.get_by_text("27 von 28 Mitgliedern haben bei dieser Regel nie Einfluss").first
    ).to_be_visible()
    expect(page.get_by_text("Es fehlt: Transformationsaufwand").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "options-1280-light")
    assert page.request.get(f"{page.url}vorlage.pdf").body().startswith(b"%PDF-")
    assert page.request.get(f"{page.url}vorlage.docx").body().startswith(b"PK")


def test_on_a_dark_phone_the_tables_stay_readable(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    the_dossier(page, live_url)
    assert_accessible(page)
    screenshot(page, "options-375-dark")
    page.goto(f"{live_url}/zusammenarbeit/rechtsformen/?stand=2027-01-01")
    assert_accessible(page)
    screenshot(page, "legal-forms-375-dark")


def test_legal_forms_change_at_new_year(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page.goto(f"{live_url}/zusammenarbeit/rechtsformen/?stand=2026-12-31")
    page.get_by_label("Zweckverband", exact=True).check()
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("columnheader", name=re.compile("Zweckverband"))).to_have_count(1)
    page.get_by_role("link", name="Diesen Tag zeigen").click()
    expect(page.get_by_text("langfristige öffentlich-rechtliche Vereinbarung")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "legal-forms-1280-light")


def test_a_clerk_makes_a_comparison_and_freezes_it(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}/zusammenarbeit/vergleiche/")
    page.get_by_role("link", name="Neuer Vergleich").click()
    assert_accessible(page)
    page.get_by_label("Titel").fill("Gemeinsame Vergabestelle")
    page.get_by_label("Beteiligte").fill("Kreis Coesfeld\nCoesfeld\nNottuln")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_text("„Coesfeld“ ist mehrdeutig").first).to_be_visible()
    page.get_by_label("Beteiligte").fill("Kreis Coesfeld\nStadt Coesfeld\nNottuln")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_role("link", name="Alternative „Zweckverband“").click()
    assert_accessible(page)
    screenshot(page, "option-form-1280-light")
    page.get_by_label("Gewünschter Beginn").fill("2027-07-01")
    costs = page.get_by_role("group", name="Kostenzeile 1")
    costs.get_by_label("Bezeichnung").fill("Personal")
    page.locator("[name=kosten-0-base]").fill("300.000")
    costs.get_by_label("Verteilt nach").select_option("einwohner")
    page.get_by_role("button", name="Speichern und rechnen").click()
    expect(page.get_by_text("Gespeichert und neu gerechnet.")).to_be_visible()
    expect(page.get_by_text("Das ist stabil").first).to_be_visible()
    page.get_by_role("link", name="Zahlen der Beteiligten").click()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("button", name="Stand festhalten").click()
    expect(page.get_by_text("Diese Zahlen ändern sich nicht mehr")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_url}/zusammenarbeit/vergleiche/word-vorlage/")
    assert_accessible(page)
