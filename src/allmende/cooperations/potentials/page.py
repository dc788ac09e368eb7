"""From the facts of a day to what the page „Mit wem könnten wir …?“ shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from allmende.common.formats import day as german_day
from allmende.common.formats import number
from allmende.cooperations.models import Task
from allmende.cooperations.potentials import queries
from allmende.cooperations.potentials.domain import RunKind, TaskSituation, TaskState
from allmende.cooperations.potentials.labels import state_label
from allmende.cooperations.potentials.models import PotentialRun
from allmende.cooperations.potentials.proposals import Partner, Proposal, Proposed, propose
from allmende.cooperations.potentials.reasons import money
from allmende.cooperations.potentials.scale import ScaleEstimate
from allmende.cooperations.potentials.valuing import Assumptions
from allmende.register.dated import body_url
from allmende.register.domain import BodyView
from allmende.register.map.drawing import ATTRIBUTION, Area, box_of, detail_map, legend_swatch
from allmende.register.map.shapes import map_data

CHOSEN, IN_GROUP, POSSIBLE, TOGETHER, UNKNOWN = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in words."""

    names: str
    sentence: str
    proposed: Proposed
    shares: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A row of the table of partners, ready to show."""

    name: str
    url: str
    state: str
    population: str
    reasons: str
    missing: str


def answer(
    body: BodyView, task: Task, *, assumptions: Assumptions, assumed: ScaleEstimate | None, on: date
) -> dict[str, Any]:
    """Return what the template shows."""
    column = queries.column_of(task, body.key, on=on)
    proposal = propose(
        body.key,
        task=task.name,
        land=column.land,
        situations=column.situations,
        serving={each.key: (each.name, each.members) for each in column.serving},
        assumptions=assumptions,
        assumed=assumed,
        on=on,
    )
    return {
        "proposal": proposal,
        "groups": [_line(each) for each in proposal.groups],
        "partners": [_partner_line(each, column.towns) for each in proposal.partners],
        "joinable": [
            (each, reverse("cooperations:cooperation", args=[each.key])) for each in proposal.joinable
        ],
        "svg": _map(body.key, proposal, column.situations, task),
        "legend": [{"swatch": legend_swatch(number), "label": label} for number, label in _legend()],
        "attribution": ATTRIBUTION,
    }


def _partner_line(partner: Partner, towns: Mapping[str, queries.Town]) -> PartnerLine:
    situation = partner.situation
    population = towns[situation.key].population
    return PartnerLine(
        situation.name,
        body_url(situation.key),
        state_label(situation.state),
        "" if population is None else number(population, 0),
        ", ".join(partner.reasons),
        ", ".join(partner.missing),
    )


def _line(proposed: Proposed) -> GroupLine:
    names = ", ".join(each.name for each in proposed.members)
    saving = proposed.saving
    sentence = _(
        "Zusammen heute {alone} im Jahr, gemeinsam etwa {joint}. Nach fünf Jahren und Einrichtung: "
        "{base} gespart (Bereich {low} bis {high})."
    ).format(
        alone=money(saving.alone_per_year),
        joint=money(saving.joint_per_year),
        base=money(saving.base),
        low=money(saving.low),
        high=money(saving.high),
    )
    shares = [(name, money(paid), money(alone)) for name, paid, alone in proposed.fairness.shares]
    return GroupLine(names, sentence, proposed, shares)


def _legend() -> list[tuple[int, str]]:
    return [
        (CHOSEN, _("die gefragte Gemeinde")),
        (IN_GROUP, _("in der besten Gruppe")),
        (POSSIBLE, _("möglicher Partner, erledigt es allein")),
        (TOGETHER, _("schon gemeinsam oder beim Kreis")),
        (UNKNOWN, _("unbekannt")),
    ]


def _map(
    key: str, proposal: Proposal, situations: Mapping[str, TaskSituation], task: Task
) -> SafeString | None:
    """Return the map of the municipality, its possible partners and the best group; None off the map."""
    data = map_data()
    best = {each.key for each in proposal.groups[0].members} if proposal.groups else set()
    keys = {key, *best, *(partner.situation.key for partner in proposal.partners)}
    box = box_of(data, keys)
    if key not in data.municipalities or box is None:
        return None
    areas = [_area(situations[each], each == key, each in best, task) for each in sorted(keys)]
    shown = {area.key for area in areas}
    around = [
        _area(each, is_root=False, is_best=False, task=task)
        for other, each in situations.items()
        if other not in shown
        and other in data.municipalities
        and each.state in (TaskState.COOPERATION, TaskState.DISTRICT)
        and data.municipalities[other].box.overlaps(box)
    ]
    title = _("{name}: mögliche Partner").format(name=situations[key].name)
    return detail_map(data, [*areas, *around], box, title=title)


def _area(each: TaskSituation, is_root: bool, is_best: bool, task: Task) -> Area:
    if is_root:
        shown = CHOSEN
    elif is_best:
        shown = IN_GROUP
    else:
        shown = {
            TaskState.ALONE: POSSIBLE,
            TaskState.COOPERATION: TOGETHER,
            TaskState.DISTRICT: TOGETHER,
            TaskState.UNKNOWN: UNKNOWN,
        }[each.state]
    url = f"{reverse('potentials:ask')}?gemeinde={each.key}&aufgabe={task.code}"
    return Area(
        each.key, each.name, f"{each.name}: {state_label(each.state)}", url, shown, is_selected=is_root
    )


def told_back_test(run: PotentialRun | None) -> str:
    """Say what a back-test with this register has found; nothing without one."""
    if run is None:
        return ""
    found = run.result
    return _(
        "Mit {count} Beteiligungen dieses Registers ({day}): Von je {hidden} verdeckten standen {ours} unter "
        "den ersten zehn Vorschlägen, mit der einfachen Regel {plain}."
    ).format(
        count=found["memberships"],
        day=german_day(run.on),
        hidden=found["hidden"],
        ours=_percent(found["ours"]),
        plain=_percent(found["plain"]),
    )


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def told_run(run: PotentialRun) -> str:
    """Say what a long computation has looked at."""
    if run.kind == RunKind.BACK_TEST:
        return told_back_test(run)
    if run.kind == RunKind.GROUPS:
        told = _("Die besten Gruppen um {town}, von {count} geprüften.").format(
            town=run.result["town"], count=number(run.result["candidates"], 0)
        )
        cut_off = _("Die Suche wurde vorzeitig beendet; es kann bessere Gruppen geben.")
        return f"{told} {cut_off}" if run.result["is_cut_off"] else told
    return _(
        "Aus {count} Gruppen, bewertet aus {budgets} Haushalten, die Auswahl mit der größten Summe; keine "
        "Gemeinde steht in zwei Gruppen."
    ).format(count=run.result["candidates"], budgets=run.result["budgets"])


def chosen_lines(run: PotentialRun) -> list[tuple[str, str]]:
    """Return names and saving of each chosen group, the largest first."""
    groups = sorted(run.result["groups"], key=lambda group: -group["base"])
    told = _("{base} in fünf Jahren (Bereich {low} bis {high})")
    return [
        (
            ", ".join(group["names"]),
            told.format(base=money(group["base"]), low=money(group["low"]), high=money(group["high"])),
        )
        for group in groups
    ]
