"""Who asks, and whether what they ask for may be shown to them: what is not is not there (404)."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from allmende.common.errors import AllmendeError
from allmende.funding import queries
from allmende.funding.errors import FundingRefusal
from allmende.funding.models import CostReport, Forwarding, Grant, GrantStep, OwnProgramme, ProofOfUse, Saving
from allmende.ledger.errors import LedgerRefusal
from allmende.register import queries as register
from allmende.register.dated_rows import KnownBefore
from allmende.register.domain import CAPABILITIES, BodyView, Capability
from allmende.register.visitors import person, today
from allmende.rules import RulesError

Thing = TypeVar("Thing", bound=models.Model)

REFUSALS: tuple[type[AllmendeError], ...] = (FundingRefusal, LedgerRefusal, RulesError, KnownBefore)
"""What people can put right; a page shows it beside the form."""


def visible_grant(request: HttpRequest, pk: int) -> Grant:
    return _found(queries.visible_grants(request.user, on=today()), pk)


def visible_step(request: HttpRequest, pk: int) -> GrantStep:
    grants = queries.visible_grants(request.user, on=today())
    return _found(GrantStep.objects.filter(grant__in=grants).select_related("grant"), pk)


def visible_forwarding(request: HttpRequest, pk: int) -> Forwarding:
    return _found(queries.visible_forwardings(request.user, on=today()).select_related("grant"), pk)


def visible_report(request: HttpRequest, pk: int) -> CostReport:
    rows = queries.visible_reports(request.user, on=today())
    return _found(rows.select_related("forwarding__grant", "entered_by", "released_by"), pk)


def visible_programme(request: HttpRequest, pk: int) -> OwnProgramme:
    return _found(queries.visible_programmes(request.user, on=today()), pk)


def visible_saving(request: HttpRequest, pk: int) -> Saving:
    return _found(queries.visible_savings(request.user, on=today()), pk)


def visible_proof(request: HttpRequest, pk: int) -> ProofOfUse:
    rows = queries.visible_proofs(request.user, on=today())
    return _found(rows.select_related("grant", "entered_by", "released_by"), pk)


def may(request: HttpRequest, body_id: int, capability: Capability) -> bool:
    return register.may(request.user, body_id, capability, on=today())


def bodies_with(request: HttpRequest, capability: Capability) -> list[BodyView]:
    """Return the bodies for which the person may do something."""
    if not request.user.is_authenticated:
        return []
    memberships = register.memberships_of(person(request), on=today())
    return [each.body for each in memberships if capability in CAPABILITIES[each.role]]


def _found(rows: QuerySet[Thing], pk: Any) -> Thing:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
