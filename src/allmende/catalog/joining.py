"""Providers join the catalogue, say who they are, and hand their portfolio over when they merge."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from allmende.catalog.dating import moment_after
from allmende.catalog.errors import NothingToHandOver, ProviderTaken, SameProvider
from allmende.catalog.models import Offer, Provider
from allmende.catalog.permissions import require_body, require_provider
from allmende.catalog.recording import PROVIDER, record, source_of
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated_rows import say
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


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
    moment, source_id = moment_after(offers, at), source_of(source)
    for offer in offers:
        say(
            Offer,
            same={"product_id": offer.product_id},
            what={"provider_id": successor.pk, "source_id": source_id},
            valid=DateRange(max(offer.valid.lower, from_day), offer.valid.upper),
            moment=moment,
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
