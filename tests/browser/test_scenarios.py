"""Journeys through scenarios: a demand in euros per town, the workshop, and what a body sets itself."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from allmende.ledger.scenarios.reforms import REFORMS
from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

TREASURER = "treasurer@leverkusen.example"
Screenshot = Callable[[Page, str], None]


def fits(page: Page) -> bool:
    """Return whether nothing stands out of the side of the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_visitor_finds_what_a_demand_means_for_one_town(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page.goto(live_url)
    page.get_by_role("link", name="Was wäre, wenn?").click()
    assert_accessible(page)
    page.get_by_role("link", name="Schlüssel mit mehr Gewicht für die Fläche").click()
    expect(page.get_by_role("heading", name="Je Gemeinde")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "scenario-reform")
    page.get_by_label("Gemeinde", exact=True).fill("Leverkusen")
    page.get_by_label("Gemeinde", exact=True).press("Enter")
    page.locator("#tabelle").get_by_role("link", name="Leverkusen").click()
    expect(page.locator(".reason-tree").first).to_contain_text("§ 3")
    assert_accessible(page)
    screenshot(page, "scenario-reason")


@pytest.mark.parametrize("reform", REFORMS, ids=lambda reform: reform.slug)
def test_a_dossier_says_what_is_missing_and_marks_its_example(
    page: Page, live_url: str, assert_accessible: AssertAccessible, reform: Any
) -> None:
    address = f"{live_url}/szenarien/reformen/{reform.slug}/"
    page.goto(address)
    if reform.inputs:
        expect(page.get_by_role("link", name="XLSX").first).to_be_visible()
        expect(page.get_by_role("heading", name="Je Gemeinde")).to_have_count(0)
        page.goto(f"{address}?beispiel=1")
        expect(page.get_by_text("synthetisch – kein echter Wert").first).to_be_visible()
    expect(page.get_by_role("heading", name="Je Gemeinde")).to_be_visible()
    assert_accessible(page)


def test_the_treasurer_opens_the_saved_scenario_and_changes_it(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/szenarien/")
    assert_accessible(page)
    screenshot(page, "scenario-home")
    page.get_by_role("link", name="FlüAG: Pauschalen um 25 Prozent erhöhen").click()
    expect(page.get_by_text("synthetisch – kein echter Wert").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "scenario-saved")
    page.get_by_role("link", name="In der Werkstatt öffnen").click()
    assert_accessible(page)
    screenshot(page, "scenario-workshop")
    rate = page.get_by_label("Monatliche Pauschale (kreisfrei)")
    rate.fill("viel")
    rate.press("Enter")
    expect(page.get_by_text("„viel“ ist keine Zahl")).to_be_visible()
    page.get_by_label("Monatliche Pauschale (kreisfrei)").fill("+10 %")
    page.get_by_role("button", name="Rechnen").click()
    expect(page.get_by_role("heading", name="Je Gemeinde")).to_be_visible()
    page.get_by_label("Titel").fill("Nur zehn Prozent")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nur zehn Prozent")
    page.get_by_role("button", name="Link öffnen").click()
    expect(page.locator(".scenario-link")).to_contain_text("/szenarien/geteilt/")
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "szenarien/",
        "szenarien/reformen/",
        "szenarien/reformen/windziel/",
        "szenarien/werkstatt/?regel=flueag_lump_sum&jahre=2026&ein.persons=beispiel",
        "szenarien/daten/",
        "regeln/oertlich/",
        "regeln/oertlich/neu/?wert=kgst_material_cost",
        "regeln/oertlich/einlesen/",
        "buchungen/vergleich/?wert=kim_case_management_cap&neu=60000",
    ],
)
def test_pages_of_scenarios_fit_a_phone(
    path: str,
    scheme: str,
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
) -> None:
    page = sign_in(TREASURER, viewport=PHONE, color_scheme=scheme)
    page.goto(f"{live_url}/{path}")
    assert fits(page)
    assert_accessible(page)
    screenshot(page, f"scenario-{path.split('?')[0].replace('/', '-')}{scheme}")


def test_the_treasurer_sets_a_local_value_and_calculates_with_it(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER, viewport=WIDE)
    page.goto(f"{live_url}/regeln/property_tax_yearly/")
    page.goto(f"{live_url}/regeln/oertlich/")
    assert_accessible(page)
    page.get_by_role("link", name="Wert eintragen").click()
    page.get_by_label("Welcher Wert?").select_option(label="Hebesatz")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Hebesatz (%)").fill("750")
    page.get_by_label("gilt ab").fill("2025-01-01")
    page.get_by_label("bekannt seit").fill("2024-12-16")
    page.get_by_label("Quelle").fill("Hebesatzsatzung 2025")
    assert_accessible(page)
    screenshot(page, "local-value-form")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Der Wert ist eingetragen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "local-value-history")
    page.get_by_role("link", name="Grundsteuer B im Jahr").click()
    page.get_by_role("link", name="Mit den örtlichen Werten").click()
    page.get_by_label("Grundsteuerwert (EUR)").fill("200000")
    page.get_by_role("button", name="Ausrechnen").click()
    expect(page.get_by_role("heading", name="Ergebnis: 465,00 EUR")).to_be_visible()
    expect(page.locator(".reason-tree").first).to_contain_text("Hebesatzsatzung 2025")
    assert_accessible(page)
    screenshot(page, "local-value-result")


def test_a_file_of_local_values_shows_its_mistakes_by_cell(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/regeln/oertlich/einlesen/")
    head = "Schlüssel;Bezeichnung;gilt für;Höhe;Einheit;gilt ab;letzter Tag;bekannt seit;Quelle;Stelle"
    line = "kgst_material_cost;;;{};;01.01.2026;31.12.2026;05.01.2026;KGSt-Bericht 9/2025;"

    def hand_in(amount: str) -> None:
        data = f"{head}\n{line.format(amount)}".encode()
        page.locator("#id_file").set_input_files(
            {"name": "werte.csv", "mimeType": "text/csv", "buffer": data}
        )
        page.get_by_role("button", name="Prüfen").click()

    hand_in("viel")
    expect(page.get_by_role("row", name="D2")).to_contain_text("keine Zahl")
    assert_accessible(page)
    hand_in("9.700,00")
    expect(page.get_by_text("9.700,00 EUR")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "local-value-preview")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Übernommen: 1 Werte.")).to_be_visible()


def test_an_assumption_is_compared_over_all_bodies(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page.goto(f"{live_url}/buchungen/vergleich/")
    page.get_by_label("Was wäre anders?").select_option(value="flueag_rate.kreisfrei")
    page.get_by_label("Neuer Wert").fill("+25 %")
    page.get_by_role("button", name="Mit der Annahme vergleichen").click()
    expect(page.get_by_role("heading", name="Unterschied je Körperschaft")).to_be_visible()
    expect(page.get_by_text("32.575,00").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "comparison-assumption")


def test_grant_posts_and_clause_change_the_dossier_and_post_the_difference(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/buchungen/berechnungen/")
    page.get_by_role(
        "link", name="Case Management bei freien Trägern 2025: AWO Leverkusen, Kostenprognose ab 01.01.2025"
    ).click()
    page.get_by_role("link", name="Neu rechnen").click()
    page.get_by_label("Stellen im Case Management (Vollzeitstellen)").fill("1")
    page.get_by_label("Klausel zum Eigenanteil").select_option(value="own_share")
    page.locator("summary", has_text="Werte anders annehmen").click()
    page.get_by_label("Förderung je Stelle im Case Management").fill("60.000,00")
    page.get_by_role("button", name="Vorschau rechnen").click()
    expect(page.get_by_role("heading", name="Vorschau: Das würde gebucht")).to_be_visible()
    expect(page.get_by_text("60.000,00 €").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "dossier-preview")
    page.get_by_label("Anlass").fill("Eine Stelle, 60.000 Euro je Stelle")
    page.get_by_role("button", name="Unterschied buchen").click()
    expect(page.get_by_text("Der Unterschied ist gebucht.")).to_be_visible()
    screenshot(page, "dossier-posted")
    page.get_by_role("link", name="Case Management bei freien Trägern 2025", exact=True).first.click()
    screenshot(page, "dossier-recomputed")
    page.get_by_role("link", name="288.000,00 €").first.click()
    expect(page.locator(".reason-tree").first).to_contain_text("Weiterleitungsvertrag")
    assert_accessible(page)
