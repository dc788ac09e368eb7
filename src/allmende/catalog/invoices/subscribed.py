"""What a run reads for some customers: who takes what at which prices, what was counted, what was billed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Max, Sum
from django.db.models.functions import Lower, Upper

from allmende.catalog.invoices.models import ActualCost, BillingRun, InvoiceLine
from allmende.catalog.models import Offer, PriceComponent, Quantity, Subscription, SubscriptionTerm
from allmende.catalog.prices.charging import Counted
from allmende.catalog.prices.components import PayerGroup, Price, PriceKind
from allmende.catalog.prices.periods import Span
from allmende.catalog.takeup.states import TakeUp

BILLED_STATES = [TakeUp.ACTIVE.value, TakeUp.CANCELLED.value, TakeUp.ENDED.value]
KNOWN_NOW = {"known__upper_inf": True}


class Key(NamedTuple):
    """What is billed once: a component of a subscription for a time."""

    subscription: int
    component: int
    start: date
    until: date


class Before(NamedTuple):
    """What was billed for a key so far, the next revision, and the invoices that say so."""

    cents: int
    revision: int
    invoices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """A stored component, ready to compute."""

    id: int
    price: Price
    valid: Span


@dataclass(frozen=True, slots=True)
class Taken:
    """One customer taking one product in one version, for a time in which nothing of that changes."""

    subscription: int
    customer: int
    product_id: int
    product: str
    version: int
    starts_on: date
    ordered_on: date | None
    is_member: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Reported:
    """A quantity with the time for which it was reported."""

    span: Span
    counted: Counted


@dataclass(slots=True)
class PriceList:
    """The components of each version, read once per run."""

    _found: dict[int, tuple[Priced, ...]] = field(default_factory=dict)

    def of(self, versions: Collection[int]) -> dict[int, tuple[Priced, ...]]:
        missing = set(versions) - self._found.keys()
        if missing:
            rows = defaultdict(list)
            for row in PriceComponent.objects.filter(version_id__in=missing).order_by("pk"):
                rows[row.version_id].append(Priced(row.pk, row.price(), span_of(row.valid)))
            self._found |= {version: tuple(rows[version]) for version in missing}
        return self._found


def span_of(stored: Any) -> Span:
    return Span(stored.lower, stored.upper)


def offers_of(run: BillingRun) -> dict[int, list[Span]]:
    """Return when which product came from the issuer."""
    found: dict[int, list[Span]] = defaultdict(list)
    rows = Offer.objects.filter(provider__body_id=run.issuer_id, valid__overlap=run.period, **KNOWN_NOW)
    for product, valid in rows.values_list("product_id", "valid"):
        found[product].append(span_of(valid))
    return found


def customers_of(run: BillingRun) -> list[int]:
    """Return everyone who may owe something or was billed in the time."""
    taking = Subscription.objects.filter(
        product_id__in=offers_of(run), state__in=BILLED_STATES, starts_on__lt=run.period.upper
    ).values_list("customer_id", flat=True)
    billed = InvoiceLine.objects.filter(
        invoice__issuer_id=run.issuer_id, invoice__issued_on__isnull=False, period__overlap=run.period
    ).values_list("invoice__customer_id", flat=True)
    return sorted({*taking.distinct(), *billed.distinct()})


def taken_by(run: BillingRun, offers: dict[int, list[Span]], **which: Any) -> list[Taken]:
    """Return what is taken from the issuer in the time of the run, as far as `which` asks for it."""
    rows = SubscriptionTerm.objects.filter(
        subscription__product_id__in=offers,
        subscription__state__in=BILLED_STATES,
        subscription__starts_on__isnull=False,
        version__published_at__isnull=False,
        valid__overlap=run.period,
        **KNOWN_NOW,
        **which,
    ).values_list(
        "subscription_id",
        "subscription__customer_id",
        "subscription__product_id",
        "subscription__product__key",
        "version_id",
        "subscription__starts_on",
        "subscription__ends_on",
        "subscription__ordered_on",
        "payer_group",
        "valid",
    )
    found = []
    for subscription, customer, product, key, version, starts, ends, ordered, group, valid in rows.order_by(
        "subscription__customer_id", "subscription__product__key", "valid"
    ):
        if starts is None:
            continue
        active = Span(starts, ends).overlap(span_of(valid))
        for offered in offers[product] if active else ():
            if active and (span := active.overlap(offered)):
                is_member = group == PayerGroup.MEMBER.value
                found.append(
                    Taken(subscription, customer, product, key, version, starts, ordered, is_member, span)
                )
    return found


def quantities_of(
    subscriptions: Collection[int], run: BillingRun
) -> dict[tuple[int, PriceKind], list[Reported]]:
    found: dict[tuple[int, PriceKind], list[Reported]] = defaultdict(list)
    rows = Quantity.objects.filter(
        subscription_id__in=subscriptions, valid__overlap=run.period, **KNOWN_NOW
    ).values_list("subscription_id", "kind", "value", "reference_date", "origin", "valid")
    for subscription, kind, value, as_of, origin, valid in rows.order_by("valid"):
        counted = Counted(Fraction(value), as_of, origin)
        found[subscription, PriceKind(kind)].append(Reported(span_of(valid), counted))
    return found


def costs_of(subscriptions: Collection[int], run: BillingRun) -> dict[tuple[int, int], list[ActualCost]]:
    """Return what services at cost came to, as far as the run covers the whole time of it."""
    found: dict[tuple[int, int], list[ActualCost]] = defaultdict(list)
    for cost in ActualCost.objects.filter(
        subscription_id__in=subscriptions, period__contained_by=run.period
    ).order_by("pk"):
        found[cost.subscription_id, cost.component_id].append(cost)
    return found


def billed_before(customers: Sequence[int], run: BillingRun) -> dict[Key, Before]:
    """Return what stands on issued invoices, corrections included."""
    rows = (
        InvoiceLine.objects.filter(
            invoice__customer_id__in=customers,
            invoice__issuer_id=run.issuer_id,
            invoice__issued_on__isnull=False,
            period__contained_by=run.period,
        )
        .annotate(start=Lower("period"), until=Upper("period"))
        .values_list("subscription_id", "component_id", "start", "until")
        .annotate(total=Sum("cents"), newest=Max("revision"), first_invoice=Max("invoice_id"))
    )
    return {
        Key(subscription, component, start, until): Before(int(total), newest + 1, (invoice,))
        for subscription, component, start, until, total, newest, invoice in rows.order_by()
    }


def plain(value: Fraction) -> str:
    """Return a quantity as it is kept."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
