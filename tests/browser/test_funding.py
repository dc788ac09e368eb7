"""Journeys along a grant: overview, the way of the money, posts, a clause and who must be told of it."""

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn

TREASURER = "treasurer@leverkusen.example"
CLERK = "clerk@leverkusen.example"
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
    expect(page.get_by_role("link", name="Förderung der Zusammenarbeit")).to_be_visible()
    page.get_by_role("link", name="Neue Zusammenarbeit", exact=True).click()
    page.get_by_label("Wer stellt den Antrag?").fill("05558")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Noch nicht zu sagen")).to_be_visible()
    expect(page.get_by_text("Nutzen genügt: noch nicht beantwortet")).to_be_visible()
    page.locator("[name=wert_has_started]").select_option("yes")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("So kann nicht gefördert werden")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, "funding-check")


# --- source documents 003 and 004 end to end -----------------------------------------------------------

JOURNEY = "Case Management bei Trägern, neu eingetragen"
PROVIDERS = {
    "awo-leverkusen": ("AWO Leverkusen", "131.200,00", "87.210,20"),
    "caritas-leverkusen": ("Caritasverband Leverkusen", "130.600,00", "87.385,60"),
    "diakonie-leverkusen": ("Diakonie Leverkusen", "129.400,00", "86.100,00"),
}
"""Employer gross and other cost; the split is invented, the sum of 651,895.80 euros is that of the paper."""
YEAR = {"first": "2025-01-01", "last": "2025-12-31"}
LEVERKUSEN, LAND = "05316000", "05"
REPEAL = {
    "value": "0",
    "first": "2025-01-01",
    "known_since": "2024-12-16",
    "source": "Rat, 16.12.2024, Vorlage 2024/3092",
    "section": "§ 5 Abs. 7",
}


def fill(page: Page, told: Mapping[str, str]) -> None:
    """Fill the fields of the form on the page by their names; a choice by its value or its label."""
    for name, value in told.items():
        field: Locator = page.locator(f"main form [name='{name}']").first
        match field.evaluate("field => field.type || field.tagName"):
            case "checkbox":
                field.check()
            case "select-one":
                field.select_option(value)
            case _:
                field.fill(value)


def send(page: Page, url: str, told: Mapping[str, str], button: str) -> None:
    page.goto(url)
    fill(page, told)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Bitte prüfen Sie Ihre Eingaben")).to_have_count(0)


def test_source_document_003_from_the_notice_to_the_finance_block(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    clerk, treasurer = sign_in(CLERK), sign_in(TREASURER)
    clerk.set_default_timeout(30_000)
    treasurer.set_default_timeout(30_000)
    send(
        clerk,
        f"{live_url}/foerderung/neu/",
        {"block": "kim-2", "title": JOURNEY, **YEAR},
        "Anlegen",
    )
    expect(clerk.get_by_role("heading", name=JOURNEY)).to_be_visible()
    grant = clerk.url

    # application and notice: entered by the clerk, released by the treasurer; the notice is owed
    for kind, more in (("application", {}), ("notice", {"fte": "6"})):
        step = {"kind": kind, "dated": "2024-11-08", "amount": "342.000,00", "document": "6 × 57.000 €"}
        send(clerk, f"{grant}schritt/", {**step, **more}, "Eintragen")
        treasurer.goto(grant)
        treasurer.get_by_role("button", name="Freigeben", exact=True).click()
        expect(treasurer.get_by_text("Freigegeben:").first).to_be_visible()
    treasurer.get_by_role("link", name="Buchung Zuwendungsbescheid").click()
    expect(treasurer.get_by_role("heading", name="342.000,00")).to_be_visible()
    expect(treasurer.get_by_text("Soll, aus eigenen Mitteln")).to_be_visible()

    # six posts at three charities: four bodies behind each
    for number in range(6):
        post = {
            "number": f"N {number + 1}",
            "label": "Case Management",
            **YEAR,
            "fte": "1",
            "employer": list(PROVIDERS)[number // 2],
            "funder": LAND,
            "supervisor": LEVERKUSEN,
            "place": LEVERKUSEN,
            "is_filled": "on",
            "source": "Stellenplan 2025",
            "known_since": "2024-11-08",
        }
        send(clerk, f"{grant}stellen/neu/", post, "Eintragen")
    expect(clerk.get_by_text("72,00")).to_be_visible()

    # agreements, and the forecasts of the charities as maxima
    for key, (name, gross, other) in PROVIDERS.items():
        terms = {
            "provider": key,
            "reference": f"Vertrag {name}",
            "signed_on": "2021-12-13",
            "first": "2022-01-01",
            "kim_contract_city_share": "100",
            "section": "§ 5 Abs. 7",
        }
        send(treasurer, f"{grant}vertrag/", terms, "Eintragen")
        report = {"kind": "forecast", "reported_on": "2024-11-08", "source": "Prognose 2025"}
        amounts = {"employer_gross": gross, "overhead": other}
        send(clerk, f"{treasurer.url}meldung/", {**report, **YEAR, **amounts}, "Melden")
        treasurer.goto(clerk.url)
        treasurer.get_by_role("button", name="Freigeben").first.click()
        expect(treasurer.get_by_text("was aus ihr folgt, ist gebucht")).to_be_visible()
    treasurer.goto(grant)
    assert_accessible(treasurer)
    for cents in ("218.410,20", "217.985,60", "215.500,00", "104.410,20", "103.985,60", "101.500,00"):
        expect(treasurer.get_by_text(cents).first).to_be_visible()

    # the council repeals the clause on the 16th of December 2024: preview, then only the difference
    treasurer.get_by_role("link", name="Klausel ändern").click()
    paper = treasurer.locator("[name=decision] option", has_text="Haushaltssicherung").first.get_attribute(
        "value"
    )
    assert paper
    fill(treasurer, {**REPEAL, "decision": paper})
    treasurer.get_by_role("button", name="Vorschau rechnen").click()
    for cents in ("−104.410,20", "−103.985,60", "−101.500,00"):
        expect(treasurer.get_by_text(cents).first).to_be_visible()
    treasurer.get_by_role("button", name="Klausel ändern und Unterschied buchen").click()

    # who must be told, as a page and as a file
    for name in ("AWO Leverkusen", "Caritasverband Leverkusen", "Diakonie Leverkusen"):
        expect(treasurer.get_by_text(f"{name} (Träger, Vertragspartner)")).to_be_visible()
    expect(treasurer.get_by_text("Bewilligungsbehörde").first).to_be_visible()
    assert_accessible(treasurer)
    with treasurer.expect_download() as letters:
        treasurer.get_by_role("link", name="Als Word-Datei").click()
    assert letters.value.suggested_filename.endswith(".docx")

    # the difference as a posting that names its cause, and the finance block of the paper
    treasurer.goto(grant)
    treasurer.get_by_role("link", name=re.compile("^0,00")).first.click()
    expect(treasurer.get_by_role("heading", name="Was sich geändert hat")).to_be_visible()
    treasurer.goto(f"{live_url}/foerderung/")
    treasurer.get_by_role("link", name=GRANT, exact=True).last.click()
    treasurer.get_by_role("link", name="AWO Leverkusen").first.click()
    treasurer.get_by_role("link", name="Haushaltssicherung").first.click()
    block = treasurer.locator("#foerderung")
    row = block.get_by_role("row").filter(has_text=JOURNEY)
    for cents in ("651.895,80", "342.000,00", "309.895,80", "−309.895,80"):
        expect(row.get_by_text(cents).first).to_be_visible()
    screenshot(treasurer, "funding-003-finance-block")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_source_document_004_shows_both_ways_and_the_end_of_the_grant(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: dict[str, int],
) -> None:
    page = sign_in("clerk@rhein-sieg.example", viewport=viewport)
    page.goto(f"{live_url}/foerderung/")
    page.get_by_role("link", name="Kommunales Integrationszentrum, gesichert bis 31.12.2017").last.click()
    expect(page.get_by_text("Förderung endete 31.12.2017").first).to_be_visible()
    page.get_by_role("link", name="Mit und ohne Zuwendung").click()
    for told in ("KGSt 2011/12", "KGSt-Bericht 2013", "ohne Zuwendung weiter wie bisher"):
        expect(page.get_by_text(told).first).to_be_visible()
    for cents in ("61.000,00", "80.000,00", "170.000,00", "231.000,00", "250.000,00"):
        expect(page.get_by_role("cell", name=cents).first).to_be_visible()
    expect(page.get_by_text("19.000,00 € im Jahr")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-004-{viewport['width']}")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_programme_of_ones_own_computes_its_amount_and_cases_come_as_numbers(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: dict[str, int],
) -> None:
    page = sign_in(TREASURER, viewport=viewport)
    name = f"Stiftung {viewport['width']}"
    programme = {"name": name, "giver": LAND, "legal_basis": "Satzung"}
    send(page, f"{live_url}/foerderung/programme/neu/", programme, "Eintragen")
    page.locator("[name=classes][value=employer_gross]").check()
    terms = {"financing": "share", "rate": "80", "ceiling": "50.000,00", "first": "2025-01-01"}
    fill(page, {**terms, "known_since": "2025-01-01", "section": "§ 3", "source": "Satzung vom 1.1.2025"})
    page.get_by_role("button", name="Eintragen", exact=True).click()
    page.get_by_role("link", name="Betrag berechnen").click()
    fill(page, {"kosten_employer_gross": "10.000,00", "kosten_investment": "500,00"})
    page.get_by_role("button", name="Rechnen").click()
    expect(page.get_by_role("heading", name="8.000,00")).to_be_visible()
    expect(page.get_by_text("Diese Kosten fördert das Programm nicht")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-own-amount-{viewport['width']}")

    page.goto(f"{live_url}/foerderung/")
    page.get_by_role("link", name=GRANT, exact=True).last.click()
    page.get_by_role("link", name="Diakonie Leverkusen").first.click()
    page.get_by_role("link", name="Fallzahl eintragen").click()
    assert_accessible(page)
    count = {"key_date": "2025-10-31", "reference": "Freigabe 2025-12", "released_on": "2025-12-01"}
    fill(page, {**count, "cases": "3"})
    page.get_by_role("button", name="Eintragen", exact=True).click()
    expect(page.get_by_text("Zahlen von 1 bis 4 gibt keine Statistik frei: Sie ließen")).to_be_visible()
    fill(page, {"cases": "72"})
    page.get_by_role("button", name="Eintragen", exact=True).click()
    expect(page.get_by_role("cell", name="Freigabe 2025-12").first).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    screenshot(page, f"funding-caseload-{viewport['width']}")
