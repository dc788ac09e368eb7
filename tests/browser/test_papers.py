"""The main job in a real browser: a council paper goes in, a person looks through it, a dossier comes out."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers" / "dev"
CLERK = "clerk@leverkusen.example"
TEXT = """Stadt Leverkusen
Vorlage Nr. 2026/8001
Datum: 02.11.2026
Status: öffentlich

Beratungsfolge\tDatum\tZuständigkeit\tBehandlung
Finanzausschuss\t01.12.2026\tBeratung\töffentlich
Rat der Stadt Leverkusen\t14.12.2026\tEntscheidung\töffentlich

Betreff: Gemeinsame Brücke über die Wupper

Beschlussentwurf:
1. Der Rat beschließt den Bau der Brücke.
2. Die Verwaltung wird beauftragt, die Planung auszuschreiben.

Die Kosten betragen 1.234.567,89 € im Jahr 2027.
"""


def pasted(page: Page, live_url: str, text: str) -> None:
    """Paste a text and arrive at its review."""
    page.goto(f"{live_url}/vorlagen/neu/")
    page.get_by_label("Oder Text einfügen").fill(text)
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()


def uploaded(page: Page, live_url: str, file: Path) -> None:
    """Upload a file and arrive at its review."""
    page.goto(f"{live_url}/vorlagen/neu/")
    page.get_by_label("Dateien").set_input_files(file)
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Bestätigen", exact=True).click()
    expect(page.get_by_text("Das Dossier ist angelegt.")).to_be_visible()


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents do not lie beside the checkout")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_source_document_becomes_a_dossier(
    number: str, sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page = sign_in(CLERK)
    uploaded(page, live_url, next(SOURCES.glob(f"{number}_*.txt")))
    assert_accessible(page)
    confirm(page)
    assert_accessible(page)


def test_from_the_text_to_search_pdf_and_calendar(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page = sign_in(CLERK)
    pasted(page, live_url, TEXT)
    confirm(page)
    expect(page.get_by_role("cell", name="1.234.567,89\u00a0€", exact=True)).to_be_visible()
    dossier = page.url
    assert page.request.get(f"{dossier}vorlage.pdf").body().startswith(b"%PDF-")
    events = Calendar.from_ical(page.request.get(f"{dossier}termine.ics").body()).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == ["2026-12-01", "2026-12-14"]
    page.goto(f"{live_url}/suche/?q=Brücken+Wupper")
    expect(page.get_by_role("link", name=re.compile("Gemeinsame Brücke"))).to_be_visible()
    page.goto(f"{live_url}/vorlagen/?q=Wuper")
    page.get_by_role("link", name="Gemeinsame Brücke über die Wupper").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("öffentlich sichtbar")).to_be_visible()
    page.get_by_role("link", name="Ganzer Text mit Zeilennummern").click()
    assert_accessible(page)
    page.locator("a.evidence", has_text="1.234.567,89").click()
    assert page.url.endswith("#wert-amounts-0")


def test_a_value_and_its_place_lead_to_each_other(sign_in: SignIn, live_url: str) -> None:
    page = sign_in(CLERK)
    pasted(page, live_url, TEXT.replace("8001", "8002"))
    page.get_by_label("Nummer der Vorlage").focus()
    expect(page.locator(".evidence.is-active")).to_have_text("2026/8002")
    page.locator("a.evidence", has_text="1.234.567,89").click()
    expect(page.get_by_label("Betrag")).to_be_focused()


def test_rows_are_added_and_removed_and_nothing_is_lost(sign_in: SignIn, live_url: str) -> None:
    page = sign_in(CLERK)
    pasted(page, live_url, TEXT.replace("8001", "8003"))
    page.get_by_role("button", name="Betrag ergänzen").click()
    amounts = page.locator("#abschnitt-amounts")
    amounts.get_by_label("Betrag").last.fill("500,5x")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("„500,5x“ ist kein Betrag.")).to_be_visible()
    amounts.get_by_label("Betrag").last.fill("500,50")
    page.get_by_role("button", name="Bestätigen", exact=True).click()
    expect(page.get_by_role("cell", name="500,50\u00a0€", exact=True)).to_be_visible()
    page.get_by_role("button", name="Zurück in den Entwurf").click()
    expect(page.get_by_text("500,50")).to_be_visible()


def test_the_keyboard_leads_from_one_open_place_to_the_next(sign_in: SignIn, live_url: str) -> None:
    page = sign_in(CLERK)
    pasted(page, live_url, "Beschlussvorlage\n\nDer Rat beschließt den Bau der Brücke.\n")
    page.keyboard.press("Alt+ArrowDown")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+ArrowDown")
    assert first != page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+ArrowUp")
    assert first == page.evaluate("document.activeElement.id")
    page.keyboard.type("x")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()


def test_everything_works_without_scripts(sign_in: SignIn, live_url: str) -> None:
    page = sign_in(CLERK, java_script_enabled=False)
    pasted(page, live_url, TEXT.replace("8001", "8004"))
    page.locator("#feld-reference .place-link").click()
    assert page.url.endswith("#stelle-reference")
    page.get_by_role("button", name="Rechtsgrundlage ergänzen").click()
    page.get_by_label("Fundstelle im Gesetz").fill("§ 41 GO NRW")
    confirm(page)
    expect(page.get_by_text("§ 41 GO NRW")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/vorlagen/", "/vorlagen/neu/", "/vorlagen/entwuerfe/", "/vorlagen/kalender/"]
)
def test_pages_are_accessible_on_a_phone_in_the_dark(
    path: str, sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    page.goto(f"{live_url}{path}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_review_fits_a_phone(sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    pasted(page, live_url, TEXT.replace("8001", "8005"))
    for summary in page.locator(".fact__summary").all():
        summary.click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    confirm(page)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
