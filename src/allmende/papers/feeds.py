"""The subscribed calendar: a secret address per person, shown once, revocable at any time."""

import hashlib
import secrets
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.papers.models import CalendarFeed

if TYPE_CHECKING:
    from allmende.accounts.models import User


@transaction.atomic
def create_feed(*, user: "User") -> str:
    """Return the secret of a new address; an older address of the person ends at once."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_hash": _hash(secret), "last_read_on": None}
    )
    _record(user, "calendar_feed_created")
    return secret


@transaction.atomic
def revoke_feed(*, user: "User") -> None:
    """End the person's address."""
    deleted, _rows = CalendarFeed.objects.filter(user=user).delete()
    if deleted:
        _record(user, "calendar_feed_revoked")


def feed_of(user: "User") -> CalendarFeed | None:
    """Return the person's subscription, if there is one."""
    return CalendarFeed.objects.filter(user=user).first()


def read_feed(secret: str, *, on: date) -> "User | None":
    """Return whose feed this is, noting the day; nobody for an unknown secret or an inactive person."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=_hash(secret)).first()
    if feed is None or not feed.user.is_active:
        return None
    if feed.last_read_on != on:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=on)
    return feed.user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(user: "User", action: str) -> None:
    record_event(
        actor=user,
        chain="system",
        action=action,
        object_type="user",
        object_id=str(user.pk),
        object_label=str(user),
    )
