"""Pictures for the README: `make screenshots` starts a fresh demo and writes docs/screenshots/."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
CLERK, PASSWORD = "clerk@kreis-coesfeld.example", "allmende-demo-2026"
START_SECONDS = 120
WIDE, PHONE = 1280, 375
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
]


@dataclass(frozen=True)
class Shot:
    """One picture: `click` names a link on the page to follow first."""

    name: str
    path: str
    is_signed_in: bool = False
    click: str = ""


SHOTS = (
    Shot("start", "/"),
    Shot("start-angemeldet", "/", is_signed_in=True),
    Shot("suche", "/suche/?q=Coesfeld"),
    Shot("koerperschaft", "/koerperschaften/05558/"),
    Shot("karte", "/koerperschaften/karte/"),
    Shot("pruefen", "/", is_signed_in=True, click="#drafts ~ ul a"),
    Shot("vorlage", "/vorlagen/?q=IT", click=".table-view tbody a"),
)


@contextmanager
def running_demo() -> Iterator[None]:
    """Start `allmende demo` in a data directory of its own and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="allmende-shots-", dir="/tmp") as directory:
        # /tmp, since the path of the database's socket has room for 103 bytes only
        Path(directory).chmod(0o711)
        environment = {**os.environ, "ALLMENDE_DATA_DIR": f"{directory}/demo"}
        environment.pop("ALLMENDE_DATABASE_URL", None)
        command = [str(Path(sys.executable).parent / "allmende"), "demo", "--port", str(PORT)]
        demo = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_it_answers(demo)
            yield
        finally:
            demo.terminate()
            demo.wait(timeout=60)


def wait_until_it_answers(demo: "subprocess.Popen[bytes]") -> None:
    """Return when the start page comes; give up when the demo has ended or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if demo.poll() is not None:
            raise SystemExit(f"allmende demo ended with {demo.returncode}")
        try:
            urllib.request.urlopen(ADDRESS, timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("allmende demo does not answer")


def open_page(browser: Browser, width: int, scheme: str, *, is_signed_in: bool) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="de-DE",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if is_signed_in:
        page.goto(f"{ADDRESS}/konto/anmelden/")
        page.fill("input[name=login]", CLERK)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(f"{ADDRESS}/")
    return page


def take(page: Page, shot: Shot, name: str) -> None:
    page.goto(ADDRESS + shot.path)
    if shot.click:
        page.locator(shot.click).first.click()
        page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=TARGET / f"{name}.png")
    print(TARGET.relative_to(ROOT) / f"{name}.png")


def main() -> int:
    """Take each picture wide in both colors, and as on a telephone."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is missing. On Debian: apt install chromium", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with running_demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for width, scheme, suffix in (
            (WIDE, "light", ""),
            (WIDE, "dark", "-dunkel"),
            (PHONE, "light", "-375"),
        ):
            for is_signed_in in (False, True):
                page = open_page(browser, width, scheme, is_signed_in=is_signed_in)
                for shot in (each for each in SHOTS if each.is_signed_in == is_signed_in):
                    take(page, shot, f"{shot.name}{suffix}")
                page.context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
