"""The answer to „Mit wem könnten wir …?“ for one municipality and one task, put together from facts. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from allmende.cooperations.potentials.affinity import NEAR_KM, Land
from allmende.cooperations.potentials.domain import TaskSituation, TaskState
from allmende.cooperations.potentials.fairness import Fairness, check_fairness
from allmende.cooperations.potentials.grants import Grant, GrantRule, grant_for, hessen_check
from allmende.cooperations.potentials.graph import Group, Search, best_groups
from allmende.cooperations.potentials.reasons import (
    hindrances,
    partner_reasons,
    scale_sentence,
    situation_sentence,
)
from allmende.cooperations.potentials.scale import ScaleEstimate, estimate_scale
from allmende.cooperations.potentials.valuing import Assumptions, Saving, Valuation

PARTNERS_SHOWN = 10
GROUPS_SHOWN = 5
JOINABLE_SHOWN = 5
GROUPS_AT_ONCE = 5_000
"""More than that take longer than one waits for a page; a job looks at all of them."""
GROUPS_PER_TOWN = 2_000


@dataclass(frozen=True, slots=True)
class Partner:
    """A municipality one could ask, with what speaks for it and what nobody knows."""

    situation: TaskSituation
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class Joinable:
    """A cooperation that does the task already."""

    key: str
    name: str
    members: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A group with its money, whether it holds together, and what helps or hinders."""

    members: tuple[TaskSituation, ...]
    saving: Saving
    fairness: Fairness
    grant: Grant | None
    helps: tuple[str, ...]
    hinders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything the page says."""

    situation: TaskSituation
    situation_sentence: str
    risks: tuple[str, ...]
    scale_sentence: str
    estimate: ScaleEstimate | None
    joinable: tuple[Joinable, ...]
    partners: tuple[Partner, ...]
    groups: tuple[Proposed, ...]
    no_groups: str
    sources: tuple[str, ...] = ()
    """Where the budgets come from that were compared."""
    search: Search = field(default_factory=Search)


def comparable_with(root: TaskSituation, situations: Mapping[str, TaskSituation]) -> dict[str, TaskSituation]:
    """Return who runs the task alone, with a budget and a driver of the same kind."""
    counted = root.is_counted_in_cases
    return {
        key: each
        for key, each in situations.items()
        if each.is_comparable and each.is_counted_in_cases == counted
    }


def counted_alike(situations: Mapping[str, TaskSituation]) -> dict[str, TaskSituation]:
    """Return the comparable budgets of the more usual measure: inhabitants, or cases."""
    known = {key: each for key, each in situations.items() if each.is_comparable}
    in_cases = {key: each for key, each in known.items() if each.is_counted_in_cases}
    by_inhabitants = {key: each for key, each in known.items() if not each.is_counted_in_cases}
    return in_cases if len(in_cases) > len(by_inhabitants) else by_inhabitants


def estimate_from(situations: Mapping[str, TaskSituation]) -> ScaleEstimate | None:
    """Estimate the scale from the budgets of those who run the task alone."""
    known = sorted(situations.values(), key=lambda each: each.key)
    return estimate_scale([each.cost or 0.0 for each in known], [each.quantity or 0.0 for each in known])


def propose(
    key: str,
    *,
    task: str,
    land: Land,
    situations: Mapping[str, TaskSituation],
    serving: Mapping[str, tuple[str, frozenset[str]]],
    assumptions: Assumptions,
    assumed: ScaleEstimate | None,
    on: date,
    most_groups: int = GROUPS_AT_ONCE,
    report: Callable[[int], None] = lambda seen: None,
) -> Proposal:
    """Answer for one municipality; `serving` names the cooperations of the task with their members."""
    root = situations[key]
    known = comparable_with(root, situations)
    estimate = assumed or estimate_from(known)
    groups, search, why = _groups(root, known, estimate, land, assumptions, on, most_groups, report)
    served_by = [serving[each][0] for each in root.cooperations if each in serving]
    return Proposal(
        situation=root,
        situation_sentence=situation_sentence(root, served_by),
        risks=root.staffing.risks(),
        scale_sentence=scale_sentence(estimate, len(known), task),
        estimate=estimate,
        joinable=_joinable(root, land, serving),
        partners=_partners(root, land, situations),
        groups=groups,
        no_groups=why,
        sources=tuple(sorted({each.source for each in known.values() if each.source})),
        search=search,
    )


def _joinable(
    root: TaskSituation, land: Land, serving: Mapping[str, tuple[str, frozenset[str]]]
) -> tuple[Joinable, ...]:
    found = []
    for key, (name, members) in serving.items():
        nearness = land.nearness(root.key, members)
        if root.key in members or not nearness:
            continue
        borders = sum(member in land.borders.get(root.key, {}) for member in members)
        district = sum(land.is_same_district(root.key, member) for member in members)
        told = [f"{borders} Nachbarn sind dabei"] if borders else []
        told += [f"{district} aus dem eigenen Kreis"] if district else []
        if nearest := _nearest(root.key, land, members):
            told.append(nearest)
        found.append((nearness, Joinable(key, name, len(members), tuple(told))))
    found.sort(key=lambda pair: (-pair[0], pair[1].key))
    return tuple(each for _nearness, each in found[:JOINABLE_SHOWN])


def _nearest(root: str, land: Land, members: Iterable[str]) -> str:
    """Name the air line to the closest member; nothing where it is no argument."""
    known = [kilometres for each in members if (kilometres := land.kilometres(root, each)) is not None]
    return f"nächstes Mitglied {min(known):.0f} km entfernt" if known and min(known) <= NEAR_KM else ""


def _partners(
    root: TaskSituation, land: Land, situations: Mapping[str, TaskSituation]
) -> tuple[Partner, ...]:
    found = []
    for key, each in situations.items():
        is_free = each.state in (TaskState.ALONE, TaskState.UNKNOWN)
        nearness = land.nearness(key, [root.key])
        if key != root.key and is_free and nearness:
            border = land.borders.get(root.key, {}).get(key, 0)
            reasons = tuple(partner_reasons(land, root.key, each))
            kilometres = land.kilometres(root.key, key)
            found.append((nearness, border, Partner(each, reasons, each.missing(), kilometres)))
    found.sort(key=lambda row: (-row[0], -row[1], row[2].situation.key))
    return tuple(partner for _nearness, _border, partner in found[:PARTNERS_SHOWN])


def _groups(
    root: TaskSituation,
    known: Mapping[str, TaskSituation],
    estimate: ScaleEstimate | None,
    land: Land,
    assumptions: Assumptions,
    on: date,
    most_groups: int,
    report: Callable[[int], None],
) -> tuple[tuple[Proposed, ...], Search, str]:
    why = _why_no_groups(root, known, estimate)
    if why or estimate is None:
        return (), Search(), why
    valuation = Valuation(known, estimate, assumptions)
    search = best_groups(
        land.graph(known),
        root=root.key,
        value=valuation.value,
        bound=valuation.bound,
        keep=GROUPS_SHOWN,
        most=most_groups,
        report=report,
    )
    proposed = tuple(describe(group, valuation, land, on) for _value, group in search.found)
    return proposed, search, "" if proposed else "Keine Gruppe spart mehr, als ihre Einrichtung kostet."


def _why_no_groups(
    root: TaskSituation, known: Mapping[str, TaskSituation], estimate: ScaleEstimate | None
) -> str:
    if root.state in (TaskState.COOPERATION, TaskState.DISTRICT):
        return "Die Aufgabe wird schon nicht mehr allein erledigt; neue Gruppen werden nicht gesucht."
    if root.key not in known:
        gaps = ", ".join(root.missing())
        return f"unbekannt: {gaps}; tragen Sie es ein, dann werden Gruppen in Euro verglichen."
    if estimate is None or not estimate.saves:
        return "Ohne Beleg, dass Größe hilft, nennt Allmende keine Ersparnis in Euro."
    return ""


def describe(group: Group, valuation: Valuation, land: Land, on: date) -> Proposed:
    """Put together all that is said of one group."""
    members = tuple(valuation.situations[key] for key in group)
    saving = valuation.saving(group)
    helps, hinders = hindrances(members, on=on)
    ties = [len(land.common(one, other)) for one in group for other in group if one < other]
    if any(ties):
        helps.insert(0, f"Von {len(ties)} Paaren arbeiten schon zusammen: {sum(map(bool, ties))}.")
    grant = _grant(saving, valuation.assumptions, partners=len(group), on=on)
    return Proposed(members, saving, check_fairness(valuation, group), grant, tuple(helps), tuple(hinders))


def _grant(saving: Saving, assumptions: Assumptions, *, partners: int, on: date) -> Grant | None:
    if assumptions.grant_rule is GrantRule.HESSEN:
        return hessen_check(partners=partners, saving_share=saving.share, years=assumptions.years)
    setup = Decimal(round(saving.setup))
    return grant_for(partners=partners, setup=setup, saving_share=saving.share, on=on)


def candidates_everywhere(
    known: Mapping[str, TaskSituation],
    estimate: ScaleEstimate,
    land: Land,
    assumptions: Assumptions,
    *,
    per_root: int,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> list[tuple[float, Group]]:
    """Return the best groups around each municipality, each group once."""
    valuation = Valuation(known, estimate, assumptions)
    graph = land.graph(known)
    found = {}
    for done, key in enumerate(known):
        report(done, len(known))
        search = best_groups(
            graph, root=key, value=valuation.value, bound=valuation.bound, keep=per_root, most=GROUPS_PER_TOWN
        )
        found.update({group: value for value, group in search.found})
    return sorted(((value, group) for group, value in found.items()), key=lambda pair: (-pair[0], pair[1]))
