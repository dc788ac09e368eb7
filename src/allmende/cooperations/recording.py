"""What every change of an entry does: lock it, check the right, leave an event in the right chain."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.cooperations.errors import EntryWithdrawn, UnknownCooperation
from allmende.cooperations.models import Cooperation, CooperationState
from allmende.cooperations.permissions import require_edit
from allmende.register import queries as register

if TYPE_CHECKING:
    from allmende.accounts.models import User

COOPERATION = "cooperations.cooperation"  # the object type under which the audit trail keeps an entry


def locked(key: str, by: "User | None", on: date) -> Cooperation:
    """Return the entry for a person who may change it; raise EntryWithdrawn if it was taken back."""
    cooperation = existing(key, by, on)
    if cooperation.withdrawal is not None:
        raise EntryWithdrawn
    return cooperation


def existing(key: str, by: "User | None", on: date) -> Cooperation:
    """Return the entry, also a withdrawn one; two changes of one entry wait for each other."""
    cooperation = Cooperation.objects.select_for_update().filter(key=key).first()
    if cooperation is None:
        raise UnknownCooperation(key=key)
    require_edit(by, cooperation, on=on)
    return cooperation


def name_of(cooperation: Cooperation) -> str:
    rows = CooperationState.objects.filter(cooperation.last_said, cooperation=cooperation)
    row = rows.order_by("-valid").first()
    return row.name if row else cooperation.key


def record(
    cooperation: Cooperation,
    action: str,
    by: "User | None",
    name: str,
    on: date,
    details: Mapping[str, str],
) -> None:
    record_event(
        actor=by,
        chain=chain_of(cooperation.steward_id, on),
        action=action,
        object_type=COOPERATION,
        object_id=cooperation.key,
        object_label=name,
        details=details,
    )


def chain_of(steward_id: int | None, on: date) -> str:
    """Return the audit chain of the body that answers for an entry, else the installation's."""
    if steward_id is None:
        return "system"
    body = register.bodies_by_id([steward_id], on=on).get(steward_id)
    return body.key if body else "system"
