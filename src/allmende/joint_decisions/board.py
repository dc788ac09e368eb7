"""One matter as one person may see it on one day: everything a page, a file or a mail shows, read once.

Whoever may not see a partner's entry gets the same as if there were none: no state, no count, no date.
A fixed number of queries, however many partners take part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions import deviation as deviations
from allmende.joint_decisions import effect, states, thresholds
from allmende.joint_decisions.core_text import CoreText, from_json
from allmende.joint_decisions.deviation import Deviation
from allmende.joint_decisions.domain import CoreMatch, Effect, PartnerState, ResultKind, RuleKind, Visibility
from allmende.joint_decisions.models import (
    CoreVersion,
    JointDecision,
    PartnerDecision,
    PartnerResult,
    PartnerTerm,
    PlannedConsultation,
)
from allmende.joint_decisions.permissions import Rights
from allmende.papers.domain.outcomes import DecisionState
from allmende.reading.facts import Treatment
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.register.domain import BodyView
from allmende.register.names import sort_key
from allmende.register.periods import last_day

FROM_PAPER = {
    DecisionState.TAKEN.value: ResultKind.ADOPTED,
    DecisionState.REJECTED.value: ResultKind.REJECTED,
    DecisionState.POSTPONED.value: ResultKind.DEFERRED,
    DecisionState.WITHDRAWN.value: ResultKind.WITHDRAWN,
}

RESULT_FIELDS = (
    "pk",
    "corrects_id",
    "kind",
    "decided_on",
    "deviation",
    "conditions",
    "judged",
    "is_reported",
    "yes",
    "no",
    "abstentions",
)


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One go of a council as the viewer may see it. `number` counts what the viewer sees."""

    id: int
    number: int
    attempt: states.Attempt
    reference: str
    paper_id: int | None
    paper_url: str
    is_shared: bool
    contradiction: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner with all the viewer may know of it."""

    id: int
    body: BodyView
    effect: Effect
    legal_basis: str
    weight: Decimal
    has_veto: bool
    joined_on: date
    last_day: date | None
    population: int | None
    standing: states.Standing
    decisions: tuple[DecisionView, ...]

    @property
    def name(self) -> str:
        return str(self.body)

    @property
    def sort_name(self) -> str:
        return sort_key(self.body.name)

    @property
    def state(self) -> PartnerState:
        return self.standing.state

    @property
    def result(self) -> states.Result | None:
        return self.standing.result

    @property
    def reference(self) -> str:
        return next((each.reference for each in reversed(self.decisions) if each.reference), "")

    @property
    def paper_url(self) -> str:
        return next((each.paper_url for each in reversed(self.decisions) if each.paper_url), "")

    @property
    def is_released(self) -> bool:
        return any(each.attempt.is_released for each in self.decisions)

    @property
    def stations(self) -> tuple[states.Station, ...]:
        return self.decisions[-1].attempt.stations if self.decisions else ()

    @property
    def next_on(self) -> date | None:
        return self.standing.next_station.on if self.standing.next_station else None

    @property
    def decided_on(self) -> date | None:
        return self.result.decided_on if self.result else None

    @property
    def conditions(self) -> tuple[str, ...]:
        return self.result.conditions if self.result else ()

    @property
    def contradiction(self) -> str:
        return next((each.contradiction for each in self.decisions if each.contradiction), "")

    @property
    def vote(self) -> thresholds.Vote:
        return thresholds.Vote(
            key=self.body.key,
            name=self.name,
            stand=self.standing.stand,
            weight=Fraction(self.weight),
            population=self.population,
            on=self.standing.agreed_on,
        )


@dataclass(frozen=True)
class Board:
    """A matter on a day. `core` is the newest released text, without what the viewer may not read."""

    matter: JointDecision
    on: date
    rights: Rights
    lead: BodyView
    core_version: CoreVersion | None
    core: CoreText | None
    rules: tuple[thresholds.Rule, ...]
    rows: tuple[PartnerRow, ...]
    former: tuple[PartnerRow, ...] = field(default=())

    @cached_property
    def counting(self) -> list[PartnerRow]:
        """Return the partners whose consent is required."""
        return [row for row in self.rows if row.effect is Effect.REQUIRED]

    @cached_property
    def votes(self) -> list[thresholds.Vote]:
        return [row.vote for row in self.counting]

    @cached_property
    def threshold(self) -> thresholds.Evaluation:
        return thresholds.evaluate(self.rules, self.votes)

    @cached_property
    def reached_on(self) -> date | None:
        """Return the day on which enough have agreed, or can have by what is planned."""
        return thresholds.reached_on(self.rules, self.votes) if self.rules else None

    @cached_property
    def steps(self) -> list[effect.EffectStep]:
        """Return the way to the effect; none where the threshold cannot be reached."""
        matter = self.matter
        course = effect.Course(
            form=ComparedForm(matter.legal_form) if matter.legal_form else None,
            received_on=matter.received_on,
            approved_on=matter.approved_on,
            announced_on=matter.announced_on,
            agreed_on=matter.agreed_on,
        )
        return effect.steps(course, reached_on=self.reached_on, today=self.on)

    @property
    def effective_on(self) -> date | None:
        return effect.effective_on(self.steps)

    @cached_property
    def unheard(self) -> list[PartnerRow]:
        """Return who must be heard and has not said anything yet."""
        return [row for row in self.rows if row.effect is Effect.HEARD and row.result is None]

    @cached_property
    def counts(self) -> list[tuple[PartnerState, int]]:
        """Return how many partners stand where, in the order of the way."""
        found = [(state, sum(row.state is state for row in self.rows)) for state in PartnerState]
        return [(state, count) for state, count in found if count]

    def row_of(self, partner_id: int) -> PartnerRow | None:
        return next((row for row in (*self.rows, *self.former) if row.id == partner_id), None)


def board_of(matter: JointDecision, *, rights: Rights, on: date) -> Board:
    """Return the matter as this person may see it."""
    version, core = released_core(matter, rights)
    rows = _rows(matter, rights, on)
    vetoes = frozenset(row.body.key for row in rows if row.has_veto and row.last_day is None)
    lead = register.bodies_by_id([matter.body_id], on=on)[matter.body_id]
    return Board(
        matter=matter,
        on=on,
        rights=rights,
        lead=lead,
        core_version=version,
        core=core,
        rules=tuple(_rule(each, vetoes) for each in matter.threshold_rules.all()),
        rows=tuple(row for row in rows if row.state is not PartnerState.LEFT),
        former=tuple(row for row in rows if row.state is PartnerState.LEFT),
    )


def released_core(matter: JointDecision, rights: Rights) -> tuple[CoreVersion | None, CoreText | None]:
    """Return the newest released version and what the person may read of it."""
    version = matter.core_versions.filter(released_at__isnull=False).order_by("-number").first()
    if version is None:
        return None, None
    core = from_json(version.paragraphs)
    return version, core if rights.is_insider else core.public()


def _rule(row: Any, vetoes: frozenset[str]) -> thresholds.Rule:
    return thresholds.Rule(
        kind=RuleKind(row.kind),
        share=Fraction(row.share) if row.share else None,
        strict=row.strict,
        count=row.count,
        keys=vetoes if row.kind == RuleKind.VETO else frozenset(),
        alternative=row.alternative,
        basis=row.basis,
    )


def _rows(matter: JointDecision, rights: Rights, on: date) -> list[PartnerRow]:
    terms = _terms(matter, on)
    partners = {term.partner_id: term.partner for term in terms.values()}
    body_ids = {partner.body_id for partner in partners.values()}
    bodies = register.bodies_by_id(body_ids, on=on)
    populations = dict(bodies_on(on).filter(body_id__in=body_ids).values_list("body_id", "population"))
    decisions = _decisions(matter, rights)
    rows = []
    for partner_id, term in terms.items():
        partner = partners[partner_id]
        found = decisions.get(partner_id, ())
        people = populations.get(partner.body_id)
        ends = last_day(term.valid.upper)
        rows.append(
            PartnerRow(
                id=partner_id,
                body=bodies[partner.body_id],
                effect=Effect(term.effect),
                legal_basis=term.legal_basis,
                weight=term.weight,
                has_veto=term.has_veto,
                joined_on=term.valid.lower,
                last_day=ends,
                population=None if people is None else int(people),
                standing=states.standing(
                    [each.attempt for each in found],
                    on=on,
                    deadline=matter.deadline_on,
                    has_left=ends is not None and ends < on,
                ),
                decisions=tuple(found),
            )
        )
    return sorted(rows, key=lambda row: row.sort_name)


def _terms(matter: JointDecision, on: date) -> dict[int, PartnerTerm]:
    """Return for each partner the terms of the day: the last ones of who left, the first of who comes."""
    found: dict[int, PartnerTerm] = {}
    rows = PartnerTerm.objects.filter(KNOWN_NOW, partner__joint_decision=matter)
    for term in rows.select_related("partner").order_by("valid"):
        if term.partner_id not in found or term.valid.lower <= on:
            found[term.partner_id] = term
    return found


def _decisions(matter: JointDecision, rights: Rights) -> Mapping[int, Sequence[DecisionView]]:
    """Return what the viewer may see of the partners' own papers, by partner, in order."""
    rows = (
        PartnerDecision.objects.filter(partner__joint_decision=matter)
        .select_related("partner", "paper__decision")
        .defer("paper__search", "paper__header_evidence", "note")
        .prefetch_related(
            "paper__consultations",
            "paper__decision__items",
            "paper__decision__conditions",
        )
        .order_by("partner_id", "number")
    )
    cores = {core.pk: from_json(core.paragraphs) for core in matter.core_versions.all()}
    planned = _by_decision(
        PlannedConsultation.objects.filter(decision__partner__joint_decision=matter)
        .order_by("order")
        .values_list("decision_id", "organization", "date", "authoritative", named=True)
    )
    results = _by_decision(
        PartnerResult.objects.filter(decision__partner__joint_decision=matter)
        .order_by("pk")
        .values_list("decision_id", *RESULT_FIELDS, named=True)
    )
    found: dict[int, list[DecisionView]] = {}
    for row in rows:
        if rights.sees(row.partner.body_id, row.visibility):
            views = found.setdefault(row.partner_id, [])
            entered = Entered(planned.get(row.pk, ()), results.get(row.pk, ()))
            views.append(_view(row, entered, len(views) + 1, cores[row.core_version_id], rights))
    return found


def _by_decision(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Return plain rows by the decision they belong to: 500 managers would cost more than all the rest."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.decision_id, []).append(row)
    return found


class Entered(NamedTuple):
    """What was entered for one go, beside its paper."""

    planned: Sequence[Any]
    results: Sequence[Any]


def _view(
    row: PartnerDecision, entered: Entered, number: int, core: CoreText, rights: Rights
) -> DecisionView:
    paper = row.paper
    is_open = paper is not None and (paper.is_published or row.partner.body_id in rights.body_ids)
    is_known = paper is None or is_open or rights.is_insider
    results, contradiction = _results(row, entered.results, core, rights, paper if is_known else None)
    attempt = states.Attempt(
        is_released=row.released_on is not None,
        stations=_stations(entered.planned, paper if is_known else None, rights),
        results=results,
    )
    return DecisionView(
        id=row.pk,
        number=number,
        attempt=attempt,
        reference=row.reference if is_known else "",
        paper_id=row.paper_id if is_open else None,
        paper_url=paper.get_absolute_url() if is_open and paper is not None else "",
        is_shared=row.visibility != Visibility.OWN,
        contradiction=contradiction,
    )


def _stations(planned: Sequence[Any], paper: Any, rights: Rights) -> tuple[states.Station, ...]:
    """Return the Beratungsfolge of the paper, or what is planned as long as there is none."""
    if paper is not None and (consultations := list(paper.consultations.all())):
        return tuple(
            states.Station(each.organization_name, each.date, each.authoritative)
            for each in consultations
            if rights.is_insider or each.treatment != Treatment.NON_PUBLIC
        )
    return tuple(states.Station(each.organization, each.date, each.authoritative) for each in planned)


def _results(
    row: PartnerDecision, entered: Sequence[Any], core: CoreText, rights: Rights, paper: Any
) -> tuple[tuple[states.Result, ...], str]:
    """Return the results entered here, else that of the paper; and where both say something else."""
    corrected = {each.corrects_id for each in entered}
    shown = tuple(
        states.Result(
            kind=ResultKind(each.kind),
            decided_on=each.decided_on,
            deviation=_shown_deviation(deviations.from_json(each.deviation), core, rights),
            conditions=tuple(each.conditions),
            judged=CoreMatch(each.judged) if each.judged else None,
            is_reported=each.is_reported,
            yes=each.yes,
            no=each.no,
            abstentions=each.abstentions,
        )
        for each in entered
        if each.pk not in corrected
    )
    told = _told_by(paper, row, core, rights)
    if told is None:
        return shown, ""
    if not shown:
        return (told,), ""
    last = max(shown, key=lambda each: each.decided_on)
    taken = (ResultKind.ADOPTED, ResultKind.AMENDED)
    alike = last.kind is told.kind or (last.kind in taken and told.kind in taken)
    if alike and last.decided_on == told.decided_on:
        return shown, ""
    return shown, f"Die Vorlage sagt: {told.kind.label} am {told.decided_on:%d.%m.%Y}."


def _shown_deviation(found: Deviation, core: CoreText, rights: Rights) -> Deviation:
    """Return the finding without its sentences where they could tell an outsider of internal paragraphs."""
    if rights.is_insider or not core.has_internal_parts:
        return found
    return Deviation(found.match)


@lru_cache(maxsize=2048)
def compared(core: CoreText, local: tuple[tuple[str, str], ...], resolved: str) -> Deviation:
    """Return the comparison of a paper's wording with the core, kept for the next reader of the board."""
    return deviations.deviation(core, dict(local), resolved)


def _told_by(paper: Any, row: PartnerDecision, core: CoreText, rights: Rights) -> states.Result | None:
    """Return the result that people recorded with the partner's own paper."""
    decision = getattr(paper, "decision", None) if paper is not None else None
    if decision is None or decision.state not in FROM_PAPER or decision.decided_on is None:
        return None
    kind = FROM_PAPER[decision.state]
    is_amended = kind is ResultKind.ADOPTED and "geändert" in decision.outcome.casefold()
    items = "\n\n".join(each.resolution_text for each in decision.items.all())
    wording = items if kind is ResultKind.ADOPTED and not is_amended else ""
    found = compared(core, tuple(sorted(row.local_texts.items())), wording)
    return states.Result(
        kind=ResultKind.AMENDED if is_amended else kind,
        decided_on=decision.decided_on,
        deviation=_shown_deviation(found, core, rights),
        conditions=tuple(each.text for each in decision.conditions.all()),
        yes=decision.yes,
        no=decision.no,
        abstentions=decision.abstentions,
    )
