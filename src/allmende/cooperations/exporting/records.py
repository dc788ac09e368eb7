"""Cooperations of a day as plain records, in a fixed number of queries; the schema names the fields."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from allmende.cooperations.cooperation_page import ROLE_ORDER
from allmende.cooperations.documents import documents_for
from allmende.cooperations.domain import LegalForm, PartyRole
from allmende.cooperations.models import (
    CooperationDocument,
    CooperationEvent,
    CooperationState,
    CooperationTask,
    CostPool,
    Organ,
    Party,
    VotingRule,
)
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.periods import last_day

Record = dict[str, Any]


def records_of(states: Iterable[CooperationState], *, on: date) -> list[Record]:
    """Return one record per state; what nobody stated is null or an empty list."""
    found = list(states)
    ids = [state.cooperation_id for state in found]
    parties = list(
        Party.objects.filter(KNOWN_NOW, cooperation_id__in=ids, valid__contains=on).order_by("body__key")
    )
    body_ids = {party.body_id for party in parties}
    body_ids |= {
        each
        for state in found
        for each in (state.seat_id, state.cooperation.body_id, state.cooperation.steward_id)
        if each
    }
    bodies = register.bodies_by_id(body_ids, on=on)
    keyed = {body_id: {"key": body.key, "name": str(body)} for body_id, body in bodies.items()}
    by_cooperation: dict[int, list[Record]] = defaultdict(list)
    for party in sorted(parties, key=lambda each: ROLE_ORDER.index(PartyRole(each.role))):
        by_cooperation[party.cooperation_id].append(_party(party, keyed))
    facts = _Facts(ids, on)
    return [_record(state, by_cooperation[state.cooperation_id], facts, keyed) for state in found]


def _record(
    state: CooperationState, parties: list[Record], facts: "_Facts", bodies: dict[int, Record]
) -> Record:
    cooperation = state.cooperation
    return {
        "key": cooperation.key,
        "name": state.name,
        "short_name": state.short_name or None,
        "legal_form": state.legal_form,
        "legal_form_label": LegalForm(state.legal_form).label,
        "variant": state.variant or None,
        "purpose": state.purpose or None,
        "valid_from": state.valid.lower.isoformat(),
        "valid_until": _iso(last_day(state.valid.upper)),
        "start_is_known": state.is_start_known,
        "body": bodies.get(cooperation.body_id or 0),
        "seat": bodies.get(state.seat_id or 0),
        "authority": state.authority or None,
        "vat": state.vat,
        "procurement_basis": state.procurement_basis or None,
        "data_protection": state.data_protection,
        "notice_period": state.notice_period or None,
        "capital_total_cents": state.capital_total_cents,
        "votes_total": state.votes_total,
        "confidence": state.confidence,
        "steward": bodies.get(cooperation.steward_id or 0),
        "source": state.source.attribution,
        "parties": parties,
        "tasks": facts.tasks[state.cooperation_id],
        "organs": facts.organs[state.cooperation_id],
        "voting_rules": facts.rules[state.cooperation_id],
        "cost_pools": facts.pools[state.cooperation_id],
        "events": facts.events[state.cooperation_id],
        "documents": facts.documents[state.cooperation_id],
    }


def _party(party: Party, bodies: dict[int, Record]) -> Record:
    return {
        "body": bodies[party.body_id],
        "role": party.role,
        "valid_from": party.valid.lower.isoformat(),
        "valid_until": _iso(last_day(party.valid.upper)),
        "capital_cents": party.capital_cents,
        "votes": party.votes,
        "seats": party.seats,
        "tasks": list(party.task_codes),
        "confidence": party.confidence,
    }


class _Facts:
    """What is said of many cooperations on a day, by kind and cooperation."""

    def __init__(self, ids: list[int], on: date) -> None:
        self.tasks: dict[int, list[Record]] = defaultdict(list)
        self.organs: dict[int, list[Record]] = defaultdict(list)
        self.rules: dict[int, list[Record]] = defaultdict(list)
        self.pools: dict[int, list[Record]] = defaultdict(list)
        self.events: dict[int, list[Record]] = defaultdict(list)
        self.documents: dict[int, list[Record]] = defaultdict(list)
        said = {"cooperation_id__in": ids, "valid__contains": on}
        for task in CooperationTask.objects.filter(KNOWN_NOW, **said).select_related("task").order_by("pk"):
            code = {"code": task.task.code, "name": task.task.name}
            self.tasks[task.cooperation_id].append(
                {**code, "extent": task.extent, "mode": task.mode, "area": task.area or None}
            )
        for organ in Organ.objects.filter(KNOWN_NOW, **said).order_by("name"):
            self.organs[organ.cooperation_id].append(
                {"name": organ.name, "composition": organ.composition or None}
            )
        for rule in VotingRule.objects.filter(KNOWN_NOW, **said).order_by("matter"):
            self.rules[rule.cooperation_id].append(
                {"matter": rule.matter, "rule": rule.rule, "words": rule.words}
            )
        for pool in CostPool.objects.filter(KNOWN_NOW, **said).order_by("name"):
            self.pools[pool.cooperation_id].append({"name": pool.name, "key": pool.key, "words": pool.words})
        for event in CooperationEvent.objects.filter(KNOWN_NOW, cooperation_id__in=ids).order_by("date"):
            day = event.date.isoformat()
            self.events[event.cooperation_id].append(
                {"kind": event.kind, "date": day, "note": event.note or None}
            )
        for document in documents_for((), CooperationDocument.objects.filter(cooperation_id__in=ids)):
            self.documents[document.cooperation_id].append(
                {"title": document.title, "url": document.url or None}
            )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
