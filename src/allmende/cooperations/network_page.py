"""From the register to the picture of a body's ties, and the table beside it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from allmende.cooperations import queries
from allmende.cooperations.network import MOST_PARTNERS, Node, network
from allmende.register import queries as register
from allmende.register.domain import BodyView


def network_context(body: BodyView, *, on: date) -> dict[str, Any]:
    """Return drawing and rows: each partner with the cooperations it shares with the body, closest first."""
    ties = [tie for tie in queries.cooperations_of(body.id, on=on) if tie.is_direct]
    members = queries.members_of([tie.cooperation_id for tie in ties], on=on)
    shared: dict[int, list[int]] = {}
    for position, tie in enumerate(ties):
        for member_id in members.get(tie.cooperation_id, set()) - {body.id}:
            shared.setdefault(member_id, []).append(position)
    bodies = register.bodies_by_id(shared, on=on)
    order = sorted(bodies.values(), key=lambda each: (-len(shared[each.id]), each.key))
    left = [Node(tie.name, tie.url) for tie in ties]
    right = [Node(str(each), each.url, tuple(shared[each.id])) for each in order[:MOST_PARTNERS]]
    return {
        "drawing": network(left, right, title=_("Netz von {body}").format(body=body)) if ties else "",
        "rows": [(each, [ties[position] for position in shared[each.id]]) for each in order],
        "hidden": max(0, len(order) - MOST_PARTNERS),
    }
