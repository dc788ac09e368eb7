"""Measure the catalogue with 300 products and 396 municipalities, three pairs in ten taken.

    python -m benchmarks.catalog

Limit: 200 milliseconds of server time for the matrix of take-up, picture and table.
"""

from datetime import UTC, date, datetime

from benchmarks._measuring import measure_pages, timed, with_empty_database

PRODUCTS, TOWNS = 300, 396
LIMIT_MILLISECONDS = 200
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SINCE = date(2020, 1, 1)
STATES = ("decision", "ordered", "rollout", "active", "cancelled")
TAKEN_OF_TEN = 3


def main() -> int:
    """Print the measurements; return 1 if a limit is broken."""
    return with_empty_database(measure)


def measure() -> int:
    _nothing, _seconds = timed(f"{PRODUCTS} products, {TOWNS} municipalities", fill)
    slow = measure_pages(
        ["/leistungen/matrix/", "/leistungen/matrix/?seite=3&spalten=9", "/leistungen/?q=Leistung+7"],
        limit=LIMIT_MILLISECONDS,
    )
    measure_pages(["/leistungen/matrix/?format=csv"], limit=10 * LIMIT_MILLISECONDS)
    return slow


def fill() -> None:
    """Make the bodies, a provider with all products, and the subscriptions."""
    from django.db import connection
    from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

    from allmende.catalog.models import Offer, Product, ProductStage, ProductVersion, Provider, Subscription
    from allmende.papers.models import Paper
    from allmende.register.importing import own_csv
    from allmende.register.importing.actions import import_list
    from allmende.register.models import Body, Source

    keys = [f"05{number:06d}" for number in range(1, TOWNS + 1)]
    rows = "\n".join(f"{key},Ort {number},Gemeinde" for number, key in enumerate(keys))
    listed = own_csv.read(f"key,name,kind\n{rows}\n".encode(), stand=SINCE, is_complete=False)
    import_list(listed, digest="0" * 64, file_name="orte.csv", by=None, at=AT)
    towns = list(Body.objects.filter(key__in=keys).order_by("key"))
    provider = Provider.objects.create(body=towns[0], joined_on=SINCE)
    paper = Paper.objects.create(body=towns[0], name="Katalog")
    source = Source.objects.create(key="messung", title="Messung", attribution="Messung")
    Product.objects.bulk_create(
        Product(key=f"leistung-{n}", need="Messung", need_folded="messung") for n in range(PRODUCTS)
    )
    products = list(Product.objects.order_by("pk"))
    dated = {"source": source, "valid": DateRange(SINCE, None), "known": DateTimeTZRange(AT, None)}
    Offer.objects.bulk_create(Offer(product=each, provider=provider, **dated) for each in products)
    ProductStage.objects.bulk_create(
        ProductStage(product=each, stage="available", **dated) for each in products
    )
    ProductVersion.objects.bulk_create(
        ProductVersion(
            product=each,
            number=1,
            title=f"Leistung {number}",
            summary="Messung",
            folded=f"leistung {number}",
            sourcing="agreement",
            protection_need="normal",
            accessibility="untested",
            valid=DateRange(SINCE, None),
            published_at=AT,
            decision=paper,
        )
        for number, each in enumerate(products)
    )
    pairs = (
        (town, product, index)
        for index, (town, product) in enumerate((t, p) for t in towns for p in products)
        if (index * 7919) % 10 < TAKEN_OF_TEN
    )
    Subscription.objects.bulk_create(
        (
            Subscription(customer=town, product=product, state=STATES[index % len(STATES)], starts_on=SINCE)
            for town, product, index in pairs
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Subscription.objects.count()} subscriptions")


if __name__ == "__main__":
    raise SystemExit(main())
