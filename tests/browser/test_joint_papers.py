"""Timetable, papers with figures and duties of the demo's matter in a real browser; 003 through time."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from allmende.jobs.actions import run_job
from allmende.jobs.models import Job
from allmende.joint_decisions.models import JointDecision
from allmende.papers.models import FollowUp, Paper
from tests.browser.conftest import PHONE, AssertAccessible, SignIn

Screenshot = Callable[[Page, str], None]
LEAD = "clerk@kreis-coesfeld.example"
CORRECTED = re.compile(r"40\.000,00\s€ → 65\.000,00\s€")
CALENDAR = """koerperschaft;gremium;tag;ladungsfrist;grundlage
05558;Kreisausschuss;03.03.2099;7;§ 1 Geschäftsordnung
05558;Kreistag;10.03.2099;7;§ 1 Geschäftsordnung
"""


def matter_url(live_url: str) -> str:
    return f"{live_url}/gemeinsame-beschluesse/{JointDecision.objects.get(key='it-im-muensterland').pk}/"


def test_from_a_calendar_file_to_the_timetable(
    sign_in: SignIn,
    live_url: str,
    tmp_path: Path,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
) -> None:
    page = sign_in(LEAD)
    page.goto(matter_url(live_url))
    page.get_by_role("link", name="Zeitplan", exact=True).click()
    expect(page.get_by_role("heading", name="Zeitplan")).to_be_visible()
    page.get_by_role("link", name="Sitzungskalender einlesen").click()
    file = tmp_path / "kalender.csv"
    file.write_text(CALENDAR, encoding="utf-8")
    page.get_by_label("Datei", exact=True).set_input_files(file)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Kreistag: 1 Sitzung")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("2 neue Sitzungen übernommen.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "joint-timetable-1280-light")
    page.get_by_role("link", name="Kreis Coesfeld").first.click()
    expect(page.get_by_role("heading", name="Gremien und Sitzungen")).to_be_visible()
    assert_accessible(page)


def test_a_paper_with_outdated_figures_gets_its_correction_and_a_new_issue(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(LEAD)
    page.goto(matter_url(live_url))
    expect(page.get_by_text("1 Vorlage enthält Zahlen, deren Grundlage sich geändert hat.")).to_be_visible()
    page.get_by_text("Kreis Coesfeld: 1 Zahl").click()
    expect(page.get_by_text(CORRECTED).first).to_be_visible()
    with page.expect_download() as download:
        page.locator("details.outdated a[href$='ergaenzung.docx']").click()
    assert zipfile.is_zipfile(download.value.path())
    assert_accessible(page)
    page.goto(matter_url(live_url) + "vorlagen/")
    page.get_by_role("button", name="Alle Vorlagen neu erzeugen").click()
    run_job(Job.objects.filter(kind="joint_papers").latest("pk").pk)
    page.goto(matter_url(live_url) + "vorlagen/")
    expect(page.get_by_text(CORRECTED).first).to_be_visible()
    expect(page.get_by_text("Veraltete Zahlen")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Alle als ZIP").click()
    assert len(zipfile.ZipFile(download.value.path()).namelist()) == 56
    assert_accessible(page)
    screenshot(page, "joint-papers-1280-light")
    page.locator("a[href$='/zahlen/']").first.click()
    expect(page.get_by_role("heading", name="Zahlen der Vorlage")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "joint-figures-1280-light")


@pytest.mark.parametrize("path", ["zeitplan/", "vorlagen/", "auftraege/"])
def test_the_pages_fit_a_phone_in_the_dark(
    path: str, sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(LEAD, viewport=PHONE, color_scheme="dark")
    page.goto(matter_url(live_url) + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    screenshot(page, f"joint-{path.strip('/')}-375-dark")


def test_a_visitor_sees_what_held_before_and_after_the_repeal(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    paper = Paper.objects.get(reference__startswith="2024/3092")
    page.goto(f"{live_url}{paper.get_absolute_url()}geltung/?am=15.12.2024")
    expect(page.locator(".matter-sentence")).to_contain_text("Am 15.12.2024 gelten 2 Beschlüsse: 2021/1121")
    page.get_by_role("link", name="16.12.2024").first.click()
    expect(page.locator(".matter-sentence")).to_contain_text("Am 16.12.2024 gilt: 2024/3092")
    assert_accessible(page)
    screenshot(page, "matter-1280-light")


def test_a_visitor_sees_that_the_land_has_not_answered(
    page: Page, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page.goto(f"{live_url}/vorlagen/auftraege/oeffentlich/?q=BAG-JH")
    expect(page.get_by_role("cell", name="Forderung an Dritte").first).to_be_visible()
    expect(page.get_by_role("cell", name="überfällig").first).to_be_visible()
    assert_accessible(page)
    duty = FollowUp.objects.get(duty__startswith="regelmäßig prüfen")
    page.goto(f"{live_url}{duty.get_absolute_url()}")
    expect(page.get_by_role("heading", name="Nächste Termine")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "duty-1280-light")
