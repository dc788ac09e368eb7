"""The browser harness. A journey takes `page` (visitor) or `sign_in("clerk@…")` and `live_url`.

    def test_a_visitor_finds_a_town(page, live_url, assert_accessible):
        page.goto(f"{live_url}/suche/?q=Coesfeld")
        assert_accessible(page)

Each test module has its own copy of the demo data (`allmende.web.demo.load_demo`), gone after the module.
After every test: no violation of the content policy, no script error, no request to another host.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.demo_data import PutDemo, put_demo
from tests.browser.watch import Watch

__all__ = ["put_demo"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--font-render-hinting=none",
]
# A click returns before the page it leads to is there. Who measures or photographs a page must not catch
# the one that is being left: it marks itself, and its successor does not know the mark.
MARK_LEAVING = "addEventListener('beforeunload', () => { window.isBeingLeft = true; });"
RESULTS = Path(__file__).resolve().parents[2] / "test-results"
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}

SignIn = Callable[..., Page]
AssertAccessible = Callable[[Page], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here and keep the tests of one module on one xdist worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)  # so that pytest-django makes the test database
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def _django_db_helper() -> None:
    """Replace pytest-django's transaction around each test: the server must see what a test has saved."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without it the journeys are skipped loudly, and in CI they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing; in CI no browser test may be skipped.")
        pytest.skip("!!! Chromium is missing: NO browser test ran. On Debian: apt install chromium !!!")
    # Playwright runs an event loop in this thread; Django would refuse every query of a test beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live_url(put_demo: PutDemo, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a running server with the demo data, for one module."""
    with django_db_blocker.unblock():
        put_demo()
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def watch(live_url: str) -> Iterator[Watch]:
    """Notes what pages must never do, and fails the test for it."""
    watch = Watch(urlsplit(live_url).netloc)
    yield watch
    watch.assert_clean()


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts: `new_context(viewport=PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": WIDE, "locale": "de-DE", **options})
        context.set_default_timeout(10_000)
        context.add_init_script(MARK_LEAVING)
        watch.follow(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A visitor's page."""
    return new_context().new_page()


@pytest.fixture
def sign_in(new_context: Callable[..., BrowserContext], live_url: str) -> SignIn:
    """Return a page of somebody signed in: `sign_in("clerk@kreis-coesfeld.example", viewport=PHONE)`."""

    def open_page(email: str, **options: Any) -> Page:
        client = Client()
        client.force_login(get_user_model().objects.get(email=email))
        context = new_context(**options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_url}])
        return context.new_page()

    return open_page


def wait_until_there(page: Page) -> None:
    """Wait for the page that the last click led to."""
    # not wait_for_function: it evaluates a text inside the page, which our content policy forbids
    for _ in range(200):
        try:
            if page.evaluate("!window.isBeingLeft && document.readyState === 'complete'"):
                return
        except Error:
            pass  # the page was replaced while we asked it
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url} is not there after ten seconds")


@pytest.fixture
def assert_accessible() -> AssertAccessible:
    """Check the page with axe: WCAG 2.2 AA and best practice, no violation."""

    def check(page: Page) -> None:
        wait_until_there(page)
        results = Axe().run(page, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keep a picture of the page in test-results/ for people to look at."""

    def keep(page: Page, name: str) -> None:
        RESULTS.mkdir(exist_ok=True)
        wait_until_there(page)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=RESULTS / f"{name}.png", full_page=True)

    return keep
