"""A service is withdrawn while somebody takes it: no new orders, a warning, bills until the end."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from allmende.accounts.models import User
from allmende.catalog import publishing
from allmende.catalog.domain import LifeCycle
from allmende.catalog.errors import StillSubscribed, WrongStep
from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.models import Product, Subscription
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.catalog.factories import AT, an_interest, moved
from tests.catalog.invoices.billing_cast import NEW_YEAR, a_profile, computed, reported
from tests.papers.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]
SignedIn = Callable[[User], Client]
ORDER = (TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED)
LEAVES = date(2026, 9, 1)


def leaving(product: Product, stage: LifeCycle = LifeCycle.PHASING_OUT, from_day: date = LEAVES) -> None:
    publishing.set_stage(
        product=product,
        stage=stage,
        from_day=from_day,
        note="Nachfolger ist „Finanzsoftware 2“.",
        source="Beschluss",
        by=None,
        on=TODAY,
        at=AT,
    )


@pytest.fixture
def active(product: Product, town: BodyView, paper: Paper) -> Subscription:
    subscription = moved(an_interest(product, town), *ORDER, paper=paper, starts_on=NEW_YEAR)
    Subscription.objects.filter(pk=subscription.pk).update(state=TakeUp.ACTIVE.value)
    reported(subscription, PriceKind.WORKPLACE, 10)
    return subscription


def test_it_cannot_be_withdrawn_before_the_last_one_is_out(active: Subscription) -> None:
    with pytest.raises(StillSubscribed, match=r"Stadt Musterstadt.*setzen Sie es auf „auslaufend“"):
        leaving(active.product, LifeCycle.DISCONTINUED, date(2027, 6, 1))
    Subscription.objects.filter(pk=active.pk).update(state=TakeUp.CANCELLED.value, ends_on=date(2028, 1, 1))
    with pytest.raises(StillSubscribed):
        leaving(active.product, LifeCycle.DISCONTINUED, date(2027, 12, 31))
    leaving(active.product, LifeCycle.DISCONTINUED, date(2028, 1, 1))


def test_nobody_orders_it_any_more(product: Product, village: BodyView, paper: Paper) -> None:
    ready = moved(an_interest(product, village), *ORDER[:2], paper=paper)
    leaving(product, from_day=TODAY)
    with pytest.raises(WrongStep, match="nicht mehr oder noch nicht angeboten; bestellen ist nicht möglich"):
        moved(ready, TakeUp.ORDERED, paper=paper)


def test_who_takes_it_is_warned(
    active: Subscription, town: BodyView, clerk: User, browser_of: SignedIn
) -> None:
    leaving(active.product)
    browser = browser_of(clerk)
    page = browser.get(active.get_absolute_url()).content.decode()
    assert "führt die Leistung ab 01.09.2026 als „auslaufend“" in page
    assert "Nachfolger ist „Finanzsoftware 2“. Neue Bestellungen sind dann nicht mehr möglich." in page
    assert "läuft bis zu seinem Ende weiter und wird bis dahin abgerechnet" in page
    assert "auslaufend ab 01.09.2026" in browser.get(f"/leistungen/kommune/{town.key}/").content.decode()


def test_it_is_billed_until_its_end_and_no_longer(
    active: Subscription, district: BodyView, town: BodyView
) -> None:
    a_profile(district)
    a_profile(town)
    leaving(active.product)
    Subscription.objects.filter(pk=active.pk).update(state=TakeUp.CANCELLED.value, ends_on=date(2027, 7, 1))
    leaving(active.product, LifeCycle.DISCONTINUED, date(2027, 7, 1))
    run = computed(district, interval=BillingInterval.QUARTER)
    assert run.problems == []
    quarter = 3 * 10 * 12_50
    assert list(run.invoices.order_by("period").values_list("net_cents", flat=True)) == [quarter, quarter]
