"""The cases of a person as lists: a page of them with initials, what is due today, what nobody can open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connections
from django.db.models import BooleanField, Count, QuerySet, Window
from django.db.models.expressions import RawSQL

from allmende.accounts.actions import record_event
from allmende.cases.context import case_work
from allmende.cases.domain.phases import RUNNING, Phase
from allmende.cases.encryption import CaseKey, KeyFile, NoKey, NotReadable
from allmende.cases.models import Action, Assignment, CaseFile, DataConsent, Organisation, Region, Share
from allmende.cases.planes import CASES
from allmende.cases.records import NAME, region_keys

if TYPE_CHECKING:
    from allmende.accounts.models import User

PAGE_SIZE = 20
SOON = timedelta(days=14)
IN_TEAM = "{} = ANY ((SELECT ctx.team_cases())::uuid[])"
OPEN, CLOSED = "laufend", "beendet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of cases is asked for."""

    state: str = OPEN
    phase: str = ""
    number: str = ""
    page: int = 1
    with_names: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list: number, initials or name, where the case stands."""

    id: UUID
    number: str
    shown: str
    phase: Phase
    phase_since: date
    review_on: date | None
    holder_id: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list of cases."""

    rows: Sequence[CaseRow]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits: which case, what, until when."""

    case_id: UUID
    number: str
    kind: str
    on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A running case that nobody can open any more: its head, never its content."""

    case_id: UUID
    region_id: int
    number: str
    phase: Phase
    holder_id: int
    review_on: date | None


def initials(name: str) -> str:
    """Return the first letters of a name, each with a full stop; `Ayşe Öztürk-Beispiel` gives `A. Ö.`."""
    return " ".join(f"{part[0]}." for part in name.split() if part)


def may_work(user: "User", on: date) -> bool:
    """Return whether somebody has any role in case work on a day."""
    return Assignment.objects.filter(user=user, valid__contains=on).exists()


def my_cases(*, by: "User", asked: Asked) -> CasePage:
    """Return a page of the cases of one's teams; every name that is shown is an event of its own."""
    with case_work(by.pk):
        rows = _narrowed(asked).annotate(total=Window(Count("*"))).order_by("number")
        first = (asked.page - 1) * PAGE_SIZE
        files = list(rows[first : first + PAGE_SIZE])
        names = _names([file.pk for file in files], {file.region_id for file in files})
        _record_list(by, files, with_names=asked.with_names)
    total = files[0].total if files else 0
    shown = [_row(file, names.get(file.pk, ""), asked.with_names) for file in files]
    return CasePage(shown, total, asked.page, max(1, -(-total // PAGE_SIZE)))


def due_for(*, by: "User", on: date) -> list[Due]:
    """Return what waits in the cases of one's teams: reviews, steps, consents that end; late things first."""
    with case_work(by.pk):
        found: list[Due] = []
        reviews = _of_team(CaseFile.objects.all(), "cases_casefile.id").filter(review_on__lte=on + SOON)
        found += [_due(each.pk, each.number, "review", each.review_on, on) for each in reviews]
        steps = _of_team(Action.objects.filter(done_on=None, due_on__lte=on + SOON), "cases_action.case_id")
        found += [
            _due(each.case_id, each.case.number, "action", each.due_on, on)
            for each in steps.select_related("case")
        ]
        ending = _of_team(
            DataConsent.objects.filter(revoked_on=None, until__range=(on, on + SOON)),
            "cases_dataconsent.case_id",
        )
        found += [
            _due(each.case_id, each.case.number, "consent", each.until, on)
            for each in ending.select_related("case")
        ]
    return sorted(found, key=lambda due: (due.on, due.number))


def abandoned_cases(*, by: "User") -> list[Abandoned]:
    """Return the running cases of the person's regions that nobody can open any more."""
    with case_work(by.pk), connections[CASES].cursor() as cursor:
        cursor.execute("SELECT case_id, region_id, number, phase, holder_id, review_on FROM ctx.abandoned()")
        return [
            Abandoned(case, region, number, Phase(phase), holder, review)
            for case, region, number, phase, holder, review in cursor.fetchall()
        ]


def namesakes(*, by: "User") -> list[list[tuple[UUID, str, int]]]:
    """Return groups of cases that may be about one person (number and holder), for supervision."""
    with case_work(by.pk), connections[CASES].cursor() as cursor:
        cursor.execute("SELECT case_id, number, holder_id, kind FROM ctx.namesakes()")
        groups: dict[bytes, list[tuple[UUID, str, int]]] = {}
        for case, number, holder, kind in cursor.fetchall():
            groups.setdefault(bytes(kind), []).append((case, number, holder))
    return list(groups.values())


def unread_shares(*, by: "User") -> int:
    """Return how many shares for the person's organisations nobody has read yet."""
    with case_work(by.pk):
        condition = RawSQL(
            "cases_share.id = ANY ((SELECT ctx.received_shares())::uuid[])", [], output_field=BooleanField()
        )
        return Share.objects.filter(read_at=None).filter(condition).count()


def organisation_names(ids: set[int]) -> dict[int, str]:
    """Return the names of organisations by number."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def _narrowed(asked: Asked) -> "QuerySet[CaseFile]":
    rows = _of_team(CaseFile.objects.all(), "cases_casefile.id")
    if asked.number:
        return rows.filter(number__contains=asked.number)
    if asked.phase:
        return rows.filter(phase=asked.phase)
    running = [each.value for each in (*RUNNING, Phase.ANFRAGE, Phase.KLAERUNG, Phase.NACHBETREUUNG)]
    return rows.exclude(phase__in=running) if asked.state == CLOSED else rows.filter(phase__in=running)


def _of_team(rows: "QuerySet[Any]", column: str) -> "QuerySet[Any]":
    condition = IN_TEAM.format(column)  # the name of a column, ours
    return rows.filter(RawSQL(condition, [], output_field=BooleanField()))  # noqa: S611


def _names(cases: list[UUID], regions: set[int]) -> dict[UUID, str]:
    keys = region_keys()
    of_region = dict(Region.objects.filter(pk__in=regions).values_list("pk", "key"))
    with connections[CASES].cursor() as cursor:
        cursor.execute(
            "SELECT case_id, region_id, wrapped, name_sealed FROM ident.cases_identity "
            "JOIN ident.cases_wrappedkey USING (case_id, region_id) WHERE case_id = ANY (%s)",
            [cases],
        )
        return {
            case: _name(keys, of_region[region], case, bytes(wrapped), bytes(name))
            for case, region, wrapped, name in cursor.fetchall()
        }


def _name(keys: KeyFile, region: str, case: UUID, wrapped: bytes, sealed: bytes) -> str:
    """Return a name, or nothing if it cannot be read: one lost key must not close a whole list."""
    try:
        return CaseKey(str(case), keys.unwrap(region, wrapped)).decrypt(NAME, sealed)
    except (NoKey, NotReadable):
        return ""


def _record_list(by: "User", files: list[Any], *, with_names: bool) -> None:
    """Leave one event for a list with its numbers; the page of a case finds itself in it by its number."""
    regions: dict[int, list[str]] = {}
    for file in files:
        regions.setdefault(file.region_id, []).append(file.number)
    keys: Mapping[int, str] = dict(Region.objects.filter(pk__in=regions).values_list("pk", "key"))
    for region, numbers in regions.items():
        record_event(
            actor=by,
            chain=keys[region],
            action="case_names_read" if with_names else "case_list_read",
            object_type=CaseFile._meta.label_lower,
            object_id="list",
            object_label=f"{len(numbers)} Fälle",
            details={"Fälle": ", ".join(numbers)},
        )


def _row(file: CaseFile, name: str, with_names: bool) -> CaseRow:
    return CaseRow(
        file.pk,
        file.number,
        name if with_names else initials(name),
        Phase(file.phase),
        file.phase_since,
        file.review_on,
        file.holder_id,
    )


def _due(case_id: UUID, number: str, kind: str, day: date, on: date) -> Due:
    return Due(case_id, number, kind, day, day < on)
