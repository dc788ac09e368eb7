"""Emergency access: supervision opens a case for half an hour; all concerned hear of it, another reviews.

The database sets the end and refuses whoever still owes a review (`ctx.break_glass`). That the person has
just proven who they are, by a second factor, is the page's matter.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.mail import send_mail
from django.db import DatabaseError, connections
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege, ObjectNotInPrerequisiteState

from allmende.accounts.actions import mail_is_delivered
from allmende.cases.context import case_work
from allmende.cases.domain.access import Role
from allmende.cases.domain.words import EmergencyReason, ReviewResult
from allmende.cases.errors import EmergencyRefused
from allmende.cases.models import Assignment, CaseMember, EmergencyAccess
from allmende.cases.planes import CASES
from allmende.cases.records import colleague_names, record, region_key

if TYPE_CHECKING:
    from allmende.accounts.models import User

SUBJECT = "Allmende: Notzugang zu einem Fall"
NOTICE = (
    "Die Fachaufsicht hat im Notfall einen Fall geöffnet, für den Sie zuständig sind. Welcher es ist und "
    "warum, sehen Sie nach der Anmeldung im Zugriffsprotokoll Ihrer Fälle."
)


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency access as supervision and team see it."""

    id: int
    region_id: int
    case_id: UUID
    number: str
    by_id: int
    by: str
    reason: EmergencyReason
    explanation: str
    opened_at: datetime
    until: datetime
    result: str
    result_label: str
    reviewed_by: str
    note: str

    def is_open(self, at: datetime) -> bool:
        return at < self.until


def break_glass(
    *, by: "User", assignment_id: int, number: str, reason: EmergencyReason, explanation: str
) -> int:
    """Open a case of the region for half an hour; return the access's number. Raises EmergencyRefused."""
    if len(explanation.strip()) < 20:
        raise EmergencyRefused(problem="Begründen Sie den Notzugang in einem ganzen Satz, ohne Namen.")
    try:
        with case_work(by.pk), connections[CASES].cursor() as cursor:
            cursor.execute(
                "SELECT ctx.break_glass(%s, %s, %s, %s)",
                [number.strip(), assignment_id, reason.value, explanation.strip()[:500]],
            )
            (made,) = cursor.fetchone()
            team = list(CaseMember.objects.filter(case__number=number.strip()).values_list("assignment_id"))
    except DatabaseError as error:
        raise _refusal(error) from None
    if made is None:
        raise EmergencyRefused(problem="Diesen Fall gibt es in Ihrer Region nicht. Prüfen Sie die Nummer.")
    found = emergency(by=by, emergency_id=int(made))
    _record(by, found, "case_emergency_opened", {"Anlass": reason.label})
    _tell([pk for (pk,) in team], assignment_id)
    return int(made)


def emergencies(*, by: "User") -> list[Emergency]:
    """Return the emergency accesses of the person's regions or cases, newest first."""
    with case_work(by.pk):
        rows = list(EmergencyAccess.objects.select_related("case").order_by("-opened_at", "-pk"))
    assignments = {
        row.pk: row
        for row in Assignment.objects.filter(pk__in={each.assignment_id for each in rows}).select_related(
            "user"
        )
    }
    reviewers = {each.reviewed_by_id for each in rows if each.reviewed_by_id}
    names = colleague_names(reviewers)
    return [
        Emergency(
            row.pk,
            row.region_id,
            row.case_id,
            row.case.number,
            assignments[row.assignment_id].user_id,
            str(assignments[row.assignment_id].user),
            EmergencyReason(row.reason),
            row.explanation,
            row.opened_at,
            row.until,
            row.result,
            str(row.get_result_display()),
            names.get(row.reviewed_by_id or 0, ""),
            row.review_note,
        )
        for row in rows
    ]


def emergency(*, by: "User", emergency_id: int) -> Emergency:
    """Return one emergency access; raise EmergencyRefused if the person sees none of that number."""
    found = next((each for each in emergencies(by=by) if each.id == emergency_id), None)
    if found is None:
        raise EmergencyRefused(problem="Diesen Notzugang gibt es nicht.")
    return found


def review(*, by: "User", emergency_id: int, result: ReviewResult, note: str) -> None:
    """Say whether an emergency access was justified; another person does. Raises EmergencyRefused."""
    found = emergency(by=by, emergency_id=emergency_id)
    if found.by_id == by.pk:
        raise EmergencyRefused(problem="Ihren eigenen Notzugang muss eine andere Person prüfen.")
    with case_work(by.pk):
        changed = EmergencyAccess.objects.filter(Q(result=""), pk=emergency_id).update(
            result=result.value, reviewed_by=by.pk, reviewed_at=timezone.now(), review_note=note.strip()[:500]
        )
    if not changed:
        raise EmergencyRefused(
            problem="Dieser Notzugang ist schon geprüft, oder Sie dürfen ihn nicht prüfen."
        )
    _record(by, found, "case_emergency_reviewed", {"Ergebnis": result.label})


def _refusal(error: Exception) -> Exception:
    if isinstance(error.__cause__, InsufficientPrivilege):
        return EmergencyRefused(problem="Notzugang hat nur die Fachaufsicht der Region.")
    if isinstance(error.__cause__, ObjectNotInPrerequisiteState):
        return EmergencyRefused(
            problem="Ihr letzter Notzugang ist noch nicht geprüft. Solange gibt es keinen neuen."
        )
    return error


def _tell(team: list[int], assignment_id: int) -> None:
    """Mail to the team and to data protection that there was an access; no name, no number."""
    if not mail_is_delivered():
        return
    region = Assignment.objects.values("region_id").filter(pk=assignment_id)
    concerned = Assignment.objects.filter(Q(pk__in=team) | Q(region__in=region, role=Role.AUDIT.value))
    for address in sorted(set(concerned.values_list("user__email", flat=True))):
        send_mail(SUBJECT, NOTICE, None, [address])


def _record(by: "User", found: Emergency, action: str, details: dict[str, str]) -> None:
    record(by, region_key(found.region_id), found.case_id, found.number, action, details)
