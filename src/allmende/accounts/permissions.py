"""Who may do what with accounts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from allmende.accounts.models import User


def may_manage_installation(user: "User | AnonymousUser") -> bool:
    """Return whether the person runs the installation; it opens no body's papers."""
    return user.is_active and user.is_staff
