"""Who asks, for which day, and what they may keep."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from allmende.catalog import permissions, queries
from allmende.catalog.models import Product, ProductVersion, Provider
from allmende.register.domain import BodyView
from allmende.register.visitors import acting_body, day_or_none, person, today


def asked_day(request: HttpRequest) -> date:
    """Return the day of `?stand=`; none, or one that cannot be meant, is today."""
    return day_or_none(request.GET.get("stand", "")) or today()


def keeping_body(request: HttpRequest) -> BodyView | None:
    """Return the body the person acts for if they may keep its offers and take-up."""
    body = acting_body(request)
    if body is None or body.id not in permissions.keeping_body_ids(request.user, on=today()):
        return None
    return body


def own_product(request: HttpRequest, key: str) -> Product:
    """Return a product whose offer the person keeps, else raise Http404."""
    product = queries.product_by_key(key, user=request.user, on=today())
    if not permissions.may_keep_product(request.user, product, on=today()):
        raise Http404
    return product


def own_draft(request: HttpRequest, key: str, number: int) -> ProductVersion:
    """Return the version of a product whose offer the person keeps, else raise Http404."""
    version = own_product(request, key).versions.filter(number=number).select_related("product").first()
    if version is None:
        raise Http404
    return version


def own_provider(request: HttpRequest, key: str) -> Provider:
    """Return a provider whose portfolio the person keeps, else raise Http404."""
    provider = queries.provider_by_key(key)
    if provider.body_id not in permissions.keeping_body_ids(request.user, on=today()):
        raise Http404
    return provider


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who saves, and for which day."""
    return {"by": person(request), "on": today()}


def who_and_when(request: HttpRequest) -> dict[str, Any]:
    """Return who saves, and when."""
    return {**who(request), "at": timezone.now()}
