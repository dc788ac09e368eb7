"""Many papers at once in a real browser: choose, watch, see what became of each, confirm the certain ones."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from allmende.register import queries as register
from tests.browser.conftest import PHONE, AssertAccessible, SignIn
from tests.jobs.worker import work_off_the_queue
from tests.papers.factories import a_certain_draft, text_of

CLERK = "clerk@leverkusen.example"
ADMINISTRATOR = "admin@allmende.example"
Screenshot = Callable[[Page, str], None]


def a_text(name: str, number: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text_of(number).encode()}


def chosen(page: Page, live_url: str, label: str, *files: FilePayload) -> None:
    """Choose files and arrive at the page of the import."""
    page.goto(f"{live_url}/vorlagen/mehrere/")
    page.get_by_label(label).set_input_files(list(files))
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_role("heading", name="Was aus jeder Datei wurde")).to_be_visible()


def test_from_the_files_to_the_report_and_on_to_a_review(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}/vorlagen/")
    page.get_by_role("link", name="Viele einlesen").click()
    assert_accessible(page)
    empty: FilePayload = {"name": "leer.txt", "mimeType": "text/plain", "buffer": b""}
    files = (a_text("a.txt", "2026/9001"), a_text("nochmal.txt", "2026/9001"), empty)
    chosen(page, live_url, "Einzelne Dateien", *files)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "bulk-running")
    work_off_the_queue()
    expect(page.get_by_text("1 Vorlage gelesen, 1 schon vorhanden, 1 nicht gelesen.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("leer.txt nicht gelesen"))).to_be_visible()
    assert_accessible(page)
    screenshot(page, "bulk-report")
    page.get_by_label("Stand", exact=True).select_option("schon vorhanden")
    expect(page.get_by_text("1 Eintrag gefunden")).to_be_visible()
    page.get_by_role("link", name="nochmal.txt").click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()
    page.get_by_role("link", name="Aufträge").click()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("3 Dateien für")).click()
    assert_accessible(page)
    page.get_by_role("link", name="Ergebnis ansehen").click()
    expect(page.get_by_role("heading", name="Was aus jeder Datei wurde")).to_be_visible()


def test_an_archive_is_cancelled_and_resumed_without_scripts(sign_in: SignIn, live_url: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("2026/b.txt", text_of("2026/9002"))
        archive.writestr("../boese.txt", text_of("2026/9003"))
    page = sign_in(CLERK, java_script_enabled=False)
    payload: FilePayload = {"name": "ö.zip", "mimeType": "application/zip", "buffer": stream.getvalue()}
    chosen(page, live_url, "ZIP-Archiv", payload)
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.get_by_text("Der Auftrag wurde abgebrochen.")).to_be_visible()
    expect(page.get_by_text("Der Pfad der Datei führt aus dem Archiv hinaus.")).to_be_visible()
    page.get_by_role("button", name="Fortsetzen").click()
    work_off_the_queue()
    page.get_by_role("link", name="Stand neu laden").click()
    expect(page.get_by_text("1 Vorlage gelesen, 0 schon vorhanden, 1 nicht gelesen.")).to_be_visible()


def test_certain_drafts_are_confirmed_together_and_one_is_taken_back(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    body = register.body_by_key("05316000", on=timezone.localdate())
    for number in ("2026/9004", "2026/9005"):
        a_certain_draft(body, None, number)
    page = sign_in(CLERK)
    page.goto(f"{live_url}/vorlagen/entwuerfe/?q=Beispieldorf")
    page.get_by_label("Stand").select_option("alles sicher")
    expect(page).to_have_url(re.compile("stand=sicher"))
    expect(page.get_by_text("2 Entwürfe")).to_be_visible()
    page.get_by_role("link", name="Alle sicheren dieser Seite auswählen").click()
    assert_accessible(page)
    screenshot(page, "bulk-drafts")
    page.get_by_role("button", name="Ausgewählte bestätigen").click()
    expect(page.get_by_role("heading", name="Ergebnis der Bestätigung")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "bulk-confirmed")
    page.get_by_role("button", name=re.compile("Zurück in den Entwurf.*9004")).click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()
    page.get_by_role("button", name="Bestätigen", exact=True).click()
    expect(page.get_by_text("Das Dossier ist angelegt.")).to_be_visible()
    page = sign_in(ADMINISTRATOR)
    page.goto(f"{live_url}/vorlagen/leser/")
    expect(page.get_by_role("row", name=re.compile("Betreff 100"))).to_be_visible()
    assert_accessible(page)
    screenshot(page, "bulk-quality")


@pytest.mark.parametrize("path", ["mehrere/", "entwuerfe/", "report"])
def test_the_pages_fit_a_phone_in_the_dark(
    path: str, sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    if path == "report":
        chosen(page, live_url, "Einzelne Dateien", a_text("telefon.txt", "2026/9009"))
        assert_accessible(page)
        work_off_the_queue()
        expect(page.get_by_text("1 Vorlage gelesen")).to_be_visible()
    else:
        page.goto(f"{live_url}/vorlagen/{path}")
    assert_accessible(page)
    screenshot(page, f"bulk-phone-{path.strip('/')}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
