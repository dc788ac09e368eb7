"""One coded row per case on a key date: no name, no free text, nothing that leads back to a person."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allmende.common.errors import AllmendeError

NOT_STATED = "unbekannt"

DIMENSIONS: dict[str, str] = {
    "provider": "Träger",
    "municipality": "Kommune",
    "access": "Zugang",
    "phase": "Phase",
    "age": "Altersgruppe",
    "sex": "Geschlecht",
    "nationality": "Staatsangehörigkeit (Gruppe)",
    "residence": "Aufenthalt",
    "language": "Deutschkenntnisse",
    "labour": "Arbeit und Ausbildung",
    "benefit": "Leistungsbezug",
    "household": "Haushaltsgröße",
}
"""The attributes that tables may use; each value is one of few codes, `unbekannt` where not stated."""


class BadRow(AllmendeError):
    """A row of a snapshot has an attribute that it must not have, or dates that cannot be."""

    message = "Zeile {number}: {problem}"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case on a key date: pseudonymous number, the days it ran, its codes. `closed` None: still open."""

    number: str
    opened: date
    closed: date | None
    codes: Mapping[str, str]

    def runs_on(self, key_date: date) -> bool:
        """Return whether the case counts: opened on or before the day and not closed by its end."""
        return self.opened <= key_date and (self.closed is None or self.closed > key_date)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of one region on one key date, frozen. What is corrected later becomes a new version."""

    region: str
    key_date: date
    version: int
    rows: tuple[CaseRow, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the rows: papers cite it, and a changed row shows."""
        told = [
            [
                row.number,
                row.opened.isoformat(),
                row.closed.isoformat() if row.closed else None,
                dict(row.codes),
            ]
            for row in sorted(self.rows, key=lambda row: row.number)
        ]
        head = [self.region, self.key_date.isoformat(), self.version, told]
        return hashlib.sha256(json.dumps(head, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def snapshot_of(region: str, key_date: date, version: int, rows: Iterable[CaseRow]) -> Snapshot:
    """Freeze the cases that run on the key date.

    Raises BadRow for an unknown attribute, a number that comes twice, or a case closed before it was opened.
    """
    kept, seen = [], set()
    for position, row in enumerate(rows, 1):
        if unknown := set(row.codes) - set(DIMENSIONS):
            raise BadRow(number=position, problem=f"„{min(unknown)}“ ist kein Merkmal der Statistik.")
        if row.number in seen:
            raise BadRow(number=position, problem=f"Die Fallnummer {row.number} kommt zweimal vor.")
        if row.closed is not None and row.closed < row.opened:
            raise BadRow(number=position, problem="Das Ende liegt vor dem Beginn. Berichtigen Sie die Tage.")
        seen.add(row.number)
        if row.runs_on(key_date):
            kept.append(row)
    return Snapshot(region, key_date, version, tuple(kept))
