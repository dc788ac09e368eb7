"""The table of broken server answers."""

import json
from dataclasses import dataclass
from typing import Any

from tests.oparl.shared_data import oparl_data

OF_PATH = {
    "papers": "Paper",
    "paper": "Paper",
    "bodies": "Body",
    "organizations": "Organization",
    "persons": "Person",
    "meetings": "Meeting",
}


@dataclass(frozen=True)
class Case:
    """One malformed answer and what an importer must make of it."""

    id: str
    start: str
    object_type: str
    since: str
    responses: dict[str, Any]
    known: tuple[str, ...]
    outcome: str
    objects: int
    issues: frozenset[str]
    max_requests: int


def cases() -> list[Case]:
    """Return all cases."""
    table = json.loads(oparl_data("broken", "cases.json").read_text(encoding="utf-8"))
    return [
        Case(
            id=case["id"],
            start=case["start"],
            object_type=OF_PATH[case["start"].split("/")[1]],
            since=case.get("query", {}).get("modified_since", ""),
            responses=case["responses"],
            known=tuple(case.get("known", ())),
            outcome=case["expect"]["outcome"],
            objects=case["expect"]["objects"],
            issues=frozenset(case["expect"]["issues"]),
            max_requests=case["expect"]["max_requests"],
        )
        for case in table["cases"]
    ]
