"""Offers, take-up and invoice data for billing: Kreis Probe bills Musterstadt and Beispieldorf for 2027."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from allmende.catalog.invoices.domain import BillingInterval
from allmende.catalog.invoices.models import BillingProfile, BillingRun
from allmende.catalog.invoices.runs import compute, start_run
from allmende.catalog.invoices.xrechnung.leitweg import composed
from allmende.catalog.models import (
    Offer,
    PriceComponent,
    Product,
    ProductVersion,
    Provider,
    Quantity,
    Subscription,
    SubscriptionTerm,
)
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.takeup.states import TakeUp
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from allmende.register.models import Source

TODAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2027, 6, 1, 9, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)
YEAR = (NEW_YEAR, date(2028, 1, 1))
QUARTER = (NEW_YEAR, date(2027, 4, 1))
ISSUE_ON = date(2028, 1, 15)
BASE = {
    "code": "grund",
    "label": "Grundbetrag",
    "kind": "base",
    "amount": Decimal("1000"),
    "interval": "year",
}
WORKPLACE = {
    "code": "arbeitsplatz",
    "label": "Betrieb je Arbeitsplatz",
    "kind": "workplace",
    "amount": Decimal("41.50"),
    "interval": "month",
}
DECIDED = {
    "vat": "O",
    "vat_ground": "§ 2b Abs. 3 Nr. 2 UStG",
    "ground_kind": "statute",
    "ground": "§ 12 Satzung",
}


def a_source() -> Source:
    return Source.objects.get_or_create(
        key="probe", defaults={"title": "Probe", "attribution": "Eigene Probe"}
    )[0]


def a_profile(body: BodyView, **given: Any) -> BillingProfile:
    """Enter what stands on invoices of a body, writing or getting them."""
    values: dict[str, Any] = {
        "street": "Rathausplatz 1",
        "postal_code": "48000",
        "city": str(body.name),
        "leitweg_id": composed(body.key, "31001"),
        "tax_number": "123/4567/8901",
        "contact_name": "Kasse",
        "contact_phone": "02541 123456",
        "contact_email": "kasse@probe.example",
        "account_holder": str(body),
        "iban": "DE02120300000000202051",
        "creditor_id": "DE98ZZZ09999999999",
    }
    return BillingProfile.objects.create(body_id=body.id, **values | given)


def a_provider(body: BodyView) -> Provider:
    return Provider.objects.get_or_create(body_id=body.id, defaults={"joined_on": TODAY})[0]


def a_version(
    provider: Provider,
    paper: Paper,
    *prices: dict[str, Any],
    key: str = "buerokommunikation",
    number: int = 1,
    **given: Any,
) -> ProductVersion:
    """Return a published version of a product of the provider with these prices."""
    product, is_new = Product.objects.get_or_create(key=key, defaults={"need": key, "need_folded": key})
    if is_new:
        Offer.objects.create(
            product=product, provider=provider, source=a_source(), valid=(TODAY, None), known=(AT, None)
        )
    values = {"title": key.title(), "valid": (TODAY, None)} | given
    version = ProductVersion.objects.create(
        product=product,
        number=number,
        summary="",
        folded=key,
        sourcing="agreement",
        protection_need="normal",
        accessibility="partly",
        **values,
    )
    for price in prices:
        PriceComponent.objects.create(version=version, valid=(TODAY, None), **DECIDED | price)
    ProductVersion.objects.filter(pk=version.pk).update(published_at=AT, decision=paper)
    return version


def taking(
    version: ProductVersion,
    customer: BodyView,
    *,
    starts_on: date = NEW_YEAR,
    workplaces: int | None = None,
    **given: Any,
) -> Subscription:
    """Return an active subscription, with its number of workplaces if that is reported."""
    values = {"state": TakeUp.ACTIVE.value, "order_number": "ÖRV 2026/7"} | given
    subscription = Subscription.objects.create(
        customer_id=customer.id, product=version.product, starts_on=starts_on, **values
    )
    SubscriptionTerm.objects.create(
        subscription=subscription,
        version=version,
        payer_group="member",
        source=a_source(),
        valid=(starts_on, None),
        known=(AT, None),
    )
    if workplaces is not None:
        reported(subscription, PriceKind.WORKPLACE, workplaces)
    return subscription


def reported(
    subscription: Subscription,
    kind: PriceKind,
    value: int,
    *,
    valid: Any = (NEW_YEAR, None),
    at: datetime = AT,
    origin: str = "Meldung der Stadt",
) -> Quantity:
    """Enter a quantity; what was known before of the same time is closed."""
    if at != AT:
        Quantity.objects.filter(
            subscription=subscription, kind=kind.value, known__upper_inf=True, valid__overlap=valid
        ).update(known=(AT, at))
    return Quantity.objects.create(
        subscription=subscription,
        kind=kind.value,
        value=value,
        reference_date=valid[0],
        origin=origin,
        source=a_source(),
        valid=valid,
        known=(at, None),
    )


def a_run(
    issuer: BodyView, period: tuple[date, date] = YEAR, interval: BillingInterval = BillingInterval.QUARTER
) -> BillingRun:
    """Return a run that is started and not yet computed."""
    return start_run(issuer=issuer, period=period, interval=interval, issue_on=ISSUE_ON, by=None, on=ISSUE_ON)


def computed(issuer: BodyView, **given: Any) -> BillingRun:
    run = a_run(issuer, **given)
    compute(run)
    run.refresh_from_db()
    return run
