"""For which body the person acts in this session: `request.acting_body`, `request.memberships`."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allmende.register import queries
from allmende.register.domain import CAPABILITIES, BodyView, MembershipView

ACTING_BODY = "acting_body"


class ActingBodyMiddleware:
    """Set `request.acting_body` from the session, checked against the memberships of today.

    Visitors cost no query. Without a valid choice the weightiest membership counts.
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
    """Return the chosen body if the person acts for it, else the first where they may do most, else None."""
    chosen = next((each for each in memberships if each.body.key == chosen_key), None)
    held = chosen or max(memberships, key=_weight, default=None)
    return held.body if held else None


def _weight(held: MembershipView) -> tuple[bool, int]:
    """Return how likely somebody signs in to work here, not just to read along or look things up."""
    return held.body.ended_on is None, len(CAPABILITIES[held.role])
