"""Comparing a list with the register: what would change, and by which revisions of which timelines. Pure."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from allmende.common.formats import area, number
from allmende.register.domain import MUNICIPAL_KINDS, FigureKind, Relation
from allmende.register.importing.checks import check_cycles, check_keys, check_references
from allmende.register.importing.records import BodyList, BodyRecord, BrokenFile, Figure, RowProblem
from allmende.register.importing.state import BodyState, FigureValue, NameValue
from allmende.register.timelines import Revision, Spell, filled, revise, revised, value_on

# A complete list in which more than this share of a Land is missing is more likely cut off than true.
LARGEST_SHARE_ENDED = Decimal("0.25")
ALWAYS_ALLOWED_TO_END = 20

Said = TypeVar("Said")


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
    """What an import would do. `stated`: bodies for which no newer list is known yet.

    `outdated`: bodies of which a newer list is known and this one says something else, which is left out.
    """

    stand: date
    created: list[BodyRecord] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    successions: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.created and not self.steps and not self.stated

    @property
    def digest(self) -> str:
        """Return a fingerprint of everything the plan would do, down to the rows it would close."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

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
    check_keys(held, listed.records)
    check_references(listed.records, known)
    check_cycles(held, listed)
    _note_unknown_parents(plan, listed.records, known)
    records = _without_outdated(plan, held, listed)
    known = {*held, *(record.key for record in records)}
    for record in records:
        state = held.get(record.key)
        _plan_record(plan, state, record, known)
        if _is_news(plan, state) if state else not record.merged_into:
            plan.stated.append(record.key)
    _plan_missing(plan, held, listed)
    _note_outdated(plan)
    return plan


def _without_outdated(plan: Plan, held: Mapping[str, BodyState], listed: BodyList) -> Sequence[BodyRecord]:
    """Return the records without those of unknown bodies in a Land of which a newer list is known.

    Whether such a body still exists, the older list cannot tell: a complete list must not bring back what
    was merged since. Who lists single bodies means them; the preview warns.
    """
    records = listed.records
    newest = _newest_of_lands(held)
    unknown = {
        record.key
        for record in records
        if record.key not in held and newest.get(record.key[:2], plan.stand) > plan.stand
    }
    if unknown and not listed.is_complete:
        plan.notes.append(
            f"{len(unknown)} Körperschaften ({_some(unknown)}) sind neu, obwohl jüngere Listen desselben "
            "Landes schon übernommen sind; prüfen Sie, ob es sie noch gibt."
        )
        return records
    kept = [record for record in records if not {record.key, record.merged_into} & unknown]
    plan.outdated += [record.key for record in records if {record.key, record.merged_into} & unknown]
    return kept


def _is_news(plan: Plan, state: BodyState) -> bool:
    return state.stated_on is None or state.stated_on < plan.stand


def _newest_of_lands(held: Mapping[str, BodyState]) -> dict[str, date]:
    """Return for each Land (two digits) the day of the newest list that spoke of a municipality in it."""
    newest: dict[str, date] = {}
    for key, state in held.items():
        if len(key) == 8 and key.isdigit() and state.stated_on:
            newest[key[:2]] = max(newest.get(key[:2], state.stated_on), state.stated_on)
    return newest


def _note_unknown_parents(plan: Plan, records: Sequence[BodyRecord], known: set[str]) -> None:
    """Tell which assignments stay open, since lists come singly."""
    unknown = {record.parent for record in records if record.parent and record.parent not in known}
    if unknown:
        plan.notes.append(
            f"{len(unknown)} übergeordnete Körperschaften stehen nicht im Register ({_some(unknown)}); "
            "diese Zuordnungen bleiben offen, bis Sie auch deren Liste einlesen."
        )


def _some(keys: Collection[str]) -> str:
    return ", ".join(sorted(keys)[:5]) + (" …" if len(keys) > 5 else "")


def _note_outdated(plan: Plan) -> None:
    if not plan.outdated:
        return
    keys = set(plan.outdated)
    plan.notes.append(
        f"Die Liste ist älter als eine schon übernommene: Bei {len(keys)} Körperschaften ({_some(keys)}) "
        "sagt sie etwas anderes als die jüngere; davon werden nur fehlende Kennzahlen übernommen."
    )


def _plan_record(plan: Plan, state: BodyState | None, record: BodyRecord, known: set[str]) -> None:
    if record.merged_into:
        if state is None or _is_outdated(plan, state):  # None: it was gone before we knew of it
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
    if _step(plan, Facet.NAME, state.key, "", _said(plan, state, state.names, name)) and not is_new:
        before = held.official if held and held.name == record.name else (held.name if held else "")
        after = official if held and held.name == record.name else record.name
        _change(plan, ChangeKind.RENAMED, state, before, after)
    held_kind = value_on(state.kinds, on)
    revision = _said(plan, state, state.kinds, record.kind)
    if _step(plan, Facet.KIND, state.key, "", revision) and not is_new:
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
        revision = _said(plan, state, spells, parent)
        if _step(plan, Facet.PARENT, state.key, relation.value, revision) and state.id:
            _change(plan, ChangeKind.OTHER_PARENT, state, value_on(spells, plan.stand) or "", parent)
    for association in record.associations:
        if association not in known:
            continue
        spells = state.associations.get(association, [])
        revision = _said(plan, state, spells, association)
        if _step(plan, Facet.PARENT, state.key, Relation.ASSOCIATION.value, revision) and state.id:
            _change(plan, ChangeKind.OTHER_PARENT, state, "", association)


def _plan_figures(plan: Plan, state: BodyState, kind: FigureKind, figures: Sequence[Figure]) -> None:
    """Plan all figures of one kind as one revision, since each shortens the spell of the one before."""
    spells = state.figures.get(kind, [])
    after = list(spells)
    for figure in figures:
        held = value_on(after, figure.reference_date)
        value = FigureValue(figure.value, figure.reference_date)
        is_correction = held is not None and held.reference_date == figure.reference_date
        if is_correction and held != value and state.is_known_after(plan.stand):
            plan.outdated.append(state.key)
            continue
        revision = revise(after, starts=figure.reference_date, value=value)
        after = revised(after, revision)
        if revision and state.id:
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
        if not _is_outdated(plan, state):
            _end(plan, state, ChangeKind.ENDED, None)
    unnamed = (state for state in held.values() if state.key not in listed_keys)
    plan.stated += [
        state.key for state in unnamed if _is_municipal_key(state.key, lands) and _is_news(plan, state)
    ]


def _is_municipal_key(key: str, lands: set[str]) -> bool:
    return key[:2] in lands and len(key) == 8


def _is_municipality(state: BodyState, on: date, lands: set[str]) -> bool:
    kind = value_on(state.kinds, on)
    return _is_municipal_key(state.key, lands) and kind is not None and kind in MUNICIPAL_KINDS


def _is_outdated(plan: Plan, state: BodyState) -> bool:
    """Return whether a newer list spoke of the body, so that this one cannot end it; keep in mind which."""
    if not state.is_known_after(plan.stand):
        return False
    if value_on(state.names, plan.stand) is not None:
        plan.outdated.append(state.key)
    return True


def _said(plan: Plan, state: BodyState, spells: Sequence[Spell[Said]], value: Said) -> Revision[Said]:
    """Return what the list changes by saying `value`; after a newer one it only tells what came before."""
    if not state.is_known_after(plan.stand):
        return revise(spells, starts=plan.stand, value=value)
    revision = filled(spells, starts=plan.stand, value=value)
    if not revision and value_on(spells, plan.stand) != value:
        plan.outdated.append(state.key)
    return revision


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
