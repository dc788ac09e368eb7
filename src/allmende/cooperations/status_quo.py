"""What the register says of a cooperation, as the option „Weiter wie bisher“ of a comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allmende.common.errors import AllmendeError
from allmende.common.formats import day as said_day
from allmende.cooperations.consequences import PAYING, VOTING, Taking, rule_from, taking_part
from allmende.cooperations.domain import Matter
from allmende.cooperations.models import Cooperation, CostPool, VotingRule
from allmende.cooperations.options.domain import Weighting
from allmende.cooperations.options.influence import missing_for, weights_of
from allmende.ledger.domain import Mark
from allmende.register.bitemporal import KNOWN_NOW
from allmende.sharing.keys import Driver

KEPT = ("share", "more_than", "needed", "needs_heads", "unit", "thresholds")
NOT_CALCULATED = {
    "caps": "Höchstbeträge",
    "floors": "Mindestbeträge",
    "exempt": "Befreiungen",
    "transition": "der Übergang in Stufen",
}


@dataclass
class StatusQuo:
    """The inputs that the register knows; each names the register and the day as its source."""

    votes: list[dict[str, Any]] = field(default_factory=list)
    costs: list[dict[str, Any]] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)
    drivers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Figures that the cost keys need, by key of the partner."""


def parties_of(cooperation: Cooperation, *, on: date) -> list[tuple[str, str]]:
    """Return key and name of those who take part and pay or vote."""
    taking = taking_part(cooperation, on=on, roles=PAYING)
    return [(each.partner.key, each.partner.name) for each in taking]


def status_quo_of(cooperation: Cooperation, partners: Sequence[str], *, on: date) -> StatusQuo:
    """Return votes and cost keys of a day for a comparison among these partners (keys).

    A rule is left out, and that is said, if somebody with a vote is not compared.
    """
    found = StatusQuo()
    voting = taking_part(cooperation, on=on, roles=VOTING)
    rules = VotingRule.objects.filter(KNOWN_NOW, cooperation=cooperation, valid__contains=on)
    order = tuple(Matter)
    for row in sorted(rules.select_related("source"), key=lambda row: order.index(Matter(row.matter))):
        _add_rule(found, row, voting, partners, _source(row, on))
    pools = CostPool.objects.filter(KNOWN_NOW, cooperation=cooperation, valid__contains=on)
    paying = taking_part(cooperation, on=on, roles=PAYING)
    for pool in pools.select_related("source").order_by("name"):
        _add_pool(found, pool, paying, _source(pool, on))
    return found


def _source(row: VotingRule | CostPool, on: date) -> str:
    return f"Register der Zusammenarbeit, Stand {said_day(on)} ({row.source.attribution})"


def _add_rule(
    found: StatusQuo, row: VotingRule, voting: Sequence[Taking], partners: Sequence[str], source: str
) -> None:
    matter = Matter(row.matter)
    stored: Mapping[str, Any] = row.rule
    voters = [each.partner for each in voting]
    away = [each.name for each in voters if each.key not in partners]
    guests = set(partners) - {each.key for each in voters}
    if away or (guests and stored.get("needs_heads")):
        why = (
            f"nicht verglichen: {', '.join(away)}" if away else "nicht alle Verglichenen stimmen heute mit ab"
        )
        found.open_points.append(f"Abstimmung über {matter.label} nicht aus dem Register übernommen; {why}")
        return
    weighting = stored.get("weighting") or Weighting.UNKNOWN.value
    try:
        rule = rule_from(stored, matter, voting)
        given = {key: str(value) for key, value in rule.given.items()}
        if guests and weighting != Weighting.UNKNOWN.value and not missing_for(rule, voters):
            weighting, given = Weighting.GIVEN.value, _weights(weights_of(rule, voters), voters)
    except AllmendeError as problem:
        found.open_points.append(f"Abstimmung über {matter.label}: {problem}")
        return
    if weighting in (Weighting.GIVEN.value, Weighting.CAPITAL.value):
        weighting = Weighting.GIVEN.value
        given |= dict.fromkeys(sorted(guests), "0")
    found.votes.append(
        {
            **{name: stored[name] for name in KEPT if name in stored},
            "share": stored.get("share", "1/2"),
            "matter": matter.value,
            "weighting": weighting,
            "given": given,
            "vetoes": [key for key in stored.get("vetoes") or [] if key in partners],
            "words": row.words,
            "source": source,
            "mark": Mark.SEEN.value,
        }
    )


def _weights(weights: Sequence[Any], voters: Sequence[Any]) -> dict[str, str]:
    return {each.key: str(weight) for each, weight in zip(voters, weights, strict=True)}


def _add_pool(found: StatusQuo, pool: CostPool, paying: Sequence[Taking], source: str) -> None:
    stored: Mapping[str, Any] = pool.key
    parts = stored.get("parts") or []
    if not parts:
        found.open_points.append(f"Kostentopf „{pool.name}“: {pool.words}")
        return
    found.costs.append(
        {
            "name": pool.name,
            "kind": "fixed",
            "base": stored.get("total_cents"),
            "key": [dict(part) for part in parts],
            "source": source,
            "mark": Mark.SEEN.value,
        }
    )
    left_out = [label for name, label in NOT_CALCULATED.items() if stored.get(name)]
    if left_out:
        found.open_points.append(f"Kostentopf „{pool.name}“: ohne {', '.join(left_out)} gerechnet")
    for driver, values in (stored.get("values") or {}).items():
        for key, value in values.items():
            _add_figure(found, key, driver, value, source)
    if any(part["driver"] == Driver.CAPITAL.value for part in parts):
        for each in paying:
            if each.capital_cents is not None:
                _add_figure(found, each.partner.key, Driver.CAPITAL.value, str(each.capital_cents), source)


def _add_figure(found: StatusQuo, key: str, driver: str, value: str, source: str) -> None:
    found.drivers.setdefault(key, {})[driver] = {"value": value, "source": source}
