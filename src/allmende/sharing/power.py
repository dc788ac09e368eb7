"""Who has a say: how often each member decides, can block, or does not count at all (voting power)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from allmende.common.errors import Phrase
from allmende.sharing import compound, swings
from allmende.sharing.blocking import Blocking, blocking_sets
from allmende.sharing.errors import CalculationTooLarge
from allmende.sharing.results import Proof
from allmende.sharing.voting import VotingBody, WeightedRule, is_carried

EXACT = 0.0
COUNTED_TOLERANCE = 1e-12
MAX_FRACTION_MEMBERS = 400
"""Fractions of more members have denominators of hundreds of digits that nobody reads."""


@dataclass(frozen=True, slots=True)
class Power:
    """The influence of each member, in the order of the members. None marks what was not feasible exactly."""

    names: tuple[str, ...]
    swings: tuple[int, ...] | None
    winning_coalitions: int | None
    banzhaf_absolute: tuple[float, ...]
    """How likely a member decides if all others toss coins."""
    shapley_shubik: tuple[Fraction, ...] | None
    shapley_shubik_float: tuple[float, ...]
    """How often a member decides over all orders of consent; adds up to 1."""
    power_to_act: float
    """How likely anything is carried."""
    dummies: tuple[str, ...]
    veto_players: tuple[str, ...]
    blocking: Blocking
    proof: Proof

    @property
    def banzhaf_normalised(self) -> tuple[float, ...]:
        """The same, as parts of one."""
        if self.swings is not None:
            total = sum(self.swings)
            return tuple(float(Fraction(swing, total)) for swing in self.swings)
        total_chance = sum(self.banzhaf_absolute)
        return tuple(chance / total_chance for chance in self.banzhaf_absolute)

    @property
    def coleman_initiative(self) -> tuple[float, ...]:
        """How likely a member turns a decision that would fail without it."""
        return self._relative_to(1 - self.power_to_act)

    @property
    def coleman_prevention(self) -> tuple[float, ...]:
        """How likely a member can stop a decision that would be carried with it."""
        return self._relative_to(self.power_to_act)

    def _relative_to(self, chance: float) -> tuple[float, ...]:
        # swings / winning groups = (banzhaf * 2^(n-1)) / (chance * 2^n)
        return tuple(min(1.0, value / (2 * chance)) for value in self.banzhaf_absolute)


def voting_power(body: VotingBody) -> Power:
    """Return every measure of influence; exact where that is feasible, else with a stated error."""
    count = len(body.names)
    if count <= compound.MAX_MEMBERS_LISTED:
        wins = compound.winning_groups(body.rule, count)
        by_size = compound.listed_swings(wins, count)
        method = "Auszählung aller Gruppen"
        return _from_sizes(body, by_size, int(wins.sum()), Proof(method, EXACT, {"groups": 1 << count}))
    if isinstance(body.rule, WeightedRule):
        return _of_weights(body, body.rule)
    return _of_combined(body)


def _of_combined(body: VotingBody) -> Power:
    count = len(body.names)
    by_size = compound.counted_swings(body.rule, count)
    exact = count <= compound.LARGEST_COUNT_IN_INT64
    tolerance = EXACT if exact else COUNTED_TOLERANCE
    proof = Proof("Zählung nach Gruppengröße und Stimmen, verbundene Regeln", tolerance, {"exact": exact})
    if exact:
        whole = [[int(value) for value in row] for row in by_size]
        return _from_sizes(body, whole, _winning_from_swings(whole), proof)
    chances = tuple(sum(row) / 2.0 ** (count - 1) for row in by_size)
    weights = _order_weights(count)
    average = tuple(float(sum(w * value for w, value in zip(weights, row, strict=True))) for row in by_size)
    winning = _winning_chance(by_size, count)
    return _power(body, None, None, chances, None, average, winning, proof)


def _from_sizes(body: VotingBody, by_size: list[list[int]], winning: int, proof: Proof) -> Power:
    count = len(body.names)
    counts = tuple(sum(row) for row in by_size)
    average = _fractions(by_size, count)
    chances = tuple(float(Fraction(swing, 1 << (count - 1))) for swing in counts)
    act = float(Fraction(winning, 1 << count))
    return _power(body, counts, winning, chances, average, tuple(map(float, average)), act, proof)


def _of_weights(body: VotingBody, rule: WeightedRule) -> Power:
    count = len(body.names)
    exact = swings.exact_swings(rule)
    if exact is None and sum(rule.weights) > swings.MAX_FLOAT_TOTAL:
        raise _too_large(rule)
    by_size = swings.swings_by_size(rule) if count <= MAX_FRACTION_MEMBERS else None
    if exact is not None:
        counts, winning = tuple(exact[0]), exact[1]
        chances = tuple(float(Fraction(swing, 1 << (count - 1))) for swing in counts)
        act: float = float(Fraction(winning, 1 << count))
    else:
        counts, winning = None, None
        chances = tuple(map(float, swings.decisive_chances(rule)))
        act = swings.chance_to_carry(rule)
    if by_size is not None:
        fractions = _fractions(by_size, count)
        proof = Proof("Erzeugende Funktion, ganze Zahlen", EXACT, {"sum": str(sum(fractions))})
        return _power(body, counts, winning, chances, fractions, tuple(map(float, fractions)), act, proof)
    integral = swings.average_power(rule)
    if integral is None:
        raise _too_large(rule)
    values, nodes, error = integral
    average = tuple(map(float, values))
    method = f"Erzeugende Funktion; Mittel über alle Reihenfolgen mit {nodes} Stützstellen"
    proof = Proof(method, max(error, COUNTED_TOLERANCE), {"nodes": nodes, "relative_error": error})
    return _power(body, counts, winning, chances, None, average, act, proof)


def _too_large(rule: WeightedRule) -> CalculationTooLarge:
    return CalculationTooLarge(
        place="Abstimmung",
        problem=Phrase(
            "{count} Mitglieder, {votes} Stimmen", count=len(rule.weights), votes=sum(rule.weights)
        ),
        remedy=Phrase("Geben Sie die Gewichte gröber an, zum Beispiel Einwohner in Tausend."),
    )


def _power(
    body: VotingBody,
    counts: tuple[int, ...] | None,
    winning: int | None,
    chances: tuple[float, ...],
    fractions: tuple[Fraction, ...] | None,
    average: tuple[float, ...],
    act: float,
    proof: Proof,
) -> Power:
    decisive = counts if counts is not None else chances
    dummies = tuple(name for name, value in zip(body.names, decisive, strict=True) if value == 0)
    return Power(
        names=body.names,
        swings=counts,
        winning_coalitions=winning,
        banzhaf_absolute=chances,
        shapley_shubik=fractions,
        shapley_shubik_float=average,
        power_to_act=act,
        dummies=dummies,
        veto_players=_veto_players(body),
        blocking=blocking_sets(body),
        proof=proof,
    )


def _veto_players(body: VotingBody) -> tuple[str, ...]:
    """Return the members without whom all others together carry nothing."""
    everyone = range(len(body.names))
    if isinstance(body.rule, WeightedRule):
        total = sum(body.rule.weights)
        pairs = zip(body.names, body.rule.weights, strict=True)
        return tuple(name for name, weight in pairs if total - weight < body.rule.quota)
    return tuple(
        name
        for index, name in enumerate(body.names)
        if not is_carried(body.rule, [other for other in everyone if other != index])
    )


def _fractions(by_size: Sequence[Sequence[int]], count: int) -> tuple[Fraction, ...]:
    weights = _order_weights(count)
    known: dict[tuple[int, ...], Fraction] = {}
    for row in by_size:
        key = tuple(row)
        if key not in known:
            known[key] = sum((w * value for w, value in zip(weights, row, strict=True) if value), Fraction())
    return tuple(known[tuple(row)] for row in by_size)


def _order_weights(count: int) -> list[Fraction]:
    """Return how likely exactly these k others consent before a member: k! (n-k-1)! / n!."""
    return [Fraction(1, count * comb(count - 1, size)) for size in range(count)]


def _winning_from_swings(by_size: Sequence[Sequence[int]]) -> int:
    """Return the number of winning groups, from how often members are decisive at each size.

    With w(k) winning groups of size k, the swings at size k add up to (k+1) w(k+1) - (n-k) w(k).
    """
    count, winning, total = len(by_size), 0, 0
    for size in range(count):
        decisive = sum(row[size] for row in by_size)
        winning = (decisive + (count - size) * winning) // (size + 1)
        total += winning
    return total


def _winning_chance(by_size: Sequence[Sequence[float]], count: int) -> float:
    sums = np.array(by_size).sum(axis=0)
    winning, total = 0.0, 0.0
    for size in range(count):
        winning = (sums[size] + (count - size) * winning) / (size + 1)
        total += winning
    return float(total / 2.0**count)
