"""Service levels: measured values, outages, and whether the promise was kept."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from allmende.accounts.models import User
from allmende.catalog import offering
from allmende.catalog.models import Product, ProductVersion, ServiceLevel, ServiceReport
from allmende.papers.models import Paper
from tests.catalog.factories import published
from tests.papers.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]


@pytest.fixture
def served(draft: ProductVersion, paper: Paper) -> Product:
    """A product that promises 98 % a month."""
    level = ServiceLevel(version=draft, availability=Decimal(98), service_hours="Mo-Fr 8-16 Uhr")
    times = [{"priority": 1, "reaction_minutes": 30, "recovery_minutes": 240, "clock_start": "Meldung"}]
    offering.save_level(level=level, times=times, by=None, on=TODAY)
    return published(draft, paper)


def test_the_page_tells_what_is_promised_and_allowed(served: Product, client: Client) -> None:
    page = client.get(f"{served.get_absolute_url()}service/").content.decode()
    assert "98 % je Monat" in page
    assert "Zulässiger Ausfall je Monat: 14,9 Stunden." in page
    assert "Klasse 1: Reaktion 30 Minuten, Wiederherstellung 240 Minuten (Meldung)" in page


def test_a_measured_value_says_whether_the_promise_was_kept(
    served: Product, browser_of: SignedIn, keeper: User
) -> None:
    browser = browser_of(keeper)
    url = f"{served.get_absolute_url()}service/"
    january = {
        "first_day": "2026-01-01",
        "last_day": "2026-01-31",
        "availability": "97,9",
        "source": "Messung",
    }
    assert browser.post(f"{url}messwert/", january).status_code == 302
    again = browser.post(f"{url}messwert/", january)
    assert "schon ein Messwert gemeldet" in again.content.decode()
    assert "verfehlt" in browser.get(url).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceReport.objects.update(availability=100)


def test_an_outage_counts_against_its_month(served: Product, browser_of: SignedIn, keeper: User) -> None:
    browser = browser_of(keeper)
    url = f"{served.get_absolute_url()}service/"
    outage = {
        "started_at": "2026-02-02T08:00",
        "ended_at": "2026-02-02T07:00",
        "priority": "1",
        "cause": "Netz gestört",
    }
    wrong = browser.post(f"{url}stoerung/", outage)
    assert "Das Ende liegt vor dem Beginn" in wrong.content.decode()
    assert browser.post(f"{url}stoerung/", outage | {"ended_at": "2026-02-02T18:00"}).status_code == 302
    page = browser.get(url).content.decode()
    assert "Netz gestört" in page
    assert "98,511 %" in page
    assert "eingehalten" in page


def test_strangers_report_nothing(served: Product, browser_of: SignedIn, stranger: User) -> None:
    for path in ("messwert", "stoerung"):
        assert browser_of(stranger).get(f"{served.get_absolute_url()}service/{path}/").status_code == 404
