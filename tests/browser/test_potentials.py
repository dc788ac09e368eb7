"""The journey through potentials: hand in budgets, ask with whom, read reasons and map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from allmende.pages.downloads import CONTENT_TYPES
from allmende.pages.exports import Cell, xlsx_file
from allmende.register.map_page import mapped_bodies
from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn
from tests.cooperations_potentials.conftest import TODAY

DISTRICT = "05558"


@pytest.fixture
def budget_file(live_url: str) -> bytes:
    """Return an Excel file of all towns of Kreis Coesfeld but Nottuln for a task nobody told of yet."""
    rows = mapped_bodies(TODAY).filter(key__startswith=DISTRICT).exclude(name="Nottuln")
    lines: list[list[Cell]] = [
        [row.key, "beschaffung", 2025, "allein", round(60 * float(row.population) ** 0.7), 1] for row in rows
    ]
    return xlsx_file("Haushalt", ["gemeinde", "aufgabe", "jahr", "stand", "aufwand", "stellen"], lines)


def test_the_demo_answers_from_the_page_of_a_town(
    page: Page,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page.goto(f"{live_url}/koerperschaften/05558012/")
    section = page.locator("#potenziale")
    expect(section.get_by_text("Beispieldaten: erfundene Zahlen").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "potentials-body")
    section.get_by_role("link", name="Standesamt").click()
    expect(page.get_by_text("Haushalte aus: Beispieldaten: erfundene Zahlen")).to_be_visible()
    expect(page.get_by_text("gespart (Bereich").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "potentials-demo-wide")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "Potenziale Coesfeld Standesamt.xlsx"
    page.locator("#id_aufgabe").select_option("bauhof")
    page.get_by_role("button", name="Vorschläge zeigen").click()
    expect(page.get_by_text("Dass es gemeinsam billiger wird, ist nicht belegt")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    screenshot(page, "potentials-demo-phone")


def test_budgets_lead_to_groups_with_reasons(
    sign_in: SignIn,
    live_url: str,
    budget_file: bytes,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("admin@allmende.example")
    page.goto(f"{live_url}/zusammenarbeit/potenziale/einlesen/")
    assert_accessible(page)
    page.locator("#id_title").fill("Haushaltspläne 2025")
    page.locator("#id_file").set_input_files(
        {"name": "plan.xlsx", "mimeType": CONTENT_TYPES["xlsx"], "buffer": budget_file}
    )
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("heading", name="Vorschau: 10 Zeilen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "potentials-import")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Übernommen: 10 Zeilen.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "potentials-matrix")

    page.goto(f"{live_url}/zusammenarbeit/potenziale/")
    assert_accessible(page)
    page.locator("#id_gemeinde").fill("05558012")
    page.locator("#id_aufgabe").select_option("beschaffung")
    page.get_by_label("Einmalige Kosten je Partner in Euro").fill("20000")
    page.get_by_role("button", name="Vorschläge zeigen").click()
    expect(page.get_by_role("heading", name="Mögliche Partner")).to_be_visible()
    expect(page.get_by_text("gespart (Bereich").first).to_be_visible()
    assert_accessible(page)
    for name, viewport in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        screenshot(page, f"potentials-{name}")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert_accessible(page)
    screenshot(page, "potentials-dark")

    page.get_by_role("link", name="Nottuln: unbekannt").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("unbekannt: wie Nottuln die Aufgabe erledigt").first).to_be_visible()
    page.get_by_role("button", name="Mit diesem Register messen").click()
    expect(page).to_have_url(re.compile(rf"{re.escape(live_url)}/auftraege/\d+/$"))
