"""The course of a case: its overview, phases and their guards, review, admission, evaluation, closing."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from allmende.cases.domain.file_words import ConsentKind, LegalBasis, TransferState
from allmende.cases.domain.phases import NEXT, RUNNING, CaseState, Phase, next_review, why_not
from allmende.cases.domain.words import ClosureReason, GoalState, TeamPosition
from allmende.cases.errors import CaseRefusal
from allmende.cases.models import (
    CaseFile,
    CaseMember,
    DataConsent,
    Evaluation,
    Goal,
    PhaseChange,
    Plan,
    Transfer,
)
from allmende.cases.records import OpenedCase, Standing, opened

if TYPE_CHECKING:
    from allmende.accounts.models import User

REASON = "fall.cases_phasechange.reason"
EVALUATION = "fall.cases_evaluation.text"
BY_OTHERS = frozenset({Phase.UEBERGABE, Phase.GESPERRT, Phase.GELOESCHT})
"""Phases that have a way of their own: the hand-over, and the run that erases."""
BAR = (
    Phase.KLAERUNG,
    Phase.AUFNAHME,
    Phase.ASSESSMENT,
    Phase.PLANUNG,
    Phase.UMSETZUNG,
    Phase.EVALUATION,
    Phase.ABGESCHLOSSEN,
)
"""The steps of the bar, in order; other phases stand beside it."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody of a team, by account number; names of colleagues lie on the other connection."""

    pk: int
    assignment_id: int
    position: TeamPosition
    since: date
    last_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of a case shows, without any name."""

    file: CaseFile
    standing: Standing
    state: CaseState
    team: tuple[MemberRow, ...]
    open_transfer: Transfer | None
    evaluation: str
    changes: tuple[PhaseChange, ...]

    @property
    def phase(self) -> Phase:
        return Phase(self.file.phase)

    def possible(self, on: date) -> list[tuple[Phase, list[str]]]:
        """Return the phases that may follow, each with what is still missing."""
        following = sorted(NEXT[self.phase] - BY_OTHERS, key=list(Phase).index)
        return [(each, why_not(self.state, each, on)) for each in following]


def overview_of(*, by: "User", case_id: UUID, on: date) -> Overview:
    """Return the head of a case with its state; raise UnknownCase."""
    with opened(by, case_id) as case:
        case.record("case_read")
        evaluation = Evaluation.objects.filter(case_id=case_id).order_by("-pk").first()
        transfer = Transfer.objects.filter(case_id=case_id, state=TransferState.OPEN.value)
        return Overview(
            file=case.file,
            standing=case.standing,
            state=state_of(case, on),
            team=tuple(team_of(case_id)),
            open_transfer=transfer.first(),
            evaluation=case.text(EVALUATION, evaluation.text_sealed) if evaluation else "",
            changes=tuple(PhaseChange.objects.filter(case_id=case_id).order_by("-changed_at", "-pk")),
        )


def state_of(case: OpenedCase, on: date, *, rest_reason: str = "", closure_reason: str = "") -> CaseState:
    """Return what the guards need to know of a case on a day."""
    file = case.file
    basis_is_consent = file.legal_basis == LegalBasis.CONSENT.value
    goals = list(Goal.objects.filter(case_id=file.pk).values_list("state", flat=True))
    plan = Plan.objects.filter(case_id=file.pk).order_by("-version").first()
    consented = DataConsent.objects.filter(
        case_id=file.pk,
        kind=ConsentKind.CASE_WORK.value,
        revoked_on=None,
        given_on__lte=on,
        until__gte=on,
    )
    lead = CaseMember.objects.filter(case_id=file.pk, position=TeamPosition.LEAD.value, valid__contains=on)
    evaluated = Evaluation.objects.filter(case_id=file.pk, written_on__gte=file.opened_on)
    return CaseState(
        phase=Phase(file.phase),
        since=file.phase_since,
        resting_from=Phase(file.resting_from) if file.resting_from else None,
        informed_on=file.informed_on,
        legal_basis=file.legal_basis,
        consent_needed=basis_is_consent,
        consent_given=basis_is_consent and consented.exists(),
        has_lead=lead.exists(),
        goals=len(goals),
        goals_undecided=goals.count(GoalState.OPEN.value),
        agreed_on=plan.agreed_on if plan else None,
        closure_reason=closure_reason or file.closure_reason,
        is_evaluated=evaluated.exists(),
        rest_reason=rest_reason,
    )


def team_of(case_id: UUID) -> list[MemberRow]:
    """Return everybody who is or was in the team of a case, newest first; asked inside `case_work`."""
    return [
        MemberRow(
            member.pk,
            member.assignment_id,
            TeamPosition(member.position),
            member.valid.lower,
            _last_day(member.valid.upper),
            member.reason,
        )
        for member in CaseMember.objects.filter(case_id=case_id).order_by("-valid", "-pk")
    ]


def change_phase(*, by: "User", case_id: UUID, to: Phase, reason: str, on: date) -> None:
    """Let a case enter a phase; raise CaseRefusal with everything that is missing."""
    with opened(by, case_id) as case:
        case.require_team()
        if to in BY_OTHERS:
            raise CaseRefusal(f"„{to.label}“ hat einen eigenen Weg und wird nicht von Hand gesetzt.")
        enter(case, to, state_of(case, on, rest_reason=reason), reason, on)


def close_case(*, by: "User", case_id: UUID, reason: ClosureReason, evaluation: str, on: date) -> None:
    """Close a case with its evaluation; nothing is kept if a guard refuses."""
    with opened(by, case_id) as case:
        case.require_team()
        if evaluation:
            Evaluation.objects.create(
                **case.own, written_on=on, author=by, text_sealed=case.sealed(EVALUATION, evaluation)
            )
        enter(case, Phase.ABGESCHLOSSEN, state_of(case, on, closure_reason=reason.value), "", on)
        CaseFile.objects.filter(pk=case_id).update(closure_reason=reason.value)


def enter(case: OpenedCase, to: Phase, state: CaseState, reason: str, on: date) -> None:
    """Write a change of phase if its guards agree; raise CaseRefusal."""
    if missing := why_not(state, to, on):
        raise CaseRefusal(*missing)
    case.record("case_phase_changed", {"Phase": to.label})
    file = case.file
    rests_from = file.phase if to is Phase.RUHT and state.phase is not Phase.UEBERGABE else ""
    changed: dict[str, object] = {"phase": to.value, "phase_since": on, "resting_from": rests_from}
    if to is Phase.ABGESCHLOSSEN and file.closed_on is None:
        changed |= {"closed_on": on, "review_on": None}
    elif to in RUNNING and file.closed_on is not None:
        changed |= {"closed_on": None, "closure_reason": "", "review_on": next_review(on)}
    elif to is Phase.AUFNAHME:
        changed["review_on"] = next_review(on)
    CaseFile.objects.filter(pk=file.pk).update(**changed)
    PhaseChange.objects.create(
        **case.own, phase=to.value, since=on, changed_by=case.by, reason_sealed=case.sealed(REASON, reason)
    )


def set_admission(
    *, by: "User", case_id: UUID, informed_on: date | None, basis: LegalBasis | None, restricted: bool
) -> None:
    """Record the notice on data protection, the legal basis, and whether the region's lists leave it out."""
    with opened(by, case_id) as case:
        case.require_team()
        case.record("case_head_changed")
        CaseFile.objects.filter(pk=case_id).update(
            informed_on=informed_on, legal_basis=basis.value if basis else "", restricted=restricted
        )


def set_review(*, by: "User", case_id: UUID, on: date) -> None:
    """Record that plan and case were looked at, and set the next review."""
    with opened(by, case_id) as case:
        case.require_team()
        case.record("case_reviewed")
        CaseFile.objects.filter(pk=case_id).update(review_on=next_review(on))


def _last_day(until: date | None) -> date | None:
    return date.fromordinal(until.toordinal() - 1) if until else None
