"""Findings: problems seen while reading something, with their place; reading goes on."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to the person who decides."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text: character offsets `[start, end)`, page and line counted from 1."""

    start: int
    end: int
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should look at: a stable code, a German sentence, and where it stands."""

    code: str
    message: str
    severity: Severity = Severity.WARNING
    place: Place | None = None
