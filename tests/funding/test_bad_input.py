"""Bad input on the web: what is wrong, where, what to do; and nothing of it is kept."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.funding.models import CostReport, Forwarding, GrantStep, PostStretch
from allmende.ledger.models import Posting
from allmende.register.domain import BodyView
from tests.funding.factories import LAND, PROVIDER, TOWN, Matter, a_matter
from tests.funding.test_report_file import GROSS, a_file

Bodies = dict[str, BodyView]
ACTUAL = {"kind": "actual", "first": "2025-01-01", "last": "2025-12-31", "reported_on": "2026-02-01"}


@pytest.fixture
def matter(bodies: Bodies) -> Matter:
    return a_matter(bodies)


@pytest.fixture
def client(treasurer: User) -> Client:
    made = Client()
    made.force_login(treasurer)
    return made


def stored() -> tuple[int, ...]:
    return tuple(
        model._default_manager.count() for model in (CostReport, Forwarding, GrantStep, PostStretch, Posting)
    )


def refused(client: Client, url: str, told: dict[str, Any]) -> str:
    """Send a form that must be refused; return the page."""
    before = stored()
    response = client.post(url, told)
    assert response.status_code in (200, 400, 409)
    assert stored() == before
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def uploaded(client: Client, matter: Matter, *rows: Sequence[Any], merge: str = "", **head: str) -> str:
    file = BytesIO(a_file(*rows, merge=merge))
    file.name = "meldung.xlsx"
    url = reverse("funding:import-report", args=[matter.agreement.pk])
    return refused(client, url, {**ACTUAL, **head, "file": file})


def test_a_second_agreement_for_the_same_days(client: Client, matter: Matter) -> None:
    url = reverse("funding:new-agreement", args=[matter.grant.pk])
    told = {"provider": PROVIDER, "first": "2025-07-01", "data_protection": "missing"}
    page = refused(client, url, told)
    assert "schon einen Vertrag für einen Teil dieser Tage (Vertrag 2022)" in page


def test_a_seventh_post_where_the_notice_grants_six(client: Client, matter: Matter) -> None:
    told = {
        "number": "CM 7",
        "label": "Case Management",
        "first": "2025-07-01",
        "last": "2025-12-31",
        "fte": "0,5",
        "employer": PROVIDER,
        "funder": LAND,
        "supervisor": TOWN,
        "place": TOWN,
        "is_filled": "on",
        "source": "Stellenplan",
        "known_since": "2024-10-31",
    }
    page = refused(client, reverse("funding:new-post", args=[matter.grant.pk]), told)
    assert "Vom 01.07.2025 bis 31.12.2025 stehen 6,5 Stellen im Plan, bewilligt sind 6,0." in page


def test_actuals_outside_of_the_grant(client: Client, matter: Matter) -> None:
    url = reverse("funding:new-report", args=[matter.agreement.pk])
    told = {**ACTUAL, "first": "2024-12-01", "source": "Brief", "employer_gross": "1.000,00"}
    assert "ab 01.12.2024 liegt nicht im Bewilligungszeitraum" in refused(client, url, told)
    row = ("Sachkosten", 1, "31.12.2024", None, None, None)
    assert "C3" in uploaded(client, matter, GROSS, row)


def test_a_claim_after_its_deadline(client: Client, matter: Matter) -> None:
    url = reverse("funding:new-step", args=[matter.grant.pk])
    told = {"kind": "call", "dated": "2025-03-01", "due": "2025-02-01", "amount": "1", "document": "Abruf"}
    page = refused(client, url, told)
    assert "Die Frist ist am 01.02.2025 abgelaufen" in page
    assert "Nennen Sie den Grund der Verspätung" in page


def test_a_cost_class_that_is_not_funded_is_told_before_it_is_taken_over(
    client: Client, matter: Matter
) -> None:
    page = uploaded(client, matter, GROSS, ("Investitionen", 5_000, None, None, None, None))
    assert "Investitionen (5.000,00 €) wird nicht gefördert" in page
    assert "B3" in page
    unknown = uploaded(client, matter, GROSS, ("Bewirtung", 1, None, None, None, None))
    assert "A3" in unknown
    assert "„Bewirtung“ ist keine Kostenart" in unknown


def test_negative_and_missing_payroll(client: Client, matter: Matter) -> None:
    url = reverse("funding:new-report", args=[matter.agreement.pk])
    negative = {**ACTUAL, "source": "Brief", "employer_gross": "-1,00"}
    assert "-1,00 ist negativ. Erwartet wird eine Zahl ab null." in refused(client, url, negative)
    assert "mindestens einen Betrag" in refused(client, url, {**ACTUAL, "source": "Brief"})
    assert "B2" in uploaded(client, matter, ("Arbeitgeberbrutto", -5, None, None, None, None))
    page = uploaded(client, matter, ("Sachkosten", 5, None, None, None, None))
    assert "Das Arbeitgeberbrutto fehlt" in page


def test_merged_cells_and_one_mistake_among_good_rows(client: Client, matter: Matter) -> None:
    rows = (GROSS, ("Sachkosten", 5, None, None, None, None))
    merged = uploaded(client, matter, *rows, merge="F2:F3")
    assert "F2:F3" in merged
    assert "Heben Sie die Verbindung auf" in merged
    assert "B4" in uploaded(client, matter, *rows, ("Gemeinkosten", "viel", None, None, None, None))
    client.post(reverse("funding:confirm-report", args=[matter.agreement.pk]))
    assert not CostReport.objects.exists()
