"""Writes what was measured and when a service failed."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.catalog.models import Outage, Product, ServiceReport
from allmende.catalog.permissions import offering_body_id, require_product
from allmende.catalog.prices.periods import Span
from allmende.catalog.recording import PRODUCT, record
from allmende.common.errors import AllmendeError

if TYPE_CHECKING:
    from allmende.accounts.models import User


class ReportOverlaps(AllmendeError):
    """Each period is reported once."""

    message = "Für diesen Zeitraum ist schon ein Messwert gemeldet. Gemeldetes bleibt, wie es ist."


class OutageEnded(AllmendeError):
    """An outage ends once, after it began."""

    message = "Das Ende liegt vor dem Beginn der Störung. Prüfen Sie Tag und Uhrzeit."


@transaction.atomic
def report(
    *,
    product: Product,
    period: Span,
    availability: Decimal,
    source: str,
    note: str,
    by: "User | None",
    on: date,
    at: datetime,
) -> ServiceReport:
    """Report the availability of a period. Raises ReportOverlaps."""
    require_product(by, product, on=on)
    span = DateRange(period.start, period.until)
    if product.service_reports.filter(period__overlap=span).exists():
        raise ReportOverlaps
    made = ServiceReport.objects.create(
        product=product,
        period=span,
        availability=availability,
        source=source,
        note=note,
        reported_by=by,
        reported_at=at,
    )
    _record(product, by, on, {"Zeitraum": period.german, "Verfügbarkeit": f"{availability:f} %"})
    return made


@transaction.atomic
def save_outage(*, outage: Outage, by: "User | None", on: date) -> Outage:
    """Note an outage, or its end. Raises OutageEnded."""
    require_product(by, outage.product, on=on)
    if outage.ended_at is not None and outage.ended_at <= outage.started_at:
        raise OutageEnded
    if outage.pk is None:
        outage.reported_by = by
    outage.save()
    _record(outage.product, by, on, {"Störung": outage.cause[:100]})
    return outage


def _record(product: Product, by: "User | None", on: date, details: dict[str, str]) -> None:
    record(
        "service_reported",
        by=by,
        body_id=offering_body_id(product, on=on),
        on=on,
        kind=PRODUCT,
        object_id=product.key,
        label=product.key,
        details=details,
    )
