from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from allmende.papers import queries
from allmende.papers.queries import ConsultationRow
from allmende.web.demo import USERS, load_demo

CLERK = "clerk@kreis-coesfeld.example"
ADMIN = "admin@allmende.example"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the demo once; each test works in a savepoint above it, and in the end all is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The demo, unchanged by other tests."""


def page_of(client: Client, email: str) -> str:
    client.force_login(get_user_model().objects.get(email=email))
    return client.get("/").content.decode()


def test_visitors_see_what_this_is_the_map_and_public_dossiers(client: Client, demo: None) -> None:
    html = client.get("/").content.decode()
    for words in (
        "Was Kommunen gemeinsam tun",
        "/koerperschaften/karte/",
        "Öffentliche Dossiers",
        "Anmelden",
    ):
        assert words in html
    assert "Wie sich die kommunale IT im Münsterland weiterentwickeln soll" in html


def test_a_clerk_sees_what_waits(client: Client, demo: None) -> None:
    html = page_of(client, CLERK)
    assert "Gemeinsame Vergabestelle mit fünf Gemeinden" in html
    assert "Vorlage einlesen" in html


def test_a_clerk_of_two_bodies_acts_for_the_one_where_she_works(client: Client, demo: None) -> None:
    html = page_of(client, CLERK)
    assert "Sie handeln für Kreis Coesfeld." in html
    assert 'value="05558012">Stadt Coesfeld</option>' in html


def test_when_no_consultation_lies_ahead_the_last_ones_are_shown(client: Client, demo: None) -> None:
    html = page_of(client, CLERK)
    assert "Letzte Beratungen" in html
    assert html.index("18.02.2026") < html.index("05.02.2026")
    assert "Nächste Beratungen" not in html


def test_consultations_ahead_hide_the_last_ones(
    client: Client, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = ConsultationRow(date(2027, 1, 20), "Kreistag", "Leitstelle", "/vorlagen/1/", "Entscheidung")
    monkeypatch.setattr(queries, "next_consultations", lambda *args, **kwargs: [ahead])
    html = page_of(client, CLERK)
    assert "Nächste Beratungen" in html
    assert "20.01.2027</time> · Kreistag · Entscheidung" in html
    assert "18.02.2026" not in html


def test_drafts_of_others_stay_with_them(client: Client, demo: None) -> None:
    assert "Gemeinsame Vergabestelle mit fünf Gemeinden" not in page_of(client, "clerk@leverkusen.example")


def test_somebody_without_a_body_is_told_what_to_do(client: Client, demo: None) -> None:
    html = page_of(client, ADMIN)
    assert "Sie gehören noch zu keiner Körperschaft" in html
    assert "Vorlage einlesen</span>" not in html


def test_the_start_page_asks_the_database_a_fixed_number_of_times(
    client: Client, demo: None, django_assert_max_num_queries: Any
) -> None:
    page_of(client, CLERK)
    with django_assert_max_num_queries(10):
        client.get("/")


def test_the_demo_can_be_loaded_twice(demo: None) -> None:
    assert load_demo() == USERS


def test_the_demo_names_what_each_person_can_do() -> None:
    assert len({user.email for user in USERS}) == len(USERS)
    assert all(user.text and user.password for user in USERS)
