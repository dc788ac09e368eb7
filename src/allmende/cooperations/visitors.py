"""Who asks, for which day, and what they may do."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from allmende.cooperations import permissions, queries
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView
from allmende.register.periods import is_plausible

if TYPE_CHECKING:
    from allmende.accounts.models import User


def today() -> date:
    """Return the day in Germany; only views ask for it."""
    return timezone.localdate()


def asked_day(request: HttpRequest) -> date:
    """Return the day of `?stand=`; none, or one that cannot be meant, is today."""
    try:
        day = parse_date(request.GET.get("stand", ""))
    except ValueError:
        day = None
    return day if day and is_plausible(day) else today()


def person(request: HttpRequest) -> "User":
    """Return the signed-in person; the view has made sure that there is one."""
    return cast("User", request.user)


def acting_body(request: HttpRequest) -> BodyView | None:
    """Return the body the person acts for if they may keep entries for it."""
    body: BodyView | None = getattr(request, "acting_body", None)
    if body is None or body.id not in permissions.editing_body_ids(request.user, on=today()):
        return None
    return body


def may_import(request: HttpRequest) -> bool:
    """Return whether the person may take over lists: for the own body, or as staff of the installation."""
    is_staff = request.user.is_active and getattr(request.user, "is_staff", False)
    return is_staff or acting_body(request) is not None


def own_cooperation(request: HttpRequest, key: str) -> Cooperation:
    """Return the entry for a person who may change it, else raise Http404."""
    cooperation = queries.cooperation_by_key(key)
    if not permissions.may_edit(request.user, cooperation, on=today()):
        raise Http404
    return cooperation
