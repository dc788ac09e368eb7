"""The register of cooperations in a browser: looking up, pictures, keeping an entry, taking over a list."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

CLERK = "clerk@kreis-coesfeld.example"
CITEQ = "/zusammenarbeit/eintrag/citeq/"
CITEQ_NAME = "Gemeinsame Inanspruchnahme der citeq"
Keep = Callable[[Page, str], None]
LIST = (
    "name;rechtsform;aufgaben;seit;koerperschaft;rolle\n"
    "Gemeinsame Vergabestelle;öffentlich-rechtliche Vereinbarung;;01.01.2026;Nottuln;federführend\n"
    "Gemeinsame Vergabestelle;;;;Coesfeld;Mitglied\n"
)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("inventory", "/zusammenarbeit/"),
        ("inventory-filtered", "/zusammenarbeit/?rechtsform=zweckverband&aufgabe=it-betrieb"),
        ("cooperation", CITEQ),
        ("cooperation-map", "/zusammenarbeit/karte/"),
        ("cooperation-network", "/zusammenarbeit/netz/05558/"),
        ("cooperation-party", f"{CITEQ}beteiligte/05558/"),
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_everyone_are_accessible(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Keep,
    name: str,
    path: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = sign_in(CLERK, viewport=viewport, color_scheme=scheme)
    page.goto(f"{live_url}{path}")
    assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
    screenshot(page, f"{name}-{viewport['width']}-{scheme}")


def test_a_visitor_filters_and_reads(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/zusammenarbeit/")
    page.get_by_label("Rechtsform").select_option("zweckverband")
    page.get_by_role("button", name="Filtern").click()
    expect(page.get_by_role("link", name="Dachverband kommunaler IT-Dienstleister")).to_be_visible()
    expect(page.get_by_role("link", name="Gemeinsame Inanspruchnahme der citeq")).to_have_count(0)
    page.get_by_role("link", name="Dachverband kommunaler IT-Dienstleister").click()
    expect(page.get_by_role("heading", name="Zeitleiste")).to_be_visible()
    expect(page.get_by_role("link", name="Angaben ändern")).to_have_count(0)


def test_a_clerk_keeps_votes_a_rule_and_a_key(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}{CITEQ}")
    page.get_by_role("link", name="Abstimmungsregel eintragen").click()
    assert_accessible(page)
    page.get_by_label("Stimmen", exact=True).select_option("equal")
    page.get_by_text("Besondere Mehrheiten", exact=True).click()
    page.get_by_label("oder: Zahl der nötigen Stimmen").fill("40")
    page.get_by_label("Gilt ab").fill("2019-01-01")
    page.get_by_label("Quelle", exact=True).fill("Vereinbarung")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Schwelle 40 ist unerreichbar; alle haben 28 Stimmen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "voting-rule-form-1280-light")
    page.get_by_label("oder: Zahl der nötigen Stimmen").fill("")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("link", name="laufende Beschlüsse").click()
    expect(page.get_by_role("heading", name="Wer danach Einfluss hat")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "voting-rule-1280-light")
    page.goto(f"{live_url}{CITEQ}kosten/neu/")
    page.get_by_label("Kostentopf").fill("Betrieb")
    page.get_by_label("Teil 1: verteilt nach").select_option("sockel")
    page.get_by_label("Teil 1: Prozent").fill("30")
    page.get_by_text("Weitere Teile des Schlüssels", exact=True).click()
    page.get_by_label("Teil 2: verteilt nach").select_option("einwohner")
    page.get_by_label("Teil 2: Prozent").fill("70")
    page.get_by_label("Gilt ab").fill("2020-01-01")
    page.get_by_label("Quelle", exact=True).fill("Vereinbarung")
    assert_accessible(page)
    screenshot(page, "cost-pool-form-1280-light")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Betrieb", exact=True).click()
    expect(page.get_by_text("von 100.000,00 €")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "cost-pool-1280-light")
    page.get_by_role("link", name="Als Irrtum zurücknehmen").click()
    assert_accessible(page)
    screenshot(page, "take-back-1280-light")
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_role("link", name="Betrieb", exact=True)).to_have_count(0)
    screenshot(page, "cooperation-editing-1280-light")


def test_on_a_phone_a_clerk_gives_a_party_other_votes(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK, viewport=PHONE, color_scheme="dark")
    page.goto(f"{live_url}{CITEQ}beteiligte/05558/aendern/")
    assert_accessible(page)
    screenshot(page, "party-form-375-dark")
    page.get_by_label("Stimmen").fill("2")
    page.get_by_label("Gilt ab").fill("2026-01-01")
    page.get_by_label("Quelle", exact=True).fill("Vereinbarung")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Beteiligung geändert", exact=True)).to_be_visible()


def test_a_list_asks_who_is_meant_before_it_is_taken_over(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}/zusammenarbeit/einlesen/")
    assert_accessible(page)
    file = FilePayload(name="liste.csv", mimeType="text/csv", buffer=LIST.encode("cp1252"))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Welche Körperschaft ist gemeint?")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "import-question-1280-light")
    page.get_by_label("Stadt Coesfeld").check()
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("1 neue Zusammenarbeit mit 2 Beteiligungen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "import-preview-1280-light")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_role("link", name="Gemeinsame Vergabestelle").first).to_be_visible()


def test_an_entry_made_by_mistake_is_withdrawn_and_taken_up_again(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}{CITEQ}")
    page.get_by_role("link", name="Ganzen Eintrag zurücknehmen").click()
    assert_accessible(page)
    page.get_by_label("Grund").fill("doppelt erfasst")
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("Grund: doppelt erfasst.")).to_be_visible()
    expect(page.get_by_role("link", name="Angaben ändern")).to_have_count(0)
    assert_accessible(page)
    screenshot(page, "withdrawn-entry-1280-light")
    page.goto(f"{live_url}/zusammenarbeit/")
    expect(page.get_by_role("link", name=CITEQ_NAME)).to_have_count(0)
    page.get_by_role("link", name="Zurückgenommene Einträge").click()
    assert_accessible(page)
    page.get_by_role("link", name=CITEQ_NAME).click()
    page.get_by_role("link", name="Eintrag wieder aufnehmen").click()
    assert_accessible(page)
    page.get_by_role("button", name="Eintrag wieder aufnehmen").click()
    expect(page.get_by_role("link", name="Angaben ändern")).to_be_visible()
    page.goto(f"{live_url}/zusammenarbeit/")
    expect(page.get_by_role("link", name=CITEQ_NAME)).to_be_visible()


def test_a_paper_is_linked_as_a_document_and_taken_back(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Keep
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{live_url}{CITEQ}")
    page.get_by_role("link", name="Unterlage eintragen").click()
    page.get_by_label("Titel").fill("Anlass der Zusammenarbeit")
    page.get_by_label("Quelle", exact=True).fill("Sitzungsvorlage")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Wählen Sie eine Vorlage oder geben Sie eine Adresse an.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Vorlage (optional)").select_option(index=1)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Anlass der Zusammenarbeit").click()
    expect(page).to_have_url(re.compile("/vorlagen/"))
    assert_accessible(page)
    page.goto(f"{live_url}{CITEQ}unterlagen/")
    assert_accessible(page)
    screenshot(page, "documents-1280-light")
    page.get_by_role("link", name=re.compile("zurücknehmen: .*Anlass der Zusammenarbeit")).click()
    page.get_by_role("button", name="Zurücknehmen").click()
    page.goto(f"{live_url}{CITEQ}")
    expect(page.get_by_role("heading", name="Unterlagen")).to_be_visible()
    expect(page.get_by_role("link", name="Anlass der Zusammenarbeit")).to_have_count(0)
