"""The plan agreed with the person: versions, goals, steps, decisions on goals."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from allmende.cases.domain.file_words import Responsible
from allmende.cases.domain.phases import next_review
from allmende.cases.domain.words import ActionField, GoalState
from allmende.cases.errors import CaseRefusal, UnknownCase
from allmende.cases.models import Action, CaseFile, Goal, Plan
from allmende.cases.records import OpenedCase, opened

if TYPE_CHECKING:
    from allmende.accounts.models import User

SUMMARY = "fall.cases_plan.summary"
GOAL = "fall.cases_goal.text"
GOAL_REASON = "fall.cases_goal.reason"
ACTION = "fall.cases_action.text"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step towards a goal, opened."""

    pk: int
    text: str
    responsible: Responsible
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal, opened, with its steps."""

    pk: int
    action_field: ActionField
    text: str
    state: GoalState
    due_on: date | None
    decided_on: date | None
    reason: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of the plan, opened."""

    pk: int
    version: int
    agreed_on: date | None
    language: str
    summary: str
    goals: tuple[GoalView, ...]


def plans_of(*, by: "User", case_id: UUID) -> list[PlanView]:
    """Return all versions of the plan, newest first; raise UnknownCase."""
    with opened(by, case_id) as case:
        return read_plans(case)


def read_plans(case: OpenedCase) -> list[PlanView]:
    """Return all versions of the plan of an opened case, newest first."""
    case.record("case_plan_read")
    steps: dict[int, list[StepView]] = {}
    for step in Action.objects.filter(case_id=case.file.pk).order_by("pk"):
        steps.setdefault(step.goal_id, []).append(
            StepView(
                step.pk,
                case.text(ACTION, step.text_sealed),
                Responsible(step.responsible),
                step.due_on,
                step.done_on,
            )
        )
    goals: dict[int, list[GoalView]] = {}
    for goal in Goal.objects.filter(case_id=case.file.pk).order_by("pk"):
        goals.setdefault(goal.plan_id, []).append(_goal_view(case, goal, steps.get(goal.pk, [])))
    return [
        PlanView(
            plan.pk,
            plan.version,
            plan.agreed_on,
            plan.language,
            case.text(SUMMARY, plan.summary_sealed),
            tuple(goals.get(plan.pk, [])),
        )
        for plan in Plan.objects.filter(case_id=case.file.pk).order_by("-version")
    ]


def new_version(*, by: "User", case_id: UUID, summary: str, language: str, on: date) -> None:
    """Begin a version of the plan; open goals move into it, and stay in the old one as changed."""
    with opened(by, case_id) as case:
        case.require_team()
        case.record("case_plan_written")
        before = Plan.objects.filter(case_id=case_id).order_by("-version").first()
        plan = Plan.objects.create(
            **case.own,
            version=before.version + 1 if before else 1,
            language=language,
            summary_sealed=case.key.encrypt(SUMMARY, summary),
        )
        if before:
            _carry_over(case, before, plan, on)


def agree_plan(*, by: "User", case_id: UUID, agreed_on: date, on: date) -> None:
    """Record that the person agreed to the newest version; raise CaseRefusal without a goal."""
    with opened(by, case_id) as case:
        case.require_team()
        plan = _newest(case)
        if not Goal.objects.filter(plan=plan).exists():
            raise CaseRefusal("Der Hilfeplan hat noch kein Ziel. Tragen Sie zuerst eines ein.")
        if agreed_on > on:
            raise CaseRefusal("Der Tag der Zielvereinbarung liegt in der Zukunft.")
        case.record("case_plan_agreed")
        Plan.objects.filter(pk=plan.pk).update(agreed_on=agreed_on)
        CaseFile.objects.filter(pk=case_id).update(review_on=next_review(agreed_on))


def add_goal(*, by: "User", case_id: UUID, field: ActionField, text: str, due_on: date | None) -> None:
    """Add a goal to the newest version; an agreed version takes no more: raise CaseRefusal."""
    with opened(by, case_id) as case:
        case.require_team()
        plan = _newest(case)
        if plan.agreed_on:
            raise CaseRefusal(
                "Diese Fassung ist vereinbart. Beginnen Sie eine neue Fassung, um Ziele zu ergänzen."
            )
        case.record("case_goal_written")
        Goal.objects.create(
            **case.own,
            plan=plan,
            action_field=field.value,
            text_sealed=case.sealed(GOAL, text),
            due_on=due_on,
        )


def decide_goal(*, by: "User", case_id: UUID, goal_id: int, state: GoalState, reason: str, on: date) -> None:
    """Decide on a goal, with the reason; a goal that was decided stays so: raise CaseRefusal."""
    with opened(by, case_id) as case:
        case.require_team()
        goal = _of_case(case, goal_id)
        if goal.state != GoalState.OPEN.value:
            raise CaseRefusal("Über dieses Ziel ist schon entschieden. Vereinbaren Sie es sonst neu.")
        case.record("case_goal_decided", {"Entscheidung": state.label})
        Goal.objects.filter(pk=goal.pk).update(
            state=state.value,
            decided_on=None if state is GoalState.OPEN else on,
            reason_sealed=case.sealed(GOAL_REASON, reason),
        )


def add_step(
    *, by: "User", case_id: UUID, goal_id: int, text: str, responsible: Responsible, due_on: date | None
) -> None:
    """Add a step to an open goal."""
    with opened(by, case_id) as case:
        case.require_team()
        goal = _of_case(case, goal_id)
        if goal.state != GoalState.OPEN.value:
            raise CaseRefusal("Das Ziel ist entschieden. Neue Schritte gehören zu einem offenen Ziel.")
        case.record("case_action_written")
        Action.objects.create(
            **case.own,
            goal=goal,
            text_sealed=case.sealed(ACTION, text),
            responsible=responsible.value,
            due_on=due_on,
        )


def finish_step(*, by: "User", case_id: UUID, step_id: int, on: date) -> None:
    """Record that a step is done."""
    with opened(by, case_id) as case:
        case.require_team()
        if not Action.objects.filter(pk=step_id, case_id=case_id).exists():
            raise UnknownCase
        case.record("case_action_done")
        Action.objects.filter(pk=step_id, case_id=case_id, done_on=None).update(done_on=on)


def _newest(case: OpenedCase) -> Plan:
    plan = Plan.objects.filter(case_id=case.file.pk).order_by("-version").first()
    if plan is None:
        raise CaseRefusal("Es gibt noch keinen Hilfeplan. Beginnen Sie eine Fassung.")
    return plan


def _of_case(case: OpenedCase, goal_id: int) -> Goal:
    newest = Plan.objects.filter(case_id=case.file.pk).aggregate(newest=Max("version"))["newest"]
    goal = Goal.objects.filter(pk=goal_id, case_id=case.file.pk, plan__version=newest).first()
    if goal is None:
        raise UnknownCase
    return goal


def _carry_over(case: OpenedCase, before: Plan, plan: Plan, on: date) -> None:
    for goal in Goal.objects.filter(plan=before, state=GoalState.OPEN.value).order_by("pk"):
        copy = Goal.objects.create(
            **case.own,
            plan=plan,
            action_field=goal.action_field,
            text_sealed=goal.text_sealed,
            due_on=goal.due_on,
        )
        for step in Action.objects.filter(goal=goal, done_on=None).order_by("pk"):
            Action.objects.create(
                **case.own,
                goal=copy,
                text_sealed=step.text_sealed,
                responsible=step.responsible,
                due_on=step.due_on,
            )
        Action.objects.filter(goal=goal, done_on=None).update(due_on=None)
    Goal.objects.filter(plan=before, state=GoalState.OPEN.value).update(
        state=GoalState.CHANGED.value, decided_on=on
    )


def _goal_view(case: OpenedCase, goal: Goal, steps: list[StepView]) -> GoalView:
    return GoalView(
        goal.pk,
        ActionField(goal.action_field),
        case.text(GOAL, goal.text_sealed),
        GoalState(goal.state),
        goal.due_on,
        goal.decided_on,
        case.text(GOAL_REASON, goal.reason_sealed),
        tuple(steps),
    )
