"""Who may change who acts for a body: its head; and, while it has none, the installation may name one."""

from datetime import date
from typing import TYPE_CHECKING

from allmende.register import queries
from allmende.register.domain import BodyView, Capability, HeadDecides, NotAllowed, OnlyTheFirstHead, Role
from allmende.register.queries import AnyUser

if TYPE_CHECKING:
    from allmende.accounts.models import User


def may_manage_members(user: AnyUser, body: BodyView, *, on: date) -> bool:
    """Return whether the person is a head of the body."""
    return queries.may(user, body.id, Capability.MANAGE_MEMBERS, on=on)


def may_appoint_head(user: AnyUser, body: BodyView, *, on: date) -> bool:
    """Return whether the person runs the installation and the body has no head who can sign in today.

    A head opens the papers of a body, so nobody outside may name one beside another.
    """
    is_staff = user.is_authenticated and user.is_active and user.is_staff
    return is_staff and not queries.has_head(body.id, on=on)


def check_may_manage(by: "User | None", body: BodyView, *, on: date) -> None:
    """Let pass the installation itself (`by` None) and heads of the body."""
    if by is not None and not may_manage_members(by, body, on=on):
        raise HeadDecides(body=body) if by.is_staff and by.is_active else NotAllowed(body=body)


def check_may_grant(by: "User | None", body: BodyView, *, role: Role, valid_from: date, on: date) -> bool:
    """Raise unless `by` may give this role; return whether the installation's staff names a first head.

    Only from today on: a head named for later could join one whom the body has by then.
    """
    if by is None or may_manage_members(by, body, on=on) or not may_appoint_head(by, body, on=on):
        check_may_manage(by, body, on=on)
        return False
    if role is not Role.HEAD or valid_from != on:
        raise OnlyTheFirstHead(body=body, day=on)
    return True
