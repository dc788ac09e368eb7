"""Whether enough partners agree: reached, still possible, or impossible; who can still block. Pure, exact.

    heads = Rule(RuleKind.SHARE, share=Fraction(2, 3))
    people = Rule(RuleKind.POPULATION, share=Fraction(1, 2), strict=True)
    found = evaluate((heads, people), votes)
    found.state, found.sentences, found.blockers

All rules of one `alternative` must hold together; of several alternatives any one is enough. A refusal counts
as long as the council stays with it: "impossible" always means "unless somebody decides again".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from allmende.common.errors import AllmendeError, Phrase
from allmende.joint_decisions.domain import RuleKind

NAMED = 6
"""So many partners are named in a sentence; the rest is counted."""
Amount = int | Fraction
SHARED = frozenset({RuleKind.SHARE, RuleKind.WEIGHTED, RuleKind.POPULATION})


class BadRule(AllmendeError):
    """The threshold cannot be evaluated as it is stated."""

    message = "Diese Schwelle geht nicht: {problem}"


class Stand(StrEnum):
    """How a partner counts."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class ThresholdState(StrEnum):
    """What a threshold says on a day."""

    REACHED = "reached"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNCLEAR = "unclear"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "reached": "erreicht",
            "possible": "noch möglich",
            "impossible": "nicht mehr erreichbar",
            "unclear": "nicht zu berechnen",
            "none": "keine Schwelle festgelegt",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition. `share` for shares, `count` for a number, `keys` for named vetoes."""

    kind: RuleKind
    share: Fraction | None = None
    strict: bool = False
    count: int | None = None
    keys: frozenset[str] = frozenset()
    alternative: int = 1
    basis: str = ""

    def checked(self) -> "Rule":
        """Return the rule if it says all it needs; raise BadRule."""
        if self.kind in SHARED and (self.share is None or not 0 < self.share <= 1):
            raise BadRule(problem="Nennen Sie einen Anteil über 0 und höchstens 1, zum Beispiel 2/3.")
        if self.kind in SHARED and self.strict and self.share == 1:
            raise BadRule(problem="Mehr als alle gibt es nicht.")
        if self.kind is RuleKind.COUNT and (self.count is None or self.count < 1):
            raise BadRule(problem="Nennen Sie eine Anzahl von mindestens 1.")
        if self.kind is RuleKind.VETO and not self.keys:
            raise BadRule(problem="Nennen Sie, wer ein Veto hat.")
        return self

    @property
    def words(self) -> str:
        """Return the rule as a sentence's middle: „mindestens 2/3 der Beteiligten“."""
        if self.kind is RuleKind.ALL:
            return str(Phrase("alle Beteiligten"))
        if self.kind is RuleKind.COUNT:
            return str(Phrase("mindestens {count} Beteiligte", count=self.count))
        if self.kind is RuleKind.VETO:
            return str(Phrase("keine Ablehnung durch die benannten Beteiligten"))
        of = {
            RuleKind.SHARE: Phrase("der Beteiligten"),
            RuleKind.WEIGHTED: Phrase("der Stimmgewichte"),
            RuleKind.POPULATION: Phrase("der Einwohner"),
        }[self.kind]
        if self.strict:
            return str(Phrase("mehr als {share} {of}", share=self.share, of=of))
        return str(Phrase("mindestens {share} {of}", share=self.share, of=of))


@dataclass(frozen=True, slots=True)
class Vote:
    """How one partner counts; `on` is the day it agreed or can decide."""

    key: str
    name: str
    stand: Stand
    weight: Fraction = Fraction(1)
    population: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule with its figures: what agreed, what is still open, what is needed of what there is."""

    rule: Rule
    state: ThresholdState
    agreed: Amount
    open: Amount
    needed: Amount
    total: Amount
    sentence: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What all rules together say."""

    state: ThresholdState
    results: tuple[RuleResult, ...]
    blockers: tuple[str, ...]
    """Names of partners not decided yet, each of whom can prevent it alone."""
    refusals_left: int | None
    """How many more refusals, of whoever weighs most, the threshold survives; None where it is decided."""

    @property
    def sentence(self) -> str:
        """Return who can still block, in words."""
        if self.state is not ThresholdState.POSSIBLE:
            return ""
        if len(self.blockers) == 1:
            only = self.blockers[0]
            return str(Phrase("{name} kann den gemeinsamen Beschluss noch verhindern.", name=only))
        if self.blockers:
            names = named(self.blockers)
            return str(
                Phrase("{names} kann jede für sich den gemeinsamen Beschluss noch verhindern.", names=names)
            )
        if self.refusals_left is None:
            return ""
        if self.refusals_left == 1:
            return str(
                Phrase(
                    "Niemand kann allein verhindern; eine weitere Ablehnung ist in jedem Fall verkraftbar."
                )
            )
        return str(
            Phrase(
                "Niemand kann allein verhindern; {n} weitere Ablehnungen sind in jedem Fall verkraftbar.",
                n=self.refusals_left,
            )
        )


def named(names: Sequence[str]) -> str:
    """Return names as people say them: „A, B und 3 weitere“."""
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        return str(Phrase("{names} und {n} weitere", names=", ".join(names[: NAMED - 1]), n=rest))
    if len(names) < 2:
        return "".join(names)
    return str(Phrase("{names} und {last}", names=", ".join(names[:-1]), last=names[-1]))


def evaluate(rules: Sequence[Rule], votes: Sequence[Vote]) -> Evaluation:
    """Return what the rules say of the votes; only partners whose consent is required belong in `votes`."""
    if not rules or not votes:
        return Evaluation(ThresholdState.NONE, (), (), None)
    results = tuple(_result(rule, votes) for rule in rules)
    state = _together(results)
    if state is not ThresholdState.POSSIBLE:
        return Evaluation(state, results, (), None)
    blockers = tuple(vote.name for vote in votes if vote.stand is Stand.OPEN and _blocks(results, [vote]))
    return Evaluation(state, results, blockers, None if blockers else _refusals_left(results, votes))


def _together(results: Iterable[RuleResult]) -> ThresholdState:
    """Return the best of the alternatives; in each the worst rule decides."""
    worst = [
        ThresholdState.IMPOSSIBLE,
        ThresholdState.UNCLEAR,
        ThresholdState.POSSIBLE,
        ThresholdState.REACHED,
    ]
    ordered = sorted(results, key=lambda each: each.rule.alternative)
    found = [
        min((each.state for each in group), key=worst.index)
        for _number, group in groupby(ordered, key=lambda each: each.rule.alternative)
    ]
    return max(found, key=worst.index)


def _measure(rule: Rule, vote: Vote) -> Amount:
    """Return how much a vote counts; whole numbers stay such, for fractions add up much slower."""
    if rule.kind is RuleKind.WEIGHTED:
        return vote.weight.numerator if vote.weight.denominator == 1 else vote.weight
    if rule.kind is RuleKind.POPULATION:
        return vote.population or 0
    return int(vote.key in rule.keys) if rule.kind is RuleKind.VETO else 1


def _result(rule: Rule, votes: Sequence[Vote]) -> RuleResult:
    sums = _sums(rule, votes)
    total = sum(sums.values())
    needed = _needed(rule, total)
    state = _state(rule, sums[Stand.YES], sums[Stand.OPEN], needed)
    missing = [vote.name for vote in votes if vote.population is None]
    if rule.kind is RuleKind.POPULATION and missing:
        sentence = str(
            Phrase("{rule}: fehlt die Einwohnerzahl von {names}.", rule=rule.words, names=named(missing))
        )
        return RuleResult(
            rule, ThresholdState.UNCLEAR, sums[Stand.YES], sums[Stand.OPEN], needed, total, sentence
        )
    if rule.kind is RuleKind.VETO:
        sentence = _veto_sentence(rule, votes)
    else:
        sentence = _sentence(rule, state, sums, needed, total)
    return RuleResult(rule, state, sums[Stand.YES], sums[Stand.OPEN], needed, total, sentence)


def _sums(rule: Rule, votes: Iterable[Vote]) -> dict[Stand, Amount]:
    sums: dict[Stand, Amount] = dict.fromkeys(Stand, 0)
    for vote in votes:
        sums[vote.stand] += _measure(rule, vote)
    return sums


def _needed(rule: Rule, total: Amount) -> Amount:
    if rule.kind is RuleKind.COUNT:
        return rule.count or 0
    return total if rule.share is None else total * rule.share


def _enough(rule: Rule, agreed: Amount, needed: Amount) -> bool:
    return agreed > needed if rule.strict else agreed >= needed


def _state(rule: Rule, agreed: Amount, still_open: Amount, needed: Amount) -> ThresholdState:
    if _enough(rule, agreed, needed):
        return ThresholdState.REACHED
    possible = _enough(rule, agreed + still_open, needed)
    return ThresholdState.POSSIBLE if possible else ThresholdState.IMPOSSIBLE


def _sentence(
    rule: Rule, state: ThresholdState, sums: Mapping[Stand, Amount], needed: Amount, total: Amount
) -> str:
    least = (
        int(needed) + 1
        if rule.strict and needed.denominator == 1
        else -(-needed.numerator // needed.denominator)
    )
    whole = needed if rule.kind is RuleKind.WEIGHTED and needed.denominator != 1 else Fraction(least)
    said = Phrase(
        "{rule}: {agreed} von {total}, nötig {needed}; {state}",
        rule=rule.words,
        agreed=_number(sums[Stand.YES]),
        total=_number(total),
        needed=_number(whole),
        state=Phrase(state.label),
    )
    if state is ThresholdState.POSSIBLE:
        missing = _number(max(whole - sums[Stand.YES], 0))
        told = Phrase(
            "{said}, es fehlen {missing}, offen sind {open}.",
            said=said,
            missing=missing,
            open=_number(sums[Stand.OPEN]),
        )
        return str(told)
    if state is ThresholdState.IMPOSSIBLE:
        return str(Phrase("{said}, solange niemand neu entscheidet.", said=said))
    return f"{said}."


def _veto_sentence(rule: Rule, votes: Sequence[Vote]) -> str:
    of = {
        stand: [vote.name for vote in votes if vote.key in rule.keys and vote.stand is stand]
        for stand in Stand
    }
    if of[Stand.NO]:
        return str(Phrase("Veto: {names} hat abgelehnt.", names=named(of[Stand.NO])))
    if of[Stand.OPEN]:
        return str(Phrase("Veto möglich durch {names}.", names=named(of[Stand.OPEN])))
    return str(Phrase("Veto: niemand hat abgelehnt."))


def _number(value: Amount) -> str:
    if value.denominator == 1:
        return f"{value.numerator:,}".replace(",", ".")
    return str(value)


def _blocks(results: Sequence[RuleResult], refusing: Collection[Vote]) -> bool:
    """Return whether these refusals, on top of those there are, leave no alternative possible."""
    alive: dict[int, bool] = {}
    for each in results:
        lost = sum(_measure(each.rule, vote) for vote in refusing)
        holds = each.state is ThresholdState.UNCLEAR or _enough(
            each.rule, each.agreed + each.open - lost, each.needed
        )
        alive[each.rule.alternative] = alive.get(each.rule.alternative, True) and holds
    return not any(alive.values())


def _refusals_left(results: Sequence[RuleResult], votes: Sequence[Vote]) -> int:
    """Return how many refusals never hurt, whoever refuses: for each rule the heaviest go first."""
    undecided = [vote for vote in votes if vote.stand is Stand.OPEN]
    least: dict[int, int] = {}
    for each in results:
        spare, count = each.agreed + each.open, 0
        for weight in sorted((_measure(each.rule, vote) for vote in undecided), reverse=True):
            if not _enough(each.rule, spare - weight, each.needed):
                break
            spare, count = spare - weight, count + 1
        number = each.rule.alternative
        least[number] = min(least.get(number, count), count)
    return max(least.values())


def reached_on(rules: Sequence[Rule], votes: Sequence[Vote]) -> date | None:
    """Return the first day on which enough agree, if all still open agree on their day; None if never.

    More consents never undo a threshold, so the day is found by halving.
    """
    days = sorted({vote.on for vote in votes if vote.on is not None and vote.stand is not Stand.NO})
    tallies = [_tally(rule, votes) for rule in rules]
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        if _is_reached(tallies, days[middle]):
            high = middle
        else:
            low = middle + 1
    return days[low] if low < len(days) else None


class Tally(NamedTuple):
    """What a rule needs, and when how much agrees; `needed` is None where a population is not known."""

    rule: Rule
    needed: Amount | None
    agreeing: tuple[tuple[date, Amount], ...]


def _tally(rule: Rule, votes: Sequence[Vote]) -> Tally:
    is_known = rule.kind is not RuleKind.POPULATION or all(vote.population is not None for vote in votes)
    needed = _needed(rule, sum(_measure(rule, vote) for vote in votes)) if is_known else None
    agreeing = tuple(
        (vote.on or date.min, _measure(rule, vote))
        for vote in votes
        if vote.stand is Stand.YES or (vote.stand is Stand.OPEN and vote.on is not None)
    )
    return Tally(rule, needed, agreeing)


def _is_reached(tallies: Sequence[Tally], day: date) -> bool:
    """Return whether enough agree by that day."""
    alternatives: dict[int, bool] = {}
    for rule, needed, agreeing in tallies:
        agreed = sum(amount for on, amount in agreeing if on <= day)
        holds = needed is not None and _enough(rule, agreed, needed)
        alternatives[rule.alternative] = alternatives.get(rule.alternative, True) and holds
    return any(alternatives.values())
