"""A dossier as plain JSON values: the shape in which the reader prints, and what was recorded since."""

from datetime import date
from typing import Any

from allmende.papers.domain.outcomes import DecisionState
from allmende.papers.domain.values import plain_amount
from allmende.papers.dossier import Dossier
from allmende.papers.models import FollowUp


def dossier_as_json(dossier: Dossier) -> dict[str, Any]:
    """Return the paper in the shape in which the reader prints what it found, and its result beside."""
    paper = dossier.paper
    return {
        "kind": paper.paper_type or None,
        "issuer": paper.issuer or None,
        "reference": paper.reference or None,
        "department": paper.department or None,
        "file_number": paper.file_number or None,
        "date": _iso(paper.date),
        "status": paper.status or None,
        "subject": paper.name or None,
        "consultations": [
            {
                "body": row.organization_name,
                "date": _iso(row.date),
                "role": row.role or None,
                "treatment": row.treatment or None,
            }
            for row in dossier.consultations
        ],
        "resolution": [
            {"number": row.number or None, "text": row.resolution_text} for row in dossier.decision_items
        ],
        "votes": [
            {"outcome": row.outcome or None, "yes": row.yes, "no": row.no, "abstentions": row.abstentions}
            for row in dossier.votes
        ],
        "conditions": [{"text": row.text} for row in dossier.conditions],
        "duties": [_duty(each.row) for each in dossier.duties],
        "decision": _result(dossier),
        "amounts": [
            {
                "value": plain_amount(row.amount_cents),
                "currency": row.currency,
                "label": row.label or None,
                "unit": row.unit or None,
                "year": row.year,
            }
            for row in dossier.figures
        ],
        "finance": [{"field": row.field, "value": row.value} for row in dossier.finance_entries],
        "impacts": [{"topic": row.topic, "text": row.text} for row in dossier.impact_statements],
        "calculations": [
            {"is_right": each.is_right, "message": each.message, "line": each.line}
            for each in dossier.calculations
        ],
        "references": [
            {"reference": row.reference or None, "date": _iso(row.date), "relation": row.relation}
            for row in dossier.paper.references.all()
        ],
        "legal": [row.citation for row in dossier.legal_citations],
        "dates": [{"date": _iso(row.date), "meaning": row.meaning} for row in dossier.date_notes],
        "organisations": [mention.name for mention in dossier.mentions],
        "register": [
            {
                "name": mention.name,
                "confidence": mention.confidence,
                "bodies": [{"key": body.key, "name": str(body)} for body in mention.bodies],
            }
            for mention in dossier.mentions
        ],
    }


def _duty(row: FollowUp) -> dict[str, Any]:
    return {
        "addressee": row.addressee,
        "text": row.duty,
        "due": _iso(row.due_on),
        "recurrence": row.recurrence or None,
        "state": row.state,
        "last_done_on": _iso(row.last_done_on),
    }


def _result(dossier: Dossier) -> dict[str, Any] | None:
    """Return what became of the proposal; nothing while nobody has recorded it."""
    decision = dossier.decision
    if decision is None or decision.state == DecisionState.PROPOSED:
        return None
    is_taken = decision.state == DecisionState.TAKEN
    return {
        "state": decision.state,
        "decided_on": _iso(decision.decided_on),
        "holds_from": _iso(decision.holds_from) if is_taken else None,
        "repealed_since": _iso(dossier.repealed_since),
        "outcome": decision.outcome or None,
        "yes": decision.yes,
        "no": decision.no,
        "abstentions": decision.abstentions,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
