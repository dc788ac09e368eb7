"""Pages of the law: found, told, answered on both axes of time, calculated; and two states compared."""

from datetime import date

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.ledger import actions
from allmende.ledger.computing import law
from allmende.ledger.law_pages import RulePage
from allmende.ledger.models import Posting
from allmende.register.domain import BodyView
from tests.ledger.factories import LAND, TODAY, TOWN, a_calculation, question

Bodies = dict[str, BodyView]
pytestmark = pytest.mark.django_db


def test_rules_are_found_by_words_and_by_the_day_they_hold() -> None:
    page = Client().get("/regeln/", {"q": "flüag pauschale"}).content.decode()
    assert "/regeln/flueag_lump_sum/" in page
    assert "/regeln/kim_city_share/" not in page
    assert "Nichts gefunden" in Client().get("/regeln/", {"q": "Hundesteuer"}).content.decode()
    assert "/regeln/kim_city_share/" not in Client().get("/regeln/", {"on": "2010-01-01"}).content.decode()


@pytest.mark.parametrize(
    ("known", "value"), [("2024-06-30", "875,00"), ("2024-12-19", "875,00"), ("2024-12-20", "1.013,00")]
)
def test_a_value_is_answered_as_it_was_known(known: str, value: str) -> None:
    page = Client().get("/regeln/flueag_rate/", {"on": "2024-03-01", "known": known})
    assert value in page.context["answer"]


def test_the_page_of_a_value_shows_both_axes_and_its_mark() -> None:
    page = Client().get("/regeln/kim_case_management_cap/").content.decode()
    for told in ("57.000,00 EUR", "ab 01.01.2023", "zu prüfen", "Leverkusen 2024/3092", "20.11.2026"):
        assert told in page


def test_a_day_without_value_is_told() -> None:
    page = Client().get("/regeln/flueag_rate/", {"on": "1990-01-01", "known": "2024-01-01"})
    assert "kein Wert bekannt" in page.content.decode()


def test_a_rule_is_calculated_from_its_address_and_explains_itself() -> None:
    asked = {
        "on": "2025-01-01",
        "known": "2025-01-01",
        "wert_case_management_posts": "6",
        "wert_employer_gross": "80000",
        "wert_total_cost": "651895,80",
        "wert_forwarding_contract": "own_share",
    }
    page = Client().get("/regeln/kim_city_share/", asked).content.decode()
    assert "309.895,80" in page
    assert "reason-tree" in page
    wrong = Client().get("/regeln/kim_city_share/", {**asked, "wert_total_cost": "zwölf"}).content.decode()
    assert "keine Zahl" in wrong


def test_every_rule_and_every_value_has_a_page() -> None:
    client = Client()
    for each in law().laws():
        for name in (*each.rules, *each.parameters):
            assert client.get(f"/regeln/{name}/").status_code == 200, name
        for name in each.rules:
            assert RulePage.of(name).cases, name


def test_an_unknown_name_is_not_found() -> None:
    assert Client().get("/regeln/hundesteuer/").status_code == 404


def compared(client: Client, **changes: str) -> str:
    asked = {"first": "2024-11-01", "second": "2024-12-31", **changes}
    return client.get("/buchungen/vergleich/", asked).content.decode("utf-8-sig")


def test_two_states_of_knowledge_are_compared_per_body(bodies: Bodies, treasurer: User) -> None:
    calculation = a_calculation(bodies)
    actions.recalculate(
        calculation_id=calculation.pk,
        question=question(known=date(2024, 12, 16), forwarding_contract="none"),
        based_on=1,
        reason="Beschluss",
        by=None,
        on=TODAY,
    )
    client = Client()
    client.force_login(treasurer)
    page = compared(client)
    assert "309.895,80" in page
    assert "Stadt Musterstadt" in page
    assert "309895,80" in compared(client, format="csv")
    assert "Kein Unterschied" in compared(client, second="2024-11-02")
    assert "Kein Unterschied" in compared(Client())


def test_what_stands_is_compared_with_what_would_be_under_an_assumption(
    bodies: Bodies, treasurer: User
) -> None:
    a_calculation(bodies)
    client = Client()
    client.force_login(treasurer)
    path = "kim_case_management_cap"
    page = client.get("/buchungen/vergleich/").content.decode()
    assert "Förderung je Stelle im Case Management: 57.000,00 EUR" in page
    under = client.get("/buchungen/vergleich/", {"wert": path, "neu": "60.000,00"})
    told = {change.body.key: (change.before, change.after) for change in under.context["changes"]}
    assert told == {LAND: (-34_200_000, -36_000_000), TOWN: (-30_989_580, -29_189_580)}
    by_factor = client.get("/buchungen/vergleich/", {"wert": path, "neu": "+10 %"}).content.decode()
    assert "34.200,00" in by_factor
    assert Posting.objects.count() == 3


@pytest.mark.parametrize(("text", "says"), [("viel", "keine Zahl"), ("1.000", "mehrdeutig")])
def test_an_assumption_that_cannot_be_read_is_told(
    bodies: Bodies, treasurer: User, text: str, says: str
) -> None:
    a_calculation(bodies)
    client = Client()
    client.force_login(treasurer)
    asked = {"wert": "kim_case_management_cap", "neu": text}
    assert says in client.get("/buchungen/vergleich/", asked).content.decode()


def test_a_stranger_compares_no_foreign_calculation(bodies: Bodies) -> None:
    a_calculation(bodies)
    asked = {"wert": "kim_case_management_cap", "neu": "1"}
    page = Client().get("/buchungen/vergleich/", asked).content.decode()
    assert "57.000,00" not in page
