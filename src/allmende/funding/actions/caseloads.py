"""Numbers of cases from released statistics, beside the money: never a case, never a person."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.funding.actions.forwarding import locked_agreement
from allmende.funding.domain.caseload import caseload_problems
from allmende.funding.errors import CaseloadRefused
from allmende.funding.models import Caseload
from allmende.funding.recording import record
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class CaseloadEntry:
    """How many cases a provider had on a day, and which release of statistics says so."""

    key_date: date
    cases: int
    reference: str
    released_on: date


@transaction.atomic
def enter_caseload(*, forwarding_id: int, entry: CaseloadEntry, by: "User | None", on: date) -> Caseload:
    """Enter a number of cases; a later entry for the same day replaces it. Raises CaseloadRefused."""
    agreement = locked_agreement(forwarding_id)
    require(by, agreement.grant.body_id, Capability.CALCULATE, on=on)
    against = caseload_problems(entry.key_date, entry.cases, entry.reference, entry.released_on, on)
    if against:
        raise CaseloadRefused(problems=" ".join(against))
    row = Caseload.objects.create(
        forwarding=agreement,
        key_date=entry.key_date,
        cases=entry.cases,
        reference=entry.reference.strip(),
        released_on=entry.released_on,
        created_by=by,
    )
    record(agreement, agreement.grant.body_id, "caseload_entered", by, on, {"Freigabe": row.reference})
    return row
