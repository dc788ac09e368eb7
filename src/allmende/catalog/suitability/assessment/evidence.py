"""What was known when a review was decided, under a fingerprint, and what has changed since."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmende.catalog.suitability.assessment.criteria import Assessed, CriteriaSet, ranking
from allmende.catalog.suitability.assessment.present_value import Rate
from allmende.common.formats import euro, number
from allmende.common.money import rounded


@dataclass(frozen=True, slots=True)
class Evidence:
    """The review as a document that is never changed, and its hash."""

    document: Mapping[str, Any]
    sha256: str


def frozen(
    criteria: CriteriaSet,
    rate: Rate | None,
    alternatives: Sequence[Assessed],
    details: Mapping[str, Any] | None = None,
) -> Evidence:
    """Return everything a reader needs to compute the result again.

    Where something is missing there is no ranking: then `alternatives` is empty and `details` names the gaps.
    """
    document: dict[str, Any] = {
        **(details or {}),
        "criteria": [{"key": c.key, "label": c.label, "weight": c.weight} for c in criteria.criteria],
        "criteria_sha256": criteria.fingerprint,
        "recorded_at": criteria.recorded_at.isoformat(),
        "recorded_by": criteria.recorded_by,
        "rate": {"percent": str(rate.percent), "source": rate.source} if rate else None,
        "alternatives": [
            {
                "key": each.key,
                "title": each.title,
                "present_cents": str(each.present_cents),
                "points": {key: str(value) for key, value in sorted(each.points.items())},
                "reasons": dict(sorted(each.reasons.items())),
                "score": str(points),
                "rank": place,
            }
            for place, (each, points) in enumerate(_ranked(criteria, alternatives), start=1)
        ],
    }
    return Evidence(document, fingerprint_of(document))


def _ranked(criteria: CriteriaSet, alternatives: Sequence[Assessed]) -> list[tuple[Assessed, Fraction]]:
    return ranking(criteria, alternatives) if alternatives else []


def fingerprint_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document in its canonical form."""
    content = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return in German what has changed from one frozen review to the next."""
    said: list[str] = []
    if before["criteria"] != after["criteria"]:
        said.append(
            "Kriterien oder Gewichte sind anders als beim letzten Mal; Punkte sind nicht vergleichbar."
        )
    if not before["alternatives"]:
        return [*said, "Beim letzten Mal fehlten Angaben; es gab noch keine Reihenfolge."]
    if not after["alternatives"]:
        return [*said, "Diesmal fehlen Angaben; es gibt noch keine Reihenfolge."]
    if before["rate"]["percent"] != after["rate"]["percent"]:
        old, new = (shown(Fraction(each["rate"]["percent"])) for each in (before, after))
        said.append(f"Der Zinssatz beträgt {new} % statt {old} %.")
    earlier = {each["key"]: each for each in before["alternatives"]}
    for each in after["alternatives"]:
        said += _changes(earlier.pop(each["key"], None), each)
    said += [f"„{each['title']}“ steht nicht mehr zur Wahl." for each in earlier.values()]
    old_first, new_first = (each["alternatives"][0] for each in (before, after))
    if old_first["key"] != new_first["key"]:
        said.append(f"An erster Stelle steht jetzt „{new_first['title']}“ statt „{old_first['title']}“.")
    return said


def _changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    title = new["title"]
    if old is None:
        return [f"„{title}“ ist neu hinzugekommen."]
    said = []
    cents = [rounded(Fraction(each["present_cents"])) for each in (old, new)]
    if cents[0] != cents[1]:
        word = "mehr" if cents[1] > cents[0] else "weniger"
        said.append(f"„{title}“ kostet {euro(abs(cents[1] - cents[0]))} {word} (Barwert {euro(cents[1])}).")
    scores = [Fraction(each["score"]) for each in (old, new)]
    if scores[0] != scores[1]:
        said.append(f"„{title}“ erreicht {shown(scores[1])} statt {shown(scores[0])} Punkte.")
    return said


def shown(value: Fraction) -> str:
    """Return a number with at most two places: `3,5`, `7,33`."""
    exact = Decimal(rounded(value * 100)) / 100
    return number(exact.normalize() if exact % 1 else exact.quantize(Decimal(1)))
