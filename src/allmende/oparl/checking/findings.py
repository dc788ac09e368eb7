"""Faults from many answers -> findings for people: one per rule and place, with examples and a count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from allmende.oparl.checking.rules import RULES, Fault, Level, Rule

EXAMPLES = 5
MAX_FINDINGS = 500
"""Who breaks more rules in more places needs another server, not a longer list."""


@dataclass(slots=True)
class Finding:
    """A rule that is broken at a kind of place: how often, and where for example."""

    rule: Rule
    place: str
    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What a check found, and how far it looked."""

    url: str
    name: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    notes: list[str] = field(default_factory=list)
    _findings: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, url: str, faults: Iterable[Fault], *, kind: str = "") -> None:
        """Keep faults found in the answer of an address; the same at the same place only counts."""
        for fault in faults:
            inner = re.sub(r"\[\d+\]", "[]", fault.place)
            place = _readable(f"{kind}.{inner}".strip(".") if kind else inner)
            if (fault.code, place) not in self._findings and len(self._findings) >= MAX_FINDINGS:
                self.note(f"Mehr als {MAX_FINDINGS} verschiedene Funde; weitere stehen hier nicht.")
                return
            finding = self._findings.setdefault((fault.code, place), Finding(RULES[fault.code], place))
            finding.count += 1
            if len(finding.examples) < EXAMPLES:
                finding.examples.append((_readable(url), _readable(fault.example)))

    def note(self, text: str) -> None:
        """Say how far the check went, once."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def findings(self) -> list[Finding]:
        """Return the findings, what OParl demands first, then the most frequent."""
        return sorted(
            self._findings.values(),
            key=lambda each: (each.rule.level is Level.ADVICE, -each.count, each.rule.code, each.place),
        )

    @property
    def codes(self) -> set[str]:
        return {finding.rule.code for finding in self._findings.values()}

    @property
    def is_empty(self) -> bool:
        """Return whether no list showed an object: then nothing speaks for the server."""
        return not any(self.counts.values())

    def without_advice(self) -> "Report":
        """Return the report with faults only."""
        kept = {key: each for key, each in self._findings.items() if each.rule.level is Level.FAULT}
        return Report(self.url, self.name, self.counts, self.requests, self.notes, kept)


def _readable(text: str) -> str:
    """Return a text that can be written down: servers also send halves of characters."""
    return text.encode("utf-8", "replace").decode()
