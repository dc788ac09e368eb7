"""Taking over a portfolio: first what it would add, then all of it or nothing."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.catalog import offering
from allmende.catalog.forms import first_of_next_month
from allmende.catalog.keys import key_of
from allmende.catalog.models import Product, Provider, ServiceLevel
from allmende.catalog.permissions import require_provider
from allmende.catalog.portfolio.reader import ALIASES, ReadPortfolio, read_portfolio
from allmende.catalog.recording import PROVIDER, record
from allmende.cooperations.importing.tables import read_table
from allmende.register.domain import PlanChanged
from allmende.register.importing.records import BrokenFile

if TYPE_CHECKING:
    from allmende.accounts.models import User


def preview(data: bytes, *, on: date) -> ReadPortfolio:
    """Return what a file would add; raise BrokenFile where it cannot be read at all."""
    header, rows = read_table(data, ALIASES)
    taken = frozenset(Product.objects.values_list("key", flat=True))
    return read_portfolio(header, rows, taken=taken, key_of=key_of, from_day=first_of_next_month(on))


@transaction.atomic
def take_over(
    data: bytes, *, provider: Provider, name: str, by: "User | None", on: date, at: datetime
) -> int:
    """Add all products of a file as drafts; raise BrokenFile or PlanChanged, and nothing is saved."""
    require_provider(by, provider, on=on)
    found = preview(data, on=on)
    if found.problems:
        raise BrokenFile(found.problems)
    if not found.is_ready:
        raise PlanChanged
    for each in found.products:
        version = offering.create_product(
            key=each.key,
            provider=provider,
            need=each.need,
            is_nucleus=each.is_nucleus,
            values=each.values,
            from_day=each.from_day,
            by=by,
            on=on,
            at=at,
        )
        offering.set_prices(version=version, prices=each.prices, by=by, on=on)
        if each.level:
            offering.save_level(level=ServiceLevel(version=version, **each.level), by=by, on=on)
    record(
        "portfolio_imported",
        by=by,
        body_id=provider.body_id,
        on=on,
        kind=PROVIDER,
        object_id=str(provider.body_id),
        label=name,
        details={"Leistungen": str(len(found.products)), "Preise": str(found.price_count)},
    )
    return len(found.products)
