"""What the team codes of a case for statistics: recorded from a day on, corrected without overwriting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from allmende.cases.domain.codes import Attribute, Evidence, is_code, label_of
from allmende.cases.errors import CodeRefused
from allmende.cases.models import StatusFact
from allmende.cases.records import OpenedCase, opened
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
    with opened(by, case_id) as case:
        return read_codes(case)


def read_codes(case: OpenedCase) -> CodedCase:
    """Return what is coded of an opened case."""
    case.record("case_codes_read")
    rows = StatusFact.objects.filter(KNOWN_NOW, case_id=case.file.pk).order_by("attribute", "valid")
    facts = tuple(
        CodedFact(
            Attribute(row.attribute), row.code, row.valid.lower, row.valid.upper, Evidence(row.evidence)
        )
        for row in rows
    )
    return CodedCase(case.file.number, case.file.opened_on, facts)


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
    with opened(by, case_id) as case:
        if since < case.file.opened_on:
            raise CodeRefused(problem="Der Tag liegt vor der Eröffnung des Falls.")
        changed = [
            attribute for attribute, code in codes.items() if _set(case, attribute, code, since, evidence)
        ]
        if changed:
            case.record("case_codes_written", {"Merkmale": ", ".join(each.label for each in changed)})
    return len(changed)


def _set(case: OpenedCase, attribute: Attribute, code: str, since: date, evidence: Evidence) -> bool:
    believed = list(
        StatusFact.objects.filter(
            KNOWN_NOW, case_id=case.file.pk, attribute=attribute, valid__overlap=DateRange(since, None)
        ).order_by("valid")
    )
    if [(row.code, row.valid.lower <= since, row.valid.upper) for row in believed] == [(code, True, None)]:
        return False
    now = timezone.now()
    for row in believed:
        StatusFact.objects.filter(pk=row.pk).update(known=DateTimeTZRange(row.known.lower, now))
        if row.valid.lower < since:
            _add(case, attribute, row.code, DateRange(row.valid.lower, since), row.evidence, now)
    _add(case, attribute, code, DateRange(since, None), evidence.value, now)
    return True


def _add(
    case: OpenedCase, attribute: Attribute, code: str, valid: DateRange, evidence: str, now: datetime
) -> None:
    StatusFact.objects.create(
        **case.own,
        attribute=attribute.value,
        code=code,
        evidence=evidence,
        valid=valid,
        known=DateTimeTZRange(now, None),
        recorded_by=case.by,
    )
