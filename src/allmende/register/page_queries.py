"""What the register's own pages show: the list, the page of one body, the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from allmende.register.dated import (
    IDENTITY,
    KIND_LABEL,
    RELATED_IDENTITY,
    bodies_on,
    body_view,
    with_identity,
)
from allmende.register.domain import (
    DISTRICT_KINDS,
    BodyView,
    FigureKind,
    FigureView,
    Kind,
    MembershipView,
    Relation,
    UnknownMembership,
)
from allmende.register.models import (
    BodyKind,
    BodyName,
    BodyParent,
    KeyFigure,
    Membership,
    Neighbour,
    Source,
)
from allmende.register.names import sort_key
from allmende.register.periods import last_day
from allmende.register.queries import membership_views
from allmende.register.timelines import Spell, coalesce

REGION_KINDS = DISTRICT_KINDS | {Kind.LAND, Kind.REGIERUNGSBEZIRK}


METRES_PER_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """A size class of the list: `[least, below)` inhabitants."""

    code: str
    label: str
    least: int
    below: int | None


SIZES = (
    Size("bis-10000", "unter 10.000", 0, 10_000),
    Size("bis-25000", "10.000 bis unter 25.000", 10_000, 25_000),
    Size("bis-60000", "25.000 bis unter 60.000", 25_000, 60_000),
    Size("bis-100000", "60.000 bis unter 100.000", 60_000, 100_000),
    Size("ab-100000", "100.000 und mehr", 100_000, None),
)


def listed_bodies(on: date) -> QuerySet[Any]:
    """Return the rows of the list: every body with its label of kind, parent, population and area."""
    found: QuerySet[Any] = bodies_on(on).annotate(kind_label=KIND_LABEL)
    return found


def in_region(bodies: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Return the bodies inside a Land, Regierungsbezirk or Kreis, and itself: keys begin with its key."""
    return bodies.filter(key__startswith=key)


def of_size(bodies: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Return the bodies of a size class."""
    size = next(size for size in SIZES if size.code == code)
    bodies = bodies.filter(population__gte=size.least)
    return bodies if size.below is None else bodies.filter(population__lt=size.below)


def regions(on: date) -> list[tuple[str, str]]:
    """Return key and name of every Land, Regierungsbezirk and Kreis, the larger before what is in them."""
    rows = (
        bodies_on(on)
        .filter(kind__in=[kind.value for kind in REGION_KINDS])
        .values_list("key", "name", "kind")
    )
    order = {Kind.LAND.value: 0, Kind.REGIERUNGSBEZIRK.value: 1}
    ordered = sorted(rows, key=lambda row: (order.get(row[2], 2), sort_key(row[1])))
    return [(key, f"Land {name}" if kind == Kind.LAND.value else name) for key, name, kind in ordered]


# --- the page of one body ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedText:
    """A value with the days it holds, for people: `last_day` None means until now."""

    text: str
    first_day: date
    last_day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class NeighbourView:
    """A neighbor with the length of the common border."""

    body: BodyView
    border_metres: int

    @property
    def border_kilometres(self) -> Decimal:
        return Decimal(self.border_metres) / METRES_PER_KILOMETRE


def history(body_id: int) -> tuple[list[DatedText], list[DatedText]]:
    """Return all names and all kinds of a body, oldest first; equal ones that touch are joined."""
    names = _timeline(BodyName, body_id, "official")
    kinds = _timeline(BodyKind, body_id, "kind")
    return [_dated(spell, spell.value[0]) for spell in names], [
        _dated(spell, Kind(spell.value[0]).label) for spell in kinds
    ]


def _timeline(model: Any, body_id: int, column: str) -> list[Spell[tuple[str, str]]]:
    rows = (
        model.objects.filter(body_id=body_id, known__upper_inf=True)
        .order_by("valid")
        .values_list("valid", column, "source__title")
    )
    spells = [Spell(valid.lower, valid.upper, (value, source)) for valid, value, source in rows]
    return coalesce(spells)


def _dated(spell: Spell[tuple[str, str]], text: str) -> DatedText:
    return DatedText(text, spell.starts, last_day(spell.ends), spell.value[1])


def figures_of(body_id: int) -> dict[FigureKind, list[FigureView]]:
    """Return all figures of a body, oldest first."""
    rows = (
        KeyFigure.objects.filter(body_id=body_id, known__upper_inf=True)
        .order_by("reference_date")
        .values_list("kind", "value", "unit", "reference_date", "source__title")
    )
    figures: dict[FigureKind, dict[date, FigureView]] = {}
    for kind, value, unit, on, source in rows:
        view = FigureView(FigureKind(kind), value, unit, on, source)
        figures.setdefault(view.kind, {})[on] = view
    return {kind: list(by_day.values()) for kind, by_day in figures.items()}


def landschaftsverband_of(body_id: int, *, on: date) -> BodyView | None:
    """Return the Landschaftsverband of a Kreis or kreisfreie Stadt."""
    row = (
        with_identity(_parents(body_id, on, Relation.LANDSCHAFTSVERBAND), on, body="parent")
        .values(*RELATED_IDENTITY)
        .first()
    )
    return body_view(row) if row else None


def associations_of(body_id: int, *, on: date) -> list[BodyView]:
    """Return the associations of which the body is a member."""
    rows = with_identity(_parents(body_id, on, Relation.ASSOCIATION), on, body="parent")
    return [body_view(row) for row in rows.order_by("sort_key").values(*RELATED_IDENTITY)]


def _parents(body_id: int, on: date, relation: Relation) -> QuerySet[BodyParent]:
    return BodyParent.objects.filter(
        body_id=body_id, relation=relation.value, valid__contains=on, known__upper_inf=True
    )


def children_of(body: BodyView, *, on: date) -> QuerySet[Any]:
    """Return the rows of the bodies directly below, or the members of a Landschaftsverband or association."""
    below = BodyParent.objects.filter(parent_id=body.id, valid__contains=on, known__upper_inf=True)
    found: QuerySet[Any] = listed_bodies(on).filter(body_id__in=below.values("body_id"))
    return found


def neighbours_of(body_id: int, *, on: date) -> list[NeighbourView]:
    """Return the neighbors, longest border first."""
    other = Case(
        When(first_id=body_id, then=F("second_id")), default=F("first_id"), output_field=IntegerField()
    )
    pairs = dict(
        Neighbour.objects.filter(Q(first_id=body_id) | Q(second_id=body_id))
        .annotate(other=other)
        .values_list("other", "border_metres")
    )
    if not pairs:
        return []
    rows = bodies_on(on).filter(body_id__in=list(pairs)).values(*IDENTITY)
    views = [NeighbourView(body_view(row), pairs[row["body_id"]]) for row in rows]
    return sorted(views, key=lambda view: (-view.border_metres, view.body.key))


def border_pairs(ids: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return every two of these bodies with a common border, and its length in metres."""
    wanted = set(ids)
    pairs = Neighbour.objects.filter(first_id__in=wanted, second_id__in=wanted)
    return list(pairs.order_by("first_id", "second_id").values_list("first_id", "second_id", "border_metres"))


def sources_of(body_id: int) -> list[Source]:
    """Return the sources of everything the page of a body says."""
    facts: tuple[Any, ...] = (BodyName, BodyKind, BodyParent, KeyFigure)
    used = Q(pk__in=Neighbour.objects.filter(Q(first_id=body_id) | Q(second_id=body_id)).values("source_id"))
    for model in facts:
        rows = model.objects.filter(body_id=body_id, known__upper_inf=True)
        used |= Q(pk__in=rows.values("source_id"))
    return list(Source.objects.filter(used).order_by("title"))


def days_of(key: str) -> tuple[date, date | None] | None:
    """Return the first and the last day (None: open) a body of this key is known for; None: no such body."""
    periods = list(
        BodyName.objects.filter(body__key=key, known__upper_inf=True)
        .order_by("valid")
        .values_list("valid", flat=True)
    )
    return (periods[0].lower, last_day(periods[-1].upper)) if periods else None


def members_of(body_id: int, *, on: date) -> list[MembershipView]:
    """Return who acts for the body, now or later."""
    ended = DateRange(on, None)
    rows = Membership.objects.filter(body_id=body_id).exclude(valid__fully_lt=ended)
    return membership_views(rows, on)


def membership_by_id(membership_id: int, *, body_id: int, on: date) -> MembershipView:
    """Return one membership of that body; raise UnknownMembership."""
    found = membership_views(Membership.objects.filter(pk=membership_id, body_id=body_id), on)
    if not found:
        raise UnknownMembership
    return found[0]
