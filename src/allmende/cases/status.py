"""What the team codes of a case for statistics: recorded from a day on, corrected without overwriting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from allmende.accounts.actions import record_event
from allmende.cases.context import case_work
from allmende.cases.denials import denied
from allmende.cases.domain.codes import Attribute, Evidence, is_code, label_of
from allmende.cases.errors import CodeRefused
from allmende.cases.models import CaseFile, Region, StatusFact, WrappedKey
from allmende.register.bitemporal import KNOWN_NOW

if TYPE_CHECKING:
    from allmende.accounts.models import User


@dataclass(frozen=True, slots=True)
class CodedFact:
    """A code as it is believed now, with the first day on which it holds."""

    attribute: Attribute
    code: str
    since: date
    until: date | None
    evidence: Evidence

    @property
    def label(self) -> str:
        """Return what people read for the code."""
        return label_of(self.attribute.value, self.code)


@dataclass(frozen=True, slots=True)
class CodedCase:
    """The number of a case, when it was opened, and its codes, the newest of each attribute last."""

    number: str
    opened_on: date
    facts: tuple[CodedFact, ...]

    def current(self, on: date) -> dict[str, str]:
        """Return the codes that hold on a day."""
        return {
            fact.attribute.value: fact.code
            for fact in self.facts
            if fact.since <= on and (fact.until is None or on < fact.until)
        }


def codes_of(*, by: "User", case_id: UUID) -> CodedCase:
    """Return what is coded of a case; raise UnknownCase."""
    with case_work(by.pk):
        file = _file(by, case_id)
        _record(by, file, "case_codes_read")
        rows = StatusFact.objects.filter(KNOWN_NOW, case_id=case_id).order_by("attribute", "valid")
        facts = tuple(
            CodedFact(
                Attribute(row.attribute), row.code, row.valid.lower, row.valid.upper, Evidence(row.evidence)
            )
            for row in rows
        )
    return CodedCase(file.number, file.opened_on, facts)


def record_codes(
    *,
    by: "User",
    case_id: UUID,
    codes: Mapping[Attribute, str],
    since: date,
    evidence: Evidence,
    on: date,
) -> int:
    """Let codes hold from a day on; what is the same already stays. Return how many changed.

    Raises UnknownCase, CodeRefused.
    """
    for attribute, code in codes.items():
        if not is_code(attribute, code):
            raise CodeRefused(problem=f"„{code}“ ist kein Schlüssel für „{attribute.label}“.")
    if since > on:
        raise CodeRefused(problem="Der Tag liegt in der Zukunft.")
    with case_work(by.pk):
        file = _file(by, case_id)
        if since < file.opened_on:
            raise CodeRefused(problem="Der Tag liegt vor der Eröffnung des Falls.")
        changed = [
            attribute for attribute, code in codes.items() if _set(by, file, attribute, code, since, evidence)
        ]
        if changed:
            _record(by, file, "case_codes_written", {"Merkmale": ", ".join(each.label for each in changed)})
    return len(changed)


def _set(
    by: "User", file: CaseFile, attribute: Attribute, code: str, since: date, evidence: Evidence
) -> bool:
    believed = list(
        StatusFact.objects.filter(
            KNOWN_NOW, case_id=file.pk, attribute=attribute, valid__overlap=DateRange(since, None)
        ).order_by("valid")
    )
    if [(row.code, row.valid.lower <= since, row.valid.upper) for row in believed] == [(code, True, None)]:
        return False
    now = timezone.now()
    for row in believed:
        StatusFact.objects.filter(pk=row.pk).update(known=DateTimeTZRange(row.known.lower, now))
        if row.valid.lower < since:
            _add(file, attribute, row.code, DateRange(row.valid.lower, since), row.evidence, now, by)
    _add(file, attribute, code, DateRange(since, None), evidence.value, now, by)
    return True


def _add(
    file: CaseFile,
    attribute: Attribute,
    code: str,
    valid: DateRange,
    evidence: str,
    now: datetime,
    by: "User",
) -> None:
    StatusFact.objects.create(
        case_id=file.pk,
        region_id=file.region_id,
        attribute=attribute.value,
        code=code,
        evidence=evidence,
        valid=valid,
        known=DateTimeTZRange(now, None),
        recorded_by=by,
    )


def _file(by: "User", case_id: UUID) -> CaseFile:
    """Return the cover of a case whose key opens to the person: the coordination sees covers only."""
    found = WrappedKey.objects.select_related("case").filter(case_id=case_id).first()
    if found is None:
        raise denied(by, case_id)
    return found.case


def _record(by: "User", file: CaseFile, action: str, details: Mapping[str, str] | None = None) -> None:
    record_event(
        actor=by,
        chain=Region.objects.get(pk=file.region_id).key,
        action=action,
        object_type=file._meta.label_lower,
        object_id=str(file.pk),
        object_label=file.number,
        details=details,
    )
