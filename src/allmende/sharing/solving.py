"""Solve the games of a file: for each, the results under stable names, sentences, warnings, and the annex."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from allmende.sharing import claims, sentences
from allmende.sharing.core import CoreCheck, check_core, least_core
from allmende.sharing.errors import CalculationTooLarge, NothingToShareBy, TooManyParties
from allmende.sharing.files import Task
from allmende.sharing.games import Game, costlier_together
from allmende.sharing.inputs import exact_numbers, field_of, named_values, numbers, structured_of, table_game
from allmende.sharing.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from allmende.sharing.numbers import real, whole
from allmende.sharing.power import voting_power
from allmende.sharing.results import Allocation, Proof, plain, plain_list
from allmende.sharing.separable import equal_split, proportional_to_standalone, scrb, separable_cost
from allmende.sharing.shapley import shapley
from allmende.sharing.structured import MAX_PLAYERS_STRUCTURED, structured_keys
from allmende.sharing.structured_core import check_structured_core, structured_least_core
from allmende.sharing.structured_shapley import structured_shapley
from allmende.sharing.vote_inputs import body_of
from allmende.sharing.voting import WeightedRule

MAX_PLAYERS_AIRPORT_TABLE = 14
USES_FIELDS = ("movements", "counts", "uses", "landings")
MAX_MEMBERS_IN_SENTENCES = 60
NOT_FEASIBLE = (CalculationTooLarge, TooManyParties, NothingToShareBy)
TABLE_METHODS: dict[str, Callable[[Game], Allocation]] = {
    "shapley": shapley,
    "nucleolus": nucleolus,
    "per_capita_nucleolus": per_capita_nucleolus,
    "separable_cost": separable_cost,
    "scrb": scrb,
    "equal_split": equal_split,
    "proportional_to_standalone": proportional_to_standalone,
}
CHECKED = ("shapley", "nucleolus", "scrb", "equal_split", "proportional_to_standalone")


@dataclass(slots=True)
class Answer:
    """What became of one game. `results` are in the order in which they are printed."""

    task: Task
    results: dict[str, Any] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    proofs: dict[str, Proof] = field(default_factory=dict)

    def keep(self, name: str, solve: Callable[[], Allocation]) -> Allocation | None:
        """Solve and keep one allocation; if it is not feasible keep None and say why."""
        try:
            allocation = solve()
        except NOT_FEASIBLE as problem:
            self.results[name] = None
            self.warnings.append(f"„{sentences.LABELS.get(name, name)}“ fehlt. {problem}")
            return None
        self.results[name] = plain_list(allocation)
        self.proofs[name] = allocation.proof
        return allocation


def solve(task: Task) -> Answer:
    """Solve one game."""
    answer = Answer(task)
    with np.errstate(over="raise", invalid="raise"):
        try:
            SOLVERS[task.kind](task, answer)
        except CalculationTooLarge as problem:
            place = f"{task.place}, {problem.values['place']}"
            raise CalculationTooLarge(**{**problem.values, "place": place}) from problem
        except (FloatingPointError, OverflowError, MemoryError) as error:
            raise CalculationTooLarge(
                place=task.place, problem="zu große Beträge", remedy="Rechnen Sie in Tausend oder Millionen."
            ) from error
    return answer


def _solve_table(task: Task, answer: Answer) -> None:
    _answer_table(table_game(task), answer)


def _answer_table(game: Game, answer: Answer) -> None:
    found = {name: answer.keep(name, partial(method, game)) for name, method in TABLE_METHODS.items()}
    if game.is_gain:
        _keep_difference(game, found["nucleolus"], answer)
    _keep_least_core(game, answer)
    checks = {name: check_core(game, allocation.amounts) for name in CHECKED if (allocation := found[name])}
    answer.results["core_check"] = {
        name: {
            "coalition": ",".join(check.coalition),
            "excess": plain(check.excess),
            "in_core": check.in_core,
        }
        for name, check in checks.items()
    }
    answer.proofs["core_check"] = Proof(
        "Vergleich aller Gruppen",
        game.tolerance,
        {name: dict(c.proof.certificate) for name, c in checks.items()},
    )
    if game.is_gain:
        _say_gains(game, found, checks, answer)
        return
    _say_costs(game, found, checks, answer)
    for one, other, loss in costlier_together(game)[:10]:
        answer.warnings.append(
            sentences.costlier(game.names(one), game.names(other), loss, unit=answer.task.unit)
        )


def _keep_difference(game: Game, found: Allocation | None, answer: Answer) -> None:
    """Keep the nucleolus without individual protection; where it differs also under that name."""
    free = answer.keep("prenucleolus", partial(prenucleolus, game))
    if (
        found
        and free
        and max(abs(one - other) for one, other in zip(found.amounts, free.amounts, strict=True)) > 1e-7
    ):
        answer.results["prenucleolus_differs"] = plain_list(free)


def _keep_least_core(game: Game, answer: Answer) -> None:
    try:
        least = least_core(game)
    except TooManyParties as problem:
        answer.results |= {"least_core_min_saving_per_coalition": None, "core_nonempty": None}
        answer.warnings.append(str(problem))
        return
    answer.results["least_core_min_saving_per_coalition"] = plain(least.saving)
    answer.results["core_nonempty"] = least.is_core_nonempty
    answer.proofs["least_core"] = least.proof
    if game.size > 1 and not game.is_gain:
        answer.sentences.append(
            sentences.best_saving(least, unit=answer.task.unit, tolerance=_visible(answer, game.tolerance))
        )


def _visible(answer: Answer, tolerance: float) -> float:
    """Return below which amount a sentence says nothing: half of the last digit it shows."""
    return max(tolerance, 0.005)


def _say_costs(
    game: Game, found: Mapping[str, Allocation | None], checks: Mapping[str, CoreCheck], answer: Answer
) -> None:
    unit = answer.task.unit
    for name, check in checks.items():
        if game.size > 1:
            tolerance = _visible(answer, game.tolerance)
            answer.sentences.append(
                sentences.stability(check, game.players, label=name, unit=unit, tolerance=tolerance)
            )
    for name, allocation in found.items():
        if allocation and name != "separable_cost":
            answer.sentences += sentences.payments(allocation, name, unit=unit)


def _say_gains(
    game: Game, found: Mapping[str, Allocation | None], checks: Mapping[str, CoreCheck], answer: Answer
) -> None:
    unit = answer.task.unit
    for name, check in checks.items():
        if check.excess > _visible(answer, game.tolerance):
            names, amount = sentences.listed(check.coalition), sentences.money(check.excess, unit)
            label = sentences.LABELS[name]
            answer.sentences.append(f"„{label}“ ist nicht stabil: {names} hätten allein {amount} mehr.")
    for name in ("shapley", "nucleolus"):
        if allocation := found[name]:
            answer.sentences += sentences.payments(allocation, name, unit=unit, verb="erhält")


def _solve_structured(task: Task, answer: Answer) -> None:
    game = structured_of(task)
    keys = structured_keys(game) | {"shapley": structured_shapley(game)}
    tolerance = _visible(answer, game.tolerance)
    for name, allocation in keys.items():
        check = check_structured_core(game, allocation.amounts)
        answer.results[name] = {
            "allocation": plain_list(allocation),
            "worst_excess": plain(max(check.excess, 0.0)),
            "stable": check.in_core,
        }
        worst = {
            "worst_group": ",".join(check.coalition),
            "excess": plain(check.excess),
            "found_by": check.proof.method,
        }
        proof = allocation.proof
        answer.proofs[name] = Proof(proof.method, proof.tolerance, {**proof.certificate, **worst})
        answer.sentences.append(
            sentences.stability(check, game.players, label=name, unit=task.unit, tolerance=tolerance)
        )
    answer.results["grand_total"] = plain(game.total)
    least = structured_least_core(game)
    answer.results["least_core"] = least and {
        "min_saving_per_proper_coalition": plain(least.saving),
        "core_nonempty": least.is_core_nonempty,
    }
    if least:
        answer.proofs["least_core"] = least.proof
        answer.sentences.insert(0, sentences.best_saving(least, unit=task.unit, tolerance=tolerance))
    if game.size <= MAX_MEMBERS_IN_SENTENCES:
        for name, allocation in keys.items():
            answer.sentences += sentences.payments(allocation, name, unit=task.unit)


def _solve_power(task: Task, answer: Answer) -> None:
    body = body_of(task)
    power = voting_power(body)
    fractions = power.shapley_shubik
    answer.results |= {
        "swings": None if power.swings is None else list(power.swings),
        "banzhaf_absolute": list(power.banzhaf_absolute),
        "banzhaf_normalised": list(power.banzhaf_normalised),
        "shapley_shubik": None if fractions is None else [str(value) for value in fractions],
        "shapley_shubik_float": list(power.shapley_shubik_float),
        "winning_coalitions": power.winning_coalitions,
        "coleman_power_to_act": power.power_to_act,
        "dummies": list(power.dummies),
        "coleman_initiative": list(power.coleman_initiative),
        "coleman_prevention": list(power.coleman_prevention),
        "veto_players": list(power.veto_players),
        "minimal_blocking_sets": [list(group) for group in power.blocking.sets],
        "minimal_blocking_sets_complete": power.blocking.is_complete,
    }
    answer.proofs["power"] = power.proof
    weights = body.rule.weights if isinstance(body.rule, WeightedRule) else None
    answer.sentences += sentences.influence(power, weights)
    if isinstance(body.rule, WeightedRule) and 2 * body.rule.quota <= sum(body.rule.weights):
        answer.warnings.append(
            "Die Schwelle liegt bei höchstens der Hälfte: Zwei Lager könnten Gegensätzliches beschließen."
        )


def _solve_claims(task: Task, answer: Answer) -> None:
    names, raw = named_values(task, "claims", limit=MAX_PLAYERS_STRUCTURED)
    wanted = numbers(task, "claims", names, raw)
    cases, averages = [], {}
    for label, estate in _estates(task):
        claims.check_claims(wanted, estate, place=f"{task.place}, Masse {label}")
        garment = claims.contested_garment(names, wanted, estate)
        levelled = claims.claims_nucleolus(names, wanted, estate)
        average = claims.claims_shapley(names, wanted, estate)
        cases.append(
            {
                "estate": _as_given(estate),
                "contested_garment": plain_list(garment),
                "nucleolus_of_bankruptcy_game": plain_list(levelled),
            }
        )
        averages[label] = plain_list(average)
        answer.proofs[f"contested_garment {label}"] = garment.proof
        answer.proofs[f"nucleolus_of_bankruptcy_game {label}"] = levelled.proof
        answer.proofs[f"shapley_of_bankruptcy_game {label}"] = average.proof
        if len(names) <= MAX_MEMBERS_IN_SENTENCES:
            answer.sentences.append(f"Zu verteilen: {sentences.money(estate, task.unit)}.")
            answer.sentences += sentences.payments(
                garment, "contested_garment", unit=task.unit, verb="erhält"
            )
    if "cases" not in task.data and "estates" not in task.data:
        answer.results |= {**cases[0], "shapley_of_bankruptcy_game": next(iter(averages.values()))}
    else:
        answer.results |= {"cases": cases, "shapley_of_bankruptcy_game": averages}


def _estates(task: Task) -> list[tuple[str, float]]:
    given = field_of(task, "cases", "estates", "estate")
    rows = given if isinstance(given, list) else [given]
    values = [row.get("estate") if isinstance(row, Mapping) else row for row in rows]
    if not values:
        raise NothingToShareBy(place=f"{task.place}, cases")
    return [(str(value), real(value, place=f"{task.place}, estate")) for value in values]


def _as_given(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _solve_airport(task: Task, answer: Answer) -> None:
    names, raw = named_values(task, "costs", "needs", "values", limit=MAX_PLAYERS_STRUCTURED)
    costs = numbers(task, "costs", names, raw)
    claims.check_needs(costs, place=task.place)
    uses = _uses(task, names)
    if len(names) <= MAX_PLAYERS_AIRPORT_TABLE and not uses:
        _answer_table(claims.airport_game(names, costs), answer)
        return
    for name, method in (("shapley", claims.airport_shapley), ("nucleolus", claims.airport_nucleolus)):
        allocation = answer.keep(name, partial(_by_use, method, names, costs, uses or [1] * len(names)))
        if allocation and len(names) <= MAX_MEMBERS_IN_SENTENCES:
            answer.sentences += sentences.payments(allocation, name, unit=task.unit)


def _uses(task: Task, names: Sequence[str]) -> list[int]:
    """Return how often each kind of use occurs; empty if the file does not say."""
    field = next((field for field in USES_FIELDS if field in task.data), None)
    if field is None:
        return []
    raw = named_values(task, field, limit=MAX_PLAYERS_STRUCTURED)[1]
    exact_numbers(task, field, names, raw)
    counts = [
        whole(value, place=f"{task.place}, {field} von „{name}“")
        for name, value in zip(names, raw, strict=True)
    ]
    if min(counts) < 1 or sum(counts) > MAX_PLAYERS_STRUCTURED:
        raise TooManyParties(
            place=f"{task.place}, {field}",
            count=sum(counts),
            limit=MAX_PLAYERS_STRUCTURED,
            remedy="Jede Nutzung zählt mindestens einmal; rechnen Sie sonst in Hundert oder Tausend.",
        )
    return counts


def _by_use(
    method: Callable[[Sequence[str], Sequence[float]], Allocation],
    names: Sequence[str],
    costs: Sequence[float],
    uses: Sequence[int],
) -> Allocation:
    """Return what one use of each kind pays."""
    kinds = [kind for kind, count in enumerate(uses) for _ in range(count)]
    every = method([str(number) for number in range(len(kinds))], [costs[kind] for kind in kinds])
    of_kind = dict(zip(kinds, every.amounts, strict=True))
    return Allocation(tuple(names), tuple(of_kind[kind] for kind in range(len(names))), every.proof)


SOLVERS: dict[str, Callable[[Task, Answer], None]] = {
    "cost_game": _solve_table,
    "value_game": _solve_table,
    "claims": _solve_claims,
    "airport_game": _solve_airport,
    "power": _solve_power,
    "structured_cost": _solve_structured,
}


def answers_as_json(answers: Sequence[Answer], *, is_list: bool) -> dict[str, Any]:
    """Return the one JSON document: a single game as it is, several under `games`."""
    documents = [_as_json(answer) for answer in answers]
    return {"games": documents} if is_list else documents[0]


def _as_json(answer: Answer) -> dict[str, Any]:
    annex = {
        name: {"method": proof.method, "tolerance": proof.tolerance, "certificate": dict(proof.certificate)}
        for name, proof in answer.proofs.items()
    }
    return {
        "id": answer.task.id,
        "kind": answer.task.kind,
        **answer.results,
        "sentences": answer.sentences,
        "warnings": answer.warnings,
        "annex": annex,
    }
