"""Read the board of a matter once, with the rights of the reader; a fixed number of queries.

Most rows come as plain values: with 500 partners, making and preparing objects would cost more than all else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from allmende.joint_decisions import states, thresholds
from allmende.joint_decisions.board import Board, DecisionView, PartnerRow
from allmende.joint_decisions.core_text import CoreText, from_json
from allmende.joint_decisions.domain import Effect, PartnerState, RuleKind
from allmende.joint_decisions.models import (
    CoreVersion,
    JointDecision,
    PartnerDecision,
    PartnerResult,
    PartnerTerm,
    PlannedConsultation,
)
from allmende.joint_decisions.own_papers import Entered, decision_view
from allmende.joint_decisions.permissions import Rights
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.dated import bodies_on
from allmende.register.periods import last_day

TERM_FIELDS = ("partner_id", "partner__body_id", "effect", "legal_basis", "weight", "has_veto", "valid")
DECISION_FIELDS = (
    "pk",
    "partner_id",
    "partner__body_id",
    "core_version_id",
    "paper_id",
    "reference",
    "local_texts",
    "visibility",
    "released_on",
)
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


def board_of(matter: JointDecision, *, rights: Rights, on: date) -> Board:
    """Return the matter as this person may see it."""
    version, core = released_core(matter, rights)
    terms = _terms(matter, on)
    bodies = register.bodies_by_id({matter.body_id, *(term.partner__body_id for term in terms)}, on=on)
    rows = _rows(matter, terms, bodies, rights, on)
    vetoes = frozenset(row.body.key for row in rows if row.has_veto and row.last_day is None)
    return Board(
        matter=matter,
        on=on,
        rights=rights,
        lead=bodies[matter.body_id],
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


def _rows(
    matter: JointDecision, terms: Sequence[Any], bodies: Mapping[int, Any], rights: Rights, on: date
) -> list[PartnerRow]:
    of_partners = bodies_on(on).filter(body__in=matter.partners.values("body"))
    populations = dict(of_partners.values_list("body_id", "population"))
    decisions = _decisions(matter, rights)
    rows = []
    for term in terms:
        found = decisions.get(term.partner_id, ())
        people = populations.get(term.partner__body_id)
        ends = last_day(term.valid.upper)
        rows.append(
            PartnerRow(
                id=term.partner_id,
                body=bodies[term.partner__body_id],
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


def _terms(matter: JointDecision, on: date) -> list[Any]:
    """Return of each partner the terms of the day: the last ones of who left, the first of who comes."""
    found: dict[int, Any] = {}
    rows = PartnerTerm.objects.filter(KNOWN_NOW, partner__joint_decision=matter).order_by("valid")
    for term in rows.values_list(*TERM_FIELDS, named=True):
        if term.partner_id not in found or term.valid.lower <= on:
            found[term.partner_id] = term
    return list(found.values())


def _decisions(matter: JointDecision, rights: Rights) -> Mapping[int, Sequence[DecisionView]]:
    """Return what the viewer may see of the partners' own papers, by partner, in order."""
    of_matter = PartnerDecision.objects.filter(partner__joint_decision=matter)
    rows = of_matter.order_by("partner_id", "number").values_list(*DECISION_FIELDS, named=True)
    papers = _papers(of_matter)
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
    found: dict[int, list[DecisionView]] = defaultdict(list)
    for row in rows:
        if rights.sees(row.partner__body_id, row.visibility):
            entered = Entered(row, papers.get(row.pk), planned.get(row.pk, ()), results.get(row.pk, ()))
            views = found[row.partner_id]
            views.append(decision_view(entered, len(views) + 1, cores[row.core_version_id], rights))
    return found


def _papers(of_matter: Any) -> dict[int, Any]:
    """Return the partners' own papers with what their councils decided, by the go they belong to."""
    rows = (
        of_matter.filter(paper__isnull=False)
        .select_related("paper__decision")
        .only("paper")
        .defer("paper__search", "paper__header_evidence")
        .prefetch_related("paper__consultations", "paper__decision__items", "paper__decision__conditions")
    )
    return {row.pk: row.paper for row in rows}


def _by_decision(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.decision_id].append(row)
    return found
