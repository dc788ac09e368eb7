"""What every change does: check the right, leave an event in the chain of the body."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from allmende.accounts.actions import record_event
from allmende.register import queries as register

if TYPE_CHECKING:
    from allmende.accounts.models import User


def record(
    thing: models.Model,
    body_id: int,
    action: str,
    by: "User | None",
    on: date,
    details: Mapping[str, str] | None = None,
) -> None:
    """Append an event about a grant, an agreement, a report … to the chain of the body that it belongs to."""
    record_event(
        actor=by,
        chain=register.bodies_by_id([body_id], on=on)[body_id].key,
        action=action,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        object_label=str(thing),
        details=details,
    )
