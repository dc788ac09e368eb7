"""Values of indexes: entered by a provider, read by estimates, reviews and bills through one function."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.catalog.models import IndexValue, PriceComponent
from allmende.catalog.permissions import require_index
from allmende.catalog.prices.charging import Counted
from allmende.catalog.prices.components import Price
from allmende.catalog.recording import INDEX, record, source_of
from allmende.common.formats import day, number
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated_rows import say
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


class IndexValues:
    """The values that one provider has entered; each index is read once."""

    def __init__(self, issuer_id: int | None) -> None:
        self._issuer_id = issuer_id
        self._found: dict[str, list[tuple[date, date | None, Counted]]] = {}

    def value(self, name: str, on: date) -> Counted | None:
        """Return what an index stands at on a day; the newest value holds until a later one is entered."""
        if name not in self._found:
            rows = IndexValue.objects.filter(KNOWN_NOW, issuer_id=self._issuer_id, name=name)
            self._found[name] = [
                (row.valid.lower, row.valid.upper, Counted(Fraction(row.value), row.valid.lower, row.origin))
                for row in rows.order_by("valid")
            ]
        return next(
            (
                value
                for first, until, value in self._found[name]
                if first <= on and (until is None or on < until)
            ),
            None,
        )

    def of(self, prices: Iterable[Price], on: date) -> dict[str, Counted]:
        """Return what the indexes of some prices stand at on a day, as far as they are entered."""
        names = {price.index.name for price in prices if price.index}
        found = ((name, self.value(name, on)) for name in sorted(names))
        return {name: value for name, value in found if value is not None}


def indexes_of(issuer_id: int) -> list[str]:
    """Return the names of the indexes that prices of a body follow."""
    rows = PriceComponent.objects.filter(
        version__product__offers__provider__body_id=issuer_id, index_base__isnull=False
    )
    return sorted(set(rows.values_list("index_name", flat=True)))


@transaction.atomic
def record_index_value(
    *,
    issuer: BodyView,
    name: str,
    value: Decimal,
    from_day: date,
    origin: str,
    by: "User | None",
    on: date,
    at: datetime,
) -> IndexValue:
    """Enter what an index stands at from a day on, until the next value; what was said stays readable."""
    require_index(by, issuer.id, on=on)
    later = IndexValue.objects.filter(
        KNOWN_NOW, issuer_id=issuer.id, name=name, valid__startswith__gt=from_day
    ).order_by("valid")
    following = later.first()
    kept = say(
        IndexValue,
        same={"issuer_id": issuer.id, "name": name},
        what={
            "value": value,
            "origin": origin,
            "recorded_by": by,
            "source_id": source_of(f"Indexwert: {origin}"),
        },
        valid=DateRange(from_day, following.valid.lower if following else None),
        moment=at,
    )
    record(
        "index_value_recorded",
        by=by,
        body_id=issuer.id,
        on=on,
        kind=INDEX,
        object_id=str(kept.pk),
        label=name,
        details={"Wert": number(value), "ab": day(from_day), "Fundstelle": origin},
    )
    return kept
