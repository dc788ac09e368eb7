"""What supervision sees of its region: caseload, what is overdue, emergencies. Covers only, never a name."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from allmende.cases.context import case_work
from allmende.cases.domain.phases import RUNNING
from allmende.cases.domain.words import TeamPosition
from allmende.cases.models import Assignment, CaseFile, CaseMember

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class Load:
    """How many running cases somebody leads."""

    organisation: str
    person: str
    cases: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The running cases of a region as supervision sees them."""

    running: int
    loads: tuple[Load, ...]
    without_lead: tuple[str, ...]
    overdue: tuple[tuple[str, date], ...]


def overview(*, by: "User", region_ids: set[int], on: date) -> Overview:
    """Return caseload and overdue reviews of regions; three questions to the database."""
    phases = [phase.value for phase in RUNNING]
    with case_work(by.pk):
        files = list(CaseFile.objects.filter(region__in=region_ids, phase__in=phases).order_by("number"))
        leads = dict(
            CaseMember.objects.filter(
                case__region__in=region_ids, position=TeamPosition.LEAD.value, valid__contains=on
            ).values_list("case_id", "assignment_id")
        )
    running = {file.pk for file in files}
    counted = Counter(assignment for case, assignment in leads.items() if case in running)
    people = Assignment.objects.filter(pk__in=counted).select_related("user", "organisation")
    loads = [Load(row.organisation.name, str(row.user), counted[row.pk]) for row in people]
    return Overview(
        len(files),
        tuple(sorted(loads, key=lambda each: (each.organisation, each.person))),
        tuple(file.number for file in files if file.pk not in leads),
        tuple((file.number, file.review_on) for file in files if file.review_on and file.review_on < on),
    )
