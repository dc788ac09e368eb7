"""Writing and reading a case as a person of its team: encrypted on the way in, open only inside `case_work`.

Every read of a protected class and every write leaves an event in the audit chain of the region. The event
names the case by its number, never the person. It is written first: rather one too many than one too few.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import ProgrammingError, connections
from psycopg.errors import InsufficientPrivilege

from allmende.accounts import queries as accounts
from allmende.accounts.actions import record_event
from allmende.cases.context import case_work
from allmende.cases.denials import CASE, denied
from allmende.cases.domain.access import DataClass
from allmende.cases.domain.file_words import Channel
from allmende.cases.encryption import CaseKey, KeyFile, blind_index
from allmende.cases.errors import MayNotOpenCases
from allmende.cases.models import CaseFile, Identity, Note, PhaseChange, Region, WrappedKey
from allmende.cases.planes import CASES
from allmende.common.errors import AllmendeError

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
class Standing:
    """What the person who asks is to a case today."""

    in_team: bool
    is_lead: bool
    by_provider: bool
    """In the team through an assignment at a charity."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case inside `case_work`, with its open key."""

    by: "User"
    file: CaseFile
    region: str
    key: CaseKey
    standing: Standing

    @property
    def own(self) -> dict[str, Any]:
        """Return the columns by which a row belongs to this case."""
        return {"case_id": self.file.pk, "region_id": self.file.region_id}

    def require_team(self) -> None:
        """Raise UnknownCase for whoever only supervises: writing is for the team."""
        if not self.standing.in_team:
            raise denied(self.by, self.file.pk)

    def sealed(self, place: str, text: str) -> bytes:
        """Return a text as it is stored; nothing for no text."""
        return self.key.encrypt(place, text) if text else b""

    def text(self, place: str, stored: bytes | memoryview) -> str:
        """Return a stored text, opened."""
        return self.key.decrypt(place, bytes(stored)) if stored else ""

    def record(self, action: str, details: Mapping[str, str] | None = None) -> None:
        """Leave an event in the chain of the region: the case by its number, never the person."""
        record(self.by, self.region, self.file.pk, self.file.number, action, details)


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note, opened."""

    pk: int
    data_class: DataClass
    written_at: datetime
    author_id: int | None
    text: str
    channel: Channel = Channel.NONE
    happened_on: date | None = None
    minutes: int = 0
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A note as the team writes it, with the contact that it is about."""

    data_class: DataClass
    text: str
    channel: Channel = Channel.NONE
    happened_on: date | None = None
    minutes: int = 0


def open_case(*, by: "User", assignment_id: int, person: Person, on: date) -> UUID:
    """Open a case with the person it is about; who opens it leads it. Raises MayNotOpenCases, NoKey."""
    case_id = uuid4()
    with case_work(by.pk):
        _claim(case_id, assignment_id, on)
        file = CaseFile.objects.get(pk=case_id)
        region, keys = region_key(file.region_id), region_keys()
        key = CaseKey.new(str(case_id))
        own = {"case_id": case_id, "region_id": file.region_id}
        WrappedKey.objects.create(**own, wrapped=keys.wrap(region, key.key))
        Identity.objects.create(**own, **_sealed_person(key, region, person))
        PhaseChange.objects.create(**own, phase=file.phase, since=on, changed_by=by)
        record(by, region, case_id, file.number, "case_opened")
    return case_id


def change_person(*, by: "User", case_id: UUID, person: Person) -> None:
    """Write the particulars of the person anew; raise UnknownCase unless in the team."""
    with opened(by, case_id) as case:
        case.require_team()
        case.record("case_identity_changed")
        Identity.objects.filter(case_id=case_id).update(**_sealed_person(case.key, case.region, person))


def person_of(*, by: "User", case_id: UUID) -> Person:
    """Return who a case is about; raise UnknownCase unless the person is in its team."""
    with opened(by, case_id) as case:
        return read_person(case)


def read_person(case: OpenedCase) -> Person:
    """Return who an opened case is about; raise UnknownCase unless in its team."""
    found = Identity.objects.filter(case_id=case.file.pk).first()
    if found is None:
        raise denied(case.by, case.file.pk)
    case.record("case_identity_read")
    born = case.text(BORN, found.born_sealed)
    return Person(
        name=case.text(NAME, found.name_sealed),
        born=date.fromisoformat(born) if born else None,
        contact=case.text(CONTACT, found.contact_sealed),
        languages=found.languages,
        needs_interpreter=found.needs_interpreter,
    )


def write_note(*, by: "User", case_id: UUID, entry: NoteEntry) -> None:
    """Add a note to a case of one's team; notes are never changed. Raises UnknownCase."""
    with opened(by, case_id) as case:
        case.require_team()  # supervision reads the plan, but writes no notes
        case.record("case_note_written")
        Note.objects.create(
            **case.own,
            data_class=entry.data_class.value,
            author=by,
            text_sealed=case.sealed(NOTE, entry.text),
            channel=entry.channel.value,
            happened_on=entry.happened_on,
            minutes=entry.minutes,
            by_provider=case.standing.by_provider,
        )


def notes_of(*, by: "User", case_id: UUID) -> list[WrittenNote]:
    """Return the notes that a person needs to know, newest first; raise UnknownCase."""
    with opened(by, case_id) as case:
        return read_notes(case)


def read_notes(case: OpenedCase) -> list[WrittenNote]:
    """Return the notes of an opened case that the person needs to know, newest first."""
    case.record("case_notes_read")
    return [
        WrittenNote(
            pk=note.pk,
            data_class=DataClass(note.data_class),
            written_at=note.written_at,
            author_id=note.author_id,
            text=case.text(NOTE, note.text_sealed),
            channel=Channel(note.channel),
            happened_on=note.happened_on,
            minutes=note.minutes,
            by_provider=note.by_provider,
        )
        for note in Note.objects.filter(case_id=case.file.pk).order_by("-written_at", "-pk")
    ]


def colleague_names(users: set[int]) -> dict[int, str]:
    """Return the names of colleagues by account number; they lie on the other connection."""
    return {user.pk: str(user) for user in accounts.users_by_id(users)}


def region_keys() -> KeyFile:
    """Return the keys of the regions of this installation; none where there is no file yet."""
    path = settings.CASE_KEY_FILE
    return KeyFile.read(path) if path.exists() else KeyFile({})


@contextmanager
def opened(by: "User", case_id: UUID) -> Iterator[OpenedCase]:
    """Open a case for a person of its team or for supervision; raise UnknownCase for anybody else."""
    with case_work(by.pk):
        wrapped = WrappedKey.objects.select_related("case").filter(case_id=case_id).first()
        if wrapped is None:
            raise denied(by, case_id)
        region = region_key(wrapped.region_id)
        key = CaseKey(str(case_id), region_keys().unwrap(region, bytes(wrapped.wrapped)))
        yield OpenedCase(by, wrapped.case, region, key, standing_in(case_id))


def standing_in(case_id: UUID) -> Standing:
    """Return what the person of this transaction is to a case."""
    with connections[CASES].cursor() as cursor:
        cursor.execute(
            "SELECT %s = ANY (ctx.team_cases()), %s = ANY (ctx.led_cases()), %s = ANY (ctx.provider_cases())",
            [case_id] * 3,
        )
        return Standing(*cursor.fetchone())


def region_key(region_id: int) -> str:
    """Return the key of a region, which also names its audit chain."""
    return Region.objects.get(pk=region_id).key


def record(
    by: "User", region: str, case_id: UUID, number: str, action: str, details: Mapping[str, str] | None = None
) -> None:
    """Leave an event about a case in the chain of its region."""
    record_event(
        actor=by,
        chain=region,
        action=action,
        object_type=CASE,
        object_id=str(case_id),
        object_label=number,
        details=details,
    )


def _claim(case_id: UUID, assignment_id: int, on: date) -> None:
    with refused_as(MayNotOpenCases), connections[CASES].cursor() as cursor:
        cursor.execute("SELECT ctx.open_case(%s, %s, %s)", [case_id, assignment_id, on])


@contextmanager
def refused_as(refusal: type[AllmendeError]) -> Iterator[None]:
    """Raise our error where the database refuses."""
    try:
        yield
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise refusal from None
        raise


def _sealed_person(key: CaseKey, region: str, person: Person) -> dict[str, Any]:
    born = person.born.isoformat() if person.born else ""
    return {
        "name_sealed": key.encrypt(NAME, person.name),
        "born_sealed": key.encrypt(BORN, born),
        "contact_sealed": key.encrypt(CONTACT, person.contact),
        "languages": person.languages,
        "needs_interpreter": person.needs_interpreter,
        "name_index": name_index(region, person),
    }


def name_index(region: str, person: Person) -> bytes:
    """Return what finds the same person again inside a region, without telling who it is."""
    return blind_index(region_keys(), region, person.name, person.born.isoformat() if person.born else "")
