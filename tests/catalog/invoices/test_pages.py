"""Pages of billing: from the first run to the files, and nothing for strangers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from allmende.accounts.models import User
from allmende.catalog.invoices.issuing import issue_drafts, seal_all
from allmende.catalog.invoices.models import BillingProfile, BillingRun, DebitMandate
from allmende.catalog.invoices.runs import compute, issue
from allmende.catalog.models import Subscription
from allmende.register.domain import BodyView, Role
from tests.catalog.invoices.billing_cast import ISSUE_ON, computed
from tests.papers.conftest import at_today
from tests.papers.factories import a_member

__all__ = ["at_today"]
pytestmark = pytest.mark.usefixtures("at_today")
RUNS = "/leistungen/rechnungen/laeufe/"
RUN = {"first": "2027-01-01", "last": "2027-12-31", "interval": "quarter", "issue_on": "2028-01-15"}
MANDATE = {
    "debtor": "05999004",
    "reference": "M-1",
    "scheme": "CORE",
    "iban": "DE02500105170137075030",
    "signed_on": "2026-02-01",
}


def browser_of(user: User) -> Client:
    """Return the browser of a person who is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def treasurer(issuer: BodyView) -> User:
    return a_member(issuer, Role.TREASURER)


@pytest.fixture
def browser(treasurer: User) -> Client:
    return browser_of(treasurer)


@pytest.fixture
def stranger(bodies: dict[str, BodyView]) -> Client:
    return browser_of(a_member(bodies["05998000"], Role.HEAD))


@pytest.fixture
def issued(issuer: BodyView, subscription: Subscription) -> BillingRun:
    run = computed(issuer)
    issue(run=run, by=None, on=ISSUE_ON)
    issue_drafts(run, None)
    seal_all(run)
    return run


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_treasurer_bills_from_the_form_to_the_draft(browser: Client, subscription: Subscription) -> None:
    answer = browser.post(RUNS, RUN)
    run = BillingRun.objects.get()
    assert answer["Location"] == run.get_absolute_url()
    assert "Der Lauf wird bearbeitet" in shown(browser, run.get_absolute_url())
    compute(run)
    page = shown(browser, run.get_absolute_url())
    assert "Rechnungen ausstellen" in page
    assert "10.832,50\u00a0€" in page
    browser.post(f"{run.get_absolute_url()}verwerfen/")
    assert "Der Entwurf ist verworfen" in shown(browser, RUNS)


def test_two_runs_at_once_are_told_in_words(browser: Client, subscription: Subscription) -> None:
    browser.post(RUNS, RUN)
    assert "noch nicht abgeschlossen" in browser.post(RUNS, RUN).content.decode()


def test_a_last_day_before_the_first_is_refused(browser: Client) -> None:
    page = browser.post(RUNS, RUN | {"last": "2026-12-31"}).content.decode()
    assert "Der letzte Tag liegt vor dem ersten." in page
    assert not BillingRun.objects.exists()


def test_an_invoice_shows_each_line_with_its_reason(browser: Client, issued: BillingRun) -> None:
    invoice = issued.invoices.order_by("sequence")[0]
    page = shown(browser, invoice.get_absolute_url())
    assert "2028-000001" in page
    assert "Satzung: § 12 Satzung" in page
    assert "85 Arbeitsplätze" in shown(browser, f"{invoice.get_absolute_url()}positionen/2/")
    assert browser.get(f"{invoice.get_absolute_url()}positionen/3/").status_code == 404


def test_the_files_of_an_invoice(browser: Client, issued: BillingRun) -> None:
    invoice = issued.invoices.order_by("sequence")[0]
    xml = browser.get(f"{invoice.get_absolute_url()}xrechnung.xml")
    assert bytes(xml.content) == bytes(invoice.file.content)
    assert browser.get(f"{invoice.get_absolute_url()}rechnung.pdf").content.startswith(b"%PDF-1.7")


def test_the_rows_for_the_finance_system(browser: Client, issued: BillingRun) -> None:
    rows = browser.get(f"{issued.get_absolute_url()}buchungen.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 4 * 2
    assert "10582,50" in rows[2]
    assert browser.get(f"{issued.get_absolute_url()}buchungen.xlsx").content.startswith(b"PK")


def test_a_customer_sees_its_invoices_and_no_drafts(issued: BillingRun, town: BodyView) -> None:
    customer = browser_of(a_member(town, Role.READER))
    invoice = issued.invoices.order_by("sequence")[0]
    assert "2028-000001" in shown(customer, "/leistungen/rechnungen/")
    assert "2028-000001" in shown(customer, invoice.get_absolute_url())
    assert customer.get(issued.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("path", ["", "xrechnung.xml", "rechnung.pdf", "positionen/1/"])
def test_strangers_see_nothing(stranger: Client, client: Client, issued: BillingRun, path: str) -> None:
    invoice = issued.invoices.order_by("sequence")[0]
    assert stranger.get(invoice.get_absolute_url() + path).status_code == 404
    assert client.get(invoice.get_absolute_url() + path).status_code == 302


def test_strangers_cannot_issue(stranger: Client, issued: BillingRun) -> None:
    assert stranger.post(f"{issued.get_absolute_url()}ausstellen/").status_code == 404


def test_mandates_lead_to_a_file_for_the_bank(
    browser: Client, issuer: BodyView, subscription: Subscription
) -> None:
    browser.post("/leistungen/rechnungen/mandate/", MANDATE)
    assert "Mandat M-1" in shown(browser, "/leistungen/rechnungen/mandate/")
    run = computed(issuer)
    issue(run=run, by=None, on=ISSUE_ON)
    issue_drafts(run, None)
    answer = browser.get(f"{run.get_absolute_url()}lastschrift-CORE.xml", {"collect_on": "2028-02-14"})
    tree = etree.fromstring(answer.content)
    assert tree.findtext(".//{*}CtrlSum") == "43330.00"
    refused = browser.get(f"{run.get_absolute_url()}lastschrift-CORE.xml", {"collect_on": "2028-02-13"})
    assert refused.status_code == 302
    assert "arbeiten die Banken nicht" in shown(browser, run.get_absolute_url())


def test_each_procedure_has_its_own_file_and_the_other_is_refused(
    browser: Client, issuer: BodyView, subscription: Subscription
) -> None:
    browser.post("/leistungen/rechnungen/mandate/", MANDATE | {"scheme": "B2B"})
    assert "Mandat M-1, Firmenlastschrift (B2B)" in shown(browser, "/leistungen/rechnungen/mandate/")
    run = computed(issuer)
    issue(run=run, by=None, on=ISSUE_ON)
    issue_drafts(run, None)
    page = shown(browser, run.get_absolute_url())
    assert "Rechnungen: 4, zusammen 43.330,00" in page
    assert "Basislastschrift" not in page
    day = {"collect_on": "2028-02-14"}
    file = browser.get(f"{run.get_absolute_url()}lastschrift-B2B.xml", day)
    assert etree.fromstring(file.content).findtext(".//{*}LclInstrm/{*}Cd") == "B2B"
    assert browser.get(f"{run.get_absolute_url()}lastschrift-CORE.xml", day).status_code == 302
    assert "Seine Mandate gelten für die Firmenlastschrift (B2B)" in shown(browser, run.get_absolute_url())
    browser.post(f"/leistungen/rechnungen/mandate/{DebitMandate.objects.get().pk}/widerrufen/")
    assert "stehen in keiner Datei: 2028-000001, 2028-000002" in shown(browser, run.get_absolute_url())


def test_a_second_mandate_needs_the_first_revoked(browser: Client, town: BodyView) -> None:
    path = "/leistungen/rechnungen/mandate/"
    browser.post(path, MANDATE)
    assert "schon ein gültiges Mandat" in browser.post(path, MANDATE | {"reference": "M-2"}).content.decode()
    browser.post(f"{path}{DebitMandate.objects.get().pk}/widerrufen/")
    browser.post(path, MANDATE | {"reference": "M-2"})
    assert list(DebitMandate.objects.order_by("pk").values_list("revoked_on", flat=True)) == [
        date(2026, 3, 1),
        None,
    ]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"leitweg_id": "055580099099-31001-00"}, "Prüfziffern am Ende passen nicht"),
        ({"iban": "DE00"}, "ist keine IBAN"),
        ({"creditor_id": "DE00"}, "Gläubiger-Identifikationsnummer"),
        ({"bic": "X"}, "ist kein BIC"),
        ({"city": "a\x0bb"}, "Steuerzeichen"),
    ],
)
def test_a_wrong_detail_says_what_to_do(browser: Client, change: dict[str, Any], wanted: str) -> None:
    details = {
        "street": "Markt 1",
        "postal_code": "48000",
        "city": "Probe",
        "payment_days": "14",
        "leitweg_id": "",
    }
    path = "/leistungen/rechnungen/angaben/"
    assert wanted in browser.post(path, details | change).content.decode()
    assert browser.post(path, details).status_code == 302
    assert BillingProfile.objects.get().payment_days == 14


def test_a_reader_cannot_write_invoices(issuer: BodyView) -> None:
    reader = browser_of(a_member(issuer, Role.READER))
    for path in (RUNS, "/leistungen/rechnungen/angaben/", "/leistungen/rechnungen/mandate/"):
        assert "Sie führen hier keine Bücher" in shown(reader, path)
    reader.post(RUNS, RUN)
    assert not BillingRun.objects.exists()


def test_a_missing_leitweg_id_is_told_with_the_draft(
    browser: Client, issuer: BodyView, subscription: Subscription, town: BodyView
) -> None:
    BillingProfile.objects.filter(body_id=town.id).update(leitweg_id="")
    run = computed(issuer)
    assert "hat keine Leitweg-ID" in shown(browser, run.get_absolute_url())
