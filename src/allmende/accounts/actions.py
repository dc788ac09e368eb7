"""What others may do with users and with the audit trail. Every write leaves an event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allmende.accounts.domain import LABEL_LENGTH
from allmende.accounts.models import AuditEvent

if TYPE_CHECKING:
    from allmende.accounts.models import User


def record_event(
    *,
    actor: "User | None",
    chain: str,
    action: str,
    object_type: str,
    object_id: str,
    object_label: str,
    details: Mapping[str, str] | None = None,
) -> None:
    """Append an event to a chain: a body's key, or `system`.

    Call it last in the transaction: the head of the chain stays locked until the transaction ends. Never
    hand over secrets; the label is what a reader needs to recognize the thing, also when it is gone.
    """
    AuditEvent.objects.create(
        chain=chain,
        actor_id=actor.pk if actor else None,
        actor_label=_clipped(str(actor) if actor else ""),
        action=action,
        object_type=object_type,
        object_id=object_id,
        object_label=_clipped(object_label),
        details=dict(details or {}),
    )


def _clipped(label: str) -> str:
    """Return the label cut to what the column holds: a long name must not prevent the record."""
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
