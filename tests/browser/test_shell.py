"""The shell in a real browser: its own pages in both colors, on a telephone, by keyboard, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn
from tests.browser.watch import resource_failures

PAGES = {
    "start": "/",
    "suche": "/suche/?q=Coesfeld",
    "suche-leer": "/suche/?q=qqqqqq",
    "bausteine": "/bausteine/",
    "handbuch": "/handbuch/",
    "handbuch-seite": "/handbuch/tabellen/",
    "barrierefreiheit": "/barrierefreiheit/",
    "quellen": "/quellen/",
    "fehler-404": "/gibt/es/nicht/",
    "koerperschaften": "/koerperschaften/",
    "vorlagen": "/vorlagen/",
    "anmelden": "/konto/anmelden/",
}
CLERK = "clerk@kreis-coesfeld.example"

NewContext = Callable[..., BrowserContext]
Screenshot = Callable[[Page, str], None]


def width_of_content(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_in_both_colors(
    new_context: NewContext, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot,
    name: str, scheme: str,
) -> None:  # fmt: skip
    page = new_context(color_scheme=scheme).new_page()
    page.goto(live_url + PAGES[name])
    assert_accessible(page)
    assert resource_failures(page) == []
    screenshot(page, f"{name}-1280-{scheme}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 375])
def test_pages_fit_a_telephone_and_a_zoom_of_400_percent(
    new_context: NewContext, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot,
    name: str, width: int,
) -> None:  # fmt: skip
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(live_url + PAGES[name])
    assert width_of_content(page) <= width
    if width == PHONE["width"]:
        assert_accessible(page)
        screenshot(page, f"{name}-375-light")


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/handbuch/")
    page.keyboard.press("Tab")
    skip_link = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
    assert outline == "solid"


def test_the_keyboard_walks_through_the_whole_page_without_a_trap(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/quellen/")
    stations = page.locator("a[href]:visible, button:visible, input:visible, select:visible").count()
    seen: list[str] = []
    for _step in range(stations + 1):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    assert len(set(seen)) >= stations


def test_the_slash_key_jumps_into_the_search_box(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/quellen/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Suche in Körperschaften")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_the_search_answers_while_one_types_and_forgives_a_typo(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}/suche/")
    page.get_by_label("Wonach suchen Sie?").press_sequentially("Coesfelt", delay=20)
    hits = page.locator(".hit")
    expect(hits.filter(has_text="Kreis Coesfeld").first).to_be_visible()
    expect(hits.filter(has_text="Stadt Coesfeld").first).to_be_visible()
    expect(page).to_have_url(f"{live_url}/suche/?q=Coesfelt")
    assert_accessible(page)


def test_the_search_works_without_scripts(new_context: NewContext, live_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_url)
    page.get_by_label("Gemeinde, Kreis oder Vorlage suchen").fill("Leverkusen")
    page.locator("main").get_by_role("button", name="Suchen").click()
    expect(page.locator(".hit").first).to_contain_text("Leverkusen")


def test_a_table_sorts_and_filters_in_place_and_keeps_its_state_in_the_address(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}/koerperschaften/")
    page.evaluate("window.notReloaded = true")
    page.get_by_role("link", name="Einwohnerzahl").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Einwohnerzahl")
    page.get_by_role("link", name="Einwohnerzahl").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Einwohnerzahl")
    assert page.evaluate("window.notReloaded")
    assert "sort=-" in page.url
    page.go_back()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Einwohnerzahl")
    assert_accessible(page)


def test_htmx_may_post_because_it_sends_the_token(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/quellen/")
    page.evaluate(
        """() => {
          const button = document.createElement("button");
          button.setAttribute("hx-post", "/darstellung/");
          button.setAttribute("hx-vals", '{"theme": "dark", "next": "/quellen/"}');
          button.setAttribute("hx-swap", "none");
          button.id = "probe";
          document.querySelector("main").append(button);
          htmx.process(button);
        }"""
    )
    with page.expect_response("**/darstellung/") as answer:
        page.locator("#probe").evaluate("button => button.click()")
    assert answer.value.status == 302


def test_an_error_answers_htmx_with_a_fragment_in_its_place(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/quellen/")
    page.evaluate(
        """() => { htmx.ajax("GET", "/gibt/es/nicht/", {target: "#messages", swap: "innerHTML"}); }"""
    )
    expect(page.locator("#messages .kern-alert--danger")).to_contain_text("Diese Seite gibt es nicht")
    expect(page.locator("header.header")).to_have_count(1)


def test_the_theme_is_chosen_in_the_footer_and_stays(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/handbuch/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dunkel").click()
    expect(page).to_have_url(f"{live_url}/handbuch/")
    page.goto(f"{live_url}/quellen/")
    expect(page.get_by_role("button", name="Dunkel")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_english_is_chosen_in_the_footer_and_stays(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Handbook")).to_be_visible()
    assert_accessible(page)


def test_paper_shows_content_without_navigation(page: Page, live_url: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{live_url}/handbuch/tabellen/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".print-header")).to_contain_text("/handbuch/tabellen/")
    for hidden in (".navigation", ".footer", ".header__search", ".handbook__chapters"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_a_dialog_opens_closes_and_gives_the_focus_back(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}/bausteine/#dialog")
    opener = page.get_by_role("button", name="Entwurf verwerfen …")
    opener.click()
    dialog = page.get_by_role("dialog", name="Entwurf verwerfen?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_handbook_is_one_click_away_and_leads_through_its_pages(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/koerperschaften/")
    page.get_by_role("link", name="Hilfe zu dieser Seite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Körperschaften")
    page.get_by_role("link", name="Angaben mit Stichtag und Quelle").click()
    assert page.url.endswith("#angaben-mit-stichtag-und-quelle")


def test_the_start_page_shows_what_waits_for_me(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK)
    page.goto(live_url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")
    expect(page.locator(".body-switcher")).to_contain_text("Kreis Coesfeld")
    for heading in ("Wartet auf Ihre Bestätigung", "Letzte Beratungen", "Meine Körperschaften"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("link", name="Vorlage einlesen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "start-angemeldet-1280-light")


def test_the_signed_in_start_page_fits_a_telephone(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK, viewport=PHONE)
    page.goto(live_url)
    assert width_of_content(page) <= PHONE["width"]
    assert_accessible(page)
    screenshot(page, "start-angemeldet-375-light")
