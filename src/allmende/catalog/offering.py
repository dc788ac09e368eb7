"""Writes drafts: products with their versions, prices, documents and service levels."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Max

from allmende.catalog.domain import LifeCycle
from allmende.catalog.errors import (
    AlreadyPublished,
    DraftExists,
    KeyTaken,
)
from allmende.catalog.models import (
    Offer,
    PriceComponent,
    Product,
    ProductDocument,
    ProductStage,
    ProductVersion,
    Provider,
    ResponseTime,
    ServiceLevel,
)
from allmende.catalog.permissions import offering_body_id, require_product, require_provider
from allmende.catalog.recording import PRODUCT, record, source_of
from allmende.register.names import fold

if TYPE_CHECKING:
    from allmende.accounts.models import User

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
    record_product("product_created", product, version.title, by, on)
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
    locked = locked_draft(version, by, on)
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
    locked = locked_draft(version, by, on)
    locked.prices.all().delete()
    for values in prices:
        component = PriceComponent(version=locked, valid=locked.valid, **values)
        component.price()
        component.save()


@transaction.atomic
def save_price(*, component: PriceComponent, by: "User | None", on: date) -> PriceComponent:
    """Add or change one price of a draft. Raises WrongPrice or AlreadyPublished."""
    locked = locked_draft(component.version, by, on)
    component.price()
    component.valid = locked.valid
    component.save()
    return component


@transaction.atomic
def remove_price(*, component: PriceComponent, by: "User | None", on: date) -> None:
    """Take a price out of a draft."""
    locked_draft(component.version, by, on)
    component.delete()


@transaction.atomic
def add_document(*, document: ProductDocument, by: "User | None", on: date) -> ProductDocument:
    """Put a document, or the address of one, beside a draft. Raises AlreadyPublished."""
    locked_draft(document.version, by, on)
    document.save()
    return document


@transaction.atomic
def remove_document(*, document: ProductDocument, by: "User | None", on: date) -> None:
    """Take a document away from a draft."""
    locked_draft(document.version, by, on)
    document.delete()


@transaction.atomic
def save_level(
    *,
    level: ServiceLevel,
    times: Sequence[Mapping[str, Any]] | None = None,
    by: "User | None",
    on: date,
) -> None:
    """Set the service level of a draft, with its response times where they are given."""
    locked_draft(level.version, by, on)
    level.save()
    if times is not None:
        level.response_times.all().delete()
        ResponseTime.objects.bulk_create(ResponseTime(level=level, **each) for each in times)


def locked_draft(version: ProductVersion, by: "User | None", on: date) -> ProductVersion:
    """Return the draft locked in the database. Raises AlreadyPublished."""
    locked = (
        ProductVersion.objects.select_for_update(of=("self",)).select_related("product").get(pk=version.pk)
    )
    require_product(by, locked.product, on=on)
    if locked.is_published:
        raise AlreadyPublished
    return locked


def record_product(
    action: str,
    product: Product,
    title: str,
    by: "User | None",
    on: date,
    details: Mapping[str, str] | None = None,
) -> None:
    """Leave an event of a product in the trail of the body that offers it."""
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
