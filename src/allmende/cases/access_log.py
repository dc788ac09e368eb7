"""Who saw or changed one case, for those who may open it: the team and supervision."""

from typing import TYPE_CHECKING
from uuid import UUID

from allmende.accounts.domain import AuditEventRow
from allmende.accounts.queries import history_of
from allmende.cases.denials import CASE
from allmende.cases.records import opened

if TYPE_CHECKING:
    from allmende.accounts.models import User

MOST = 2000


def access_log(*, by: "User", case_id: UUID) -> tuple[str, list[AuditEventRow]]:
    """Return the number of a case and its events, newest first; raise UnknownCase."""
    with opened(by, case_id) as case:
        case.record("case_access_log_read")
        number = case.file.number
    return number, history_of(CASE, str(case_id), limit=MOST)
