"""What a paper calculates, as the reader recomputed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RIGHT, WRONG = "arithmetic_right", "arithmetic_wrong"


@dataclass(frozen=True, slots=True)
class Calculation:
    """One recomputed sum, product or share: the sentence about it, and the line it stands in."""

    is_right: bool
    message: str
    line: int | None


def is_calculation(finding: Mapping[str, Any]) -> bool:
    """Tell whether a finding of the reader is about a recomputed number."""
    return finding.get("code") in (RIGHT, WRONG)


def calculations_in(findings: Iterable[Mapping[str, Any]]) -> list[Calculation]:
    """Return the recomputed numbers among the findings of a reading."""
    return [
        Calculation(finding["code"] == RIGHT, finding["message"], (finding.get("place") or {}).get("line"))
        for finding in findings
        if is_calculation(finding)
    ]
