"""Frozen copies of some data of a case for one other organisation, under one consent, until a day."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from allmende.cases.consents import ConsentView, read_consents
from allmende.cases.context import case_work
from allmende.cases.domain.access import DataClass
from allmende.cases.domain.phases import Phase
from allmende.cases.domain.sharing import Proposed, why_not_share
from allmende.cases.domain.words import OrganisationKind
from allmende.cases.encryption import CaseKey
from allmende.cases.errors import CaseRefusal, UnknownShare
from allmende.cases.models import Organisation, Share, WrappedKey
from allmende.cases.planning import read_plans
from allmende.cases.records import (
    OpenedCase,
    opened,
    read_notes,
    read_person,
    record,
    region_key,
    region_keys,
)
from allmende.common.formats import day

if TYPE_CHECKING:
    from allmende.accounts.models import User

CONTENT = "fall.cases_share.content"
RECEIVED = RawSQL(
    "cases_share.id = ANY ((SELECT ctx.received_shares())::uuid[])", [], output_field=BooleanField()
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece that can be shared: its key in the form, class, heading and text."""

    key: str
    data_class: int
    title: str
    text: str
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen: the pieces of a case and the consents to share that hold."""

    items: tuple[Item, ...]
    consents: tuple[ConsentView, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A share as its recipient reads it."""

    number: str
    from_organisation: str
    purpose: str
    on: str
    until: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A share in a list; the content stays closed."""

    id: UUID
    recipient_id: int
    classes: tuple[DataClass, ...]
    shared_at: datetime
    until: date
    ended_on: date | None
    read_at: datetime | None
    consent_revoked_on: date | None

    def is_open(self, on: date) -> bool:
        return self.ended_on is None and self.consent_revoked_on is None and self.until >= on


def offer_of(*, by: "User", case_id: UUID, on: date) -> Offer:
    """Return what may be shared of a case, and under which consents; raise UnknownCase."""
    with opened(by, case_id) as case:
        case.require_team()
        return Offer(tuple(_items(case)), tuple(_share_consents(case, on)))


def preview(
    *, by: "User", case_id: UUID, consent_id: int, keys: Sequence[str], until: date, on: date
) -> Copy:
    """Return the copy exactly as the recipient would read it; raise CaseRefusal."""
    with opened(by, case_id) as case:
        case.require_team()
        copy, _proposed = _copy(case, consent_id, keys, until, on)
        return copy


def share(*, by: "User", case_id: UUID, consent_id: int, keys: Sequence[str], until: date, on: date) -> None:
    """Freeze a copy for the organisation that a consent names; raise CaseRefusal."""
    with opened(by, case_id) as case:
        case.require_team()
        copy, proposed = _copy(case, consent_id, keys, until, on)
        case.record("case_shared", {"Datenklassen": ", ".join(f"S{each.value}" for each in proposed.classes)})
        Share.objects.create(
            **case.own,
            recipient_id=proposed.recipient,
            consent_id=consent_id,
            data_classes=sorted(each.value for each in proposed.classes),
            has_provider_notes=proposed.has_provider_notes,
            content_sealed=case.key.encrypt(CONTENT, json.dumps(asdict(copy), ensure_ascii=False)),
            shared_by=by,
            until=until,
        )


def shares_of(*, by: "User", case_id: UUID) -> list[ShareRow]:
    """Return what was shared of a case, newest first; raise UnknownCase."""
    with opened(by, case_id) as case:
        case.require_team()
        case.record("case_shares_read")
        rows = Share.objects.filter(case_id=case_id).select_related("consent").order_by("-shared_at")
        return [_row(each, each.consent.revoked_on) for each in rows]


def end_share(*, by: "User", case_id: UUID, share_id: UUID, on: date) -> None:
    """Close a share before its time."""
    with opened(by, case_id) as case:
        case.require_team()
        rows = Share.objects.filter(pk=share_id, case_id=case_id)
        if not rows.exists():
            raise UnknownShare
        case.record("case_share_ended")
        rows.filter(ended_on=None).update(ended_on=on)


def received(*, by: "User") -> list[ShareRow]:
    """Return the shares that the person's organisations may read today, newest first."""
    with case_work(by.pk):
        return [_row(each, None) for each in Share.objects.filter(RECEIVED).order_by("-shared_at")]


def read_share(*, by: "User", share_id: UUID) -> Copy:
    """Return a copy to its recipient; raise UnknownShare when it ended, was revoked or is for others."""
    with case_work(by.pk):
        found = Share.objects.filter(RECEIVED, pk=share_id).first()
        wrapped = WrappedKey.objects.filter(case_id=found.case_id).first() if found else None
        if found is None or wrapped is None:
            raise UnknownShare
        region = region_key(found.region_id)
        key = CaseKey(str(found.case_id), region_keys().unwrap(region, bytes(wrapped.wrapped)))
        told = json.loads(key.decrypt(CONTENT, bytes(found.content_sealed)))
        record(by, region, found.case_id, told["number"], "case_share_read")
        Share.objects.filter(pk=share_id, read_at=None).update(read_at=timezone.now())
    return Copy(**{**told, "items": tuple(Item(**each) for each in told["items"])})


def _copy(
    case: OpenedCase, consent_id: int, keys: Sequence[str], until: date, on: date
) -> tuple[Copy, Proposed]:
    consent = next((each for each in _share_consents(case, on) if each.pk == consent_id), None)
    chosen = [each for each in _items(case) if each.key in keys]
    if consent is None or not chosen:
        raise CaseRefusal("Wählen Sie eine geltende Einwilligung und mindestens eine Angabe aus.")
    bodies = Organisation.objects.in_bulk([consent.recipient_id or 0, case.file.holder_id])
    recipient, holder = bodies[consent.recipient_id or 0], bodies[case.file.holder_id]
    proposed = Proposed(
        recipient=recipient.pk,
        recipient_kind=OrganisationKind(recipient.kind),
        holder_kind=OrganisationKind(holder.kind),
        classes=frozenset(DataClass(each.data_class) for each in chosen),
        until=until,
        has_provider_notes=any(each.by_provider for each in chosen),
    )
    if missing := why_not_share(consent.consented, proposed, on):
        raise CaseRefusal(*missing)
    copy = Copy(case.file.number, holder.name, consent.purpose, day(on), day(until), tuple(chosen))
    return copy, proposed


def _share_consents(case: OpenedCase, on: date) -> list[ConsentView]:
    return [each for each in read_consents(case, on) if each.kind == "share" and not each.light.has_ended]


def _items(case: OpenedCase) -> list[Item]:
    person = read_person(case)
    phase = Phase(case.file.phase)
    found = [Item("phase", 0, "Stand des Falls", f"{phase.label} seit {day(case.file.phase_since)}")]
    for key, title, text in (
        ("name", "Name", person.name),
        ("born", "Geburtstag", day(person.born) if person.born else ""),
        ("contact", "Erreichbarkeit", person.contact),
        ("languages", "Sprachen", person.languages),
    ):
        if text:
            found.append(Item(key, DataClass.IDENTITY.value, title, text))
    for plan in read_plans(case)[:1]:
        for goal in plan.goals:
            told = "\n".join([goal.text, *(step.text for step in goal.steps)])
            title = f"Ziel: {goal.action_field.label}"
            found.append(Item(f"goal-{goal.pk}", DataClass.PLAN.value, title, told))
    for note in read_notes(case):
        title = f"{note.data_class.label} vom {day(timezone.localdate(note.written_at))}"
        found.append(Item(f"note-{note.pk}", note.data_class.value, title, note.text, note.by_provider))
    return found


def _row(share: Share, consent_revoked_on: date | None) -> ShareRow:
    return ShareRow(
        share.pk,
        share.recipient_id,
        tuple(DataClass(each) for each in share.data_classes),
        share.shared_at,
        share.until,
        share.ended_on,
        share.read_at,
        consent_revoked_on,
    )
