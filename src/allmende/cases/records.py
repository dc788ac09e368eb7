"""Writing and reading a case as a person of its team: encrypted on the way in, open only inside `case_work`.

Every read of a protected class and every write leaves an event in the audit chain of the region. The event
names the case by its number, never the person. It is written first: rather one too many than one too few.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import ProgrammingError, connections
from psycopg.errors import InsufficientPrivilege

from allmende.accounts.actions import record_event
from allmende.cases.context import case_work
from allmende.cases.denials import denied
from allmende.cases.domain.access import DataClass
from allmende.cases.domain.phases import Phase
from allmende.cases.encryption import CaseKey, KeyFile, blind_index
from allmende.cases.errors import MayNotOpenCases
from allmende.cases.models import CaseFile, Identity, Note, Region, WrappedKey
from allmende.cases.planes import CASES

if TYPE_CHECKING:
    from allmende.accounts.models import User

NAME, BORN, CONTACT = (f"ident.cases_identity.{column}" for column in ("name", "born", "contact"))
NOTE = "fall.cases_note.text"


@dataclass(frozen=True, slots=True)
class Person:
    """Who a case is about (class S1)."""

    name: str
    born: date | None
    contact: str = ""
    languages: str = ""
    needs_interpreter: bool = False


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands on the cover of a case (class S0)."""

    id: UUID
    number: str
    phase: Phase
    phase_since: date
    opened_on: date
    review_on: date | None


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note, opened."""

    data_class: DataClass
    written_at: datetime
    author_id: int | None
    text: str


def heads(*, by: "User") -> list[CaseHead]:
    """Return the covers that a person sees: of the own cases, for supervision of the region's."""
    with case_work(by.pk):
        return [_head(file) for file in CaseFile.objects.order_by("opened_on", "number")]


def open_case(*, by: "User", assignment_id: int, number: str, person: Person, on: date) -> UUID:
    """Open a case with the person it is about; who opens it leads it. Raises MayNotOpenCases, NoKey."""
    case_id = uuid4()
    with case_work(by.pk):
        _claim(case_id, number, assignment_id, on)
        file = CaseFile.objects.get(pk=case_id)
        region, keys = _region_key(file.region_id), region_keys()
        key = CaseKey.new(str(case_id))
        own = {"case_id": case_id, "region_id": file.region_id}
        WrappedKey.objects.create(**own, wrapped=keys.wrap(region, key.key))
        Identity.objects.create(
            **own,
            name_sealed=key.encrypt(NAME, person.name),
            born_sealed=key.encrypt(BORN, person.born.isoformat() if person.born else ""),
            contact_sealed=key.encrypt(CONTACT, person.contact),
            languages=person.languages,
            needs_interpreter=person.needs_interpreter,
            name_index=blind_index(keys, region, person.name, person.born.isoformat() if person.born else ""),
        )
        _record(by, region, file, "case_opened")
    return case_id


def person_of(*, by: "User", case_id: UUID) -> Person:
    """Return who a case is about; raise UnknownCase unless the person is in its team."""
    with _opened(by, case_id) as (file, region, key):
        found = Identity.objects.filter(case_id=case_id).first()
        if found is None:
            raise denied(by, case_id)
        _record(by, region, file, "case_identity_read")
        born = key.decrypt(BORN, bytes(found.born_sealed))
        return Person(
            name=key.decrypt(NAME, bytes(found.name_sealed)),
            born=date.fromisoformat(born) if born else None,
            contact=key.decrypt(CONTACT, bytes(found.contact_sealed)),
            languages=found.languages,
            needs_interpreter=found.needs_interpreter,
        )


def write_note(*, by: "User", case_id: UUID, data_class: DataClass, text: str) -> None:
    """Add a note to a case of one's team; notes are never changed. Raises UnknownCase."""
    with _opened(by, case_id) as (file, region, key):
        if not Identity.objects.filter(case_id=case_id).exists():
            raise denied(by, case_id)  # supervision reads the plan, but writes no notes
        _record(by, region, file, "case_note_written")
        Note.objects.create(
            case_id=case_id,
            region_id=file.region_id,
            data_class=data_class.value,
            author=by,
            text_sealed=key.encrypt(NOTE, text),
        )


def notes_of(*, by: "User", case_id: UUID) -> list[WrittenNote]:
    """Return the notes that a person needs to know, newest first; raise UnknownCase."""
    with _opened(by, case_id) as (file, region, key):
        _record(by, region, file, "case_notes_read")
        return [
            WrittenNote(
                DataClass(note.data_class),
                note.written_at,
                note.author_id,
                key.decrypt(NOTE, bytes(note.text_sealed)),
            )
            for note in Note.objects.filter(case_id=case_id).order_by("-written_at", "-pk")
        ]


def region_keys() -> KeyFile:
    """Return the keys of the regions of this installation; none where there is no file yet."""
    path = settings.CASE_KEY_FILE
    return KeyFile.read(path) if path.exists() else KeyFile({})


@contextmanager
def _opened(by: "User", case_id: UUID) -> Iterator[tuple[CaseFile, str, CaseKey]]:
    with case_work(by.pk):
        wrapped = WrappedKey.objects.select_related("case").filter(case_id=case_id).first()
        if wrapped is None:
            raise denied(by, case_id)
        region = _region_key(wrapped.region_id)
        key = CaseKey(str(case_id), region_keys().unwrap(region, bytes(wrapped.wrapped)))
        yield wrapped.case, region, key


def _claim(case_id: UUID, number: str, assignment_id: int, on: date) -> None:
    try:
        with connections[CASES].cursor() as cursor:
            cursor.execute("SELECT ctx.open_case(%s, %s, %s, %s)", [case_id, number, assignment_id, on])
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise MayNotOpenCases from None
        raise


def _region_key(region_id: int) -> str:
    return Region.objects.get(pk=region_id).key


def _head(file: CaseFile) -> CaseHead:
    return CaseHead(file.pk, file.number, Phase(file.phase), file.phase_since, file.opened_on, file.review_on)


def _record(by: "User", region: str, file: CaseFile, action: str) -> None:
    record_event(
        actor=by,
        chain=region,
        action=action,
        object_type=file._meta.label_lower,
        object_id=str(file.pk),
        object_label=file.number,
    )
