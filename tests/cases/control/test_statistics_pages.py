"""The way of a table through the pages: frozen, prepared, released, public, cited."""

import json
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmende.accounts.models import User
from allmende.cases.models import CaseSnapshot, TableRelease
from allmende.cases.planes import CASES, STATISTICS
from allmende.cases.statistics.citing import CITED, canonical
from tests.cases.control.factories import KEY_DATE, Office
from tests.cases.database.factories import Cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", CASES, STATISTICS])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(f"cases:{name}", args=args))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def frozen_by_page(office: Office) -> tuple[Client, CaseSnapshot]:
    controlling = client_of(office.controlling)
    told = {"day": KEY_DATE.isoformat(), "reason": ""}
    response = controlling.post(reverse("cases:key-dates"), told)
    snapshot = CaseSnapshot.objects.get()
    assert response["Location"] == reverse("cases:key-date", args=[snapshot.pk])
    return controlling, snapshot


def test_a_table_goes_from_the_key_date_to_the_public(cast: Cast, office: Office, cases: int) -> None:
    controlling, snapshot = frozen_by_page(office)
    assert "217" in page(controlling, "key-date", snapshot.pk)
    again = controlling.post(
        reverse("cases:key-dates"), {"day": KEY_DATE.isoformat(), "reason": ""}
    ).content.decode()
    assert "Eine Berichtigung braucht einen Grund" in again
    controlling.post(
        reverse("cases:key-date", args=[snapshot.pk]),
        {"table": "traeger-aufenthalt", "method": "rounding"},
    )
    prepared = TableRelease.objects.get()
    shown = page(controlling, "prepared-table", prepared.pk)
    assert "Geprüft und sicher" in shown
    assert reverse("cases:release-table", args=[prepared.pk]) not in shown
    assert controlling.post(reverse("cases:release-table", args=[prepared.pk])).status_code == 302
    prepared.refresh_from_db()
    assert prepared.state == "proposed"

    supervision = client_of(office.supervision)
    assert reverse("cases:release-table", args=[prepared.pk]) in page(
        supervision, "prepared-table", prepared.pk
    )
    cited = prepared.digest[:CITED]
    anybody = Client()
    assert anybody.get(reverse("cases:public-table", args=[cited])).status_code == 404
    supervision.post(reverse("cases:release-table", args=[prepared.pk]))
    public = page(anybody, "public-table", cited)
    assert f"Statistik-Tabelle {cited}" in public
    assert "217" in public
    assert cited in page(anybody, "public-tables")
    told = json.loads(page(anybody, "public-table-json", cited))
    assert sha256(canonical(told["content"])).hexdigest() == told["sha256"] == prepared.digest
    assert anybody.get(reverse("cases:public-table-xlsx", args=[cited])).status_code == 200
    assert anybody.get(reverse("cases:public-table", args=[cited[:8]])).status_code == 404

    told = {"day": KEY_DATE.isoformat(), "reason": "Nachmeldung"}
    controlling.post(reverse("cases:key-dates"), told)
    assert "Dieser Stichtag wurde berichtigt" in page(anybody, "public-table", cited)


def test_foreign_and_unknown_key_dates_are_the_same_nothing(cast: Cast, office: Office, cases: int) -> None:
    _controlling, snapshot = frozen_by_page(office)
    stranger = client_of(office.stranger)
    foreign = stranger.get(reverse("cases:key-date", args=[snapshot.pk]))
    unknown = stranger.get(reverse("cases:key-date", args=[snapshot.pk + 77]))
    assert foreign.status_code == unknown.status_code == 404
    assert str(KEY_DATE.year) not in page(stranger, "key-dates").split("<main")[1].split("</main")[0]
    assert client_of(office.case_manager).get(reverse("cases:key-dates")).status_code == 404
    assert Client().get(reverse("cases:key-dates")).status_code == 302


def test_the_list_asks_a_fixed_number_of_questions(
    cast: Cast, office: Office, cases: int, django_assert_num_queries: Any
) -> None:
    controlling, _snapshot = frozen_by_page(office)
    url = reverse("cases:key-dates")
    controlling.get(url)
    with django_assert_num_queries(7):
        controlling.get(url)
