"""Who asks, and on which day; only views ask for it."""

from django.http import HttpRequest

from allmende.cooperations.options import queries
from allmende.cooperations.options.models import Comparison
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.visitors import acting_body, today


def comparing_body(request: HttpRequest) -> BodyView:
    """Return the body the person acts for; raise NotAllowed if there is none."""
    body = acting_body(request)
    if body is None:
        raise NotAllowed
    return body


def readable(request: HttpRequest, pk: int) -> Comparison:
    """Return a comparison the person may read."""
    return queries.comparison_for(request.user, pk, on=today())


def editable(request: HttpRequest, pk: int) -> Comparison:
    """Return a comparison the person may change; raise NotAllowed or, for strangers, UnknownComparison."""
    comparison = readable(request, pk)
    if not queries.may_edit(request.user, comparison, on=today()):
        raise NotAllowed(body=comparison.body)
    return comparison
