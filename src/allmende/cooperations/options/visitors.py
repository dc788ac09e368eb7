"""Who asks, and on which day; only views ask for it."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils import timezone

from allmende.cooperations.options import queries
from allmende.cooperations.options.models import Comparison
from allmende.register.domain import BodyView, NotAllowed

if TYPE_CHECKING:
    from allmende.accounts.models import User


def today() -> date:
    """Return the day in Germany."""
    return timezone.localdate()


def person(request: HttpRequest) -> "User":
    """Return the signed-in person; the view has made sure that there is one."""
    return cast("User", request.user)


def acting_body(request: HttpRequest) -> BodyView:
    """Return the body the person acts for; raise NotAllowed if there is none."""
    body: BodyView | None = getattr(request, "acting_body", None)
    if body is None:
        raise NotAllowed
    return body


def readable(request: HttpRequest, pk: int) -> Comparison:
    """Return a comparison the person may read."""
    return queries.comparison_for(request.user, pk, on=today())


def editable(request: HttpRequest, pk: int) -> Comparison:
    """Return a comparison the person may change; raise NotAllowed or, for strangers, UnknownComparison."""
    comparison = readable(request, pk)
    if not queries.may_edit(request.user, comparison, on=today()):
        raise NotAllowed(body=comparison.body)
    return comparison
