"""The main job in a real browser: a council paper goes in, a person looks through it, a dossier comes out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from allmende import web
from allmende.papers import actions
from allmende.register import queries as register
from tests.browser.conftest import PHONE, AssertAccessible, SignIn, wait_until_there
from tests.papers.factories import an_upload

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "papers" / "dev"
CLERK = "clerk@leverkusen.example"
Screenshot = Callable[[Page, str], None]
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


DECIDED_TEXT = """Stadt Leverkusen
Vorlage Nr. 2026/8010
Datum: 02.06.2026
Status: öffentlich
Beschlussvorlage

Beratungsfolge\tDatum\tZuständigkeit\tBehandlung
Rat der Stadt Leverkusen\t14.09.2026\tEntscheidung\töffentlich

Betreff: Gemeinsame Schule

Beschlussentwurf:
1. Der Rat beschließt den Bau der Schule mit der Maßgabe, dass die Kosten geteilt werden.
2. Der Beschluss zur Vorlage 2019/0177 wird aufgehoben.
3. Die Verwaltung wird beauftragt, die Planung bis zum 31.12.2026 auszuschreiben.

Die Kosten betragen 6 x 57.000 € = 343.000 €.
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
    wait_until_there(page)
    page.keyboard.press("Alt+ArrowDown")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+ArrowDown")
    assert first != page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+ArrowUp")
    assert first == page.evaluate("document.activeElement.id")
    page.keyboard.type("x")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()


def the_pass_by_keyboard(page: Page) -> int:
    """Look at each open place and confirm, with keys only; return how many keys were pressed."""
    presses = 1
    page.keyboard.press("Alt+ArrowDown")
    while page.evaluate("document.activeElement.value") != "bestaetigen":
        assert presses < 200, "the pass does not end"
        is_unsure = page.evaluate("Boolean(document.activeElement.closest('.is-unsure'))")
        page.keyboard.press("Alt+Enter" if is_unsure else "Alt+ArrowDown")
        presses += 1
    page.keyboard.press("Enter")
    expect(page.get_by_text("Das Dossier ist angelegt.")).to_be_visible()
    return presses + 1


def stated_presses() -> dict[str, int]:
    """Return how many keys each source document takes, as the handbook states it."""
    page = (Path(web.__file__).parent / "handbook" / "vorlage-einlesen.md").read_text("utf-8")
    return {number: int(count) for number, count in re.findall(r"^\| (\d{3}) [^|]*\| (\d+) \|", page, re.M)}


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents do not lie beside the checkout")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_source_document_takes_no_more_keys_than_the_handbook_says(
    number: str, sign_in: SignIn, live_url: str
) -> None:
    page = sign_in("clerk@kreis-coesfeld.example")
    uploaded(page, live_url, next(SOURCES.glob(f"{number}_*.txt")))
    assert the_pass_by_keyboard(page) <= stated_presses()[number]


def test_keys_accept_a_value_take_it_back_and_lead_to_its_place(
    sign_in: SignIn, live_url: str, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK)
    a_draft_with_doubts(live_url)
    page.goto(f"{live_url}/vorlagen/entwuerfe/?q=Beispieldorf")
    page.get_by_role("link", name="Gemeinsame Brücke mit Beispieldorf").click()
    left = page.locator("[data-left]")
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()
    wait_until_there(page)  # the keys are there once the page's script is
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_label("Betreff")).to_be_focused()
    page.keyboard.press("F2")
    expect(page.locator(".evidence.is-active").first).to_have_text("Gemeinsame Brücke mit ")
    expect(page.locator(".evidence.is-active").first).to_be_focused()
    screenshot(page, "review-evidence")
    page.keyboard.press("F2")
    expect(page.get_by_label("Betreff")).to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(left).to_have_text("Alles ist angesehen.")
    expect(page.get_by_role("button", name="Bestätigen", exact=True)).to_be_focused()
    page.keyboard.press("Alt+z")
    expect(left).to_have_text("Noch anzusehen: 1")
    page.keyboard.press("Alt+Shift+Enter")
    expect(page.get_by_text("Alle unsicheren Angaben sind als geprüft markiert.")).to_be_visible()
    page.keyboard.press("Alt+z")
    expect(page.get_by_text("Die letzte Änderung ist zurückgenommen.")).to_be_visible()


def a_draft_with_doubts(live_url: str) -> None:
    """Store a draft whose subject the reader was not sure of."""
    body = register.body_by_key("05316000", on=timezone.localdate())
    actions.store_draft(upload=an_upload(), body=body, by=None, on=timezone.localdate())


def test_a_result_makes_a_proposal_hold_until_it_is_repealed(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK)
    pasted(page, live_url, DECIDED_TEXT)
    screenshot(page, "review")
    confirm(page)
    page.get_by_role("link", name="Ergebnis festhalten").click()
    assert_accessible(page)
    screenshot(page, "outcome")
    page.get_by_label("Ergebnis", exact=True).select_option("beschlossen")
    page.get_by_label("Entschieden am").fill("14.09.2026")
    page.get_by_label("Ja").fill("46")
    page.get_by_role("button", name="Ergebnis festhalten").click()
    expect(page.get_by_text("Beschlossen am 14.09.2026, 46 Ja.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "dossier-decided")
    page.get_by_role("button", name=re.compile("^Erledigt")).click()
    expect(page.get_by_text("Der Stand des Auftrags ist geändert.")).to_be_visible()
    page.goto(f"{live_url}/vorlagen/beschluesse/")
    expect(page.get_by_role("link", name="Gemeinsame Schule", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("2019/0177"))).to_be_visible()
    assert_accessible(page)
    screenshot(page, "in-force")
    page.get_by_label("Gilt am").fill("2026-09-13")
    expect(page.get_by_role("link", name="Gemeinsame Schule", exact=True)).to_have_count(0)
    page.goto(f"{live_url}/vorlagen/auftraege/")
    expect(page.get_by_role("link", name=re.compile("31.12.2026 auszuschreiben"))).to_be_visible()
    assert_accessible(page)
    screenshot(page, "follow-ups")


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
    "path",
    [
        "/vorlagen/",
        "/vorlagen/neu/",
        "/vorlagen/entwuerfe/",
        "/vorlagen/kalender/",
        "/vorlagen/beschluesse/",
        "/vorlagen/auftraege/",
    ],
)
def test_pages_are_accessible_on_a_phone_in_the_dark(
    path: str, sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    page.goto(f"{live_url}{path}")
    assert_accessible(page)
    screenshot(page, f"phone{path.replace('/', '-')}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_review_fits_a_phone(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    pasted(page, live_url, DECIDED_TEXT.replace("8010", "8005"))
    screenshot(page, "review-phone")
    for summary in page.locator(".fact__summary").all():
        summary.click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    confirm(page)
    assert_accessible(page)
    screenshot(page, "dossier-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
