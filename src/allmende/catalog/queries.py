"""What others may ask of the catalogue. Each query takes the day; nothing here reads the clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from allmende.catalog.errors import UnknownProduct, UnknownProvider
from allmende.catalog.models import Offer, Product, ProductStage, ProductVersion, Provider
from allmende.catalog.permissions import may_read_drafts, reading_body_ids
from allmende.pages.search import SearchHit
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.names import fold
from allmende.register.queries import AnyUser

LIKE_ENOUGH = 0.4
"""Word similarity of „intrekommunal“ and „interkommunal“ is 0.56; the default of 0.6 would find nothing."""


def described(versions: QuerySet[ProductVersion], on: date) -> QuerySet[Any]:
    """Return versions with key, need, stage and provider (name, key) as on a day."""
    offers = Offer.objects.filter(KNOWN_NOW, product=OuterRef("product"), valid__contains=on)
    named = offers.filter(provider__body__periods__valid__contains=on)
    stages = ProductStage.objects.filter(KNOWN_NOW, product=OuterRef("product"), valid__contains=on)
    found: QuerySet[Any] = versions.select_related("product").annotate(
        key=F("product__key"),
        need=F("product__need"),
        is_nucleus=F("product__is_nucleus"),
        stage=Coalesce(Subquery(stages.values("stage")[:1]), Value("")),
        provider_name=Coalesce(Subquery(named.values("provider__body__periods__name")[:1]), Value("")),
        provider_key=Coalesce(Subquery(offers.values("provider__body__key")[:1]), Value("")),
        provider_body=Subquery(offers.values("provider__body_id")[:1]),
    )
    return found


def offered(on: date) -> QuerySet[Any]:
    """Return the published versions that hold on a day, described."""
    rows = ProductVersion.objects.filter(published_at__isnull=False, valid__contains=on)
    return described(rows, on)


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow to what contains the text; only if there is none, to what is spelled alike."""
    folded = fold(text)
    if not folded:
        nothing: QuerySet[Any] = rows.none()
        return nothing
    literally: QuerySet[Any] = rows.filter(Q(folded__contains=folded) | Q(product__key=text))
    if literally.exists():
        return literally
    scored: QuerySet[Any] = rows.annotate(likeness=TrigramWordSimilarity(folded, "folded"))
    alike: QuerySet[Any] = scored.filter(likeness__gte=LIKE_ENOUGH)
    return alike


def product_by_key(key: str, *, user: AnyUser, on: date) -> Product:
    """Return a product that is published, or whose drafts the person may see; raise UnknownProduct."""
    product = Product.objects.filter(key=key).first()
    if product is None or not (is_public(product) or may_read_drafts(user, product, on=on)):
        raise UnknownProduct(key=key)
    return product


def is_public(product: Product) -> bool:
    return product.versions.filter(published_at__isnull=False).exists()


def versions_of(product: Product, *, with_drafts: bool) -> QuerySet[ProductVersion]:
    """Return the versions, the newest first."""
    rows = product.versions.order_by("-number")
    return rows if with_drafts else rows.filter(published_at__isnull=False)


def version_shown(product: Product, *, on: date, with_drafts: bool) -> ProductVersion | None:
    """Return the version of a day, else the next or last published, else the draft."""
    published = product.versions.filter(published_at__isnull=False)
    return (
        published.filter(valid__contains=on).first()
        or published.order_by("-valid").first()
        or (product.versions.order_by("-number").first() if with_drafts else None)
    )


def title_of(product: Product) -> str:
    """Return what the newest version calls a product; its key while it has none."""
    return product.versions.order_by("-number").values_list("title", flat=True).first() or product.key


def described_version(version_id: int, *, on: date) -> Any:
    """Return one version with its product's names, also a draft."""
    return described(ProductVersion.objects.filter(pk=version_id), on).get()


def provider_by_key(key: str) -> Provider:
    """Return the provider whose body has this key; raise UnknownProvider."""
    provider = Provider.objects.filter(body__key=key).select_related("body").first()
    if provider is None:
        raise UnknownProvider(key=key)
    return provider


def providers(on: date) -> QuerySet[Any]:
    """Return the providers with name, key and number of products offered on a day."""
    rows: QuerySet[Any] = Provider.objects.filter(body__periods__valid__contains=on).annotate(
        name=F("body__periods__name"), key=F("body__key"), sort_key=F("body__periods__sort_key")
    )
    return rows


def product_counts(on: date) -> dict[int, int]:
    """Return for each provider how many published products it offers on a day."""
    counts: dict[int, int] = {}
    rows = Offer.objects.filter(
        KNOWN_NOW,
        valid__contains=on,
        product__versions__published_at__isnull=False,
        product__versions__valid__contains=on,
    )
    for provider_id in rows.values_list("provider_id", flat=True):
        counts[provider_id] = counts.get(provider_id, 0) + 1
    return counts


def provider_choices(on: date) -> list[tuple[str, str]]:
    """Return key and name of every provider, by name."""
    return list(providers(on).order_by("sort_key").values_list("key", "name"))


def needs(on: date) -> list[tuple[str, str]]:
    """Return the needs that products meet, folded and in words."""
    rows = offered(on).order_by("product__need_folded").values_list("product__need_folded", "product__need")
    return list(dict(rows).items())


def same_need(product: Product, on: date) -> QuerySet[Any]:
    """Return the published versions of other products that meet the same need."""
    return offered(on).filter(product__need_folded=product.need_folded).exclude(product=product)


def drafts_of(user: AnyUser, *, on: date) -> list[Any]:
    """Return the drafts of the person's bodies."""
    mine = reading_body_ids(user, on=on)
    if not mine:
        return []
    rows = described(ProductVersion.objects.filter(published_at=None), on)
    return list(rows.filter(provider_body__in=mine).order_by("title"))


def versions_to_compare(ids: Iterable[int], *, user: AnyUser, on: date) -> list[Any]:
    """Return the versions asked for, in that order, without drafts of others."""
    wanted = list(dict.fromkeys(ids))
    mine = reading_body_ids(user, on=on)
    rows = described(ProductVersion.objects.filter(pk__in=wanted), on)
    seen = {row.pk: row for row in rows if row.is_published or row.provider_body in mine}
    return [seen[pk] for pk in wanted if pk in seen]


def search(text: str, *, on: date, limit: int = 20) -> list[SearchHit]:
    """Return the products found for the search of the whole product."""
    rows = matching(offered(on), text).order_by("title", "pk")[:limit]
    label = str(Product._meta.verbose_name)
    return [
        SearchHit(
            label, row.title, f"{row.provider_name} · {row.summary}", row.product.get_absolute_url(), 0.7
        )
        for row in rows
    ]
