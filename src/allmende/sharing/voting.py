"""Voting rules: who carries a decision. Weights and quotas are whole numbers inside, so no vote is lost.

A rule is weighted, or combines rules: all of them must be met (double majority, veto), or any of them.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm

from allmende.common.errors import Phrase
from allmende.sharing.errors import (
    BadNumber,
    CountsDiffer,
    DuplicateParty,
    RuleImpossible,
    TooManyParties,
    UnknownParty,
)

MAX_VOTERS = 2_000
MAX_TOTAL_WEIGHT = 2**62

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class WeightedRule:
    """Carried when the weights in favor reach the quota."""

    weights: tuple[int, ...]
    quota: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Carried when each of these rules is met."""

    rules: "tuple[Rule, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Carried when at least one of these rules is met."""

    rules: "tuple[Rule, ...]"


Rule = WeightedRule | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class VotingBody:
    """An assembly: its members and the rule by which it decides."""

    names: tuple[str, ...]
    rule: Rule


def weighted_rule(
    weights: Sequence[Exact], quota: Exact, *, more_than: bool = False, place: str | Phrase = "Abstimmung"
) -> WeightedRule:
    """Return a rule for exact weights; `more_than` asks for more than the quota instead of reaching it."""
    exact = [Fraction(weight) for weight in weights]
    for index, weight in enumerate(exact):
        if weight < 0:
            raise BadNumber(
                place=f"{place}, Stimmen Nr. {index + 1}",
                value=str(weights[index]),
                problem=Phrase("ist negativ."),
                remedy=Phrase("Stimmen sind Zahlen ab null."),
            )
    total, wanted = sum(exact, Fraction()), Fraction(quota)
    _check_quota(total, wanted, more_than=more_than, place=place)
    scale = lcm(*(weight.denominator for weight in exact))
    level = wanted * scale
    whole = int(level // 1) + 1 if more_than else ceil(level)
    if total * scale >= MAX_TOTAL_WEIGHT:
        raise BadNumber(
            place=place,
            value="Die Summe der Stimmen",
            problem=Phrase("ist zu groß."),
            remedy=Phrase("Kürzen Sie die Gewichte."),
        )
    units = [int(weight * scale) for weight in exact]
    common = gcd(*units)
    return WeightedRule(tuple(weight // common for weight in units), -(-whole // common))


def _check_quota(total: Fraction, quota: Fraction, *, more_than: bool, place: str | Phrase) -> None:
    if total == 0:
        raise RuleImpossible(
            place=place,
            problem=Phrase("Niemand hat eine Stimme."),
            remedy=Phrase("Tragen Sie die Stimmen der Mitglieder ein."),
        )
    if quota > total or (more_than and quota == total):
        raise RuleImpossible(
            place=place,
            problem=Phrase(
                "Die Schwelle {quota} ist unerreichbar; alle haben {total} Stimmen.",
                quota=_shown(quota),
                total=_shown(total),
            ),
            remedy=Phrase("Senken Sie die Schwelle oder prüfen Sie die Stimmen."),
        )
    if quota < 0 or (quota == 0 and not more_than):
        raise RuleImpossible(
            place=place,
            problem=Phrase(
                "Bei der Schwelle {quota} wäre alles ohne jede Stimme beschlossen.", quota=_shown(quota)
            ),
            remedy=Phrase("Geben Sie eine Schwelle über null an."),
        )


def _shown(value: Fraction) -> str:
    number = value.numerator if value.denominator == 1 else round(float(value), 4)
    return str(number).replace(".", ",")


def share_rule(
    weights: Sequence[Exact], share: Fraction, *, more_than: bool, place: str | Phrase = "Abstimmung"
) -> WeightedRule:
    """Return a rule that asks for a share of all votes: 2/3, or more than 1/2."""
    return weighted_rule(weights, share * sum(map(Fraction, weights)), more_than=more_than, place=place)


def capital_rule(
    shares_percent: Sequence[Exact],
    share: Fraction,
    *,
    more_than: bool,
    place: str | Phrase = "Gesellschafterversammlung",
) -> WeightedRule:
    """Return a rule by capital shares in percent; raise if they do not add up to 100."""
    total = sum(map(Fraction, shares_percent), Fraction())
    if total != 100:
        problem = (
            Phrase("Die Anteile ergeben {total} %, also über 100 %.", total=_shown(total))
            if total > 100
            else Phrase("Die Anteile ergeben {total} %, also unter 100 %.", total=_shown(total))
        )
        raise RuleImpossible(
            place=place,
            problem=problem,
            remedy=Phrase("Berichtigen Sie die Anteile."),
        )
    return share_rule(shares_percent, share, more_than=more_than, place=place)


def veto_rule(names: Sequence[str], vetoes: Collection[str], *, place: str | Phrase = "Veto") -> WeightedRule:
    """Return a rule that each of these members must agree to."""
    for name in vetoes:
        if name not in names:
            raise UnknownParty(place=place, name=name, known=", ".join(names[:8]))
    return WeightedRule(tuple(int(name in vetoes) for name in names), len(set(vetoes)))


def heads_rule(count: int, wanted: int, *, place: str | Phrase = "Kopfmehrheit") -> WeightedRule:
    """Return a rule that counts heads."""
    return weighted_rule([1] * count, wanted, place=place)


def seats_by_population(populations: Mapping[str, int], thresholds: Sequence[int]) -> dict[str, int]:
    """Return one seat, and one more for each threshold that the population exceeds.

    Example: thresholds (10_000, 30_000, 100_000) give one to four seats.
    """
    ordered = sorted(thresholds)
    return {name: 1 + bisect_right(ordered, population - 1) for name, population in populations.items()}


def votes_per_started(populations: Mapping[str, int], unit: int) -> dict[str, int]:
    """Return one vote for each started unit of population, at least one."""
    return {name: max(1, -(-population // unit)) for name, population in populations.items()}


def voting_body(names: Sequence[str], rule: Rule, *, place: str | Phrase = "Abstimmung") -> VotingBody:
    """Check names against the rule and put them together."""
    if len(names) > MAX_VOTERS:
        raise TooManyParties(
            place=place,
            count=f"{len(names):,}".replace(",", "."),
            limit=f"{MAX_VOTERS:,}".replace(",", "."),
            remedy=Phrase("Fassen Sie Mitglieder mit gleicher Stimmenzahl zu Gruppen zusammen."),
        )
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DuplicateParty(place=place, name=name)
        seen.add(name)
    for part in weighted_parts(rule):
        if len(part.weights) != len(names):
            raise CountsDiffer(place=f"{place}, Stimmen", found=len(part.weights), wanted=len(names))
    return VotingBody(tuple(names), rule)


def weighted_parts(rule: Rule) -> list[WeightedRule]:
    """Return the weighted rules inside a rule."""
    if isinstance(rule, WeightedRule):
        return [rule]
    return [part for inner in rule.rules for part in weighted_parts(inner)]


def is_carried(rule: Rule, in_favor: Collection[int]) -> bool:
    """Return whether the members at these positions carry a decision."""
    if isinstance(rule, WeightedRule):
        return sum(rule.weights[index] for index in in_favor) >= rule.quota
    results = (is_carried(inner, in_favor) for inner in rule.rules)
    return all(results) if isinstance(rule, AllOf) else any(results)
