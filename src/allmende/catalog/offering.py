"""Writes offers: providers join, products get versions, a body's decision publishes them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Max

from allmende.catalog.dating import moment_after
from allmende.catalog.domain import LifeCycle
from allmende.catalog.errors import (
    AlreadyPublished,
    BeginsTooEarly,
    DraftExists,
    KeyTaken,
    NotDecided,
    NothingToHandOver,
    NothingToPublish,
    ProviderTaken,
    SameProvider,
    StillSubscribed,
)
from allmende.catalog.models import (
    Offer,
    PriceComponent,
    Product,
    ProductStage,
    ProductVersion,
    Provider,
    ResponseTime,
    ServiceLevel,
    Subscription,
    SubscriptionTerm,
)
from allmende.catalog.permissions import offering_body_id, require_body, require_product, require_provider
from allmende.catalog.recording import PRODUCT, PROVIDER, record, source_of
from allmende.catalog.takeup.states import BOUND
from allmende.papers.domain.outcomes import DecisionState
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView
from allmende.register.names import fold

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.papers.models import Paper

COPIED_OUT = frozenset(
    {
        "id",
        "product",
        "number",
        "valid",
        "published_at",
        "published_by",
        "decision",
        "created_by",
        "created_at",
    }
)


@transaction.atomic
def join(
    *, body: BodyView, values: Mapping[str, Any], joined_on: date, by: "User | None", on: date
) -> Provider:
    """Let a body offer services. Raises ProviderTaken."""
    require_body(by, body.id, on=on)
    if Provider.objects.filter(body_id=body.id).exists():
        raise ProviderTaken(body=body)
    provider = Provider.objects.create(body_id=body.id, joined_on=joined_on, created_by=by, **values)
    record(
        "provider_joined", by=by, body_id=body.id, on=on, kind=PROVIDER, object_id=body.key, label=str(body)
    )
    return provider


@transaction.atomic
def change_provider(*, provider: Provider, values: Mapping[str, Any], by: "User | None", on: date) -> None:
    """Change what a provider says of itself."""
    require_provider(by, provider, on=on)
    Provider.objects.filter(pk=provider.pk).update(**values)
    body = register.bodies_by_id([provider.body_id], on=on)[provider.body_id]
    record(
        "provider_changed", by=by, body_id=body.id, on=on, kind=PROVIDER, object_id=body.key, label=str(body)
    )


@transaction.atomic
def create_product(
    *,
    key: str,
    provider: Provider,
    need: str,
    is_nucleus: bool,
    values: Mapping[str, Any],
    from_day: date,
    by: "User | None",
    on: date,
    at: datetime,
) -> ProductVersion:
    """Add a product with the draft of its first version. Raises KeyTaken."""
    require_provider(by, provider, on=on)
    if Product.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    product = Product.objects.create(
        key=key, need=need, need_folded=fold(need), is_nucleus=is_nucleus, created_by=by
    )
    source_id = source_of(f"Angabe des Anbieters vom {on:%d.%m.%Y}")
    known, valid = DateTimeTZRange(at, None), DateRange(from_day, None)
    Offer.objects.create(product=product, provider=provider, source_id=source_id, valid=valid, known=known)
    ProductStage.objects.create(
        product=product, stage=LifeCycle.PLANNED.value, source_id=source_id, valid=valid, known=known
    )
    version = _new_version(product, 1, values, from_day, by)
    _record_product("product_created", product, version.title, by, on)
    return version


def _new_version(
    product: Product, number: int, values: Mapping[str, Any], from_day: date, by: "User | None"
) -> ProductVersion:
    return ProductVersion.objects.create(
        product=product,
        number=number,
        valid=DateRange(from_day, None),
        created_by=by,
        folded=folded_of(values, product.need),
        **values,
    )


def folded_of(values: Mapping[str, Any], need: str) -> str:
    """Return what the search looks through."""
    return fold(" ".join(filter(None, [values.get("title", ""), need, values.get("summary", "")])))


@transaction.atomic
def change_draft(
    *, version: ProductVersion, values: Mapping[str, Any], from_day: date, by: "User | None", on: date
) -> None:
    """Change a draft. Raises AlreadyPublished."""
    locked = _locked_draft(version, by, on)
    ProductVersion.objects.filter(pk=locked.pk).update(
        **values, folded=folded_of(values, locked.product.need), valid=DateRange(from_day, None)
    )


@transaction.atomic
def new_draft(*, product: Product, from_day: date, by: "User | None", on: date) -> ProductVersion:
    """Add a draft that begins as a copy of the last version, prices and service level included.

    Raises DraftExists.
    """
    require_product(by, product, on=on)
    draft = product.versions.filter(published_at=None).first()
    if draft is not None:
        raise DraftExists(number=draft.number)
    last = product.versions.order_by("-number").first()
    assert last is not None  # noqa: S101 - a product is created with a version
    values = {
        field.attname: getattr(last, field.attname)
        for field in ProductVersion._meta.concrete_fields
        if field.name not in COPIED_OUT and field.name != "folded"
    }
    number = product.versions.aggregate(most=Max("number"))["most"] + 1
    version = _new_version(product, number, values, from_day, by)
    _copy_parts(last, version, from_day)
    return version


def _copy_parts(last: ProductVersion, version: ProductVersion, from_day: date) -> None:
    for price in last.prices.order_by("pk"):
        price.pk, price.version, price.valid = None, version, DateRange(from_day, None)
        price.save(force_insert=True)
    for document in last.documents.order_by("pk"):
        document.pk, document.version = None, version
        document.save(force_insert=True)
    level = ServiceLevel.objects.filter(version=last).first()
    if level is not None:
        times = list(level.response_times.order_by("priority"))
        level.pk, level.version = None, version
        level.save(force_insert=True)
        for time in times:
            time.pk, time.level = None, level
            time.save(force_insert=True)


@transaction.atomic
def set_prices(
    *,
    version: ProductVersion,
    prices: Sequence[Mapping[str, Any]],
    by: "User | None",
    on: date,
) -> None:
    """Replace the prices of a draft; each is checked as a component that computes."""
    locked = _locked_draft(version, by, on)
    locked.prices.all().delete()
    for values in prices:
        component = PriceComponent(version=locked, valid=locked.valid, **values)
        component.price()
        component.save()


@transaction.atomic
def save_price(*, component: PriceComponent, by: "User | None", on: date) -> PriceComponent:
    """Add or change one price of a draft. Raises WrongPrice or AlreadyPublished."""
    locked = _locked_draft(component.version, by, on)
    component.price()
    component.valid = locked.valid
    component.save()
    return component


@transaction.atomic
def remove_price(*, component: PriceComponent, by: "User | None", on: date) -> None:
    """Take a price out of a draft."""
    _locked_draft(component.version, by, on)
    component.delete()


@transaction.atomic
def save_level(
    *,
    level: ServiceLevel,
    times: Sequence[Mapping[str, Any]] | None = None,
    by: "User | None",
    on: date,
) -> None:
    """Set the service level of a draft, with its response times where they are given."""
    _locked_draft(level.version, by, on)
    level.save()
    if times is not None:
        level.response_times.all().delete()
        ResponseTime.objects.bulk_create(ResponseTime(level=level, **each) for each in times)


def _locked_draft(version: ProductVersion, by: "User | None", on: date) -> ProductVersion:
    locked = (
        ProductVersion.objects.select_for_update(of=("self",)).select_related("product").get(pk=version.pk)
    )
    require_product(by, locked.product, on=on)
    if locked.is_published:
        raise AlreadyPublished
    return locked


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
    locked = _locked_draft(version, by, on)
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
    _record_product("version_published", locked.product, locked.title, by, on, details)
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
    at = moment_after([term], at)
    SubscriptionTerm.objects.filter(pk=term.pk).update(known=DateTimeTZRange(term.known.lower, at))
    known = DateTimeTZRange(at, None)
    same = {"subscription_id": term.subscription_id, "payer_group": term.payer_group, "known": known}
    if term.valid.lower < from_day:
        SubscriptionTerm.objects.create(
            **same,
            version_id=term.version_id,
            source_id=term.source_id,
            valid=DateRange(term.valid.lower, from_day),
        )
    SubscriptionTerm.objects.create(
        **same,
        version=version,
        source_id=source_id,
        valid=DateRange(max(term.valid.lower, from_day), term.valid.upper),
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
    rows = list(
        product.stages.select_for_update().filter(KNOWN_NOW, valid__overlap=DateRange(from_day, None))
    )
    at = moment_after(rows, at)
    known = DateTimeTZRange(at, None)
    for row in rows:
        ProductStage.objects.filter(pk=row.pk).update(known=DateTimeTZRange(row.known.lower, at))
    for row in rows:
        if row.valid.lower < from_day:
            ProductStage.objects.create(
                product=product,
                stage=row.stage,
                note=row.note,
                source_id=row.source_id,
                valid=DateRange(row.valid.lower, from_day),
                known=known,
            )
    ProductStage.objects.create(
        product=product,
        stage=stage.value,
        note=note,
        source_id=source_of(source),
        valid=DateRange(from_day, None),
        known=known,
    )
    details = {"Stand": stage.label, "ab": f"{from_day:%d.%m.%Y}"}
    _record_product("product_stage_set", product, product.key, by, on, details)


def _refuse_if_taken(product: Product, from_day: date) -> None:
    bound = Subscription.objects.filter(product=product, state__in=[state.value for state in BOUND])
    ids = [each.customer_id for each in bound if each.ends_on is None or each.ends_on > from_day]
    if ids:
        names = sorted(str(body) for body in register.bodies_by_id(ids, on=from_day).values())
        raise StillSubscribed(customers=", ".join(names), day=from_day)


@transaction.atomic
def hand_over(
    *,
    former: Provider,
    successor: Provider,
    from_day: date,
    source: str,
    by: "User | None",
    on: date,
    at: datetime,
) -> int:
    """Let another provider offer all products of one from a day on; contracts go along. Return how many.

    Raises SameProvider, NothingToHandOver.
    """
    require_provider(by, former, on=on)
    if former.pk == successor.pk:
        raise SameProvider
    offers = list(
        Offer.objects.select_for_update().filter(
            KNOWN_NOW, provider=former, valid__overlap=DateRange(from_day, None)
        )
    )
    if not offers:
        raise NothingToHandOver(provider=_name(former, on))
    at = moment_after(offers, at)
    source_id, known = source_of(source), DateTimeTZRange(at, None)
    for offer in offers:
        Offer.objects.filter(pk=offer.pk).update(known=DateTimeTZRange(offer.known.lower, at))
        if offer.valid.lower < from_day:
            Offer.objects.create(
                product_id=offer.product_id,
                provider=former,
                source_id=offer.source_id,
                valid=DateRange(offer.valid.lower, from_day),
                known=known,
            )
        Offer.objects.create(
            product_id=offer.product_id,
            provider=successor,
            source_id=source_id,
            valid=DateRange(max(offer.valid.lower, from_day), offer.valid.upper),
            known=known,
        )
    record(
        "provider_handed_over",
        by=by,
        body_id=former.body_id,
        on=on,
        kind=PROVIDER,
        object_id=str(former.body_id),
        label=_name(former, on),
        details={"an": _name(successor, on), "Produkte": str(len(offers)), "ab": f"{from_day:%d.%m.%Y}"},
    )
    return len(offers)


def _name(provider: Provider, on: date) -> str:
    body = register.bodies_by_id([provider.body_id], on=on).get(provider.body_id)
    return str(body or provider.pk)


def _record_product(
    action: str,
    product: Product,
    title: str,
    by: "User | None",
    on: date,
    details: Mapping[str, str] | None = None,
) -> None:
    record(
        action,
        by=by,
        body_id=offering_body_id(product, on=on),
        on=on,
        kind=PRODUCT,
        object_id=product.key,
        label=title,
        details=details,
    )
