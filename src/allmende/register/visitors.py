"""Who asks, for whom they act, and for which day: for the views of every app."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from allmende.register.domain import BodyView
from allmende.register.periods import is_plausible

if TYPE_CHECKING:
    from allmende.accounts.models import User


def today() -> date:
    """Return the day in Germany; only views ask for it."""
    return timezone.localdate()


def day_or_none(text: str) -> date | None:
    """Return the day of an address, None if it is none that can be meant."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and is_plausible(day) else None


def person(request: HttpRequest) -> "User":
    """Return the signed-in person; the view has made sure that there is one."""
    return cast("User", request.user)


def acting_body(request: HttpRequest) -> BodyView | None:
    """Return the body the person acts for in this session."""
    return getattr(request, "acting_body", None)
