"""Events of billing in the audit trail of the body that writes the invoices."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.register.domain import BodyView

if TYPE_CHECKING:
    from allmende.accounts.models import User


def record(
    action: str,
    *,
    by: "User | None",
    body: BodyView,
    kind: str,
    pk: int,
    label: str,
    details: Mapping[str, str] | None = None,
) -> None:
    """Leave an event in the chain of a body."""
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=kind,
        object_id=str(pk),
        object_label=label,
        details=details or {},
    )
