"""Two ready matters after source documents 001 and 004; results not in a paper are said to be made up."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.urls import resolve
from django.utils import timezone

from allmende.cooperations import queries as cooperations
from allmende.cooperations.options import queries as options
from allmende.joint_decisions import actions, core_actions, partner_actions
from allmende.joint_decisions.core_text import from_json
from allmende.joint_decisions.domain import Effect, ResultKind, RuleKind, Visibility
from allmende.joint_decisions.models import JointDecision, PaperBatch, Partner
from allmende.joint_decisions.partner_papers import actions as actions_of_papers
from allmende.joint_decisions.partner_papers.computing import Subject, figures_of
from allmende.joint_decisions.partner_papers.making import make_paper
from allmende.joint_decisions.states import Station
from allmende.joint_decisions.thresholds import Rule
from allmende.register import queries as register
from allmende.register.dated import bodies_on
from allmende.register.domain import BodyView

MATTERS = ("muensterland.json", "integrationszentrum.json")
WORK_BEGINS = time(9)
REASON = "Beispieldaten: ohne Mitzeichnung freigegeben"


@transaction.atomic
def load(*, on: date, papers: Mapping[str, str] | None = None) -> None:
    """Bring the demo's matters; what is there stays, also if a person changed it.

    `papers`: the addresses of the demo's dossiers by the name of their file.
    """
    for name in MATTERS:
        described = json.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
        if not JointDecision.objects.filter(key=described["key"]).exists():
            _load(described, papers or {}, on)


def _load(described: dict[str, Any], papers: Mapping[str, str], on: date) -> None:
    begun = date.fromisoformat(described["begun"])
    at = datetime.combine(begun, WORK_BEGINS, tzinfo=timezone.get_current_timezone())
    matter = _matter(described, on)
    bodies = register.bodies_by_keys([each["body"] for each in described["partners"]], on=on)
    partners = {
        each["body"]: _join(matter, bodies[each["body"]], {**described["terms"], **each}, begun, on, at)
        for each in described["partners"]
    }
    rules = [
        Rule(
            RuleKind(each["kind"]),
            share=Fraction(each["share"]) if "share" in each else None,
            strict=each.get("strict", False),
            basis=each.get("basis", ""),
        )
        for each in described["rules"]
    ]
    actions.set_rules(matter_id=matter.pk, rules=rules, by=None, on=on)
    _release(matter, on, at)
    for each in described["partners"]:
        if "stations" in each or "result" in each:
            _decision(partners[each["body"]], each, papers, on)
    _correct_budget(described, partners, on)
    actions.set_published(matter_id=matter.pk, is_published=True, by=None, on=on)


def _matter(described: dict[str, Any], on: date) -> JointDecision:
    stated = described["matter"]
    days: dict[str, Any] = {name: date.fromisoformat(stated[name]) for name in stated if name.endswith("_on")}
    cooperation = stated.get("cooperation")
    entry = actions.MatterEntry(
        title=stated["title"],
        text=stated["text"],
        legal_form=stated.get("legal_form", ""),
        cooperation_id=cooperations.cooperation_by_key(cooperation).pk if cooperation else None,
        snapshot_id=options.first_snapshot_id(stated["comparison"]) if "comparison" in stated else None,
        option_key=stated.get("option", ""),
        **days,
    )
    return actions.create_matter(
        body=register.body_by_key(described["body"], on=on),
        entry=entry,
        core=from_json(described["core"]),
        by=None,
        on=on,
        key=described["key"],
    )


def _join(
    matter: JointDecision, body: BodyView, stated: dict[str, Any], begun: date, on: date, at: datetime
) -> Partner:
    entry = actions.TermEntry(
        effect=Effect(stated["effect"]),
        legal_basis=stated.get("legal_basis", ""),
        note=stated.get("note", ""),
    )
    return actions.join(matter_id=matter.pk, body=body, entry=entry, first_day=begun, by=None, on=on, at=at)


def _release(matter: JointDecision, on: date, at: datetime) -> None:
    core = matter.core_versions.get(number=1)
    core_actions.offer_core(core_id=core.pk, by=None, on=on, at=at)
    for signature in core.signatures.all():
        core_actions.waive_signature(signature_id=signature.pk, note=REASON, by=None, on=on, at=at)
    core_actions.release_core(core_id=core.pk, by=None, on=on, at=at)


def _decision(partner: Partner, described: dict[str, Any], papers: Mapping[str, str], on: date) -> None:
    decision = partner_actions.begin_decision(partner_id=partner.pk, by=None, on=on)
    stations = tuple(
        Station(each["committee"], date.fromisoformat(each["on"]), each.get("decides", False))
        for each in described.get("stations", [])
    )
    entry = partner_actions.DecisionEntry(
        reference=described.get("reference", ""),
        local_texts=described.get("local", {}),
        stations=stations,
        visibility=Visibility.PUBLIC,
        is_released=True,
        note=described.get("note", ""),
    )
    partner_actions.save_decision(
        decision_id=decision.pk, entry=entry, version=decision.version, by=None, on=on
    )
    if address := papers.get(described.get("paper", "")):
        paper_id = int(resolve(address).kwargs["pk"])
        partner_actions.attach_paper(decision_id=decision.pk, paper_id=paper_id, by=None, on=on)
    if "result" in described and date.fromisoformat(described["result"]["on"]) <= on:
        _result(decision.pk, described["result"], on)


def _result(decision_id: int, described: dict[str, Any], on: date) -> None:
    entry = partner_actions.ResultEntry(
        kind=ResultKind(described["kind"]),
        decided_on=date.fromisoformat(described["on"]),
        resolved_text=described.get("text", ""),
        conditions=tuple(described.get("conditions", ())),
        note=described.get("note", ""),
    )
    partner_actions.record_result(decision_id=decision_id, entry=entry, by=None, on=on)


def _correct_budget(described: dict[str, Any], partners: Mapping[str, Partner], on: date) -> None:
    """Make the paper of the partners whose budget line changed afterwards: its figures are outdated now."""
    for body, line in described.get("budget", {}).items():
        entry = {"product": line["product"], "account": "", "year": line["year"], "by": None, "on": on}
        first, corrected = line["planned_cents"]
        actions_of_papers.save_budget_line(partner_id=partners[body].pk, planned_cents=first, **entry)
        _make_paper(partners[body], on)
        actions_of_papers.save_budget_line(partner_id=partners[body].pk, planned_cents=corrected, **entry)


def _make_paper(partner: Partner, on: date) -> None:
    decision = partner.decisions.select_related("partner__body", "partner__joint_decision").get()
    matter = decision.partner.joint_decision
    core = matter.core_versions.get(number=1)
    batch = PaperBatch.objects.create(joint_decision=matter, number=1, core_version=core, made_on=on)
    body = register.bodies_by_id([partner.body_id], on=on)[partner.body_id]
    people = bodies_on(on).filter(body_id=partner.body_id).values_list("population", flat=True).first()
    subject = Subject(partner.pk, body, None if people is None else int(people))
    make_paper(batch, decision, figures_of(matter, [subject], on=on)[partner.pk])
