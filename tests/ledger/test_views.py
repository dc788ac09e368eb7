from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmende.accounts.models import User
from allmende.ledger import actions, demo
from allmende.ledger.domain import PostingKind
from allmende.ledger.models import Calculation, Posting
from allmende.register import demo as register_demo
from allmende.register.domain import BodyView
from tests.ledger.factories import LAND, OTHER, TODAY, TOWN, YEAR, a_calculation

Bodies = dict[str, BodyView]


@pytest.fixture
def at_treasurer(treasurer: User) -> Client:
    client = Client()
    client.force_login(treasurer)
    return client


@pytest.fixture
def at_stranger(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger)
    return client


def test_an_amount_leads_to_its_section(bodies: Bodies, at_treasurer: Client) -> None:
    a_calculation(bodies)
    posting = Posting.objects.get(rule="kim_city_share")
    page = at_treasurer.get(posting.get_absolute_url()).content.decode()
    for told in ("309.895,80", "Weiterleitungsvertrag", "Gesamtkosten der Stellen", "57.000,00"):
        assert told in page


def test_a_stranger_finds_neither_posting_nor_calculation(bodies: Bodies, at_stranger: Client) -> None:
    calculation = a_calculation(bodies)
    posting = Posting.objects.earliest("pk")
    assert at_stranger.get(posting.get_absolute_url()).status_code == 404
    assert at_stranger.get(calculation.get_absolute_url()).status_code == 404
    assert "309.895,80" not in at_stranger.get("/buchungen/").content.decode()


def test_a_published_calculation_is_open_to_visitors(bodies: Bodies) -> None:
    calculation = a_calculation(bodies)
    Calculation.objects.update(is_published=True)
    page = Client().get(calculation.get_absolute_url())
    assert "309.895,80" in page.content.decode()


def test_the_page_of_a_calculation_tells_who_pays_whom_and_draws_it(
    bodies: Bodies, at_treasurer: Client
) -> None:
    calculation = a_calculation(bodies)
    page = at_treasurer.get(calculation.get_absolute_url()).content.decode()
    assert "<svg" in page
    assert "Die Kette geht auf" in page


def test_postings_of_a_body_are_summed_from_its_side(bodies: Bodies, at_treasurer: Client) -> None:
    a_calculation(bodies)
    page = at_treasurer.get("/buchungen/", {"koerperschaft": TOWN}).content.decode()
    for told in ("342.000,00", "651.895,80", "\u2212309.895,80"):
        assert told in page


def test_sums_of_different_kinds_are_not_added(bodies: Bodies, at_treasurer: Client, treasurer: User) -> None:
    a_calculation(bodies)
    actions.post_by_hand(
        body=bodies[TOWN],
        payer=bodies[LAND],
        payee=bodies[TOWN],
        cents=100,
        kind=PostingKind.IST,
        period=YEAR,
        document="Kontoauszug 7",
        by=treasurer,
        on=TODAY,
    )
    page = at_treasurer.get("/buchungen/", {"koerperschaft": TOWN}).content.decode()
    assert "lassen sich nicht zusammenzählen" in page
    assert "stat__value" not in page
    chosen = at_treasurer.get("/buchungen/", {"koerperschaft": TOWN, "art": "soll"}).content.decode()
    assert "stat__value" in chosen


def test_an_unknown_body_is_not_found(bodies: Bodies, at_treasurer: Client) -> None:
    assert at_treasurer.get("/buchungen/", {"koerperschaft": "nirgends"}).status_code == 404


def test_tables_name_the_kind_of_a_posting(bodies: Bodies, at_treasurer: Client) -> None:
    a_calculation(bodies)
    for address in ("/buchungen/", "/buchungen/berechnungen/"):
        table = at_treasurer.get(address).context["table"]
        assert "Soll" in [cell.text for cell in next(iter(table.body))], address


def test_postings_are_exported_as_they_are_filtered(bodies: Bodies, at_treasurer: Client) -> None:
    a_calculation(bodies)
    answer = at_treasurer.get("/buchungen/", {"koerperschaft": TOWN, "mit": OTHER, "format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # sessions and caches are warm then
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_more_postings_cost_no_more_queries(bodies: Bodies, at_treasurer: Client) -> None:
    calculation = a_calculation(bodies)
    few = queries_of(at_treasurer, "/buchungen/")
    for number in range(5):
        Calculation.objects.filter(pk=calculation.pk).update(title=f"Case Management {number}")
        calculation = a_calculation(bodies)
    assert queries_of(at_treasurer, "/buchungen/") == few


@pytest.mark.django_db
def test_the_demo_posts_the_figures_of_the_source_documents() -> None:
    register_demo.load({}, on=TODAY, at=datetime(2026, 1, 2, 8, tzinfo=UTC))
    demo.load(on=TODAY)
    rows = list(Posting.objects.order_by("pk").values_list("rule", "cents"))
    assert rows == [
        ("ki_base_grant", 17_000_000),
        ("ki_base_grant", 17_000_000),
        ("ki_extra_cost", 6_100_000),
        ("ki_extra_cost", 1_900_000),
        ("flueag_lump_sum", 11_250_000),
        ("flueag_lump_sum", 1_780_000),
    ]


@pytest.mark.django_db
def test_the_demo_loads_once() -> None:
    register_demo.load({}, on=TODAY, at=datetime(2026, 1, 2, 8, tzinfo=UTC))
    demo.load(on=TODAY)
    demo.load(on=date(2026, 4, 1))
    assert Posting.objects.count() == 6
