"""The journey of a bill: preview, issue, files, credit note, rows for the finance system, debits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from allmende.catalog.invoices.models import Invoice
from allmende.catalog.invoices.payments.direct_debit import is_bank_day
from tests.browser.conftest import PHONE, WIDE, AssertAccessible, SignIn
from tests.jobs.worker import work_off_the_queue

TREASURER, TOWN, STRANGER = (
    "treasurer@zentral-it.example",
    "head@nottuln.example",
    "treasurer@leverkusen.example",
)
INVOICES = "/leistungen/rechnungen/"
PAGES = ("", "laeufe/", "angaben/", "mandate/", "aufwand/", "../indexwerte/")
Screenshot = Callable[[Page, str], None]


def downloaded(page: Page, name: str) -> bytes:
    """Return the file that a link or button gives."""
    with page.expect_download() as begun:
        page.get_by_text(name, exact=True).click()
    return begun.value.path().read_bytes()


def test_a_treasurer_bills_a_quarter(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}{INVOICES}laeufe/")
    page.get_by_label("Erster Tag").fill("2026-10-01")
    page.get_by_label("Letzter Tag").fill("2026-12-31")
    page.get_by_label("Takt").select_option("quarter")
    page.get_by_label("Rechnungsdatum").fill("2026-12-31")
    page.get_by_role("button", name="Entwürfe berechnen").click()
    expect(page.get_by_text("Der Lauf wird bearbeitet")).to_be_visible()
    assert_accessible(page)
    work_off_the_queue()
    page.reload()
    expect(page.get_by_role("heading", name="Ausstellen oder verwerfen")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-preview")
    page.get_by_role("button", name="Rechnungen ausstellen").click()
    work_off_the_queue()
    page.reload()
    expect(page.get_by_role("heading", name="Für Kasse und Finanzverfahren")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-issued")
    assert downloaded(page, "Buchungssätze (CSV)").decode("utf-8-sig").startswith("Belegnummer;")
    assert downloaded(page, "Buchungssätze (Excel)").startswith(b"PK")
    day = next(
        each for ahead in range(14, 30) if is_bank_day(each := timezone.localdate() + timedelta(days=ahead))
    )
    page.get_by_label("Einzug am").fill(day.isoformat())
    assert b"M-2026-016" in downloaded(page, "Lastschriftdatei B2B (pain.008)")


def test_each_amount_leads_to_its_reason_and_its_files(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}{INVOICES}?art=380&sort=nummer")
    assert_accessible(page)
    page.get_by_role("link", name=Invoice.objects.earliest("sequence").number).click()
    assert_accessible(page)
    screenshot(page, "invoices-invoice")
    assert b"xrechnung_3.0" in downloaded(page, "XRechnung (XML)")
    pdf = page.request.get(page.url + "rechnung.pdf")
    assert pdf.body().startswith(b"%PDF-1.7")
    page.get_by_role("link", name="Umlage Rechenzentrum").first.click()
    expect(page.get_by_text("Anteil an 30.000,00").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-line")


def test_a_correction_is_a_credit_note_that_names_its_invoice(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}{INVOICES}?art=381")
    note = Invoice.objects.get(document_type="381")
    page.get_by_role("link", name=note.number).click()
    expect(page.get_by_text(note.preceding[0]["number"])).to_be_visible()
    assert_accessible(page)
    screenshot(page, "invoices-credit-note")
    assert b"<CreditNote" in downloaded(page, "XRechnung (XML)").replace(b"ubl:", b"")


def test_a_customer_sees_its_own_and_strangers_nothing(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    town = sign_in(TOWN)
    town.goto(f"{live_url}{INVOICES}")
    expect(town.get_by_role("cell", name="Zentraler IT-Dienstleister").first).to_be_visible()
    town.goto(f"{live_url}{INVOICES}laeufe/")
    assert_accessible(town)
    screenshot(town, "invoices-runs-empty")
    foreign = Invoice.objects.exclude(customer__key="05558032").earliest("sequence")
    stranger = sign_in(STRANGER)
    stranger.goto(f"{live_url}{INVOICES}")
    expect(stranger.get_by_text("Noch keine Rechnungen")).to_be_visible()
    assert_accessible(stranger)
    screenshot(stranger, "invoices-empty")
    for page in (town, stranger):
        for path in (foreign.get_absolute_url(), foreign.run.get_absolute_url()):
            answer = page.goto(f"{live_url}{path}")
            assert answer is not None
            assert answer.status == 404
            assert_accessible(page)


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (PHONE, "light"), (WIDE, "dark")])
def test_all_pages_are_readable_on_every_screen(
    sign_in: SignIn,
    live_url: str,
    assert_accessible: AssertAccessible,
    screenshot: Screenshot,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = sign_in(TREASURER, viewport=viewport, color_scheme=scheme)
    issued = Invoice.objects.filter(issued_on__isnull=False)
    first = issued.earliest("sequence")
    shown = {f"{INVOICES}{path}": path.strip("./") or "list" for path in PAGES}
    shown |= {first.get_absolute_url(): "invoice", first.run.get_absolute_url(): "run"}
    for path, name in shown.items():
        page.goto(f"{live_url}{path}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        screenshot(page, f"invoices-{name}-{viewport['width']}-{scheme}")


def test_the_pages_speak_english(
    sign_in: SignIn, live_url: str, assert_accessible: AssertAccessible, screenshot: Screenshot
) -> None:
    page = sign_in(TREASURER)
    page.goto(f"{live_url}/leistungen/indexwerte/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Enter an index value")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_url}{Invoice.objects.latest('run').run.get_absolute_url()}")
    assert_accessible(page)
    screenshot(page, "invoices-english")
