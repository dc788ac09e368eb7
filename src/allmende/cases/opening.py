"""Opening a case: first the check whether the region may already know the person, by a blind index."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connections

from allmende.accounts.actions import record_event
from allmende.cases.context import case_work
from allmende.cases.errors import CaseRefusal, MayNotOpenCases
from allmende.cases.models import Assignment
from allmende.cases.planes import CASES
from allmende.cases.records import Person, name_index, open_case

if TYPE_CHECKING:
    from allmende.accounts.models import User

POSSIBLE_DOUBLE = (
    "Möglicher Treffer in der Region. Klären Sie mit der Fachaufsicht, ob es diesen Fall schon gibt; wer ihn "
    "führt, steht hier nicht. Ist es geklärt, setzen Sie das Häkchen und senden Sie das Formular neu ab."
)


def open_checked(*, by: "User", assignment_id: int, person: Person, is_cleared: bool, on: date) -> UUID:
    """Open a case unless the region may know the person already; raise CaseRefusal, MayNotOpenCases.

    The answer is yes or no and nothing else. Every check is an event, so that nobody asks names unseen.
    """
    if not is_cleared and may_be_known(by=by, assignment_id=assignment_id, person=person):
        raise CaseRefusal(POSSIBLE_DOUBLE)
    return open_case(by=by, assignment_id=assignment_id, person=person, on=on)


def may_be_known(*, by: "User", assignment_id: int, person: Person) -> bool:
    """Return whether a case of the region has this name and birthday; raise MayNotOpenCases."""
    assignment = Assignment.objects.select_related("region").filter(pk=assignment_id, user=by).first()
    if assignment is None:
        raise MayNotOpenCases
    region = assignment.region.key
    with case_work(by.pk), connections[CASES].cursor() as cursor:
        cursor.execute("SELECT ctx.has_namesake(%s, %s)", [assignment_id, name_index(region, person)])
        is_known = bool(cursor.fetchone()[0])
    record_event(
        actor=by,
        chain=region,
        action="case_double_checked",
        object_type="cases.region",
        object_id=str(assignment.region_id),
        object_label=region,
        details={"Ergebnis": "möglicher Treffer" if is_known else "kein Treffer"},
    )
    return is_known
