"""Local values that a person may see: those of their own bodies."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from allmende.ledger.models import MunicipalParameter
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyView
from allmende.register.queries import AnyUser, body_ids_of


def may_read(user: AnyUser, body_id: int, *, on: date) -> bool:
    """Return whether the person acts for the body."""
    return body_id in body_ids_of(user, on=on)


def believed_values(body: BodyView) -> QuerySet[MunicipalParameter]:
    """Return what is believed today of the body's values, on all days."""
    return MunicipalParameter.objects.filter(KNOWN_NOW, body_id=body.id)


def history(body: BodyView, name: str) -> QuerySet[MunicipalParameter]:
    """Return all that was ever known of one value of the body, the newest knowledge first."""
    return (
        MunicipalParameter.objects.filter(body_id=body.id, name=name)
        .order_by("-known__startswith", "key", "valid__startswith")
        .select_related("created_by")
    )


def named(values: QuerySet[MunicipalParameter], names: Iterable[str]) -> QuerySet[MunicipalParameter]:
    """Return the values of these parameters."""
    return values.filter(name__in=list(names))
