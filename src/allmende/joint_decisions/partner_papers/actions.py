"""Make the partners' papers and keep their figures; a figure is replaced, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max

from allmende.cooperations.options.exporting.word import fields_in
from allmende.cooperations.options.queries import template_of
from allmende.jobs.actions import start_job
from allmende.joint_decisions.errors import NothingReleased
from allmende.joint_decisions.models import (
    BudgetLine,
    ComputedFigure,
    JointDecision,
    PaperBatch,
    Partner,
    PartnerDecision,
    RuleFigure,
)
from allmende.joint_decisions.partner_actions import begin_decision
from allmende.joint_decisions.partner_papers.content import NEEDED
from allmende.joint_decisions.partner_papers.errors import (
    NothingToMake,
    TemplateLacksField,
    UnknownCalculation,
    UnknownRule,
)
from allmende.joint_decisions.partner_papers.figures import FigureUnit, FigureValue, Reason, differs, why
from allmende.joint_decisions.permissions import Rights, is_lead, require_partner
from allmende.joint_decisions.recording import locked_matter, record
from allmende.ledger.computing import law
from allmende.ledger.queries import calculation_for
from allmende.register.domain import Capability
from allmende.register.queries import bodies_by_id

if TYPE_CHECKING:
    from allmende.accounts.models import User
    from allmende.joint_decisions.board import Board

JOB_KIND = "joint_papers"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another one now."""

    label: str
    old: str
    new: str
    why: str

    def as_json(self) -> dict[str, str]:
        return {"label": self.label, "old": self.old, "new": self.new, "why": self.why}


def template_problems(board: "Board") -> list[str]:
    """Return which towns' own templates lack a field that a paper needs, in words."""
    problems = []
    for row in board.rows:
        own = template_of(row.body.id)
        missing = [name for name in NEEDED if own and name not in fields_in(bytes(own.data))]
        if missing:
            named = " und ".join(f"„{name}“" for name in missing)
            problems.append(f"Die Word-Vorlage von {row.name} hat kein Feld {named}.")
    return problems


@transaction.atomic
def start_papers(
    *, board: "Board", rights: Rights, uses_sample: bool, url: str, by: "User | None", on: date
) -> PaperBatch:
    """Make the papers of all partners in the background; the lead begins those that nobody has begun.

    Raises NothingReleased, TemplateLacksField or NothingToMake before anything is made.
    """
    matter = (
        JointDecision.objects.select_related("body").select_for_update(of=("self",)).get(pk=board.matter.pk)
    )
    if board.core_version is None:
        raise NothingReleased
    problems = [] if uses_sample else template_problems(board)
    if problems:
        raise TemplateLacksField(problems=" ".join(problems))
    decisions = _decisions(board, rights, by, on)
    if not decisions:
        raise NothingToMake
    number = (matter.batches.aggregate(last=Max("number"))["last"] or 0) + 1
    batch: PaperBatch = PaperBatch.objects.create(
        joint_decision=matter,
        number=number,
        core_version=board.core_version,
        made_on=on,
        uses_sample=uses_sample,
        created_by=by,
    )
    job = start_job(
        kind=JOB_KIND,
        title=f"Vorlagen: {matter.title}"[:300],
        payload={"batch": batch.pk, "decisions": decisions},
        by=by,
        url=url,
    )
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    record(by, matter, "joint_papers_made", {"Ausgabe": str(number), "Vorlagen": str(len(decisions))})
    return batch


def _decisions(board: "Board", rights: Rights, by: "User | None", on: date) -> list[int]:
    """Return the decisions to make papers for: the newest of each partner that the person may see.

    A partner that keeps its own to itself makes its paper itself; nobody learns here that there is one.
    """
    leads = is_lead(by, board.matter, on=on)
    begun = set(
        PartnerDecision.objects.filter(partner__joint_decision=board.matter).values_list(
            "partner_id", flat=True
        )
    )
    found = []
    for row in board.rows:
        if not (leads or rights.may_write(row.body.id)):
            continue
        if row.decisions:
            found.append(row.decisions[-1].id)
        elif leads and row.id not in begun:
            found.append(begin_decision(partner_id=row.id, by=by, on=on).pk)
    return found


@transaction.atomic
def keep_figures(
    decision: PartnerDecision, values: Sequence[FigureValue], batch: PaperBatch
) -> list[FigureChange]:
    """Keep the figures of a partner; what differs replaces what there was. Return what changed."""
    current = {each.key: each for each in decision.figures.filter(is_current=True).select_for_update()}
    changes = []
    for order, value in enumerate(values):
        old = current.pop(value.key, None)
        if old is not None and not differs(value_of(old), value):
            continue
        if old is not None:
            changes.append(_change(value_of(old), value))
        elif decision.figures.exists() and _had_papers(decision, batch):
            changes.append(FigureChange(value.label, "–", value.shown, "neu"))
        _replace(old, value, order, decision, batch)
    for gone in current.values():
        ComputedFigure.objects.filter(pk=gone.pk).update(is_current=False)
        changes.append(FigureChange(gone.label, value_of(gone).shown, "–", "entfällt"))
    return changes


def _change(old: FigureValue, new: FigureValue) -> FigureChange:
    return FigureChange(new.label, old.shown, new.shown, why(old.reason, new.reason))


def _had_papers(decision: PartnerDecision, batch: PaperBatch) -> bool:
    return decision.files.exclude(batch=batch).exists()


def _replace(
    old: ComputedFigure | None, value: FigureValue, order: int, decision: PartnerDecision, batch: PaperBatch
) -> None:
    if old is not None:
        ComputedFigure.objects.filter(pk=old.pk).update(is_current=False)
    ComputedFigure.objects.create(
        decision=decision,
        batch=batch,
        order=order,
        key=value.key,
        label=value.label[:300],
        unit=value.unit.value,
        value=value.value[:300],
        missing=value.missing[:1000],
        reason=value.reason.as_json(),
        computed_on=batch.made_on,
        replaces=old,
    )


def value_of(row: ComputedFigure) -> FigureValue:
    """Return a kept figure as the pure code knows it."""
    return FigureValue(
        row.key, row.label, FigureUnit(row.unit), row.value, Reason.from_json(row.reason), row.missing
    )


def change_between(old: FigureValue, new: FigureValue | None) -> FigureChange | None:
    """Return how a figure in a paper differs from what it is now; None if it does not."""
    if new is None:
        return FigureChange(old.label, old.shown, "–", "entfällt")
    return _change(old, new) if differs(old, new) else None


# --- what figures rest on ------------------------------------------------------------------------------


@transaction.atomic
def save_budget_line(
    *,
    partner_id: int,
    product: str,
    account: str,
    year: int | None,
    planned_cents: int | None,
    by: "User | None",
    on: date,
) -> None:
    """Keep where a partner's own money comes from; only the partner's people may."""
    partner = Partner.objects.select_related("joint_decision__body").get(pk=partner_id)
    require_partner(by, partner.body_id, Capability.EDIT_PAPERS, on=on)
    BudgetLine.objects.update_or_create(
        partner=partner,
        defaults={
            "product": product,
            "account": account,
            "year": year,
            "planned_cents": planned_cents,
            "modified_by": by,
        },
    )
    body = bodies_by_id([partner.body_id], on=on)[partner.body_id]
    record(by, partner.joint_decision, "joint_budget_saved", {"Partner": str(body)})


@transaction.atomic
def add_rule_figure(
    *,
    matter_id: int,
    label: str,
    rule: str,
    inputs: Mapping[str, Any],
    day: date,
    by: "User | None",
    on: date,
    calculation_id: int | None = None,
) -> RuleFigure:
    """Let each paper carry what a rule gives, or what a calculation the person sees has booked.

    Raises UnknownRule, UnknownCalculation.
    """
    matter = locked_matter(matter_id, by, on)
    if calculation_id is not None:
        if calculation_for(by or AnonymousUser(), calculation_id, on=on) is None:
            raise UnknownCalculation
    elif law().rule(rule) is None:
        raise UnknownRule(name=rule)
    last = matter.rule_figures.aggregate(last=Max("order"))["last"]
    made: RuleFigure = RuleFigure.objects.create(
        joint_decision=matter,
        order=0 if last is None else last + 1,
        label=label,
        rule="" if calculation_id else rule,
        calculation_id=calculation_id,
        inputs=dict(inputs),
        on=day,
    )
    record(by, matter, "joint_figures_changed", {"Angabe": label})
    return made


@transaction.atomic
def remove_rule_figure(*, matter_id: int, figure_id: int, by: "User | None", on: date) -> None:
    """Leave a rule's amount out of papers made from now on."""
    matter = locked_matter(matter_id, by, on)
    for each in matter.rule_figures.filter(pk=figure_id):
        record(by, matter, "joint_figures_changed", {"Angabe": each.label})
        each.delete()
