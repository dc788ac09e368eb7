"""What others may ask about cooperations. Each query takes the day; nothing here reads the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear

from allmende.cooperations.domain import LegalForm, PartyRole
from allmende.cooperations.errors import UnknownCooperation
from allmende.cooperations.models import Cooperation, CooperationState, CooperationTask, Party, Task
from allmende.pages.search import SearchHit
from allmende.register import queries as register
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.domain import BodyOption
from allmende.register.names import fold

MOST_MEANT = 3


@dataclass(frozen=True, slots=True)
class Tie:
    """A cooperation in which a body takes part: itself, or through bodies it is a member of (`via`)."""

    cooperation_id: int
    key: str
    name: str
    legal_form: LegalForm
    role: PartyRole
    since: date
    via: tuple[str, ...]
    url: str

    @property
    def is_direct(self) -> bool:
        return not self.via


def states_on(on: date) -> QuerySet[CooperationState]:
    """Return what holds of every cooperation on a day, as one knows today."""
    return CooperationState.objects.filter(KNOWN_NOW, valid__contains=on)


def cooperations_of(body_id: int, *, on: date) -> list[Tie]:
    """Return all cooperations of a body on a day; a Zweckverband of which it is a member leads on to its own.

    The shortest way counts; two cooperations that are members of each other end the search.
    """
    ties: dict[int, Tie] = {}
    takers: dict[int, int] = {}
    frontier: dict[int, tuple[str, ...]] = {body_id: ()}
    seen: set[int] = set()
    while frontier:
        seen |= frontier.keys()
        rows = list(
            Party.objects.filter(KNOWN_NOW, body_id__in=frontier, valid__contains=on)
            .exclude(cooperation__in=ties)
            .values("body_id", "cooperation_id", "cooperation__key", "cooperation__body_id", "role", "valid")
        )
        states = {
            state.cooperation_id: state
            for state in states_on(on).filter(cooperation_id__in={row["cooperation_id"] for row in rows})
        }
        following: dict[int, tuple[str, ...]] = {}
        for row in rows:
            state = states.get(row["cooperation_id"])
            if state is None or row["cooperation_id"] in ties:
                continue
            via = frontier[row["body_id"]]
            ties[row["cooperation_id"]] = _tie(row, state, via)
            takers[row["cooperation_id"]] = row["body_id"]
            inner = row["cooperation__body_id"]
            if inner is not None and inner not in seen:
                following.setdefault(inner, (*via, state.short_name or state.name))
        frontier = following
    begun = _begun(takers, on=on)
    found = [replace(tie, since=begun[cooperation_id]) for cooperation_id, tie in ties.items()]
    return sorted(found, key=lambda tie: (len(tie.via), fold(tie.name)))


def _begun(takers: Mapping[int, int], *, on: date) -> dict[int, date]:
    """Return since when each cooperation's body takes part without a break.

    Another role or other votes from a day on make a new row, but nobody joined that day.
    """
    rows = Party.objects.filter(
        KNOWN_NOW,
        cooperation_id__in=takers,
        body_id__in=set(takers.values()),
        valid__startswith__lte=on,
    ).order_by("valid")
    begun: dict[int, date] = {}
    ended: dict[int, date | None] = {}
    for cooperation_id, body_id, valid in rows.values_list("cooperation_id", "body_id", "valid"):
        if takers[cooperation_id] == body_id:
            if ended.get(cooperation_id) != valid.lower:
                begun[cooperation_id] = valid.lower
            ended[cooperation_id] = valid.upper
    return begun


def _tie(row: Mapping[str, Any], state: CooperationState, via: tuple[str, ...]) -> Tie:
    return Tie(
        cooperation_id=row["cooperation_id"],
        key=row["cooperation__key"],
        name=state.name,
        legal_form=LegalForm(state.legal_form),
        role=PartyRole(row["role"]),
        since=row["valid"].lower,
        via=via,
        url=Cooperation(key=row["cooperation__key"]).get_absolute_url(),
    )


def members_of(cooperation_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Return the bodies that take part in each cooperation on a day."""
    found: dict[int, set[int]] = {}
    rows = Party.objects.filter(KNOWN_NOW, cooperation_id__in=set(cooperation_ids), valid__contains=on)
    for cooperation_id, body_id in rows.values_list("cooperation_id", "body_id"):
        found.setdefault(cooperation_id, set()).add(body_id)
    return found


def takers_of_task(
    code: str, *, on: date, roles: Iterable[PartyRole] = tuple(PartyRole)
) -> dict[int, set[int]]:
    """Return for a task the cooperations that do it on a day, with the bodies that take part in it there.

    Who takes part only in other tasks („à la carte“), or in no role asked for, is left out.
    """
    doing = CooperationTask.objects.filter(KNOWN_NOW, task__code=code, valid__contains=on)
    parties = Party.objects.filter(
        KNOWN_NOW, cooperation__in=doing.values("cooperation"), valid__contains=on, role__in=set(roles)
    ).filter(Q(task_codes=[]) | Q(task_codes__contains=[code]))
    found: dict[int, set[int]] = {}
    for cooperation_id, body_id in parties.values_list("cooperation_id", "body_id"):
        found.setdefault(cooperation_id, set()).add(body_id)
    return found


def names_of(cooperation_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """Return the names of cooperations on a day."""
    rows = states_on(on).filter(cooperation_id__in=set(cooperation_ids))
    return dict(rows.values_list("cooperation_id", "name"))


def cooperation_by_key(key: str) -> Cooperation:
    """Return the cooperation; raise UnknownCooperation."""
    found = Cooperation.objects.filter(key=key).first()
    if found is None:
        raise UnknownCooperation(key=key)
    return found


def name_on(cooperation: Cooperation, *, on: date) -> str:
    """Return the name of a cooperation on a day, else its last one."""
    said = cooperation.last_said
    rows = CooperationState.objects.filter(said, cooperation=cooperation).order_by("-valid")
    names = [(row.valid, row.name) for row in rows]
    held = next((name for valid, name in names if on in valid), None)
    return held or (names[0][1] if names else cooperation.key)


def tasks_of(cooperation: Cooperation, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the tasks that a cooperation does on a day."""
    rows = CooperationTask.objects.filter(KNOWN_NOW, cooperation=cooperation, valid__contains=on)
    return list(rows.order_by("task__name").values_list("task__code", "task__name"))


def task_choices() -> list[tuple[str, str]]:
    """Return codes and names of all tasks, by name."""
    return list(Task.objects.order_by("name").values_list("code", "name"))


# --- the inventory -------------------------------------------------------------------------------------


def listed(on: date) -> QuerySet[Any]:
    """Return the cooperations of a day with number of parties, who leads, tasks and first year."""
    parties = Party.objects.filter(KNOWN_NOW, cooperation=OuterRef("cooperation"), valid__contains=on)
    leads = parties.filter(role=PartyRole.LEAD.value, body__periods__valid__contains=on)
    tasks = CooperationTask.objects.filter(KNOWN_NOW, cooperation=OuterRef("cooperation"), valid__contains=on)
    first = CooperationState.objects.filter(KNOWN_NOW, cooperation=OuterRef("cooperation"))
    found: QuerySet[Any] = (
        states_on(on)
        .select_related("cooperation", "source")
        .annotate(
            party_count=Coalesce(
                Subquery(parties.order_by().values("cooperation").annotate(n=Count("pk")).values("n")),
                Value(0),
            ),
            leads=Coalesce(_joined(leads, "body__periods__name"), Value(""), output_field=TextField()),
            task_names=Coalesce(_joined(tasks, "task__name"), Value(""), output_field=TextField()),
            begins=Subquery(
                first.order_by("valid").values(
                    first_day=Func(F("valid"), function="lower", output_field=DateField())
                )[:1]
            ),
        )
    )
    return found


def _joined(rows: QuerySet[Any], field: str) -> Subquery:
    names = (
        rows.order_by()
        .values("cooperation")
        .annotate(names=StringAgg(field, ", ", output_field=TextField(), order_by=[field]))
    )
    return Subquery(names.values("names"))


def named_like(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow to names that contain the text."""
    return rows.filter(folded__contains=fold(text))


def with_task(on: date, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Narrow to cooperations that do the task."""
    doing = CooperationTask.objects.filter(
        KNOWN_NOW, cooperation=OuterRef("cooperation"), valid__contains=on, task__code=code
    )
    return rows.filter(Exists(doing))


def in_region(on: date, rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Narrow to cooperations with a party whose key begins like this: a Kreis and its municipalities."""
    return rows.filter(Exists(_party_rows(on).filter(body__key__startswith=key)))


def led_by(on: date, rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Narrow to cooperations led by the body with this key."""
    return rows.filter(Exists(_party_rows(on).filter(body__key=key, role=PartyRole.LEAD.value)))


def with_body(on: date, rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Narrow to cooperations in which the body with this key takes part itself."""
    return rows.filter(Exists(_party_rows(on).filter(body__key=key)))


def _party_rows(on: date) -> QuerySet[Party]:
    return Party.objects.filter(KNOWN_NOW, cooperation=OuterRef("cooperation"), valid__contains=on)


def leading_bodies(on: date) -> list[tuple[str, str]]:
    """Return key and name of every body that leads a cooperation on a day."""
    rows = Party.objects.filter(
        KNOWN_NOW, role=PartyRole.LEAD.value, valid__contains=on, body__periods__valid__contains=on
    )
    return list(
        rows.order_by("body__periods__name").values_list("body__key", "body__periods__name").distinct()
    )


def years(on: date) -> list[str]:
    """Return the years in which the cooperations of a day began, newest first."""
    first = Min(Func(F("valid"), function="lower", output_field=DateField()))
    rows = CooperationState.objects.filter(KNOWN_NOW, cooperation__in=states_on(on).values("cooperation"))
    begun = rows.order_by().values("cooperation").annotate(year=ExtractYear(first))
    return [str(year) for year in begun.values_list("year", flat=True).distinct().order_by("-year")]


def counts_by_body(on: date) -> dict[str, int]:
    """Return for each body (key) in how many cooperations it takes part itself on a day."""
    rows = Party.objects.filter(KNOWN_NOW, valid__contains=on).order_by()
    return dict(
        rows.values("body__key").annotate(n=Count("cooperation", distinct=True)).values_list("body__key", "n")
    )


def search(text: str, *, on: date, limit: int = 20) -> list[SearchHit]:
    """Return the cooperations found for the search of the whole product: by name, then those of a body.

    Nothing named so: names that are written almost so. The register finds bodies the same way.
    """
    rows = named_like(states_on(on), text) if fold(text) else CooperationState.objects.none()
    if not rows.exists():
        rows = states_on(on).filter(folded__trigram_word_similar=fold(text))
    label = str(Cooperation._meta.verbose_name)
    hits = {
        row.cooperation_id: SearchHit(
            label, row.name, LegalForm(row.legal_form).label, row.cooperation.get_absolute_url(), 0.8
        )
        for row in rows.select_related("cooperation").order_by("folded")[:limit]
    }
    for body in _meant(text, on=on):
        for tie in cooperations_of(body.id, on=on):
            says = f"{tie.legal_form.label} · {body}"
            hits.setdefault(tie.cooperation_id, SearchHit(label, tie.name, says, tie.url, 0.7))
    return list(hits.values())[:limit]


def _meant(text: str, *, on: date) -> list[BodyOption]:
    """Return the bodies that a search may mean, those nearest to it: of „Coesfeld“ Kreis and town."""
    found = register.body_options(text, on=on, limit=MOST_MEANT)
    return [body for body in found if body.similarity == found[0].similarity]
