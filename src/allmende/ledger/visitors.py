"""Who asks, and whether what they ask for may be shown to them."""

from datetime import date

from django.http import Http404, HttpRequest

from allmende.ledger import queries
from allmende.ledger.models import Calculation, Posting
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability, UnknownBody
from allmende.register.visitors import today


def asked_body(request: HttpRequest, on: date) -> BodyView | None:
    """Return the body of the address; raise Http404 for a key that nobody bears."""
    key = request.GET.get("koerperschaft", "")[:40]
    if not key:
        return None
    try:
        return register.body_by_key(key, on=on)
    except UnknownBody:
        raise Http404 from None


def visible_posting(request: HttpRequest, pk: int) -> Posting:
    """Return the posting; raise Http404 if there is none or it is not for this person."""
    found = queries.posting_for(request.user, pk, on=today())
    if found is None:
        raise Http404
    return found


def visible_calculation(request: HttpRequest, pk: int) -> Calculation:
    """Return the calculation; raise Http404 if there is none or it is not for this person."""
    found = queries.calculation_for(request.user, pk, on=today())
    if found is None:
        raise Http404
    return found


def may(request: HttpRequest, body_id: int, capability: Capability) -> bool:
    return register.may(request.user, body_id, capability, on=today())
