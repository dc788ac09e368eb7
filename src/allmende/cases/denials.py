"""Refused access leaves a trace too: who asked for which number, in the chain of that person's region."""

from typing import TYPE_CHECKING

from allmende.accounts.actions import record_event
from allmende.accounts.domain import SYSTEM_CHAIN
from allmende.cases.errors import UnknownCase
from allmende.cases.models import Assignment

if TYPE_CHECKING:
    from uuid import UUID

    from allmende.accounts.models import User

CASE = "cases.casefile"


def denied(by: "User", case_id: "UUID") -> UnknownCase:
    """Record that a case was not for somebody, and return the answer; an unknown case is the same."""
    record_denial(by, CASE, str(case_id))
    return UnknownCase()


def record_denial(by: "User", object_type: str, object_id: str) -> None:
    """Record that something of case work was not for somebody; the label says nothing."""
    region = Assignment.objects.filter(user_id=by.pk).order_by("pk").values_list("region__key", flat=True)
    record_event(
        actor=by,
        chain=region.first() or SYSTEM_CHAIN,
        action="case_access_denied",
        object_type=object_type,
        object_id=object_id,
        object_label="",
    )
