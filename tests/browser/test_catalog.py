"""The journey through the catalogue: compare, compute, show interest, see deadlines, matrix and roadmap."""

import re
from collections.abc import Callable

from icalendar import Calendar
from playwright.sync_api import Page, expect

from allmende.catalog.portfolio.table import COLUMNS
from allmende.pages.downloads import CONTENT_TYPES
from allmende.pages.exports import xlsx_file
from tests.browser.conftest import PHONE, AssertAccessible, SignIn
from tests.browser.test_papers import confirm, pasted

PRODUCT = "/leistungen/produkt/beispiel-arbeitsplatz/"
NEW_OFFER = {
    "titel": "Finanzverfahren Rhein",
    "kurzbeschreibung": "Haushalt, Kasse und Anlagen in einem Verfahren.",
    "bedarf": "Finanzsoftware",
    "enthalten": "Betrieb, Pflege, Schulung",
    "gilt_ab": "01.01.2026",
    "kuendigungsfrist_monate": "6",
    "preis": "Betrieb",
    "preisart": "je Einwohnerin und Einwohner",
    "betrag": "1,60",
    "zeitraum": "im Jahr",
    "umsatzsteuer": "O",
    "umsatzsteuer_grund": "§ 2b Abs. 3 Nr. 2 UStG",
}
PAPER = """{body}
Vorlage Nr. {number}
Datum: 02.11.2026
Status: öffentlich
Beschlussvorlage

Beratungsfolge\tDatum\tZuständigkeit\tBehandlung
{council}\t16.11.2026\tEntscheidung\töffentlich

Betreff: {subject}

Beschlussentwurf:
1. {subject} wird beschlossen.
"""


def decided_through_the_council(
    page: Page, live_url: str, *, body: str, council: str, number: str, subject: str
) -> None:
    """Bring a paper in, confirm what was read, and record that the council has decided."""
    text = PAPER.format(body=body, council=council, number=number, subject=subject)
    pasted(page, live_url, text)
    confirm(page)
    page.get_by_role("link", name="Ergebnis festhalten").click()
    page.get_by_label("Ergebnis", exact=True).select_option("beschlossen")
    page.get_by_label("Entschieden am").fill("16.11.2026")
    page.get_by_role("button", name="Ergebnis festhalten").click()
    expect(page.get_by_text("Beschlossen am 16.11.2026")).to_be_visible()


def test_a_visitor_compares_two_offers_and_their_price(
    page: Page,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page.goto(f"{live_url}/leistungen/?q=finnanzen")
    expect(page.get_by_role("link", name="Kommunale Finanzen Süd (Beispiel)")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-list")
    page.get_by_role("link", name="Kommunale Finanzen Süd (Beispiel)").click()
    assert_accessible(page)
    page.get_by_role("link", name="nebeneinander mit Finanzverfahren Nord (Beispiel)").click()
    expect(page.get_by_text("verschieden").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-compare")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-finanzen-nord/")
    expect(page.get_by_text("Entgelt ohne Inanspruchnahme?")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-product")
    page.goto(f"{live_url}{PRODUCT}preisrechner/")
    page.get_by_label("Kommune").fill("Nottuln")
    page.get_by_label("Arbeitsplätze").fill("118")
    page.get_by_role("button", name="Berechnen").click()
    expect(page.get_by_text("(100 Arbeitsplätze × 78,50").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-estimate")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-meldewesen/preisrechner/alle/")
    expect(page.get_by_text("396 Einträge")).to_be_visible()
    assert_accessible(page)
    for path in ("matrix/", "fahrplan/", "anbieter/", "produkt/beispiel-arbeitsplatz/verteilung/"):
        page.goto(f"{live_url}/leistungen/{path}")
        assert_accessible(page)
        screenshot(page, f"catalog-{path.strip('/').replace('/', '-')}")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert_accessible(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_town_sees_what_it_has_and_shows_interest(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("head@nottuln.example")
    page.goto(f"{live_url}/leistungen/kommune/")
    expect(page.get_by_role("link", name="Digitaler Arbeitsplatz (Beispiel)")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-customer")
    page.goto(f"{live_url}/leistungen/produkt/beispiel-meldewesen/interesse/")
    page.get_by_label("Preisgruppe").select_option("member")
    page.get_by_role("button", name="Interesse eintragen").click()
    expect(page.get_by_role("heading", name="Nächster Schritt")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "catalog-subscription")
    page.get_by_role("link", name="Prüfung beginnen").click()
    assert_accessible(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_url}/leistungen/kommune/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "catalog-customer-phone")


def test_a_provider_prices_a_draft(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("clerk@zentral-it.example")
    page.goto(f"{live_url}{PRODUCT}neue-fassung/")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Entwurf: Nur Ihr Haus sieht diese Fassung.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Preis hinzufügen").click()
    assert_accessible(page)
    page.get_by_label("Bezeichnung").fill("Schulung")
    page.get_by_label("Art", exact=True).select_option("hour")
    page.locator("#id_amount").fill("96,50")
    page.get_by_label("Zeitraum", exact=True).select_option("occasion")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("96,50")).to_be_visible()
    screenshot(page, "catalog-draft")
    page.goto(f"{live_url}/leistungen/anbieter/beispiel-zentral-it/einlesen/")
    assert_accessible(page)
    page.goto(f"{live_url}/leistungen/fahrplan/neu/")
    assert_accessible(page)


def test_from_a_new_portfolio_through_the_council_to_the_review_date(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    """Dossier 000: a provider joins; a town compares, decides, orders one module, knows when to review."""
    provider = sign_in("clerk@leverkusen.example")
    a_provider_joins_and_publishes(provider, live_url, assert_accessible)
    town = sign_in("head@nottuln.example")
    town.goto(f"{live_url}/leistungen/produkt/finanzverfahren-rhein/")
    town.get_by_role("link", name="nebeneinander mit Kommunale Finanzen Süd (Beispiel)").click()
    expect(town.get_by_text("verschieden").first).to_be_visible()
    assert_accessible(town)
    town.goto(f"{live_url}/leistungen/produkt/finanzverfahren-rhein/interesse/")
    town.get_by_label("Preisgruppe").select_option("member")
    town.get_by_role("button", name="Interesse eintragen").click()
    subscription = town.url
    town.get_by_role("link", name="Prüfung beginnen").click()
    town.get_by_role("button", name="Prüfung beginnen").click()
    expect(town.get_by_role("link", name="Beschluss eintragen")).to_be_visible()
    decided_through_the_council(
        town,
        live_url,
        body="Gemeinde Nottuln",
        council="Rat der Gemeinde Nottuln",
        number="2026/311",
        subject="Abnahme des Finanzverfahrens Rhein ab 2027",
    )
    town.goto(subscription)
    town.get_by_role("link", name="Beschluss eintragen").click()
    town.locator("#id_paper").select_option(label=the_option(town, "Finanzverfahrens Rhein"))
    town.get_by_label("Beginn der Abnahme").fill("2027-01-01")
    town.get_by_role("button", name="Beschluss eintragen").click()
    town.get_by_role("link", name="Bestellen", exact=True).click()
    assert_accessible(town)
    town.get_by_label("Bestell- oder Vertragsnummer").fill("N-2027-1")
    town.get_by_role("button", name="Bestellen").click()
    expect(town.get_by_text("Kündigung spätestens am")).to_be_visible()
    town.goto(f"{live_url}/leistungen/kommune/")
    row = town.get_by_role("row", name=re.compile("^Finanzsoftware"))
    expect(row).to_contain_text("01.04.2027")
    assert_accessible(town)
    screenshot(town, "catalog-000-customer")
    calendar = town.request.get(f"{live_url}/leistungen/kommune/05558032/fristen.ics").body()
    events = [str(each["summary"]) for each in Calendar.from_ical(calendar).events]
    assert "Eignung prüfen: Finanzsoftware" in events


def a_provider_joins_and_publishes(page: Page, live_url: str, assert_accessible: AssertAccessible) -> None:
    page.goto(f"{live_url}/leistungen/anbieter/neu/")
    assert_accessible(page)
    page.get_by_role("button", name="Speichern").click()
    page.goto(f"{live_url}/leistungen/anbieter/05316000/einlesen/")
    table = xlsx_file("Portfolio", COLUMNS, [[NEW_OFFER.get(column, "") for column in COLUMNS]])
    page.locator("input[type=file]").set_input_files(
        {"name": "portfolio.xlsx", "mimeType": CONTENT_TYPES["xlsx"], "buffer": table}
    )
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(page.get_by_text("1 Preis, gilt ab 01.01.2026")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Als Entwürfe übernehmen").click()
    decided_through_the_council(
        page,
        live_url,
        body="Stadt Leverkusen",
        council="Rat der Stadt Leverkusen",
        number="2026/8077",
        subject="Leistungskatalog für andere Kommunen",
    )
    draft = f"{live_url}/leistungen/produkt/finanzverfahren-rhein/"
    page.goto(f"{draft}fassung/1/unterlage/neu/")
    assert_accessible(page)
    page.get_by_label("Titel").fill("Leistungsbeschreibung")
    page.get_by_label("Datei").set_input_files(
        {"name": "beschreibung.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 Probe"}
    )
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Leistungsbeschreibung", exact=True)).to_be_visible()
    page.goto(f"{draft}fassung/1/veroeffentlichen/")
    page.locator("#id_paper").select_option(label=the_option(page, "Leistungskatalog für andere"))
    page.get_by_role("button", name="Fassung veröffentlichen").click()
    page.goto(f"{draft}lebenszyklus/")
    page.get_by_label("Stand").select_option("available")
    page.get_by_label("Quelle").fill("Ratsbeschluss vom 16.11.2026")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("verfügbar").first).to_be_visible()


def the_option(page: Page, words: str) -> str:
    """Return the whole title of the paper whose title holds these words."""
    labels = page.locator("#id_paper option").all_text_contents()
    return next(label for label in labels if words in label)


def test_a_town_weighs_before_it_sees_the_offers(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Callable[[Page, str], None],
) -> None:
    page = sign_in("head@nottuln.example")
    page.goto(f"{live_url}/leistungen/eignung/")
    expect(page.get_by_role("cell", name="übernehmen")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Prüfung beginnen").click()
    assert_accessible(page)
    page.get_by_label("Bedarf").fill("Meldewesen")
    page.get_by_role("button", name="Prüfung beginnen").click()
    expect(page.get_by_text("Als Nächstes: Grundlagen")).to_be_visible()
    review = page.url
    screenshot(page, "review-empty")
    page.get_by_role("link", name="Grundlagen eintragen").click()
    assert_accessible(page)
    page.get_by_label("Zinssatz in Prozent").fill("3,1")
    page.get_by_label("Quelle des Zinssatzes").fill("Kreditvertrag 2025")
    page.get_by_label("Standardarbeitsplätze").fill("118")
    page.get_by_label("Beratungsstunden im Jahr").fill("20")
    page.get_by_label("Herkunft der Mengen").fill("Schätzung des Bürgeramts")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Eigene Kosten eintragen").click()
    assert_accessible(page)
    page.get_by_label("Kostenstelle").select_option("fachanwendungen")
    page.get_by_label("Bezeichnung").fill("Lizenz des Meldeverfahrens")
    page.get_by_label("Betrag im Jahr in Euro").fill("31.000")
    page.get_by_label("Quelle").fill("Konto 5429, 2025")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Kriterien gewichten").click()
    assert_accessible(page)
    page.get_by_label("Kosten (Barwert)").fill("60")
    page.get_by_label("Ausstieg und Datenmitnahme").fill("40")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Kriterien festlegen").click()
    expect(page.get_by_text("Festgelegt am")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Angebote öffnen").click()
    expect(page.get_by_text("Die Angebote wurden danach geöffnet")).to_be_visible()
    for link in page.get_by_role("link", name=re.compile("^Punkte für")).all_text_contents():
        page.get_by_role("link", name=link, exact=True).click()
        assert_accessible(page)
        page.get_by_label("Ausstieg und Datenmitnahme: Punkte").fill("6")
        page.get_by_label("Ausstieg und Datenmitnahme: Begründung").fill("zugesagt")
        page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Was müsste anders sein?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Ergebnis festhalten").click()
    assert_accessible(page)
    page.get_by_label("Ergebnis", exact=True).select_option("watch")
    page.get_by_label("Begründung").fill("Der Umstieg folgt 2028.")
    page.get_by_label("Nächste Prüfung bis").fill("2027-03-31")
    page.get_by_role("button", name="Ergebnis festhalten").click()
    expect(page.get_by_text("unter der Kennung")).to_be_visible()
    expect(page.get_by_text("nächste Prüfung bis 31.03.2027")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "review-decided")
    assert page.request.get(f"{review}vorlage.pdf").body().startswith(b"%PDF-")
    assert page.request.get(f"{review}vorlage.docx").body().startswith(b"PK")
    stranger = sign_in("clerk@leverkusen.example")
    assert stranger.goto(review).status == 404  # type: ignore[union-attr]


def test_a_visitor_follows_a_decision_of_a_council(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}{PRODUCT}")
    page.get_by_role("link", name=re.compile("Leistungskatalog von Zentraler IT")).click()
    assert_accessible(page)
    page.goto(f"{live_url}/leistungen/eignung/")
    page.get_by_role("link", name="Arbeitsplatz").first.click()
    expect(page.get_by_role("heading", name="Ergebnis", exact=True)).to_be_visible()
    assert_accessible(page)
