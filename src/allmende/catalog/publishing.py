"""Publishes drafts by a body's decision, and says where a product stands in its life cycle."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.catalog.dating import moment_after
from allmende.catalog.domain import LifeCycle
from allmende.catalog.errors import BeginsTooEarly, NotDecided, NothingToPublish, StillSubscribed
from allmende.catalog.models import Product, ProductStage, ProductVersion, Subscription, SubscriptionTerm
from allmende.catalog.offering import locked_draft, record_product
from allmende.catalog.permissions import require_product
from allmende.catalog.recording import source_of
from allmende.catalog.takeup.states import BOUND
from allmende.papers.domain.outcomes import DecisionState
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated_rows import say

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper


@transaction.atomic
def publish(
    *,
    version: ProductVersion,
    paper: "Paper",
    carry_over: bool,
    by: "User | None",
    on: date,
    at: datetime,
) -> ProductVersion:
    """Publish a draft by the decision of a body; `carry_over`: it holds for present subscriptions as well.

    Raises NotDecided, NothingToPublish, BeginsTooEarly, AlreadyPublished.
    """
    locked = locked_draft(version, by, on)
    decision = getattr(paper, "decision", None)
    if decision is None or decision.state != DecisionState.TAKEN.value:
        raise NotDecided(paper=f"{paper.reference} {paper.title}".strip())
    _check_complete(locked)
    starts = locked.valid.lower
    last = locked.product.versions.filter(published_at__isnull=False).order_by("-valid").first()
    if last is not None:
        if last.valid.lower >= starts:
            raise BeginsTooEarly(number=last.number, since=last.valid.lower)
        if last.valid.upper is None:
            ProductVersion.objects.filter(pk=last.pk).update(valid=DateRange(last.valid.lower, starts))
    ProductVersion.objects.filter(pk=locked.pk).update(published_at=at, published_by=by, decision=paper)
    locked.refresh_from_db()
    if carry_over:
        _carry_over(locked, starts, at)
    details = {"Vorlage": str(paper.reference or paper.title), "Fassung": str(locked.number)}
    record_product("version_published", locked.product, locked.title, by, on, details)
    return locked


def _check_complete(version: ProductVersion) -> None:
    missing = [
        label
        for label, value in (("was enthalten ist", version.included), ("ein Preis", version.prices.exists()))
        if not value
    ]
    if missing:
        raise NothingToPublish(missing=", ".join(missing))


def _carry_over(version: ProductVersion, starts: date, at: datetime) -> None:
    """Let the version hold for all who take the product, from its first day."""
    source_id = source_of(f"Beschluss über den Katalog: {version.decision}")
    terms = SubscriptionTerm.objects.filter(
        KNOWN_NOW, subscription__product=version.product, valid__contains=starts
    )
    for term in terms.select_for_update():
        move_term(term, version=version, from_day=starts, source_id=source_id, at=at)


def move_term(
    term: SubscriptionTerm, *, version: ProductVersion, from_day: date, source_id: int, at: datetime
) -> None:
    """Let another version hold from a day on; what held before stays."""
    say(
        SubscriptionTerm,
        same={"subscription_id": term.subscription_id},
        what={"version_id": version.pk, "payer_group": term.payer_group, "source_id": source_id},
        valid=DateRange(max(term.valid.lower, from_day), term.valid.upper),
        moment=moment_after([term], at),
    )


@transaction.atomic
def set_stage(
    *,
    product: Product,
    stage: LifeCycle,
    from_day: date,
    note: str,
    source: str,
    by: "User | None",
    on: date,
    at: datetime,
) -> None:
    """Say where a product stands from a day on. Raises StillSubscribed where it would be withdrawn."""
    require_product(by, product, on=on)
    if stage is LifeCycle.DISCONTINUED:
        _refuse_if_taken(product, from_day)
    rows = product.stages.filter(KNOWN_NOW, valid__overlap=DateRange(from_day, None))
    say(
        ProductStage,
        same={"product_id": product.pk},
        what={"stage": stage.value, "note": note, "source_id": source_of(source)},
        valid=DateRange(from_day, None),
        moment=moment_after(rows, at),
    )
    details = {"Stand": stage.label, "ab": f"{from_day:%d.%m.%Y}"}
    record_product("product_stage_set", product, product.key, by, on, details)


def _refuse_if_taken(product: Product, from_day: date) -> None:
    bound = Subscription.objects.filter(product=product, state__in=[state.value for state in BOUND])
    ids = [each.customer_id for each in bound if each.ends_on is None or each.ends_on > from_day]
    if ids:
        names = sorted(str(body) for body in register.bodies_by_id(ids, on=from_day).values())
        raise StillSubscribed(customers=", ".join(names), day=from_day)
