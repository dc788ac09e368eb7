"""Who saw or changed one case, for those who may open it: the team and supervision."""

from typing import TYPE_CHECKING
from uuid import UUID

from allmende.accounts.actions import record_event
from allmende.accounts.domain import AuditEventRow
from allmende.accounts.queries import history_of
from allmende.cases.context import case_work
from allmende.cases.denials import CASE, denied
from allmende.cases.models import Region, WrappedKey

if TYPE_CHECKING:
    from allmende.accounts.models import User

MOST = 2000


def access_log(*, by: "User", case_id: UUID) -> tuple[str, list[AuditEventRow]]:
    """Return the number of a case and its events, newest first; raise UnknownCase."""
    with case_work(by.pk):
        found = WrappedKey.objects.select_related("case").filter(case_id=case_id).first()
        if found is None:
            raise denied(by, case_id)
        number, region_id = found.case.number, found.region_id
    record_event(
        actor=by,
        chain=Region.objects.get(pk=region_id).key,
        action="case_access_log_read",
        object_type=CASE,
        object_id=str(case_id),
        object_label=number,
    )
    return number, history_of(CASE, str(case_id), limit=MOST)
