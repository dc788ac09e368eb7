"""A reading as plain JSON values, in the shape of the annotation format, with the evidence beside it."""

from datetime import date
from decimal import Decimal
from typing import Any

from allmende.common.findings import Finding, Place
from allmende.reading.facts import Reading

SCALARS = ("kind", "issuer", "reference", "department", "file_number", "date", "status", "subject")
LISTS = (
    "consultations",
    "resolution",
    "amounts",
    "references",
    "legal",
    "dates",
    "organisations",
    "votes",
    "conditions",
    "duties",
    "finance",
    "impacts",
)
_EVIDENCE_FIELDS = ("place", "confidence")
_SINGLE_VALUE = {"legal": "citation", "organisations": "name"}


def reading_as_json(reading: Reading) -> dict[str, object]:
    """Return the facts field by field, `evidence` for each value, the `findings` and the `layout`."""
    facts = reading.facts
    result: dict[str, object] = {}
    evidence: dict[str, object] = {}
    for field in SCALARS:
        found = getattr(facts, field)
        result[field] = None if found is None else _plain(found.value)
        if found is not None:
            evidence[field] = _evidence(found.place, found.confidence)
    for field in LISTS:
        items = getattr(facts, field)
        result[field] = [_item(field, item) for item in items]
        evidence[field] = [_evidence(item.place, item.confidence) for item in items]
    result["evidence"] = evidence
    result["findings"] = [_finding(finding) for finding in reading.findings]
    result["layout"] = reading.layout
    return result


def _item(field: str, item: Any) -> object:
    """Return one list item; items with a single value become that value."""
    if field in _SINGLE_VALUE:
        return getattr(item, _SINGLE_VALUE[field])
    names = [name for name in item.__dataclass_fields__ if name not in _EVIDENCE_FIELDS]
    return {name: _plain(getattr(item, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _evidence(place: Place, confidence: float) -> dict[str, object]:
    return {
        "start": place.start,
        "end": place.end,
        "page": place.page,
        "line": place.line,
        "confidence": round(confidence, 3),
    }


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "message": finding.message,
        "severity": str(finding.severity),
        "place": None
        if place is None
        else {"start": place.start, "end": place.end, "page": place.page, "line": place.line},
    }
