"""Open data: the head of a body switches on and pauses. Sources: a clerk looks after one."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from allmende.oparl.models import OparlSource
from allmende.register.models import Body
from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn
from tests.oparl.test_import import BASE, read, world_answers
from tests.oparl.world import World

DISTRICT = "05558"


def test_the_head_switches_publication_on_and_pauses_it(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("head@kreis-coesfeld.example")
    page.goto(f"{live_url}/offene-daten/koerperschaft/{DISTRICT}/")
    assert_accessible(page)
    screenshot(page, "oparl-off")
    page.get_by_role("button", name="Veröffentlichung einschalten").click()
    expect(page.get_by_role("heading", name="Was jeder sehen kann")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Ansprechstelle", exact=False).first.fill("Kreistagsbüro")
    page.get_by_role("button", name="Angaben speichern").click()
    expect(page.get_by_text("Die Angaben sind gespeichert.")).to_be_visible()
    for name, viewport in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert_accessible(page)
        screenshot(page, f"oparl-on-{name}")
    page.goto(f"{live_url}/offene-daten/")
    expect(page.locator("#content").get_by_role("link", name="Kreis Coesfeld", exact=True)).to_be_visible()
    assert_accessible(page)
    screenshot(page, "open-data")
    page.goto(f"{live_url}/offene-daten/koerperschaft/{DISTRICT}/")
    page.get_by_role("button", name="Unterbrechen").click()
    expect(page.get_by_text("Die Veröffentlichung ist jetzt")).to_be_visible()


def test_a_clerk_looks_after_a_source(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    body = Body.objects.get(key=DISTRICT)
    source = OparlSource.objects.create(name="RIS des Kreises", url=f"{BASE}/system", body=body)
    read(source, world_answers(World(papers=8, dangling_every=4)))
    page = sign_in("clerk@kreis-coesfeld.example")
    page.goto(f"{live_url}/oparl/quellen/")
    assert_accessible(page)
    page.get_by_role("link", name="RIS des Kreises").click()
    for name, viewport in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert_accessible(page)
        screenshot(page, f"oparl-source-{name}")
    page.get_by_role("link", name="Einstellungen", exact=True).click()
    page.get_by_label("Zusatz zur Adresse jeder Liste", exact=False).fill("limit=50")
    assert_accessible(page)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Vorlage", exact=True).click()
    page.get_by_label("Suche").last.fill("Abschnitt 3")
    page.get_by_role("button", name="Filtern").click()
    expect(page.get_by_text("1 Eintrag gefunden")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Abschnitt 3").click()
    expect(page.get_by_role("heading", name="Wie der Server es geliefert hat")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "oparl-object")
    page.goto(f"{live_url}{source.get_absolute_url()}")
    page.get_by_role("link", name="Alle Befunde").click()
    assert_accessible(page)
    page.goto(f"{live_url}{source.get_absolute_url()}")
    page.get_by_role("button", name="Das ist Kreis Coesfeld").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    assert_accessible(page)
