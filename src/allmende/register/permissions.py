"""Whether a person may, asked by actions of every app; derived from the roles of `Membership`."""

from datetime import date
from typing import TYPE_CHECKING

from allmende.register import queries
from allmende.register.domain import NEEDS_A_LIVING_BODY, BodyEnded, Capability, NotAllowed

if TYPE_CHECKING:
    from allmende.accounts.models import User


def require(user: "User | None", body_id: int, capability: Capability, *, on: date) -> None:
    """Raise NotAllowed unless the person may; no person is the installation itself, which may."""
    if user is None or queries.may(user, body_id, capability, on=on):
        return
    body = queries.bodies_by_id([body_id], on=on).get(body_id)
    if body and body.ended_on and capability in NEEDS_A_LIVING_BODY:
        raise BodyEnded(body=body, on=body.ended_on)
    raise NotAllowed(body=body)
