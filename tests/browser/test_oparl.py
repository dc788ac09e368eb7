"""The journey to open data: the head of a body switches on, reads what is public, ends it again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

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
