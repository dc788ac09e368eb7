"""Offers: a body's decision publishes them, and then they stay."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.accounts.models import User
from allmende.catalog import joining, offering, publishing, queries
from allmende.catalog.domain import LifeCycle
from allmende.catalog.errors import (
    AlreadyPublished,
    BeginsTooEarly,
    DraftExists,
    KeyTaken,
    NotDecided,
    NothingToPublish,
    ProviderTaken,
    SameProvider,
    StillSubscribed,
)
from allmende.catalog.models import PriceComponent, Product, ProductVersion, Provider, ServiceLevel
from allmende.catalog.permissions import offering_body_id
from allmende.catalog.prices.errors import WrongPrice
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.models import Paper
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, NotAllowed
from tests.catalog.factories import (
    AT,
    WORKPLACE_PRICE,
    a_draft_version,
    a_provider,
    an_interest,
    moved,
)
from tests.papers.factories import TODAY, a_paper

pytestmark = pytest.mark.django_db


def test_a_body_joins_once(provider: Provider, district: BodyView) -> None:
    with pytest.raises(ProviderTaken, match="Kreis Probe"):
        a_provider(district)


def test_only_its_own_people_keep_a_portfolio(draft: ProductVersion, stranger: User, keeper: User) -> None:
    with pytest.raises(NotAllowed):
        offering.set_prices(version=draft, prices=[], by=stranger, on=TODAY)
    offering.set_prices(version=draft, prices=[WORKPLACE_PRICE], by=keeper, on=TODAY)


def test_a_key_is_given_once(draft: ProductVersion, provider: Provider) -> None:
    with pytest.raises(KeyTaken):
        a_draft_version(provider)


def test_a_draft_without_decision_is_not_published(
    draft: ProductVersion, district: BodyView, keeper: User
) -> None:
    undecided = a_paper(district, keeper, "2026/18")
    with pytest.raises(NotDecided, match="2026/18"):
        publishing.publish(version=draft, paper=undecided, carry_over=True, by=None, on=TODAY, at=AT)


def test_a_version_without_price_is_not_published(draft: ProductVersion, paper: Paper) -> None:
    offering.set_prices(version=draft, prices=[], by=None, on=TODAY)
    with pytest.raises(NothingToPublish, match="ein Preis"):
        publishing.publish(version=draft, paper=paper, carry_over=True, by=None, on=TODAY, at=AT)


def test_a_price_that_contradicts_itself_is_not_saved(draft: ProductVersion) -> None:
    with pytest.raises(WrongPrice):
        offering.set_prices(
            version=draft, prices=[WORKPLACE_PRICE | {"interval": "occasion"}], by=None, on=TODAY
        )


def test_the_action_refuses_to_change_what_is_published(product: Product) -> None:
    version = product.versions.get()
    with pytest.raises(AlreadyPublished):
        offering.set_prices(version=version, prices=[], by=None, on=TODAY)


def _change_title(version: ProductVersion) -> None:
    ProductVersion.objects.filter(pk=version.pk).update(title="anders")


def _reopen(version: ProductVersion) -> None:
    ProductVersion.objects.filter(pk=version.pk).update(published_at=None)


def _delete(version: ProductVersion) -> None:
    ProductVersion.objects.filter(pk=version.pk)._raw_delete("default")


def _change_price(version: ProductVersion) -> None:
    version.prices.update(amount=Decimal(1))


def _add_price(version: ProductVersion) -> None:
    values = WORKPLACE_PRICE | {"code": "zwei"}
    PriceComponent.objects.create(version=version, valid=version.valid, **values)


def _remove_price(version: ProductVersion) -> None:
    version.prices.all().delete()


def _add_level(version: ProductVersion) -> None:
    ServiceLevel.objects.create(version=version)


@pytest.mark.parametrize(
    "change", [_change_title, _reopen, _delete, _change_price, _add_price, _remove_price, _add_level]
)
def test_the_database_refuses_to_change_what_is_published(product: Product, change: Any) -> None:
    version = product.versions.get()
    with pytest.raises(DatabaseError, match="published"), transaction.atomic():
        change(version)


def test_a_new_version_ends_the_one_before(product: Product, paper: Paper) -> None:
    second = offering.new_draft(product=product, from_day=date(2027, 1, 1), by=None, on=TODAY)
    assert [price.label for price in second.prices.all()] == ["Betrieb"]
    publishing.publish(version=second, paper=paper, carry_over=True, by=None, on=TODAY, at=AT)
    first = product.versions.get(number=1)
    assert first.valid == DateRange(date(2026, 1, 1), date(2027, 1, 1))
    assert queries.version_shown(product, on=date(2027, 5, 1), with_drafts=False) == second
    assert queries.version_shown(product, on=TODAY, with_drafts=False) == first


def test_there_is_one_draft_at_a_time(product: Product) -> None:
    offering.new_draft(product=product, from_day=date(2027, 1, 1), by=None, on=TODAY)
    with pytest.raises(DraftExists):
        offering.new_draft(product=product, from_day=date(2028, 1, 1), by=None, on=TODAY)


def test_a_new_version_begins_later(product: Product, paper: Paper) -> None:
    early = offering.new_draft(product=product, from_day=date(2025, 1, 1), by=None, on=TODAY)
    with pytest.raises(BeginsTooEarly, match="Fassung 1"):
        publishing.publish(version=early, paper=paper, carry_over=True, by=None, on=TODAY, at=AT)


def test_a_new_version_carries_over_to_present_customers(
    product: Product, town: BodyView, paper: Paper
) -> None:
    subscription = an_interest(product, town)
    second = offering.new_draft(product=product, from_day=date(2027, 1, 1), by=None, on=TODAY)
    publishing.publish(version=second, paper=paper, carry_over=True, by=None, on=TODAY, at=AT)
    terms = subscription.versions.filter(KNOWN_NOW).order_by("valid")
    assert [(term.version.number, term.valid.lower) for term in terms] == [
        (1, TODAY),
        (2, date(2027, 1, 1)),
    ]


def test_a_product_in_use_is_not_withdrawn(product: Product, town: BodyView, paper: Paper) -> None:
    moved(an_interest(product, town), TakeUp.REVIEW, TakeUp.DECISION, TakeUp.ORDERED, paper=paper)
    with pytest.raises(StillSubscribed, match="Stadt Musterstadt"):
        publishing.set_stage(
            product=product,
            stage=LifeCycle.DISCONTINUED,
            from_day=date(2026, 12, 1),
            note="",
            source="Brief",
            by=None,
            on=TODAY,
            at=AT,
        )


def test_merging_providers_hand_over_their_contracts(
    product: Product, provider: Provider, bodies: dict[str, BodyView], town: BodyView
) -> None:
    successor = a_provider(bodies["05998000"])
    subscription = an_interest(product, town)
    count = joining.hand_over(
        former=provider,
        successor=successor,
        from_day=date(2027, 1, 1),
        source="Beschlüsse nach § 22 GkG",
        by=None,
        on=TODAY,
        at=AT,
    )
    assert count == 1
    assert offering_body_id(product, on=date(2026, 12, 31)) == provider.body_id
    assert offering_body_id(product, on=date(2027, 1, 1)) == successor.body_id
    subscription.refresh_from_db()
    assert subscription.product == product


def test_a_provider_hands_over_to_another(provider: Provider) -> None:
    with pytest.raises(SameProvider):
        joining.hand_over(
            former=provider, successor=provider, from_day=TODAY, source="x", by=None, on=TODAY, at=AT
        )


@pytest.mark.parametrize("text", ["Finanzsoftware", "finanzsoftwre", "Haushalt", "finanzsoftware-probe"])
def test_the_search_forgives_typing_errors(product: Product, text: str) -> None:
    assert [row.title for row in queries.matching(queries.offered(TODAY), text)] == ["Finanzsoftware Probe"]


def test_the_search_finds_nothing_where_nothing_is(product: Product) -> None:
    assert not queries.matching(queries.offered(TODAY), "Friedhof").exists()


def test_a_stored_price_is_the_component_that_computes(product: Product) -> None:
    price = product.versions.get().prices.get().price()
    assert price.amount == Decimal("12.5")
    assert price.vat.value == "O"
