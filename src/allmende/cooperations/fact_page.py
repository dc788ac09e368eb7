"""The page of one thing said of a cooperation: what holds when, by which source, what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.common.errors import AllmendeError
from allmende.common.formats import euro, number
from allmende.cooperations import queries
from allmende.cooperations.consequences import PAYING, VOTING, influence_under, shares_under, taking_part
from allmende.cooperations.domain import Matter, PartyRole, TaskExtent, TaskMode
from allmende.cooperations.kinds import FactKind, timeline_of
from allmende.cooperations.labels import said
from allmende.cooperations.models import Cooperation
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.periods import last_day
from allmende.sharing.sentences import percent

Pairs = list[tuple[str, str]]
HEADINGS = {
    FactKind.PARTY: gettext_lazy("Beteiligte"),
    FactKind.TASK: gettext_lazy("Gemeinsame Aufgabe"),
    FactKind.ORGAN: gettext_lazy("Organ"),
    FactKind.RULE: gettext_lazy("Abstimmung"),
    FactKind.POOL: gettext_lazy("Kostentopf"),
}
BOUND_LABELS = {
    "caps": gettext_lazy("Höchstbeträge im Jahr"),
    "floors": gettext_lazy("Mindestbeträge im Jahr"),
}


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What holds of the thing for a time."""

    row: int
    first_day: date
    last_day: date | None
    facts: Pairs
    source: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for the parties: sentences and a table; `missing` or `problem` instead of them."""

    sentences: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    note: str = ""
    missing: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FactPage:
    """One thing with its history."""

    kind: FactKind
    heading: str
    name: str
    rows: list[SaidRow]
    consequence: Consequence | None

    @property
    def current(self) -> SaidRow | None:
        return next((row for row in self.rows if row.holds), None)


def fact_page(
    kind: FactKind, cooperation: Cooperation, slug: str, *, on: date, bodies: dict[int, BodyView]
) -> FactPage | None:
    """Return the page, None if nothing is said of such a thing. `bodies`: names of parties."""
    rows = timeline_of(kind, cooperation, slug)
    if not rows:
        return None
    tasks = dict(queries.task_choices()) if kind is FactKind.PARTY else {}
    names = _names_in([row.key for row in rows], on) if kind is FactKind.POOL else tasks
    shown = [
        SaidRow(
            row=row.pk,
            first_day=row.valid.lower,
            last_day=last_day(row.valid.upper),
            facts=_facts(kind, row, names),
            source=row.source.attribution,
            holds=on in row.valid,
        )
        for row in rows
    ]
    current = next((row for row in rows if on in row.valid), None)
    return FactPage(
        kind=kind,
        heading=str(HEADINGS[kind]),
        name=_name(kind, rows[-1], bodies),
        rows=shown,
        consequence=_consequence(kind, current, cooperation, on) if current else None,
    )


def _name(kind: FactKind, row: Any, bodies: dict[int, BodyView]) -> str:
    if kind is FactKind.PARTY:
        return str(bodies[row.body_id])
    if kind is FactKind.TASK:
        return str(row.task.name)
    return said(Matter(row.matter).label) if kind is FactKind.RULE else str(row.name)


def _facts(kind: FactKind, row: Any, names: Mapping[str, str]) -> Pairs:
    """Return what is said; `names`: of the tasks by code, of the parties by key."""
    unknown = said("nicht bekannt")
    if kind is FactKind.PARTY:
        capital = unknown if row.capital_cents is None else euro(row.capital_cents)
        return [
            (_("Rolle"), said(PartyRole(row.role).label)),
            (_("Stimmen"), unknown if row.votes is None else number(row.votes)),
            (_("Sitze"), unknown if row.seats is None else number(row.seats)),
            (_("Kapital"), capital),
            (_("Aufgaben"), ", ".join(names.get(code, code) for code in row.task_codes) or _("alle")),
        ]
    if kind is FactKind.TASK:
        return [
            (_("Umfang"), said(TaskExtent(row.extent).label)),
            (_("Übergang"), said(TaskMode(row.mode).label)),
            (_("Gebiet"), row.area or _("bei allen Beteiligten")),
        ]
    if kind is FactKind.ORGAN:
        return [(_("Zusammensetzung"), row.composition or unknown)]
    if kind is FactKind.POOL:
        return [(_("in Worten"), row.words), *_bounds(row.key, names)]
    return [(_("in Worten"), row.words)]


def _names_in(keys: Sequence[Mapping[str, Any]], on: date) -> dict[str, str]:
    """Return the names of the parties that cost keys bound or move."""
    told = [(key.get("transition") or {}).get("former") or {} for key in keys]
    told += [key.get(name) or {} for key in keys for name in BOUND_LABELS]
    named = {name for each in told for name in each}
    return {key: str(body) for key, body in register.bodies_by_keys(sorted(named), on=on).items()}


def _bounds(key: Mapping[str, Any], names: Mapping[str, str]) -> Pairs:
    """Return caps, floors and the transition of a cost key in words."""
    told = [
        (
            str(label),
            "; ".join(f"{names.get(each, each)}: {euro(cents)}" for each, cents in key[name].items()),
        )
        for name, label in BOUND_LABELS.items()
        if key.get(name)
    ]
    if key.get("total_cents"):
        told.append((_("Kosten im Jahr"), euro(key["total_cents"])))
    moved = key.get("transition")
    if moved:
        former = "; ".join(
            f"{names.get(each, each)}: {value.replace('.', ',')}" for each, value in moved["former"].items()
        )
        stage = _("Stufe {step} von {steps}: {done} des Weges zum neuen Schlüssel").format(
            step=moved["step"], steps=moved["steps"], done=percent(moved["step"] / moved["steps"])
        )
        told += [(_("Übergang"), stage), (_("Bisherige Anteile"), former)]
    return told


def _consequence(kind: FactKind, row: Any, cooperation: Cooperation, on: date) -> Consequence | None:
    """Return what a rule or a key means; a calculation that cannot be says why."""
    make = {FactKind.RULE: _influence, FactKind.POOL: _shares}.get(kind)
    if make is None:
        return None
    try:
        return make(row, cooperation, on)
    except AllmendeError as problem:
        return Consequence(problem=str(problem))


def _influence(row: Any, cooperation: Cooperation, on: date) -> Consequence:
    found = influence_under(row.rule, Matter(row.matter), taking_part(cooperation, on=on, roles=VOTING))
    if found.missing:
        return Consequence(missing=found.missing)
    return Consequence(
        sentences=found.sentences,
        heads=(_("Beteiligte"), _("Stimmen"), _("Anteil"), _("Einfluss"), _("kann verhindern")),
        rows=[
            (
                say.name,
                number(say.weight),
                percent(say.share),
                _("nie") if say.is_dummy else percent(say.power),
                percent(say.blocks),
            )
            for say in found.says
        ],
        note=found.method,
    )


def _shares(row: Any, cooperation: Cooperation, on: date) -> Consequence:
    found = shares_under(row.key, taking_part(cooperation, on=on, roles=PAYING))
    if found.missing:
        return Consequence(missing=found.missing)
    return Consequence(
        sentences=[
            *(_("{name} zahlt den Höchstbetrag.").format(name=name) for name, s in found.rows if s.is_capped),
            *(
                _("{name} zahlt den Mindestbetrag.").format(name=name)
                for name, s in found.rows
                if s.is_raised
            ),
        ],
        heads=(
            _("Beteiligte"),
            _("Anteil nach Schlüssel"),
            _("zahlt von {total}").format(total=euro(found.total_cents)),
        ),
        rows=[(name, percent(float(share.part)), euro(share.cents)) for name, share in found.rows],
    )
