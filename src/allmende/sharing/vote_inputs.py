"""From the fields of a file to a voting body: weights, seats, shares, quotas, vetoes, combined rules."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from allmende.sharing.errors import BadNumber, FileUnreadable, RuleImpossible
from allmende.sharing.files import Task
from allmende.sharing.inputs import NAME_FIELDS, exact_numbers, named_values, names_of
from allmende.sharing.numbers import exact, whole
from allmende.sharing.voting import (
    MAX_VOTERS,
    AllOf,
    AnyOf,
    Rule,
    VotingBody,
    capital_rule,
    heads_rule,
    seats_by_population,
    share_rule,
    veto_rule,
    votes_per_started,
    voting_body,
    weighted_rule,
)

SHARE_FIELDS = ("shares", "capital_shares", "percent")
WEIGHT_FIELDS = ("weights", "votes", "seats")
POPULATION_FIELDS = ("populations", "population", "inhabitants")
TOTAL_FIELDS = ("total", "total_votes", "total_weight", "sum", "votes_total")
QUOTA_FIELDS = ("quota", "majority", "threshold")
MAX_RULES = 6


def body_of(task: Task) -> VotingBody:
    """Return the assembly that a game of kind power describes."""
    names = _names(task)
    rule = _rule(task, task.data, names, task.place)
    return voting_body(names, rule, place=task.place)


def _names(task: Task) -> list[str]:
    if any(field in task.data for field in NAME_FIELDS):
        return names_of(task, limit=MAX_VOTERS)
    for field in (*WEIGHT_FIELDS, *SHARE_FIELDS, *POPULATION_FIELDS):
        if field in task.data:
            return named_values(task, field, limit=MAX_VOTERS)[0]
    for rule in _list(task.data.get("rules", []), task.place):
        if isinstance(rule, Mapping) and isinstance(rule.get("weights"), list):
            return [str(number) for number in range(1, len(rule["weights"]) + 1)]
    raise FileUnreadable(place=task.place, problem="Es fehlen die Stimmen.", remedy="Ergänzen Sie „weights“.")


def _rule(task: Task, data: Mapping[str, Any], names: list[str], place: str) -> Rule:
    parts: list[Rule] = []
    if any(field in data for field in (*WEIGHT_FIELDS, *SHARE_FIELDS, *POPULATION_FIELDS)):
        parts.append(_weighted(task, data, names, place))
    if "heads" in data:
        parts.append(heads_rule(len(names), whole(data["heads"], place=f"{place}, heads"), place=place))
    for word, combine in (("and", AllOf), ("all", AllOf), ("or", AnyOf), ("any", AnyOf)):
        if isinstance(data.get(word), list):
            parts.append(combine(tuple(_several(task, data[word], names, place))))
    if isinstance(data.get("rules"), list):
        inner = tuple(_several(task, data["rules"], names, place))
        word = str(data.get("combine", data.get("operator", "and"))).lower()
        parts.append(AnyOf(inner) if word in {"or", "any", "oder"} else AllOf(inner))
    veto = data.get("veto", data.get("vetoes"))
    if veto:
        members = [veto] if isinstance(veto, str) else _list(veto, f"{place}, veto")
        parts.append(veto_rule(names, [str(member) for member in members], place=f"{place}, veto"))
    if not parts:
        raise FileUnreadable(
            place=place, problem="Es fehlt eine Regel.", remedy="Ergänzen Sie „weights“ und „quota“."
        )
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _several(task: Task, rules: list[Any], names: list[str], place: str) -> list[Rule]:
    if not 1 <= len(rules) <= MAX_RULES or not all(isinstance(rule, Mapping) for rule in rules):
        problem = f"Verbunden werden 1 bis {MAX_RULES} Regeln."
        raise FileUnreadable(place=place, problem=problem, remedy="Geben Sie sie als Liste von Objekten an.")
    return [
        _rule(task, rule, names, f"{place}, Regel {number}") for number, rule in enumerate(rules, start=1)
    ]


def _weighted(task: Task, data: Mapping[str, Any], names: list[str], place: str) -> Rule:
    weights, is_percent = _weights(task, data, names, place)
    _check_sum(data, weights, place)
    quota, is_share, more_than = _quota(data, place)
    if is_percent:
        return capital_rule(weights, quota if is_share else quota / 100, more_than=more_than, place=place)
    if is_share:
        return share_rule(weights, quota, more_than=more_than, place=place)
    return weighted_rule(weights, quota, more_than=more_than, place=place)


def _weights(
    task: Task, data: Mapping[str, Any], names: list[str], place: str
) -> tuple[list[Fraction], bool]:
    field = next(each for each in (*WEIGHT_FIELDS, *SHARE_FIELDS, *POPULATION_FIELDS) if each in data)
    part = Task(task.kind, task.id, task.title, {"names": names, field: data[field]}, place)
    raw = named_values(part, field, limit=MAX_VOTERS)[1]
    values = exact_numbers(part, field, names, raw)
    for name, value in zip(names, values, strict=True):
        if value < 0:
            raise BadNumber(
                place=f"{place}, {field} von „{name}“",
                value=str(value),
                problem="ist negativ.",
                remedy="Stimmen sind Zahlen ab null.",
            )
    if field in POPULATION_FIELDS:
        return _from_population(data, dict(zip(names, values, strict=True)), place), False
    is_percent = field in SHARE_FIELDS or all(isinstance(value, str) and "%" in value for value in raw)
    if is_percent and sum(values) == 1:
        values = [100 * value for value in values]
    return values, is_percent


def _list(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise FileUnreadable(
            place=place, problem="Hier wird eine Liste erwartet.", remedy="Geben Sie eine an."
        )
    return value


def _from_population(data: Mapping[str, Any], people: dict[str, Fraction], place: str) -> list[Fraction]:
    counts = {name: whole(value, place=f"{place}, „{name}“") for name, value in people.items()}
    if "thresholds" in data:
        limits = [whole(value, place=f"{place}, thresholds") for value in _list(data["thresholds"], place)]
        return [Fraction(seats) for seats in seats_by_population(counts, limits).values()]
    if "votes_per" in data:
        unit = whole(data["votes_per"], place=f"{place}, votes_per")
        if unit < 1:
            raise BadNumber(
                place=f"{place}, votes_per",
                value=str(unit),
                problem="ist zu klein.",
                remedy="Geben Sie eine Zahl über null an.",
            )
        return [Fraction(votes) for votes in votes_per_started(counts, unit).values()]
    return list(people.values())


def _check_sum(data: Mapping[str, Any], weights: list[Fraction], place: str) -> None:
    for field in TOTAL_FIELDS:
        if field in data:
            stated, found = exact(data[field], place=f"{place}, {field}"), sum(weights, Fraction())
            if stated != found:
                raise RuleImpossible(
                    place=f"{place}, {field}",
                    problem=f"Die Stimmen ergeben {float(found):g}, angegeben sind {float(stated):g}.",
                    remedy="Berichtigen Sie die Stimmen oder die Summe.",
                )


def _quota(data: Mapping[str, Any], place: str) -> tuple[Fraction, bool, bool]:
    """Return the quota, whether it is a share of all votes, and whether more than it is needed."""
    field = next((each for each in QUOTA_FIELDS if each in data), None)
    if field is None:
        raise FileUnreadable(
            place=place, problem="Es fehlt die Schwelle „quota“.", remedy="Ergänzen Sie sie."
        )
    value, rule = data[field], str(data.get("rule", ""))
    asks_more = _asks_for_more(rule)
    if not isinstance(value, str):
        return exact(value, place=f"{place}, {field}"), False, asks_more
    text = value.strip()
    bare = text.lstrip(">=≥ ").removeprefix("mehr als").removeprefix("more than").removeprefix("mindestens")
    quota = exact(bare, place=f"{place}, {field}")
    if "%" in text:
        return quota / 100, True, asks_more or _asks_for_more(text)
    return quota, "/" in text, asks_more or _asks_for_more(text)


def _asks_for_more(text: str) -> bool:
    words = text.lower()
    if "more than" in words or "mehr als" in words:
        return True
    return ">" in words and ">=" not in words
