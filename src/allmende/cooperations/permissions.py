"""Who may change an entry: clerks and heads of the body that answers for it, or of a party."""

from datetime import date
from typing import TYPE_CHECKING

from allmende.cooperations.models import Cooperation, Party
from allmende.register import queries as register
from allmende.register.domain import Capability, NotAllowed, roles_with
from allmende.register.queries import AnyUser

if TYPE_CHECKING:
    from allmende.accounts.models import User


def editing_body_ids(user: AnyUser, *, on: date) -> set[int]:
    """Return the bodies for which the person may keep entries."""
    if not user.is_authenticated or not user.is_active:
        return set()
    roles = roles_with(Capability.EDIT_COOPERATIONS)
    return {held.body.id for held in register.memberships_of(user, on=on) if held.role in roles}


def may_edit(user: AnyUser, cooperation: Cooperation, *, on: date) -> bool:
    """Return whether the person may change the entry."""
    mine = editing_body_ids(user, on=on)
    if not mine:
        return False
    if cooperation.steward_id in mine:
        return True
    said = cooperation.last_said
    parties = Party.objects.filter(said, cooperation=cooperation, valid__contains=on, body_id__in=mine)
    return parties.exists()


def require_edit(user: "User | None", cooperation: Cooperation, *, on: date) -> None:
    """Raise NotAllowed unless the person may; no person is the installation itself, which may."""
    if user is not None and not may_edit(user, cooperation, on=on):
        raise NotAllowed


def require_create(user: "User | None", steward_id: int | None, *, on: date) -> None:
    """Raise NotAllowed unless the person may add entries for which the body answers.

    The installation's staff takes over lists for which nobody answers yet.
    """
    if user is None or (steward_id is None and user.is_staff and user.is_active):
        return
    if steward_id is None or steward_id not in editing_body_ids(user, on=on):
        raise NotAllowed
