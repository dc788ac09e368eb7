"""What a municipality has, what it costs in a year, and when it must decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.catalog.costs import terms_on, yearly_costs
from allmende.catalog.domain import LifeCycle
from allmende.catalog.models import Offer, ProductStage, Subscription
from allmende.catalog.models.takeup import OPEN
from allmende.catalog.prices.estimating import Estimate
from allmende.catalog.suitability.due import ReviewDate, review_dates
from allmende.catalog.takeup.states import TakeUp
from allmende.catalog.takeup.terms import Deadline, next_deadline
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.register.labels import said

BADGES = {
    TakeUp.ACTIVE: "success",
    TakeUp.ROLLOUT: "info",
    TakeUp.ORDERED: "info",
    TakeUp.CANCELLED: "warning",
}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From when a service is no longer offered to others; who has it keeps it until its own end."""

    from_day: date
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One product a municipality has or considers."""

    subscription: Subscription
    title: str
    provider: str
    state: str
    badge: str
    estimate: Estimate | None
    deadline: Deadline | None
    is_due: bool
    """The day to decide is over or less than a month away, while notice is still possible."""
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """All of them, with sums over what is in use."""

    rows: list[CustomerRow]
    yearly_cents: int
    once_cents: int
    problems: int
    reviews: list[ReviewDate]


def deadline_of(subscription: Subscription, on: date) -> Deadline | None:
    """Return the next chance to leave; None before the order, or once notice is given."""
    terms = subscription.terms
    if terms is None or subscription.take_up not in {TakeUp.ORDERED, TakeUp.ROLLOUT, TakeUp.ACTIVE}:
        return None
    return next_deadline(terms, on)


def customer_page(body_id: int, on: date) -> CustomerPage:
    """Return what a municipality has; a fixed number of queries."""
    found = list(Subscription.objects.filter(OPEN, customer_id=body_id).select_related("product"))
    terms, costs = terms_on(found, on), yearly_costs(found, on)
    providers = provider_names({each.product_id for each in found}, on)
    leaving = withdrawals((each.product_id for each in found), on)
    rows = []
    for each in found:
        term = terms.get(each.pk)
        deadline = deadline_of(each, on)
        rows.append(
            CustomerRow(
                subscription=each,
                title=term.version.title if term else each.product.key,
                provider=providers.get(each.product_id, ""),
                state=said(each.take_up.label),
                badge=BADGES.get(each.take_up, ""),
                estimate=costs.get(each.pk),
                deadline=deadline,
                is_due=deadline is not None and (deadline.decide_by - on).days < 31,
                withdrawal=leaving.get(each.product_id),
            )
        )
    rows.sort(key=lambda row: (row.deadline.decide_by if row.deadline else date.max, row.title))
    counted = [row for row in rows if row.estimate and row.subscription.take_up.is_bound]
    deadlines = {row.subscription.pk: row.deadline for row in rows if row.deadline}
    declined = Subscription.objects.filter(customer_id=body_id, state=TakeUp.DECLINED.value)
    return CustomerPage(
        rows,
        yearly_cents=sum(row.estimate.yearly_cents for row in counted if row.estimate),
        once_cents=sum(row.estimate.once_cents for row in counted if row.estimate),
        problems=sum(bool(row.estimate and row.estimate.problems) for row in counted),
        reviews=review_dates(body_id, deadlines, [*declined.select_related("product"), *found], on),
    )


def withdrawals(product_ids: Iterable[int], on: date) -> dict[int, Withdrawal]:
    """Return which products are running out or withdrawn, now or on a later day that is known."""
    rows = ProductStage.objects.filter(
        KNOWN_NOW,
        product_id__in=set(product_ids),
        stage__in=[LifeCycle.PHASING_OUT.value, LifeCycle.DISCONTINUED.value],
        valid__overlap=DateRange(on, None),
    )
    return {
        row.product_id: Withdrawal(row.valid.lower, said(LifeCycle(row.stage).label), row.note)
        for row in rows.order_by("-valid")
    }


def provider_names(product_ids: set[int], on: date) -> dict[int, str]:
    """Return who offers each product on a day."""
    rows = Offer.objects.filter(KNOWN_NOW, product_id__in=product_ids, valid__contains=on)
    by_product = dict(rows.values_list("product_id", "provider__body_id"))
    names = dict(bodies_on(on).filter(body_id__in=set(by_product.values())).values_list("body_id", "name"))
    return {product: names.get(body, "") for product, body in by_product.items()}
