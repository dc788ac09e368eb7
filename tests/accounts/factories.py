"""The cast of the account tests."""

from collections.abc import Mapping

from allmende.accounts import actions
from allmende.accounts.models import User

PASSWORD = "allmende-demo-2026"


def a_user(email: str = "anna@musterstadt.example", name: str = "Anna Muster", **fields: bool) -> User:
    """Return a person with the password PASSWORD."""
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def an_administrator() -> User:
    """Return a person who runs the installation."""
    return a_user("vera@betrieb.example", "Vera Betrieb", is_staff=True)


def an_event(
    chain: str = "05558", label: str = "Vorlage 1", details: Mapping[str, str] | None = None
) -> None:
    """Record one event of nobody about a paper."""
    actions.record_event(
        actor=None,
        chain=chain,
        action="paper_confirmed",
        object_type="paper",
        object_id="1",
        object_label=label,
        details=details,
    )
