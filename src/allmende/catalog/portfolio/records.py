"""The catalogue as records for other programs: names of columns as in the table that can be read in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from allmende.catalog.models import PriceComponent, ServiceLevel
from allmende.catalog.portfolio.reader import PRICE_COLUMNS, PRODUCT_COLUMNS, SHORT_COLUMNS, TEXT_COLUMNS
from allmende.pages.exports import Cell

SCHEMA_VERSION = 1
COLUMNS = ("schluessel_produkt", "anbieter", "stand", *PRODUCT_COLUMNS, *PRICE_COLUMNS)
Record = dict[str, Any]


def records_of(versions: Iterable[Any]) -> list[Record]:
    """Return one record per version with its prices; three queries for all."""
    rows = list(versions)
    prefetch_related_objects(rows, "prices")
    levels = {level.version_id: level for level in ServiceLevel.objects.filter(version__in=rows)}
    return [_record(row, levels.get(row.pk)) for row in rows]


def _record(row: Any, level: ServiceLevel | None) -> Record:
    record: Record = {
        "schluessel_produkt": row.product.key,
        "anbieter": row.provider_key,
        "stand": row.stage,
        "titel": row.title,
        "kurzbeschreibung": row.summary,
        "bedarf": row.need,
        "nukleus": "ja" if row.is_nucleus else "nein",
        "gilt_ab": row.valid.lower.isoformat(),
        "bezugsweg": row.sourcing,
        "schutzbedarf": row.protection_need,
        "barrierefreiheit": row.accessibility,
        "leistungen": ", ".join(row.fim_services),
        "kuendigungsfrist_monate": row.notice_months,
        "kuendigung": row.notice_to,
        "mindestlaufzeit_monate": row.minimum_months,
        "servicezeit": level.service_hours if level else "",
        "verfuegbarkeit": _plain(level.availability) if level and level.availability is not None else "",
        "messzeitraum": level.measure_period if level else "",
    }
    record |= {column: getattr(row, name) for column, name in TEXT_COLUMNS.items()}
    record |= {column: getattr(row, name) for column, name in SHORT_COLUMNS.items()}
    record["preise"] = [_price(each) for each in sorted(row.prices.all(), key=lambda price: price.pk)]
    return record


def _price(price: PriceComponent) -> Record:
    return {
        "preis": price.label,
        "preisart": price.kind,
        "betrag": _plain(price.amount),
        "zeitraum": price.interval,
        "gilt_fuer": price.payer_group,
        "staffeln": "; ".join(f"{each['above']}: {each['amount']}" for each in price.stages),
        "umsatzsteuer": price.vat,
        "umsatzsteuer_grund": price.vat_ground,
        "rechtsgrund_art": price.ground_kind,
        "rechtsgrund": price.ground,
        "gesamtbetrag": _euros(price.total_cents),
        "schluessel": "; ".join(f"{each['driver']}: {each['weight']}" for each in price.allocation),
        "abschlag": _euros(price.advance_cents),
    }


def rows_of(records: Iterable[Record]) -> Iterator[list[Cell]]:
    """Yield one row per price, as the table that can be read in has them."""
    for record in records:
        for price in record["preise"] or [{}]:
            yield [price[name] if name in price else record.get(name, "") for name in COLUMNS]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _euros(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}" if cents else ""
