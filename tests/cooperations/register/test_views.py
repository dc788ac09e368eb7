from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from allmende.accounts.models import User
from allmende.cooperations import actions, queries
from allmende.cooperations.entries import TaskEntry
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView
from tests.cooperations.register.factories import LATER, NOW, STATE, entry
from tests.register.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PAGE = "/zusammenarbeit/eintrag/rechenzentrum-probe/"


def test_the_inventory_lists_what_runs_today(client: Client, cooperation: Cooperation) -> None:
    page = client.get("/zusammenarbeit/").content.decode()
    assert STATE.name in page
    assert "1 Eintrag" in page


def test_the_inventory_names_all_tasks_of_a_cooperation(client: Client, sample: dict[str, BodyView]) -> None:
    actions.load_tasks()
    several = entry(sample, tasks=[TaskEntry("it-betrieb"), TaskEntry("abfall")])
    actions.create_cooperation(entry=several, by=None, on=TODAY, at=NOW)
    page = " ".join(client.get("/zusammenarbeit/").content.decode().split())
    assert "Abfallentsorgung und Wertstoffe, IT-Betrieb und Rechenzentrum" in page


def test_the_inventory_of_a_day_before_is_empty(client: Client, cooperation: Cooperation) -> None:
    page = client.get("/zusammenarbeit/?stand=2019-01-01").content.decode()
    assert "Noch keine Zusammenarbeit" in page
    assert 'value="2019-01-01"' in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("aufgabe=it-betrieb", True),
        ("aufgabe=abfall", False),
        ("rechtsform=oerv_delegierend", True),
        ("rechtsform=gmbh", False),
        ("gebiet=05999", True),
        ("gebiet=05998", False),
        ("anbieter=05999", True),
        ("jahr=2020", True),
        ("q=rechenz", True),
        ("q=abwasser", False),
    ],
)
def test_filters_narrow_the_inventory(
    client: Client, cooperation: Cooperation, query: str, is_found: bool
) -> None:
    page = client.get(f"/zusammenarbeit/?{query}").content.decode()
    assert (STATE.name in page) is is_found


def test_the_export_has_exactly_the_filtered_rows(client: Client, cooperation: Cooperation) -> None:
    found = client.get("/zusammenarbeit/?aufgabe=it-betrieb&format=csv").content.decode("utf-8-sig")
    none = client.get("/zusammenarbeit/?aufgabe=abfall&format=csv").content.decode("utf-8-sig")
    assert STATE.name in found
    assert len(none.splitlines()) == 1


def test_a_cooperation_says_what_is_known_and_what_is_not(client: Client, cooperation: Cooperation) -> None:
    page = client.get(PAGE).content.decode()
    assert "Beteiligte (3)" in page
    assert "Amtsblatt 1/2020" in page
    assert "<strong>Nicht bekannt:</strong>" in page
    assert "Verlauf" not in page


def test_a_day_outside_shows_the_nearest_one(client: Client, cooperation: Cooperation) -> None:
    page = client.get(f"{PAGE}?stand=1999-01-01").content.decode()
    assert "Für den 01.01.1999 ist nichts eingetragen; gezeigt wird der 31.12.2020." in page


def test_who_may_edit_sees_the_history(client: Client, cooperation: Cooperation, clerk: User) -> None:
    client.force_login(clerk)
    assert "hat die Zusammenarbeit eingetragen" in client.get(PAGE).content.decode()


def test_an_unknown_cooperation_is_not_found(client: Client, sample: dict[str, BodyView]) -> None:
    assert client.get("/zusammenarbeit/eintrag/keine/").status_code == 404


def test_the_page_of_a_body_names_its_cooperations(client: Client, cooperation: Cooperation) -> None:
    assert STATE.name in client.get("/koerperschaften/05999004/").content.decode()
    early = client.get("/koerperschaften/05998000/").content.decode()
    assert "keine Zusammenarbeit eingetragen" in early


def test_what_has_ended_stays_on_its_page(client: Client, cooperation: Cooperation) -> None:
    actions.end_cooperation(
        key="rechenzentrum-probe", last_day=date(2025, 12, 31), by=None, on=TODAY, at=LATER
    )
    page = client.get(PAGE).content.decode()
    assert "gezeigt wird der 31.12.2025" in page
    assert STATE.name not in client.get("/zusammenarbeit/").content.decode()


def test_the_search_finds_cooperations(client: Client, cooperation: Cooperation) -> None:
    assert PAGE in client.get("/suche/?q=Rechenzentrum").content.decode()


@pytest.mark.parametrize("text", ["Rechenzentrmu", "Musterstadt", "Musterstatd", "Kreis Probe"])
def test_the_search_forgives_a_slip_and_finds_what_a_body_takes_part_in(
    cooperation: Cooperation, text: str
) -> None:
    assert [hit.title for hit in queries.search(text, on=TODAY)] == ["Gemeinsames Rechenzentrum Probe"]


def test_a_search_for_signs_finds_nothing(cooperation: Cooperation) -> None:
    assert queries.search("!!", on=TODAY) == []


def test_pages_cost_a_fixed_number_of_queries(
    client: Client, cooperation: Cooperation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        client.get("/zusammenarbeit/")
    with django_assert_num_queries(12):
        client.get(PAGE)
