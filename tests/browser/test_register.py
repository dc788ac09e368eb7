"""Journeys through the register: find, look at the map, read a body, manage people, take over a list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, AssertAccessible, SignIn

LIST = "key,name,kind,parent_ags,population,population_date\n05558999,Neudorf,Gemeinde,05558,900,2024-12-31\n"


def test_a_visitor_is_asked_which_coesfeld_and_reads_its_page(
    page: Page, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page.goto(f"{live_url}/koerperschaften/")
    assert_accessible(page)
    field = page.get_by_label("Name oder Schlüssel")
    field.fill("Coesfeld")
    field.press("Enter")
    page.wait_for_url("**q=Coesfeld**")
    page.goto(f"{live_url}/koerperschaften/?q=Coesfeld")
    assert_accessible(page)
    page.get_by_role("link", name="Stadt Coesfeld").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stadt Coesfeld")
    expect(page.get_by_text("Quelle: Statistisches Bundesamt").first).to_be_attached()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["wide", "phone"])
def test_the_map_is_reached_by_keyboard_and_leads_to_a_town(
    new_context: Callable[..., Any], live_url: str, assert_accessible: AssertAccessible, viewport: Any
) -> None:
    page = new_context(viewport=viewport).new_page()
    page.goto(f"{live_url}/koerperschaften/karte/?kreis=05558")
    town = page.locator("svg.map a").filter(has=page.locator("title", has_text="Nottuln"))
    town.focus()
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth") == "5px"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    town.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeinde Nottuln")


def test_the_whole_land_is_on_the_map(page: Page, live_url: str, assert_accessible: AssertAccessible) -> None:
    page.goto(f"{live_url}/koerperschaften/karte/?kennzahl=dichte&gemeinde=05558012")
    expect(page.locator("svg.map a")).to_have_count(396)
    expect(page.get_by_text("© GeoBasis-DE / BKG 2017 (Daten verändert)")).to_be_visible()
    assert_accessible(page)


def test_a_body_is_shown_as_it_was_on_a_day_without_script(
    new_context: Callable[..., Any], live_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_url}/koerperschaften/05162012/")
    page.get_by_label("Stand").fill("2018-06-30")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeinde Jüchen")


def test_the_head_adds_somebody_and_the_history_tells(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible
) -> None:
    page = sign_in("head@kreis-coesfeld.example")
    page.goto(f"{live_url}/koerperschaften/05558/")
    assert_accessible(page)
    page.get_by_role("link", name="Personen und Rollen verwalten").click()
    page.get_by_label("E-Mail-Adresse").fill("neu@kreis-coesfeld.example")
    page.locator("#id_name").fill("Neue Kollegin")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_text("Übergeben Sie diesen Link")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("row", name="Neue Kollegin").get_by_role("link").click()
    assert_accessible(page)
    page.get_by_role("button", name="Beenden").click()
    expect(page.get_by_text("hat eine Rolle beendet").first).to_be_visible()


def test_the_administrator_takes_over_a_list(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, tmp_path: Path
) -> None:
    page = sign_in("admin@allmende.example")
    page.goto(f"{live_url}/koerperschaften/einlesen/")
    assert_accessible(page)
    bad, good = tmp_path / "falsch.csv", tmp_path / "liste.csv"
    bad.write_text(LIST.replace("900", "viele"), encoding="utf-8")
    good.write_text(LIST, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(bad)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("„viele“ ist keine Zahl")).to_be_visible()
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(good)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Neudorf (05558999)")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Übernommen: 1 Änderungen")).to_be_visible()
