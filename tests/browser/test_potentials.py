"""The journey through potentials: hand in budgets, ask with whom, read reasons and map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from allmende.cooperations.models import Task
from allmende.register.map_page import mapped_bodies
from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn
from tests.cooperations_potentials.conftest import TODAY

DISTRICT = "05558"


@pytest.fixture
def budget_file(live_url: str) -> bytes:
    """Return budgets of all towns of Kreis Coesfeld but Nottuln, cheaper per head with size."""
    Task.objects.get_or_create(code="standesamt", defaults={"name": "Standesamt", "area": "Ordnung"})
    rows = mapped_bodies(TODAY).filter(key__startswith=DISTRICT).exclude(name="Nottuln")
    lines = [
        f"{row.key};standesamt;2025;allein;{round(60 * float(row.population) ** 0.7)};1,0" for row in rows
    ]
    return "\n".join(["gemeinde;aufgabe;jahr;stand;aufwand;stellen", *lines]).encode()


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
        {"name": "plan.csv", "mimeType": "text/csv", "buffer": budget_file}
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
    page.locator("#id_aufgabe").select_option("standesamt")
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
    expect(page).to_have_url(f"{live_url}/auftraege/1/")
