"""Who may do what with papers; derived from the roles that the register knows."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from allmende.register import queries as register
from allmende.register.domain import Capability

if TYPE_CHECKING:
    from allmende.accounts.models import User


def may_read_drafts(user: "User | AnonymousUser", body_id: int, *, on: date) -> bool:
    """Return whether the person sees what is not public in this body."""
    return register.may(user, body_id, Capability.READ_INTERNAL, on=on)


def may_edit_papers(user: "User | AnonymousUser", body_id: int, *, on: date) -> bool:
    """Return whether the person may upload papers and correct drafts for this body."""
    return register.may(user, body_id, Capability.EDIT_PAPERS, on=on)


def may_confirm_papers(user: "User | AnonymousUser", body_id: int, *, on: date) -> bool:
    """Return whether the person may confirm, take back and publish papers of this body."""
    return register.may(user, body_id, Capability.CONFIRM_PAPERS, on=on)
