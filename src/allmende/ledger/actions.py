"""What people do with calculations and postings. Nothing is changed: a new state is posted as a difference.

`by` is the acting person; None is the installation itself (demo data).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from allmende.accounts.actions import record_event
from allmende.ledger.computing import Outcome, Question, computed
from allmende.ledger.domain import (
    Causes,
    Flow,
    Line,
    PostingKind,
    causes_of,
    differences,
    pass_through_gaps,
    sentence_for_gap,
)
from allmende.ledger.errors import (
    AlreadyCancelled,
    ChangedMeanwhile,
    KeptElsewhere,
    NoAmount,
    NoReason,
    NotConcerned,
    NothingChanged,
    SameBody,
    UnevenChain,
    UnknownCalculation,
)
from allmende.ledger.models import Calculation, CalculationVersion, Posting
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require

if TYPE_CHECKING:
    from allmende.accounts.models import User

CALCULATION, POSTING = "calculation", "posting"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be posted: per flow the new amount and the difference to what stands posted."""

    question: Question
    outcomes: Mapping[str, Outcome]
    lines: tuple[Line, ...]
    to_post: tuple[Line, ...]
    causes: Causes
    based_on: int
    """Number of the version that the difference is taken from; 0 for a first calculation."""


@dataclass(frozen=True, slots=True)
class Due:
    """An amount that a document makes due, in cents; `period` is `[from, until)`.

    A correction may be negative and says its `causes`. `parts`: cents by label that the amount follows
    from. `subject`: label and address of the matter in which the document stands.
    """

    payer: BodyView
    payee: BodyView
    cents: int
    kind: PostingKind
    period: tuple[date, date]
    document: str
    from_own_money: bool = True
    causes: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    subject: tuple[str, str] = ("", "")


@transaction.atomic
def create_calculation(
    *,
    body: BodyView,
    title: str,
    kind: PostingKind,
    period: tuple[date, date],
    flows: Sequence[Flow],
    question: Question,
    reason: str,
    by: "User | None",
    on: date,
    subject: tuple[str, str] = ("", ""),
    contract: str = "",
) -> Calculation:
    """Open a calculation and post its first state.

    `period` is `[from, until)`; `contract` as `contracts.with_contract` takes it. Raises UnevenChain if
    somebody would keep money meant for others.
    """
    require(by, body.id, Capability.POST_MONEY, on=on)
    _refuse_same_body(flows, on)
    calculation = Calculation.objects.create(
        body_id=body.id,
        title=title,
        kind=kind,
        period=period,
        flows=[asdict(flow) for flow in flows],
        subject_label=subject[0],
        subject_url=subject[1],
        contract=contract,
        created_by=by,
    )
    plan = _plan(calculation, question, on)
    _post(calculation, plan, reason=reason, by=by, on=on)
    _record(by, body, calculation, "calculation_posted", {"Anlass": reason})
    return calculation


def preview(*, calculation_id: int, question: Question, by: "User | None", on: date) -> Plan:
    """Return what a recalculation would post, and why; nothing is written."""
    calculation = Calculation.objects.filter(pk=calculation_id).first()
    if calculation is None:
        raise UnknownCalculation
    require(by, calculation.body_id, Capability.CALCULATE, on=on)
    return _plan(calculation, question, on)


@transaction.atomic
def recalculate(
    *, calculation_id: int, question: Question, based_on: int, reason: str, by: "User | None", on: date
) -> CalculationVersion:
    """Post the differences to what stands posted, with their causes.

    `based_on` is the version the person saw in the preview. Raises ChangedMeanwhile if there is a newer
    one, NothingChanged if no value and no amount differs.
    """
    calculation = Calculation.objects.select_for_update(of=("self",)).filter(pk=calculation_id).first()
    if calculation is None:
        raise UnknownCalculation
    require(by, calculation.body_id, Capability.POST_MONEY, on=on)
    if not reason.strip():
        raise NoReason
    plan = _plan(calculation, question, on)
    if plan.based_on != based_on:
        raise ChangedMeanwhile(version=plan.based_on)
    if not plan.to_post and not plan.causes:
        raise NothingChanged
    version = _post(calculation, plan, reason=reason.strip(), by=by, on=on)
    body = register.bodies_by_id([calculation.body_id], on=on)[calculation.body_id]
    _record(by, body, calculation, "calculation_corrected", {"Anlass": reason.strip()})
    return version


@transaction.atomic
def set_published(*, calculation_id: int, is_published: bool, by: "User | None", on: date) -> None:
    """Show a calculation with all its states and reasons to everybody, or to its bodies only."""
    calculation = Calculation.objects.filter(pk=calculation_id).first()
    if calculation is None:
        raise UnknownCalculation
    require(by, calculation.body_id, Capability.POST_MONEY, on=on)
    if calculation.is_published == is_published:
        return
    Calculation.objects.filter(pk=calculation_id).update(is_published=is_published)
    body = register.bodies_by_id([calculation.body_id], on=on)[calculation.body_id]
    _record(by, body, calculation, "calculation_published" if is_published else "calculation_hidden", {})


@transaction.atomic
def post_by_hand(
    *,
    body: BodyView,
    payer: BodyView,
    payee: BodyView,
    cents: int,
    kind: PostingKind,
    period: tuple[date, date],
    document: str,
    by: "User | None",
    on: date,
    from_own_money: bool = True,
) -> Posting:
    """Enter an amount that a document states: a payment, an instalment, a notice.

    Raises NoAmount, NoReason or SameBody.
    """
    if cents <= 0 or kind is PostingKind.KORREKTUR:
        raise NoAmount
    due = Due(payer, payee, cents, kind, period, document, from_own_money)
    return post_due(body=body, due=due, by=by, on=on)


@transaction.atomic
def post_due(*, body: BodyView, due: Due, by: "User | None", on: date) -> Posting:
    """Post what a document makes due. Raises NoAmount, NoReason, SameBody or NotConcerned."""
    require(by, body.id, Capability.POST_MONEY, on=on)
    is_correction = due.kind is PostingKind.KORREKTUR
    if due.cents == 0 or (due.cents < 0 and not is_correction):
        raise NoAmount
    if not due.document.strip() or (is_correction and not due.causes):
        raise NoReason
    if due.payer.id == due.payee.id:
        raise SameBody(body=due.payer)
    if body.id not in (due.payer.id, due.payee.id):
        raise NotConcerned(body=body)
    posting = Posting.objects.create(
        body_id=body.id,
        payer_id=due.payer.id,
        payee_id=due.payee.id,
        cents=due.cents,
        kind=due.kind,
        period=due.period,
        rule="",
        valid_on=due.period[0],
        known_on=on,
        from_own_money=due.from_own_money,
        sentence=due.document.strip(),
        explanation=_due_node(due, on),
        causes=list(due.causes),
        subject_label=due.subject[0],
        subject_url=due.subject[1],
        posted_by=by,
    )
    _record(by, body, posting, "posting_entered", {"Beleg": posting.sentence})
    return posting


def cancel_posting(*, posting_id: int, reason: str, by: "User | None", on: date) -> Posting:
    """Take a posting by hand back by its opposite. Raises KeptElsewhere, or what `take_back` raises."""
    posting = Posting.objects.filter(pk=posting_id).exclude(subject_url="").first()
    if posting is not None:
        raise KeptElsewhere(subject=posting.subject_label)
    return take_back(posting_id=posting_id, reason=reason, by=by, on=on)


@transaction.atomic
def take_back(*, posting_id: int, reason: str, by: "User | None", on: date) -> Posting:
    """Post the opposite of what a document made due; both stay. Raises AlreadyCancelled or NoReason."""
    posting = (
        Posting.objects.select_for_update(of=("self",)).filter(pk=posting_id, version__isnull=True).first()
    )
    if posting is None:
        raise UnknownCalculation
    require(by, posting.body_id, Capability.POST_MONEY, on=on)
    if not reason.strip():
        raise NoReason
    if (earlier := Posting.objects.filter(corrects=posting).first()) is not None:
        raise AlreadyCancelled(number=earlier.pk)
    cancellation = Posting.objects.create(
        body_id=posting.body_id,
        payer_id=posting.payer_id,
        payee_id=posting.payee_id,
        cents=-posting.cents,
        kind=PostingKind.KORREKTUR,
        period=posting.period,
        rule=posting.rule,
        section=posting.section,
        valid_on=posting.valid_on,
        known_on=on,
        from_own_money=posting.from_own_money,
        sentence=f"Rücknahme der Buchung {posting.pk}: {reason.strip()}",
        explanation=_document_node(reason.strip(), -posting.cents, on),
        causes=[reason.strip()],
        subject_label=posting.subject_label,
        subject_url=posting.subject_url,
        corrects=posting,
        posted_by=by,
    )
    body = register.bodies_by_id([posting.body_id], on=on)[posting.body_id]
    _record(by, body, posting, "posting_cancelled", {"Grund": reason.strip()})
    return cancellation


# --- inside --------------------------------------------------------------------------------------------


def _plan(calculation: Calculation, question: Question, on: date) -> Plan:
    flows = [Flow(**flow) for flow in calculation.flows]
    names = list(dict.fromkeys(flow.rule for flow in flows))
    outcomes = computed(names, question, calculation.body_id, calculation.contract)
    lines = tuple(Line(flow, outcomes[flow.rule].cents) for flow in flows)
    _refuse_gaps(lines, on)
    last = calculation.versions.order_by("-number").first()
    before = _posted(calculation)
    to_post = tuple(differences(before, {line.flow: line.cents for line in lines}))
    causes = (
        causes_of(list(last.explanations.values()), [each.tree for each in outcomes.values()])
        if last
        else Causes()
    )
    return Plan(question, outcomes, lines, to_post, causes, last.number if last else 0)


def _posted(calculation: Calculation) -> dict[Flow, int]:
    """Return what stands posted per flow, corrections included."""
    sums: dict[Flow, int] = defaultdict(int)
    for posting in Posting.objects.filter(version__calculation=calculation).order_by("pk"):
        sums[Flow(posting.rule, posting.payer_id, posting.payee_id, posting.from_own_money)] += posting.cents
    return dict(sums)


def _post(
    calculation: Calculation, plan: Plan, *, reason: str, by: "User | None", on: date
) -> CalculationVersion:
    newest = calculation.versions.aggregate(number=Max("number"))["number"] or 0
    question = plan.question
    causes = plan.causes.sentences or ([reason] if newest else [])
    version = CalculationVersion.objects.create(
        calculation=calculation,
        number=newest + 1,
        valid_on=question.on,
        known_on=question.known,
        inputs={name: asdict(value) for name, value in question.inputs.items()},
        layers=list(question.layers),
        explanations={rule: outcome.tree for rule, outcome in plan.outcomes.items()},
        reason=reason,
        causes=causes,
        created_by=by,
    )
    Posting.objects.bulk_create(
        Posting(
            body_id=calculation.body_id,
            payer_id=line.flow.payer,
            payee_id=line.flow.payee,
            cents=line.cents,
            kind=PostingKind.KORREKTUR if newest else calculation.kind,
            period=calculation.period,
            rule=line.flow.rule,
            section=plan.outcomes[line.flow.rule].section,
            valid_on=question.on,
            known_on=question.known,
            from_own_money=line.flow.from_own_money,
            sentence=plan.outcomes[line.flow.rule].sentence,
            explanation=plan.outcomes[line.flow.rule].tree,
            causes=causes,
            version=version,
            posted_by=by,
        )
        for line in plan.to_post
    )
    return version


def _refuse_gaps(lines: Iterable[Line], on: date) -> None:
    gaps = pass_through_gaps(lines)
    if gaps:
        names = register.bodies_by_id([gap.body for gap in gaps], on=on)
        raise UnevenChain(gaps=" ".join(sentence_for_gap(str(names.get(gap.body, "")), gap) for gap in gaps))


def _refuse_same_body(flows: Iterable[Flow], on: date) -> None:
    for flow in flows:
        if flow.payer == flow.payee:
            raise SameBody(body=register.bodies_by_id([flow.payer], on=on)[flow.payer])


def _due_node(due: Due, on: date) -> dict[str, Any]:
    """Return the explanation of what is due: the document, and below it what the amount follows from."""
    node = _document_node(due.document.strip(), due.cents, on)
    node["inputs"] = [
        {**_document_node(label, cents, on), "name": label, "source": "", "sentence": ""}
        for label, cents in due.parts.items()
    ]
    return node


def _document_node(document: str, cents: int, on: date) -> dict[str, Any]:
    """Return the explanation of an amount that a document states: one leaf."""
    return {
        "name": "document",
        "label": document,
        "kind": "input",
        "value": f"{Decimal(cents) / 100:.2f}",
        "unit": "EUR",
        "section": "",
        "source": document,
        "mark": "seen",
        "known": {"from": on.isoformat(), "until": None},
        "sentence": document,
        "inputs": [],
    }


def _record(
    by: "User | None", body: BodyView, thing: Calculation | Posting, action: str, details: Mapping[str, str]
) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=CALCULATION if isinstance(thing, Calculation) else POSTING,
        object_id=str(thing.pk),
        object_label=str(thing),
        details=details,
    )
