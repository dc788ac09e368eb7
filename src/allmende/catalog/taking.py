"""Writes take-up: interest, steps with their decisions, quantities. Nothing is overwritten."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from allmende.catalog.dating import moment_after
from allmende.catalog.errors import (
    NotCounted,
    NoTerm,
    NotForProviders,
    RefusedQuantity,
    SubscriptionExists,
    WrongStep,
)
from allmende.catalog.models import (
    Product,
    ProductVersion,
    Quantity,
    Subscription,
    SubscriptionStep,
    SubscriptionTerm,
    WaveCondition,
)
from allmende.catalog.models.takeup import OPEN
from allmende.catalog.permissions import offering_body_id, require_body, require_step
from allmende.catalog.prices.components import COUNTED_KINDS, PayerGroup, PriceKind
from allmende.catalog.recording import SUBSCRIPTION, record, source_of
from allmende.catalog.takeup import terms
from allmende.catalog.takeup.plausibility import doubts
from allmende.catalog.takeup.states import Standing, TakeUp, why_not
from allmende.papers.domain.outcomes import DecisionState
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.register.dated_rows import say
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper

NOTICE_FIELDS = ("notice_months", "notice_to", "minimum_months", "renews_months")


@transaction.atomic
def declare_interest(
    *,
    product: Product,
    customer: BodyView,
    payer_group: PayerGroup,
    by: "User | None",
    on: date,
    at: datetime,
    note: str = "",
) -> Subscription:
    """Note that a body is interested. Raises SubscriptionExists, NotForProviders, NoTerm."""
    require_body(by, customer.id, on=on)
    if offering_body_id(product, on=on) == customer.id:
        raise NotForProviders(customer=customer)
    found = Subscription.objects.filter(OPEN, product=product, customer_id=customer.id).first()
    if found is not None:
        raise SubscriptionExists(customer=customer, state=found.take_up.label)
    version = _offered_version(product, on)
    subscription = Subscription.objects.create(
        product=product,
        customer_id=customer.id,
        created_by=by,
        **{name: getattr(version, name) for name in NOTICE_FIELDS},
    )
    SubscriptionTerm.objects.create(
        subscription=subscription,
        version=version,
        payer_group=payer_group.value,
        source_id=source_of(f"Interessenbekundung vom {on:%d.%m.%Y}"),
        valid=DateRange(max(on, version.valid.lower), None),
        known=DateTimeTZRange(at, None),
    )
    _write_step(subscription, TakeUp.INTEREST, on, at, by, None, note)
    return subscription


def _offered_version(product: Product, on: date) -> ProductVersion:
    published = product.versions.filter(published_at__isnull=False)
    version = (
        published.filter(valid__contains=on).first()
        or published.filter(valid__startswith__gt=on).order_by("valid").first()
    )
    if version is None:
        raise NoTerm(day=on)
    return version


@transaction.atomic
def step(
    *,
    subscription: Subscription,
    to: TakeUp,
    step_on: date,
    by: "User | None",
    on: date,
    at: datetime,
    paper: "Paper | None" = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    order_number: str = "",
    note: str = "",
) -> Subscription:
    """Move a subscription on. Raises WrongStep with every reason against it."""
    locked = (
        Subscription.objects.select_for_update(of=("self",)).select_related("product").get(pk=subscription.pk)
    )
    require_step(by, locked, to, on=on)
    locked.starts_on = starts_on or locked.starts_on
    if to is TakeUp.CANCELLED:
        locked.ends_on = ends_on
    elif to is TakeUp.ACTIVE:
        locked.ends_on = None
    reasons = why_not(standing_of(locked, paper, to, step_on), to, step_on)
    if locked.ends_on and locked.starts_on and locked.ends_on <= locked.starts_on:
        reasons.append("Der letzte Tag liegt vor dem Beginn.")
    if reasons:
        raise WrongStep(reasons=" ".join(reasons))
    locked.state = to.value
    if to is TakeUp.ORDERED:
        locked.ordered_on = step_on
        locked.order_number = order_number or locked.order_number
        _begin_term(locked, at)
    locked.save()
    _write_step(locked, to, step_on, at, by, paper, note)
    return locked


def standing_of(subscription: Subscription, paper: "Paper | None", to: TakeUp, step_on: date) -> Standing:
    """Return what the guards need to know."""
    last = subscription.steps.order_by("-on", "-pk").first()
    decision = getattr(paper, "decision", None) if paper else None
    stage = (
        subscription.product.stages.filter(KNOWN_NOW, valid__contains=step_on)
        .values_list("stage", flat=True)
        .first()
    )
    contract = subscription.terms
    term = subscription.versions.filter(KNOWN_NOW).select_related("version").order_by("-valid").first()
    return Standing(
        state=subscription.take_up,
        last_step_on=last.on if last else None,
        has_decision=paper is not None,
        is_decision_taken=decision is not None and decision.state == DecisionState.TAKEN.value,
        version_is_published=term is not None and term.version.is_published,
        is_offered=stage in {"pilot", "available"},
        starts_on=subscription.starts_on,
        ends_on=subscription.ends_on,
        earliest_end=terms.earliest_end(contract, step_on) if contract else None,
        open_conditions=_open_conditions(subscription) if to is TakeUp.ROLLOUT else (),
    )


def _open_conditions(subscription: Subscription) -> tuple[str, ...]:
    """Return what the waves of this product and this municipality still wait for."""
    rows = WaveCondition.objects.filter(
        wave__products__product=subscription.product,
        wave__bodies__body_id=subscription.customer_id,
        fulfilled_on=None,
    )
    return tuple(rows.order_by("pk").values_list("text", flat=True))


def _begin_term(subscription: Subscription, at: datetime) -> None:
    """Let the version that holds on the first day hold from then on; prices are those of that day."""
    starts = subscription.starts_on
    assert starts is not None  # noqa: S101 - the guard of ordering asks for it
    term = subscription.versions.select_for_update().filter(KNOWN_NOW).order_by("valid").first()
    published = subscription.product.versions.filter(published_at__isnull=False, valid__contains=starts)
    version = published.first()
    if version is None or term is None:
        raise NoTerm(day=starts)
    rows = list(subscription.versions.filter(KNOWN_NOW))
    at = moment_after(rows, at)
    for each in rows:
        SubscriptionTerm.objects.filter(pk=each.pk).update(known=DateTimeTZRange(each.known.lower, at))
    SubscriptionTerm.objects.create(
        subscription=subscription,
        version=version,
        payer_group=term.payer_group,
        source_id=source_of(f"Bestellung zum {starts:%d.%m.%Y}"),
        valid=DateRange(starts, None),
        known=DateTimeTZRange(at, None),
    )


def _write_step(
    subscription: Subscription,
    state: TakeUp,
    step_on: date,
    at: datetime,
    by: "User | None",
    paper: "Paper | None",
    note: str,
) -> None:
    SubscriptionStep.objects.create(
        subscription=subscription, state=state.value, on=step_on, at=at, by=by, paper=paper, note=note
    )
    record(
        "subscription_step",
        by=by,
        body_id=subscription.customer_id,
        on=step_on,
        kind=SUBSCRIPTION,
        object_id=str(subscription.pk),
        label=subscription.product.key,
        details={"Stand": state.label, "am": f"{step_on:%d.%m.%Y}"},
    )


@transaction.atomic
def report_quantity(
    *,
    subscription: Subscription,
    kind: PriceKind,
    value: Decimal,
    from_day: date,
    reference_date: date,
    origin: str,
    is_confirmed: bool,
    by: "User | None",
    on: date,
    at: datetime,
) -> Quantity:
    """Report how many; what was said before stays readable. Raises RefusedQuantity, NotCounted.

    A day before one that is billed already leads to a correction in the next billing run, never to an edit.
    """
    locked = (
        Subscription.objects.select_for_update(of=("self",)).select_related("product").get(pk=subscription.pk)
    )
    require_body(by, locked.customer_id, on=on)
    if kind not in counted_kinds(locked, on):
        raise NotCounted(counted=kind.counted[1] or kind.label)
    rows = list(
        locked.quantities.select_for_update()
        .filter(KNOWN_NOW, kind=kind.value, valid__overlap=DateRange(from_day, None))
        .order_by("valid")
    )
    before = locked.quantities.filter(KNOWN_NOW, kind=kind.value).order_by("-valid").first()
    population = bodies_on(on).filter(body_id=locked.customer_id).values_list("population", flat=True).first()
    found = doubts(
        kind,
        Fraction(value),
        source=origin,
        last=Fraction(before.value) if before else None,
        population=int(population) if population is not None else None,
    )
    refused = [each for each in found if each.is_refused]
    if refused or (found and not is_confirmed):
        reasons = [each.sentence for each in refused or found]
        if not refused:
            reasons.append("Wenn die Menge stimmt, setzen Sie den Haken „trotzdem richtig“.")
        raise RefusedQuantity(reasons=" ".join(reasons))
    quantity = say(
        Quantity,
        same={"subscription_id": locked.pk, "kind": kind.value},
        what={
            "value": value,
            "reference_date": reference_date,
            "origin": origin,
            "is_confirmed": bool(found),
            "reported_by": by,
            "source_id": source_of(f"Mengenmeldung: {origin}"),
        },
        valid=DateRange(from_day, None),
        moment=moment_after(rows, at),
    )
    record(
        "quantity_reported",
        by=by,
        body_id=locked.customer_id,
        on=on,
        kind=SUBSCRIPTION,
        object_id=str(locked.pk),
        label=locked.product.key,
        details={"Zählgröße": kind.label, "Menge": f"{value:f}", "ab": f"{from_day:%d.%m.%Y}"},
    )
    return quantity


def counted_kinds(subscription: Subscription, on: date) -> list[PriceKind]:
    """Return what the prices of a subscription count, now or when it begins."""
    term = (
        subscription.versions.filter(KNOWN_NOW).filter(valid__contains=on).first()
        or subscription.versions.filter(KNOWN_NOW).order_by("valid").first()
    )
    if term is None:
        return []
    kinds = term.version.prices.values_list("kind", flat=True)
    return sorted({PriceKind(kind) for kind in kinds} & COUNTED_KINDS)
