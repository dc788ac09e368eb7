"""What the person consented to: entered, shown as lights, revoked. Revoking closes the shares at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import ConsentKind, Light
from allmende.cases.domain.sharing import Consented, light
from allmende.cases.errors import CaseRefusal, UnknownCase
from allmende.cases.models import DataConsent, Organisation
from allmende.cases.records import OpenedCase, opened

if TYPE_CHECKING:
    from allmende.accounts.models import User

PURPOSE = "fall.cases_dataconsent.purpose"


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """A consent as it was signed: one recipient, named data, one purpose, until a day."""

    kind: ConsentKind
    recipient_id: int | None
    classes: Sequence[DataClass]
    purpose: str
    given_on: date
    until: date
    language: str
    told_consequence: bool


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent, opened, with how it stands."""

    pk: int
    kind: ConsentKind
    recipient_id: int | None
    classes: tuple[DataClass, ...]
    purpose: str
    given_on: date
    until: date
    revoked_on: date | None
    light: Light

    @property
    def consented(self) -> Consented:
        """Return what the rules of sharing need to know."""
        return Consented(
            self.recipient_id or 0, frozenset(self.classes), self.given_on, self.until, self.revoked_on
        )


def consents_of(*, by: "User", case_id: UUID, on: date) -> list[ConsentView]:
    """Return the consents of a case, newest first; raise UnknownCase."""
    with opened(by, case_id) as case:
        case.record("case_consents_read")
        return read_consents(case, on)


def read_consents(case: OpenedCase, on: date) -> list[ConsentView]:
    """Return the consents of an opened case, newest first."""
    return [
        ConsentView(
            each.pk,
            ConsentKind(each.kind),
            each.recipient_id,
            tuple(DataClass(code) for code in sorted(each.data_classes)),
            case.text(PURPOSE, each.purpose_sealed),
            each.given_on,
            each.until,
            each.revoked_on,
            light(each.until, each.revoked_on, on),
        )
        for each in DataConsent.objects.filter(case_id=case.file.pk).order_by("-given_on", "-pk")
    ]


def add_consent(*, by: "User", case_id: UUID, entry: ConsentEntry, on: date) -> None:
    """Enter a consent; raise CaseRefusal where it is not a real one."""
    with opened(by, case_id) as case:
        case.require_team()
        if missing := why_no_consent(entry, on):
            raise CaseRefusal(*missing)
        if entry.recipient_id is not None and not _is_of_region(case, entry.recipient_id):
            raise CaseRefusal("Diese Stelle gehört nicht zur Region des Falls.")
        case.record("case_consent_entered", {"Einwilligung": entry.kind.label})
        DataConsent.objects.create(
            **case.own,
            kind=entry.kind.value,
            recipient_id=entry.recipient_id,
            data_classes=[each.value for each in entry.classes],
            purpose_sealed=case.key.encrypt(PURPOSE, entry.purpose),
            given_on=entry.given_on,
            until=entry.until,
            language=entry.language,
            told_consequence=entry.told_consequence,
            entered_by=by,
        )


def revoke_consent(*, by: "User", case_id: UUID, consent_id: int, on: date) -> None:
    """Record that the person took a consent back; what was shared under it closes with this statement."""
    with opened(by, case_id) as case:
        case.require_team()
        rows = DataConsent.objects.filter(pk=consent_id, case_id=case_id)
        if not rows.exists():
            raise UnknownCase
        case.record("case_consent_revoked")
        rows.filter(revoked_on=None).update(revoked_on=on)


def why_no_consent(entry: ConsentEntry, on: date) -> list[str]:
    """Return in German what keeps an entry from being a consent in law; empty if nothing does."""
    missing = []
    if not entry.told_consequence:
        missing.append("Die Person muss wissen, was eine Weigerung bedeutet und dass sie widerrufen kann.")
    if entry.kind is ConsentKind.SHARE and entry.recipient_id is None:
        missing.append("Nennen Sie die Stelle, an die Daten gehen dürfen; „an alle“ gilt nicht.")
    if entry.kind is ConsentKind.SHARE and not entry.classes:
        missing.append("Nennen Sie die Daten, die weitergegeben werden dürfen.")
    if entry.given_on > on:
        missing.append("Der Tag der Einwilligung liegt in der Zukunft.")
    if entry.until < entry.given_on:
        missing.append("Das Ende liegt vor dem Tag der Einwilligung.")
    return missing


def _is_of_region(case: OpenedCase, organisation_id: int) -> bool:
    return Organisation.objects.filter(pk=organisation_id, region_id=case.file.region_id).exists()
