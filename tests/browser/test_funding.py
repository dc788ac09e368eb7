"""Journeys along a grant: overview, the way of the money, posts, a clause and who must be told of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

TREASURER = "treasurer@leverkusen.example"
GRANT = "Case Management bei freien Trägern 2025"
Screenshot = Callable[[Page, str], None]


def fits(page: Page) -> bool:
    """Return whether nothing stands out of the side of the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "light"), (PHONE, "dark")])
def test_the_treasurer_goes_from_the_overview_to_posts_agreements_and_letters(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = sign_in(TREASURER, viewport=viewport, color_scheme=scheme)
    shot = f"{viewport['width']}-{scheme}"
    page.goto(f"{live_url}/foerderung/")
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-overview-{shot}")
    page.get_by_role("link", name=GRANT, exact=True).last.click()
    expect(page.get_by_role("heading", name="Der Weg des Geldes")).to_be_visible()
    for name in ("", "Stellenplan", "Träger vergleichen", "Was wäre, wenn …?", "Wer muss es erfahren?"):
        if name:
            page.get_by_role("link", name=name, exact=True).first.click()
        assert_accessible(page)
        assert fits(page)
        screenshot(page, f"funding-{name.split(' ')[0] or 'grant'}-{shot}")
        if name:
            page.go_back()
    page.get_by_role("link", name="AWO Leverkusen").first.click()
    expect(page.get_by_role("heading", name="Klauseln mit ihrer Geschichte")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-agreement-{shot}")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_clause_is_previewed_before_it_is_posted(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: dict[str, int],
) -> None:
    page = sign_in(TREASURER, viewport=viewport)
    page.goto(f"{live_url}/foerderung/")
    page.get_by_role("link", name=GRANT, exact=True).last.click()
    page.get_by_role("link", name="Klausel ändern").click()
    page.get_by_label("neuer Wert").fill("50")
    page.get_by_label("gilt ab").fill("2025-01-01")
    page.get_by_label("Quelle").fill("Beispiel")
    page.get_by_role("button", name="Vorschau rechnen").click()
    expect(page.get_by_role("heading", name="Vorschau: Das würde gebucht")).to_be_visible()
    expect(page.get_by_role("button", name="Klausel ändern und Unterschied buchen")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-clause-{viewport['width']}")


def test_a_visitor_checks_who_can_get_a_grant(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page.goto(f"{live_url}/foerderung/programme/")
    assert_accessible(page)
    screenshot(page, "funding-programmes")
    page.get_by_role("link", name="Neue Zusammenarbeit", exact=True).click()
    page.get_by_label("Wer stellt den Antrag?").fill("05558")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("So kann nicht gefördert werden")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, "funding-check")
