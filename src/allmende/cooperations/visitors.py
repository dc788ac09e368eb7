"""Who asks, for which day, and what they may do."""

from datetime import date

from django.http import Http404, HttpRequest

from allmende.cooperations import permissions, queries
from allmende.cooperations.errors import EntryWithdrawn
from allmende.cooperations.models import Cooperation
from allmende.register.domain import BodyView
from allmende.register.visitors import acting_body, day_or_none, today


def asked_day(request: HttpRequest) -> date:
    """Return the day of `?stand=`; none, or one that cannot be meant, is today."""
    return day_or_none(request.GET.get("stand", "")) or today()


def keeping_body(request: HttpRequest) -> BodyView | None:
    """Return the body the person acts for if they may keep entries for it."""
    body = acting_body(request)
    if body is None or body.id not in permissions.editing_body_ids(request.user, on=today()):
        return None
    return body


def may_import(request: HttpRequest) -> bool:
    """Return whether the person may take over lists: for the own body, or as staff of the installation."""
    is_staff = request.user.is_active and getattr(request.user, "is_staff", False)
    return is_staff or keeping_body(request) is not None


def own_cooperation(request: HttpRequest, key: str) -> Cooperation:
    """Return the entry for a person who may change it; raise Http404, or EntryWithdrawn."""
    cooperation = kept_cooperation(request, key)
    if cooperation.withdrawal is not None:
        raise EntryWithdrawn
    return cooperation


def kept_cooperation(request: HttpRequest, key: str) -> Cooperation:
    """Return the entry, also a withdrawn one, for a person who may change it, else raise Http404."""
    cooperation = queries.cooperation_by_key(key)
    if not permissions.may_edit(request.user, cooperation, on=today()):
        raise Http404
    return cooperation
