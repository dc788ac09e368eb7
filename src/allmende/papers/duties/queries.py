"""Reads of duties for their own page, for everyone, and for the weekly mail. Nothing here reads the clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from allmende.papers.decisions.queries import follow_ups_of
from allmende.papers.decisions.standing import SOON
from allmende.papers.domain.follow_ups import FollowUpState, Recurrence, occurrences
from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.models import Condition, DutyDigest, FollowUp, FollowUpReport
from allmende.papers.queries import paper_for
from allmende.register.queries import AnyUser, body_ids_of

if TYPE_CHECKING:
    from allmende.accounts.models import User

COMING = 4
"""So many coming days of a recurring duty are shown."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as other apps show it: a plain row with an address."""

    id: int
    duty: str
    addressee: str
    kind_label: str
    due_on: date | None
    recurrence_label: str
    is_pending: bool
    state_label: str
    paper_id: int
    paper_title: str
    body_id: int
    url: str


def follow_up_for(user: AnyUser, follow_up_id: int, *, on: date) -> FollowUp | None:
    """Return the duty if the person may see its paper."""
    rows = FollowUp.objects.select_related("decision__paper", "condition").defer("decision__paper__search")
    follow_up: FollowUp | None = rows.filter(pk=follow_up_id).first()
    if follow_up is None or paper_for(user, follow_up.decision.paper_id, on=on) is None:
        return None
    return follow_up


def condition_for(user: AnyUser, condition_id: int, *, on: date) -> Condition | None:
    """Return the condition if the person may see its paper."""
    condition = Condition.objects.select_related("decision__paper").filter(pk=condition_id).first()
    if condition is None or paper_for(user, condition.decision.paper_id, on=on) is None:
        return None
    return condition


def reports_of(follow_up: FollowUp, user: AnyUser, *, on: date) -> list[FollowUpReport]:
    """Return what was reported; people outside the body see what is public."""
    rows = follow_up.reports.select_related("created_by")
    if follow_up.decision.paper.body_id not in body_ids_of(user, on=on):
        rows = rows.filter(is_public=True)
    return list(rows)


def report_file_for(user: AnyUser, report_id: int, *, on: date) -> FollowUpReport | None:
    """Return a report with its file if the person may read it."""
    report = (
        FollowUpReport.objects.select_related("follow_up__decision__paper")
        .exclude(content="")
        .filter(pk=report_id)
        .first()
    )
    if report is None or follow_up_for(user, report.follow_up_id, on=on) is None:
        return None
    is_own = report.follow_up.decision.paper.body_id in body_ids_of(user, on=on)
    return report if is_own or report.is_public else None


def coming_days(follow_up: FollowUp) -> list[date]:
    """Return the days on which a recurring duty is due next."""
    if not (follow_up.recurrence and follow_up.first_due_on and follow_up.due_on):
        return []
    if follow_up.state != FollowUpState.PENDING:
        return []
    before = follow_up.due_on - timedelta(days=1)
    rhythm = Recurrence(follow_up.recurrence)
    return occurrences(follow_up.first_due_on, rhythm, after=before, count=COMING)


def public_follow_ups() -> QuerySet[FollowUp]:
    """Return the duties from published papers, for everyone."""
    failed = (DecisionState.REJECTED.value, DecisionState.WITHDRAWN.value)
    return (
        FollowUp.objects.filter(decision__paper__is_published=True)
        .exclude(decision__state__in=failed)
        .select_related("decision__paper")
        .defer("decision__paper__search", "decision__paper__header_evidence")
    )


def duties_of_papers(paper_ids: Collection[int], *, user: AnyUser, on: date) -> list[DutyRow]:
    """Return the duties from these papers that the person may see, those due first on top."""
    shown = Q(decision__paper__is_published=True) | Q(decision__paper__body_id__in=body_ids_of(user, on=on))
    rows = (
        FollowUp.objects.filter(shown, decision__paper_id__in=paper_ids)
        .exclude(decision__state__in=(DecisionState.REJECTED.value, DecisionState.WITHDRAWN.value))
        .select_related("decision__paper")
        .defer("decision__paper__search", "decision__paper__header_evidence")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return [_row(each) for each in rows]


def _row(row: FollowUp) -> DutyRow:
    paper = row.decision.paper
    return DutyRow(
        id=row.pk,
        duty=row.duty,
        addressee=row.addressee,
        kind_label=row.get_kind_display(),
        due_on=row.due_on,
        recurrence_label=row.get_recurrence_display(),
        is_pending=row.state == FollowUpState.PENDING,
        state_label=row.get_state_display(),
        paper_id=paper.pk,
        paper_title=str(paper),
        body_id=paper.body_id,
        url=row.get_absolute_url(),
    )


def urgent_duties(user: AnyUser, *, on: date) -> list[FollowUp]:
    """Return the pending duties of the person's bodies that are overdue or due soon, the oldest first."""
    return list(pending_duties(user, on=on).filter(due_on__lte=on + SOON).order_by("due_on", "pk"))


def pending_duties(user: AnyUser, *, on: date) -> QuerySet[FollowUp]:
    """Return the duties of the person's bodies that are still to be done."""
    return follow_ups_of(body_ids_of(user, on=on)).filter(state=FollowUpState.PENDING.value)


def digest_of(user: "User") -> DutyDigest | None:
    return DutyDigest.objects.filter(user=user).first()


def digests_due(*, on: date) -> QuerySet[DutyDigest]:
    """Return the subscriptions for which no mail went out in the last week."""
    return DutyDigest.objects.select_related("user").filter(
        Q(last_sent_on=None) | Q(last_sent_on__lte=on - WEEK), user__is_active=True
    )
