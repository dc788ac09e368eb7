"""Comparing a list with the register: what would change, and by which revisions of which timelines. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from allmende.pages.formats import area, number
from allmende.register.domain import MUNICIPAL_KINDS, FigureKind, Kind, Relation
from allmende.register.importing.records import BodyList, BodyRecord, BrokenFile, Figure, RowProblem
from allmende.register.timelines import Revision, Spell, revise, revised, value_on

# A complete list in which more than this share of a Land is missing is more likely cut off than true.
LARGEST_SHARE_ENDED = Decimal("0.25")
ALWAYS_ALLOWED_TO_END = 20


class NameValue(NamedTuple):
    """A name with its official spelling."""

    name: str
    official: str


class FigureValue(NamedTuple):
    """A figure of a reference date."""

    value: Decimal
    reference_date: date


@dataclass
class BodyState:
    """What the register believes of one body now; one timeline per thing that has one value at a time."""

    id: int
    key: str
    ars: str | None = None
    names: list[Spell[NameValue]] = field(default_factory=list)
    kinds: list[Spell[Kind]] = field(default_factory=list)
    parents: dict[Relation, list[Spell[str]]] = field(default_factory=dict)
    associations: dict[str, list[Spell[str]]] = field(default_factory=dict)
    figures: dict[FigureKind, list[Spell[FigureValue]]] = field(default_factory=dict)

    def name_on(self, on: date) -> str:
        held = value_on(self.names, on) or (self.names[-1].value if self.names else None)
        return held.name if held else self.key


class ChangeKind(StrEnum):
    """What a change is about, in the order a person reads the preview."""

    NEW = "new"
    MERGED = "merged"
    ENDED = "ended"
    RENAMED = "renamed"
    OTHER_KIND = "other_kind"
    OTHER_PARENT = "other_parent"
    NEW_FIGURE = "new_figure"
    CORRECTED_FIGURE = "corrected_figure"

    @property
    def label(self) -> str:
        return {
            "new": "Neu",
            "merged": "In eine andere aufgegangen",
            "ended": "Aufgelöst",
            "renamed": "Umbenannt",
            "other_kind": "Andere Rechtsstellung",
            "other_parent": "Andere Zuordnung",
            "new_figure": "Neue Kennzahl",
            "corrected_figure": "Berichtigte Kennzahl",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview."""

    kind: ChangeKind
    key: str
    name: str
    before: str
    after: str


class Facet(StrEnum):
    """Which timeline a revision belongs to."""

    NAME = "name"
    KIND = "kind"
    PARENT = "parent"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Step:
    """One revision of one timeline of one body; `part` tells relations and figures apart."""

    facet: Facet
    key: str
    part: str
    revision: Revision[object]


@dataclass
class Plan:
    """What an import would do."""

    stand: date
    created: list[BodyRecord] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    successions: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.created and not self.steps

    @property
    def counts(self) -> dict[ChangeKind, int]:
        counts = dict.fromkeys(ChangeKind, 0)
        for change in self.changes:
            counts[change.kind] += 1
        return counts


def plan_import(held: Mapping[str, BodyState], listed: BodyList) -> Plan:
    """Return what taking over the list would change; raise BrokenFile if rows contradict the register."""
    plan = Plan(listed.stand, notes=list(listed.notes))
    known = {*held, *(record.key for record in listed.records)}
    _check_keys(held, listed.records)
    _check_references(listed.records, known, plan)
    for record in listed.records:
        _plan_record(plan, held.get(record.key), record, known)
    _plan_missing(plan, held, listed)
    return plan


def _check_keys(held: Mapping[str, BodyState], records: Sequence[BodyRecord]) -> None:
    """Refuse a Regionalschlüssel that another body has."""
    owners = {state.ars: state.key for state in held.values() if state.ars}
    problems = []
    for record in records:
        if record.ars and owners.setdefault(record.ars, record.key) != record.key:
            owner = owners[record.ars]
            message = f"„{record.ars}“ gehört schon zu {owner}; prüfen Sie beide Schlüssel."
            problems.append(RowProblem(record.line, "ars", message))
    if problems:
        raise BrokenFile(problems)


def _check_references(records: Sequence[BodyRecord], known: set[str], plan: Plan) -> None:
    """Refuse unknown successors; unknown parents only stay open, since lists come singly."""
    problems = [
        RowProblem(
            record.line,
            "merged_into",
            f"„{record.merged_into}“ steht weder in der Datei noch im Register; prüfen Sie den Schlüssel.",
        )
        for record in records
        if record.merged_into and record.merged_into not in known
    ]
    if problems:
        raise BrokenFile(problems)
    unknown = sorted({record.parent for record in records if record.parent and record.parent not in known})
    if unknown:
        some = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        plan.notes.append(
            f"{len(unknown)} übergeordnete Körperschaften stehen nicht im Register ({some}); "
            "diese Zuordnungen bleiben offen, bis Sie auch deren Liste einlesen."
        )


def _plan_record(plan: Plan, state: BodyState | None, record: BodyRecord, known: set[str]) -> None:
    if record.merged_into:
        if state is None:  # it was gone before we knew of it
            plan.unchanged += 1
        else:
            _end(plan, state, ChangeKind.MERGED, record.merged_into)
        return
    before = len(plan.changes), len(plan.steps)
    if state is None:
        plan.created.append(record)
        plan.changes.append(Change(ChangeKind.NEW, record.key, record.name, "", record.kind.label))
        state = BodyState(0, record.key)
    _plan_identity(plan, state, record)
    _plan_parents(plan, state, record, known)
    for kind in FigureKind:
        _plan_figures(plan, state, kind, [figure for figure in record.figures if figure.kind is kind])
    if before == (len(plan.changes), len(plan.steps)):
        plan.unchanged += 1


def _plan_identity(plan: Plan, state: BodyState, record: BodyRecord) -> None:
    on, is_new = plan.stand, state.id == 0
    held = value_on(state.names, on)
    official = record.official
    if official is None:
        official = held.official if held and held.name == record.name else record.name
    name = NameValue(record.name, official)
    if _step(plan, Facet.NAME, state.key, "", revise(state.names, starts=on, value=name)) and not is_new:
        before = held.official if held and held.name == record.name else (held.name if held else "")
        after = official if held and held.name == record.name else record.name
        _change(plan, ChangeKind.RENAMED, state, before, after)
    held_kind = value_on(state.kinds, on)
    if (
        _step(plan, Facet.KIND, state.key, "", revise(state.kinds, starts=on, value=record.kind))
        and not is_new
    ):
        _change(plan, ChangeKind.OTHER_KIND, state, held_kind.label if held_kind else "", record.kind.label)


def _plan_parents(plan: Plan, state: BodyState, record: BodyRecord, known: set[str]) -> None:
    stated = {
        Relation.ADMINISTRATIVE: record.parent,
        Relation.LANDSCHAFTSVERBAND: record.landschaftsverband,
    }
    for relation, parent in stated.items():
        if parent is None or parent not in known:
            continue
        spells = state.parents.get(relation, [])
        revision = revise(spells, starts=plan.stand, value=parent)
        if _step(plan, Facet.PARENT, state.key, relation.value, revision) and state.id:
            _change(plan, ChangeKind.OTHER_PARENT, state, value_on(spells, plan.stand) or "", parent)
    for association in record.associations:
        if association not in known:
            continue
        spells = state.associations.get(association, [])
        revision = revise(spells, starts=plan.stand, value=association)
        if _step(plan, Facet.PARENT, state.key, Relation.ASSOCIATION.value, revision) and state.id:
            _change(plan, ChangeKind.OTHER_PARENT, state, "", association)


def _plan_figures(plan: Plan, state: BodyState, kind: FigureKind, figures: Sequence[Figure]) -> None:
    """Plan all figures of one kind as one revision, since each shortens the spell of the one before."""
    spells = state.figures.get(kind, [])
    after = list(spells)
    for figure in figures:
        held = value_on(after, figure.reference_date)
        value = FigureValue(figure.value, figure.reference_date)
        revision = revise(after, starts=figure.reference_date, value=value)
        after = revised(after, revision)
        if revision and state.id:
            is_correction = held is not None and held.reference_date == figure.reference_date
            change = ChangeKind.CORRECTED_FIGURE if is_correction else ChangeKind.NEW_FIGURE
            before = f"{kind.label} {_figure_text(kind, held)}" if held else kind.label
            _change(plan, change, state, before, _figure_text(kind, value))
    withdrawn = tuple(spell for spell in spells if spell not in after)
    added = tuple(spell for spell in after if spell.row is None)
    _step(plan, Facet.FIGURE, state.key, kind.value, Revision(withdrawn, added))


def _plan_missing(plan: Plan, held: Mapping[str, BodyState], listed: BodyList) -> None:
    """End the municipalities a complete list no longer has; of other lists tell which are missing."""
    listed_keys = {record.key for record in listed.records}
    lands = {record.key[:2] for record in listed.records if record.ags}
    existing = [state for state in held.values() if _is_municipality(state, plan.stand, lands)]
    missing = [state for state in existing if state.key not in listed_keys]
    if not listed.is_complete:
        plan.missing = [state.key for state in missing]
        return
    allowed = max(Decimal(ALWAYS_ALLOWED_TO_END), len(existing) * LARGEST_SHARE_ENDED)
    if len(missing) > allowed:
        raise BrokenFile(
            [
                RowProblem(
                    0,
                    "Datei",
                    f"{len(missing)} von {len(existing)} Gemeinden fehlen; die Datei ist wohl abgeschnitten. "
                    "Laden Sie sie neu herunter.",
                )
            ]
        )
    for state in missing:
        _end(plan, state, ChangeKind.ENDED, None)


def _is_municipality(state: BodyState, on: date, lands: set[str]) -> bool:
    kind = value_on(state.kinds, on)
    return state.key[:2] in lands and len(state.key) == 8 and kind is not None and kind in MUNICIPAL_KINDS


def _end(plan: Plan, state: BodyState, kind: ChangeKind, successor: str | None) -> None:
    """End everything the body has on the day of the list."""
    on = plan.stand
    if value_on(state.names, on) is None:
        plan.unchanged += 1
        return
    _step(plan, Facet.NAME, state.key, "", revise(state.names, starts=on, value=None))
    _step(plan, Facet.KIND, state.key, "", revise(state.kinds, starts=on, value=None))
    for relation, part in _parent_timelines(state):
        _step(plan, Facet.PARENT, state.key, relation.value, revise(part, starts=on, value=None))
    for figure, spells in state.figures.items():
        _step(plan, Facet.FIGURE, state.key, figure.value, revise(spells, starts=on, value=None))
    if successor:
        plan.successions.append((state.key, successor))
    _change(plan, kind, state, state.name_on(on), successor or "")


def _parent_timelines(state: BodyState) -> Iterator[tuple[Relation, list[Spell[str]]]]:
    yield from state.parents.items()
    for spells in state.associations.values():
        yield Relation.ASSOCIATION, spells


def _step(plan: Plan, facet: Facet, key: str, part: str, revision: Revision[object]) -> bool:
    if revision:
        plan.steps.append(Step(facet, key, part, revision))
    return bool(revision)


def _change(plan: Plan, kind: ChangeKind, state: BodyState, before: str, after: str) -> None:
    plan.changes.append(Change(kind, state.key, state.name_on(plan.stand), before, after))


def _figure_text(kind: FigureKind, value: FigureValue) -> str:
    shown = area(value.value) if kind is FigureKind.AREA else number(value.value, 0)
    return f"{shown} ({value.reference_date:%d.%m.%Y})"
