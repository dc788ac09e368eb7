"""Sources of dated facts of the catalogue, and events in the audit trail of the right body."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.register import queries as register
from allmende.register.actions import remember_source

if TYPE_CHECKING:
    from allmende.accounts.models import User

PRODUCT = "catalog.product"
SUBSCRIPTION = "catalog.subscription"
PROVIDER = "catalog.provider"
WAVE = "catalog.wave"
INDEX = "catalog.index_value"


def source_of(title: str) -> int:
    """Return the register's source with these words; the same words are the same source."""
    digest = hashlib.sha256(title.encode()).hexdigest()
    return remember_source(key=f"catalog-{digest[:24]}", title=title, attribution=title)


def record(
    action: str,
    *,
    by: "User | None",
    body_id: int | None,
    on: date,
    kind: str,
    object_id: str,
    label: str,
    details: Mapping[str, str] | None = None,
) -> None:
    """Leave an event in the chain of the body that acts."""
    body = register.bodies_by_id([body_id], on=on).get(body_id) if body_id is not None else None
    record_event(
        actor=by,
        chain=body.key if body else "system",
        action=action,
        object_type=kind,
        object_id=object_id,
        object_label=label,
        details=details or {},
    )
