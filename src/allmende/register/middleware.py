"""For which body the person acts in this session: `request.acting_body`, `request.memberships`."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allmende.register import queries
from allmende.register.domain import BodyView, MembershipView

ACTING_BODY = "acting_body"


class ActingBodyMiddleware:
    """Set `request.acting_body` from the session, checked against the memberships of today.

    Visitors cost no query. Without a valid choice the first membership counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        memberships: list[MembershipView] = []
        if SESSION_KEY in request.session:
            memberships = queries.memberships_of(request.user, on=timezone.localdate())
        acting = acting_body(memberships, request.session.get(ACTING_BODY))
        request.memberships = memberships  # type: ignore[attr-defined]
        request.acting_body = acting  # type: ignore[attr-defined]
        return self.get_response(request)


def acting_body(memberships: list[MembershipView], chosen_key: str | None) -> BodyView | None:
    """Return the chosen body if the person acts for it, else the first one, else None."""
    bodies = [membership.body for membership in memberships]
    return next((body for body in bodies if body.key == chosen_key), bodies[0] if bodies else None)
