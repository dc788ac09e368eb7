"""Entering what a service at cost really came to."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from allmende.catalog.invoices.errors import CostOverlaps, NotTaken
from allmende.catalog.invoices.models import ActualCost
from allmende.catalog.invoices.recording import record
from allmende.catalog.models import PriceComponent, Subscription
from allmende.catalog.prices.components import PriceKind
from allmende.catalog.prices.periods import Span
from allmende.common.formats import euro
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

COST = "actual_cost"


def components_at_cost(issuer_id: int) -> QuerySet[PriceComponent]:
    """Return the published prices at cost of everything a body offers."""
    return (
        PriceComponent.objects.filter(
            version__product__offers__provider__body_id=issuer_id,
            version__published_at__isnull=False,
            kind=PriceKind.AT_COST.value,
        )
        .select_related("version__product")
        .order_by("version__product__key", "version__number", "label")
        .distinct()
    )


def costs_of(issuer_id: int) -> QuerySet[ActualCost]:
    """Return the costs of everything a body offers."""
    return ActualCost.objects.filter(
        component__version__product__offers__provider__body_id=issuer_id
    ).distinct()


@transaction.atomic
def record_cost(
    *,
    issuer: BodyView,
    customer: BodyView,
    component: PriceComponent,
    period: tuple[date, date],
    cents: int,
    source: str,
    by: "User | None",
    on: date,
) -> ActualCost:
    """Enter what a service at cost came to in `[from, until)`; entered again, the newer amount counts.

    Raises NotTaken, or CostOverlaps if a cost stands for part of the time.
    """
    require(by, issuer.id, Capability.POST_MONEY, on=on)
    subscription = _taking(customer, component, period)
    costs = ActualCost.objects.filter(subscription=subscription, component=component)
    other = costs.filter(period__overlap=period).exclude(period=period).first()
    if other is not None:
        raise CostOverlaps(period=Span(other.period.lower, other.period.upper).german)
    cost = ActualCost.objects.create(
        subscription=subscription,
        component=component,
        period=period,
        cents=cents,
        source=source,
        recorded_by=by,
    )
    details = {"Zeitraum": Span(*period).german, "Aufwand": euro(cents), "Beleg": source}
    label = f"{customer}: {component}"
    record("cost_recorded", by=by, body=issuer, kind=COST, pk=cost.pk, label=label, details=details)
    return cost


def _taking(customer: BodyView, component: PriceComponent, period: tuple[date, date]) -> Subscription:
    """Return the subscription that is locked, so that two costs of one time cannot be entered at once."""
    locked = Subscription.objects.select_for_update(of=("self",)).filter(
        customer_id=customer.id,
        product_id=component.version.product_id,
        starts_on__lt=period[1],
    )
    for each in locked.order_by("-starts_on"):
        holds = each.versions.filter(KNOWN_NOW, version_id=component.version_id, valid__overlap=period)
        if (each.ends_on is None or each.ends_on > period[0]) and holds.exists():
            return each
    raise NotTaken(customer=customer, product=component.version.title, period=Span(*period).german)
