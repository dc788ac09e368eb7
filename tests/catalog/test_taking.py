"""Take-up: from interest to order by a council's decision, quantities with origin, pages, matrix, waves."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from icalendar import Calendar

from allmende.accounts.models import User
from allmende.catalog import taking, waves
from allmende.catalog.customer_page import customer_page
from allmende.catalog.domain import ConditionKind
from allmende.catalog.errors import (
    NotCounted,
    NotForProviders,
    RefusedQuantity,
    SubscriptionExists,
    WrongStep,
)
from allmende.catalog.matrix import matrix_of
from allmende.catalog.models import Product, Quantity, Subscription, SubscriptionStep
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.models import Paper
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, NotAllowed
from tests.catalog.factories import AT, an_interest, moved
from tests.papers.factories import TODAY, a_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]
ORDERED = (TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED)


@pytest.fixture
def interest(product: Product, town: BodyView) -> Subscription:
    return an_interest(product, town)


@pytest.fixture
def ordered(interest: Subscription, paper: Paper) -> Subscription:
    return moved(interest, *ORDERED, paper=paper)


def a_quantity(subscription: Subscription, value: str = "120", **given: Any) -> Quantity:
    values: dict[str, Any] = {
        "kind": PriceKind.WORKPLACE,
        "value": Decimal(value),
        "from_day": date(2027, 1, 1),
        "reference_date": date(2025, 12, 31),
        "origin": "Geräteliste der IT",
        "is_confirmed": False,
        "by": None,
        "on": TODAY,
        "at": AT,
    }
    return taking.report_quantity(subscription=subscription, **values | given)


def test_a_body_is_interested_once(interest: Subscription, product: Product, town: BodyView) -> None:
    with pytest.raises(SubscriptionExists, match="Interesse"):
        an_interest(product, town)


def test_whoever_offers_does_not_take(product: Product, district: BodyView) -> None:
    with pytest.raises(NotForProviders):
        an_interest(product, district)


def test_a_council_decides_before_anything_is_ordered(
    interest: Subscription, town: BodyView, clerk: User
) -> None:
    reviewed = taking.step(subscription=interest, to=TakeUp.REVIEW, step_on=TODAY, by=clerk, on=TODAY, at=AT)
    undecided = a_paper(town, clerk, "2026/40")
    with pytest.raises(WrongStep, match="noch nicht beschlossen"):
        taking.step(
            subscription=reviewed,
            to=TakeUp.DECISION,
            step_on=TODAY,
            paper=undecided,
            by=clerk,
            on=TODAY,
            at=AT,
        )


def test_an_order_holds_from_its_first_day(ordered: Subscription) -> None:
    term = ordered.versions.get(KNOWN_NOW)
    assert (ordered.state, ordered.ordered_on, term.valid.lower) == ("ordered", TODAY, date(2027, 1, 1))
    assert [step.state for step in ordered.steps.order_by("pk")] == [
        "interest",
        "review",
        "decision",
        "ordered",
    ]


def test_steps_stay_as_they_were_taken(ordered: Subscription) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SubscriptionStep.objects.filter(subscription=ordered).update(state="active")


def test_a_stranger_takes_no_step(interest: Subscription, stranger: User, keeper: User) -> None:
    for person in (stranger, keeper):
        with pytest.raises(NotAllowed):
            taking.step(subscription=interest, to=TakeUp.REVIEW, step_on=TODAY, by=person, on=TODAY, at=AT)


def test_a_quantity_is_corrected_and_never_changed(ordered: Subscription) -> None:
    a_quantity(ordered)
    a_quantity(ordered, "130", from_day=date(2027, 7, 1))
    known = ordered.quantities.filter(KNOWN_NOW).order_by("valid")
    assert [(int(row.value), row.valid.lower, row.valid.upper) for row in known] == [
        (120, date(2027, 1, 1), date(2027, 7, 1)),
        (130, date(2027, 7, 1), None),
    ]
    assert ordered.quantities.count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        known.update(value=1)


def test_a_quantity_from_nowhere_is_refused(ordered: Subscription) -> None:
    with pytest.raises(RefusedQuantity, match="keine Quelle"):
        a_quantity(ordered, origin=" ")


def test_a_doubtful_quantity_waits_for_a_confirmation(ordered: Subscription) -> None:
    a_quantity(ordered)
    with pytest.raises(RefusedQuantity, match=r"\+67 Prozent"):
        a_quantity(ordered, "200")
    assert a_quantity(ordered, "200", is_confirmed=True).is_confirmed


def test_what_no_price_counts_is_not_reported(ordered: Subscription) -> None:
    with pytest.raises(NotCounted, match="Fälle"):
        a_quantity(ordered, kind=PriceKind.CASE)


def test_the_customers_page_tells_cost_and_deadline(ordered: Subscription, town: BodyView) -> None:
    a_quantity(ordered, from_day=TODAY)
    page = customer_page(town.id, TODAY)
    [row] = page.rows
    assert page.yearly_cents == 120 * 1250 * 12
    assert row.deadline is not None
    assert (row.deadline.notice_by, row.deadline.last_day) == (date(2027, 6, 30), date(2027, 12, 31))


def test_the_customers_page_is_for_its_people(
    ordered: Subscription, browser_of: SignedIn, clerk: User, stranger: User
) -> None:
    page = browser_of(clerk).get("/leistungen/kommune/05999004/")
    assert "Finanzsoftware Probe" in page.content.decode()
    assert browser_of(stranger).get("/leistungen/kommune/05999004/").status_code == 404
    assert browser_of(stranger).get(ordered.get_absolute_url()).status_code == 404


def test_deadlines_go_into_a_calendar(ordered: Subscription, browser_of: SignedIn, clerk: User) -> None:
    content = browser_of(clerk).get("/leistungen/kommune/05999004/fristen.ics").content
    events = [(str(each["summary"]), each.start) for each in Calendar.from_ical(content).events]
    assert events == [
        ("Über Finanzsoftware Probe entscheiden", date(2027, 4, 1)),
        ("Letzter Tag für die Kündigung von Finanzsoftware Probe", date(2027, 6, 30)),
        ("Eignung prüfen: Finanzsoftware", date(2027, 4, 1)),
    ]


def test_a_town_goes_from_interest_to_order_in_the_browser(
    product: Product, town: BodyView, browser_of: SignedIn, clerk: User, paper: Paper
) -> None:
    browser = browser_of(clerk)
    browser.post(f"{product.get_absolute_url()}interesse/", {"payer_group": "member"})
    found = Subscription.objects.get()
    url = found.get_absolute_url()
    assert browser.post(f"{url}stand/review/", {"step_on": "2026-03-01"}).status_code == 302
    refused = browser.post(f"{url}stand/decision/", {"step_on": "2026-03-01"})
    assert refused.status_code == 400
    assert "Der Beschluss fehlt" in refused.content.decode()
    paper.is_published = True
    paper.save()
    decided = {"step_on": "2026-03-01", "paper_number": paper.pk, "starts_on": "2027-01-01"}
    assert browser.post(f"{url}stand/decision/", decided).status_code == 302
    ordered = {"step_on": "2026-03-01", "starts_on": "2027-01-01", "order_number": "B-7"}
    assert browser.post(f"{url}stand/ordered/", ordered).status_code == 302
    quantity = {
        "kind": "workplace",
        "value": "120",
        "from_day": "2027-01-01",
        "reference_date": "2025-12-31",
        "origin": "Geräteliste",
    }
    assert browser.post(f"{url}menge/", quantity).status_code == 302
    page = browser.get(url).content.decode()
    assert "Kündigung spätestens am 30.06.2027" in page
    assert "Bestellung B-7" in page


def test_notice_too_late_is_refused_with_the_earliest_day(
    ordered: Subscription, paper: Paper, clerk: User, browser_of: SignedIn
) -> None:
    answer = browser_of(clerk).post(
        f"{ordered.get_absolute_url()}stand/cancelled/", {"step_on": "2026-03-01", "last_day": "2026-12-31"}
    )
    assert answer.status_code == 400
    assert "Zu diesem Tag geht es nicht mehr" in answer.content.decode()


def test_the_matrix_keeps_interest_to_those_concerned(
    interest: Subscription, town: BodyView, paper: Paper
) -> None:
    def seen(own: set[int]) -> list[TakeUp]:
        return list(matrix_of(TODAY, district="", own_bodies=own).cells.values())

    assert (seen(set()), seen({town.id})) == ([], [TakeUp.INTEREST])
    moved(interest, TakeUp.REVIEW, TakeUp.DECISION, paper=paper)
    assert seen(set()) == [TakeUp.DECISION]


def test_the_matrix_is_a_picture_a_table_and_a_file(
    ordered: Subscription, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        page = client.get("/leistungen/matrix/").content.decode()
    assert 'stroke-width="13" d="M0 6.5h119"' in page
    assert "bestellt" in page
    exported = client.get("/leistungen/matrix/?format=csv").content.decode("utf-8-sig")
    assert "05999004;Musterstadt;bestellt" in exported


def a_wave(product: Product, district: BodyView, *towns: BodyView, quorum: int = 1) -> None:
    waves.save_wave(
        wave=None,
        steward=district,
        values={
            "number": 1,
            "name": "Nukleus",
            "is_nucleus": True,
            "starts_on": date(2026, 6, 1),
            "ends_on": date(2027, 6, 1),
            "quorum": quorum,
            "note": "",
        },
        product_keys=[product.key],
        bodies=[(each, date(2026, 7, 1)) for each in towns],
        conditions=[(ConditionKind.RESOLUTION, "Gleichlautende Beschlüsse", date(2026, 6, 1))],
        by=None,
        on=TODAY,
    )


def test_a_wave_tells_what_it_waits_for(
    interest: Subscription, product: Product, district: BodyView, town: BodyView, paper: Paper
) -> None:
    a_wave(product, district, town)
    [view] = waves.roadmap(TODAY)
    assert view.open_points == [
        "0 von mindestens 1 Kommunen haben beschlossen.",
        "Gleichlautende Beschlüsse",
    ]
    moved(interest, TakeUp.REVIEW, TakeUp.DECISION, paper=paper)
    waves.fulfil(condition=view.conditions[0], fulfilled_on=TODAY, paper=paper, by=None, on=TODAY)
    [view] = waves.roadmap(TODAY)
    assert view.open_points == []


def test_a_rollout_waits_for_its_wave(
    ordered: Subscription, product: Product, district: BodyView, town: BodyView, paper: Paper
) -> None:
    a_wave(product, district, town)
    with pytest.raises(WrongStep, match="Noch offen: Gleichlautende Beschlüsse"):
        moved(ordered, TakeUp.ROLLOUT, paper=paper)


def test_a_wave_number_is_given_once(product: Product, district: BodyView) -> None:
    a_wave(product, district)
    with pytest.raises(waves.WaveNumberTaken):
        a_wave(product, district)


def test_a_wave_is_entered_and_changed_in_the_browser(
    product: Product, browser_of: SignedIn, keeper: User, client: Client
) -> None:
    browser = browser_of(keeper)
    entered = {
        "number": "1",
        "name": "Nukleus",
        "starts_on": "2026-06-01",
        "ends_on": "2027-06-01",
        "quorum": "2",
        "products": [product.key],
        "body_lines": "Musterstadt; 01.07.2026\n05999008",
        "condition_lines": "Beschluss; gleichlautende Beschlüsse; 01.06.2026",
    }
    wrong = browser.post("/leistungen/fahrplan/neu/", entered | {"body_lines": "Nirgendwo"})
    assert "„Nirgendwo“ steht nicht im Register" in wrong.content.decode()
    assert browser.post("/leistungen/fahrplan/neu/", entered).status_code == 302
    page = client.get("/leistungen/fahrplan/").content.decode()
    assert "0 von mindestens 2 Kommunen haben beschlossen" in page
    assert "01.07.2026" in page


def test_the_price_of_one_town_comes_with_its_reasons(product: Product, client: Client) -> None:
    page = client.get(
        f"{product.get_absolute_url()}preisrechner/",
        {"body": "Musterstadt", "year": "2027", "is_member": "on", "workplace": "120"},
    ).content.decode()
    assert "120 Arbeitsplätze × 12,50\u00a0€ × 12 Monate = 18.000,00\u00a0€" in page
    assert "Entgelt ohne Inanspruchnahme?" in page


def test_a_price_without_quantity_says_what_is_missing(product: Product, client: Client) -> None:
    page = client.get(
        f"{product.get_absolute_url()}preisrechner/", {"body": "Musterstadt", "year": "2027"}
    ).content.decode()
    assert "keine Menge gemeldet" in page


def test_keys_are_compared_among_those_who_take(ordered: Subscription, client: Client) -> None:
    a_quantity(ordered, from_day=TODAY)
    page = client.get(
        f"{ordered.product.get_absolute_url()}verteilung/", {"total": "1000", "among": ""}
    ).content.decode()
    assert "1.000,00\u00a0€ verteilt" in page
    assert "Nicht für alle bekannt: Fallzahlen." in page
