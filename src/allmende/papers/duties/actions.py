"""Make a condition a duty, change its days, report on it. Every write leaves an event."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from allmende.papers.actions import record
from allmende.papers.decisions.actions import settle_follow_up
from allmende.papers.domain.follow_ups import (
    FollowUpKind,
    FollowUpState,
    Recurrence,
    ReportKind,
    RollCall,
    kind_told_by,
)
from allmende.papers.duties.errors import FileTooLarge, NothingReported, RecursFromNoDay, ReportedInTheFuture
from allmende.papers.errors import Vanished
from allmende.papers.models import (
    Condition,
    Decision,
    DutyDigest,
    FollowUp,
    FollowUpReport,
    Paper,
    RollCallVote,
)
from allmende.papers.storage import clean_name
from allmende.register.domain import Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

MAX_FILE_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Of what kind a duty is, who has it, when it is due, and how often."""

    addressee: str
    duty: str
    kind: FollowUpKind
    due_on: date | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody reports about a duty."""

    kind: ReportKind
    reported_on: date
    note: str = ""
    link: str = ""
    file_name: str = ""
    data: bytes = b""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class NamedVote:
    """How one member voted."""

    name: str
    group: str
    vote: RollCall


@transaction.atomic
def duty_from_condition(*, condition_id: int, term: Term, by: "User | None", on: date) -> FollowUp:
    """Make a duty of a condition of a decision; raise RecursFromNoDay."""
    rows = Condition.objects.select_related("decision__paper__draft__body")
    condition = rows.filter(pk=condition_id).first()
    if condition is None:
        raise Vanished
    paper = condition.decision.paper
    require(by, paper.body_id, Capability.EDIT_PAPERS, on=on)
    _check(term)
    decision = Decision.objects.select_for_update().get(pk=condition.decision_id)
    last = decision.follow_ups.aggregate(last=Max("order"))["last"]
    made: FollowUp = FollowUp.objects.create(
        decision=decision,
        condition=condition,
        order=0 if last is None else last + 1,
        **_columns(term),
    )
    record(by, paper.draft, "follow_up_added", str(paper))
    return made


@transaction.atomic
def change_term(*, follow_up_id: int, term: Term, by: "User | None", on: date) -> FollowUp:
    """Change kind, addressee, day and rhythm of a duty; what was done before stays."""
    follow_up = _locked(follow_up_id, by, on)
    _check(term)
    for name, value in _columns(term).items():
        setattr(follow_up, name, value)
    follow_up.save()
    paper = follow_up.decision.paper
    record(by, paper.draft, "follow_up_changed", str(paper))
    return follow_up


def _check(term: Term) -> None:
    if term.recurrence is not None and term.due_on is None:
        raise RecursFromNoDay


def _columns(term: Term) -> dict[str, object]:
    return {
        "addressee": term.addressee,
        "duty": term.duty,
        "kind": term.kind.value,
        "first_due_on": term.due_on,
        "due_on": term.due_on,
        "recurrence": term.recurrence.value if term.recurrence else "",
    }


@transaction.atomic
def report_on_duty(
    *, follow_up_id: int, report: Report, settles: bool, by: "User | None", on: date
) -> FollowUpReport:
    """Keep what was reported; `settles` says that the duty, or this time of it, is done.

    Raises NothingReported, ReportedInTheFuture or FileTooLarge.
    """
    if not (report.note or report.link or report.data):
        raise NothingReported
    if report.reported_on > on:
        raise ReportedInTheFuture
    if len(report.data) > MAX_FILE_BYTES:
        raise FileTooLarge(limit=MAX_FILE_BYTES // 1_000_000)
    follow_up = _locked(follow_up_id, by, on)
    kept = FollowUpReport(
        follow_up=follow_up,
        kind=report.kind.value,
        reported_on=report.reported_on,
        for_due_on=follow_up.due_on if follow_up.recurrence else None,
        note=report.note,
        link=report.link,
        is_public=report.is_public,
        created_by=by,
    )
    if report.data:
        kept.file_name = clean_name(report.file_name)
        kept.content.save("", ContentFile(report.data), save=False)
    kept.save()
    paper = follow_up.decision.paper
    record(by, paper.draft, "follow_up_reported", str(paper))
    if settles:
        settle_follow_up(follow_up_id=follow_up_id, state=FollowUpState.DONE, by=by, on=on)
    return kept


@transaction.atomic
def withdraw_report(*, report_id: int, by: "User", on: date) -> FollowUp:
    """Take back what was reported by mistake; its file goes too."""
    kept = FollowUpReport.objects.filter(pk=report_id).first()
    if kept is None:
        raise Vanished
    follow_up = _locked(kept.follow_up_id, by, on)
    paper = follow_up.decision.paper
    record(by, paper.draft, "follow_up_report_withdrawn", str(paper))
    content, name = kept.content, kept.content.name
    kept.delete()
    if name:
        transaction.on_commit(lambda: content.storage.delete(name))
    return follow_up


@transaction.atomic
def record_roll_call(*, paper_id: int, votes: list[NamedVote], by: "User | None", on: date) -> None:
    """Keep how each member voted; an earlier list is replaced, an empty one removes it."""
    paper = Paper.objects.select_related("draft__body").filter(pk=paper_id).first()
    decision = Decision.objects.select_for_update().filter(paper_id=paper_id).first()
    if paper is None or decision is None:
        raise Vanished
    require(by, paper.body_id, Capability.CONFIRM_PAPERS, on=on)
    decision.roll_call.all().delete()
    RollCallVote.objects.bulk_create(
        RollCallVote(decision=decision, order=order, name=each.name, group=each.group, vote=each.vote.value)
        for order, each in enumerate(votes)
    )
    record(by, paper.draft, "roll_call_recorded", str(paper))


@transaction.atomic
def order_digest(*, user: "User", address: str, on: date) -> None:
    """Send the person the duties of their bodies once a week; `address` is where the product runs."""
    DutyDigest.objects.get_or_create(user=user, defaults={"address": address, "since": on})


@transaction.atomic
def cancel_digest(*, user: "User") -> None:
    DutyDigest.objects.filter(user=user).delete()


def _locked(follow_up_id: int, by: "User | None", on: date) -> FollowUp:
    rows = FollowUp.objects.select_related("decision__paper__draft__body").select_for_update(of=("self",))
    follow_up: FollowUp | None = rows.filter(pk=follow_up_id).first()
    if follow_up is None:
        raise Vanished
    require(by, follow_up.decision.paper.body_id, Capability.EDIT_PAPERS, on=on)
    return follow_up


def first_term(condition: Condition) -> Term:
    """Return the duty that the form proposes for a condition."""
    addressee = "Verwaltung"
    return Term(addressee=addressee, duty=condition.text, kind=kind_told_by(addressee))
