"""Who has a say under a rule of an option: share of votes, influence, how often one can block, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allmende.common.errors import Phrase
from allmende.common.formats import number
from allmende.common.money import apportion
from allmende.cooperations.options.costs import missing_driver
from allmende.cooperations.options.domain import Partner, VoteRule, Weighting
from allmende.cooperations.options.errors import BadInput
from allmende.sharing import sentences
from allmende.sharing.keys import Driver
from allmende.sharing.power import Power, voting_power
from allmende.sharing.sentences import percent
from allmende.sharing.voting import (
    AllOf,
    Rule,
    VotingBody,
    seats_by_population,
    share_rule,
    veto_rule,
    votes_per_started,
    voting_body,
    weighted_rule,
)

ALWAYS = 1 - 1e-12
CAPITAL_UNITS = 10_000
"""Capital in hundredths of a percent: finer shares change nothing that people can agree on."""


@dataclass(frozen=True, slots=True)
class Say:
    """The influence of one partner."""

    key: str
    name: str
    weight: int
    share: float
    power: float
    blocks: float
    """How often it can stop a decision that would pass otherwise."""
    is_dummy: bool


@dataclass(frozen=True, slots=True)
class Influence:
    """A rule with its result; `missing` instead of it."""

    rule: VoteRule
    quota: str
    says: tuple[Say, ...] = ()
    sentences: tuple[str, ...] = ()
    method: str = ""
    tolerance: float = 0.0
    missing: str = ""


def influence_of(rule: VoteRule, partners: Sequence[Partner]) -> Influence:
    """Return who has which influence; raise a SharingError or BadInput for a rule that cannot be."""
    missing = missing_for(rule, partners)
    if missing:
        return Influence(rule, quota_words(rule), missing=missing)
    weights = weights_of(rule, partners)
    power = voting_power(body_under(rule, partners, weights))
    return Influence(
        rule,
        quota_words(rule),
        tuple(_says(partners, weights, power)),
        tuple(sentences.influence(power, weights)),
        power.proof.method,
        power.proof.tolerance,
    )


def body_under(rule: VoteRule, partners: Sequence[Partner], weights: Sequence[int]) -> VotingBody:
    """Return the assembly that decides by the rule; raise a SharingError if nobody could carry anything."""
    place = Phrase("Abstimmung über {matter}", matter=Phrase(rule.matter.label))
    names = [partner.name for partner in partners]
    return voting_body(names, _combined(rule, partners, weights, place), place=place)


def _combined(rule: VoteRule, partners: Sequence[Partner], weights: Sequence[int], place: Phrase) -> Rule:
    """Return the rule with the majority by heads and the vetoes that it asks for."""
    parts: list[Rule] = [
        weighted_rule(weights, rule.needed, place=place)
        if rule.needed
        else share_rule(weights, rule.share, more_than=rule.more_than, place=place)
    ]
    if rule.needs_heads:
        parts.append(share_rule([1] * len(weights), rule.share, more_than=rule.more_than, place=place))
    if rule.vetoes:
        name_of = {partner.key: partner.name for partner in partners}
        vetoes = [name_of.get(key, key) for key in rule.vetoes]
        parts.append(veto_rule([partner.name for partner in partners], vetoes, place=place))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _says(partners: Sequence[Partner], weights: Sequence[int], power: Power) -> list[Say]:
    dummies, prevention, total = set(power.dummies), power.coleman_prevention, sum(weights)
    return [
        Say(
            key=partner.key,
            name=partner.name,
            weight=weight,
            share=weight / total,
            power=power.shapley_shubik_float[index],
            blocks=prevention[index],
            is_dummy=partner.name in dummies,
        )
        for index, (partner, weight) in enumerate(zip(partners, weights, strict=True))
    ]


def missing_for(rule: VoteRule, partners: Sequence[Partner]) -> str:
    """Return what one would have to know, or nothing."""
    if rule.weighting is Weighting.UNKNOWN:
        return f"Stimmverteilung und Mehrheit für {rule.matter.label}"
    if len(partners) < 2:
        return "mindestens zwei Beteiligte"
    needs_people = rule.weighting in (Weighting.PER_STARTED, Weighting.SEATS) or (
        rule.weighting is Weighting.CAPITAL and sum(rule.given.values()) < 100
    )
    if needs_people:
        return missing_driver(Driver.INHABITANTS, partners)
    if rule.weighting is Weighting.GIVEN:
        without = [partner.name for partner in partners if partner.key not in rule.given]
        return f"Stimmen von {', '.join(without[:3])}" if without else ""
    return ""


def weights_of(rule: VoteRule, partners: Sequence[Partner]) -> list[int]:
    """Return whole votes (of capital: hundredths of a percent) in the order of the partners."""
    if rule.weighting is Weighting.EQUAL:
        return [1] * len(partners)
    if rule.weighting is Weighting.GIVEN:
        return [_whole(rule, partner) for partner in partners]
    people = {
        partner.key: int(partner.drivers[Driver.INHABITANTS].value)
        for partner in partners
        if Driver.INHABITANTS in partner.drivers
    }
    if rule.weighting is Weighting.CAPITAL:
        return _capital(rule, partners, people)
    if rule.weighting is Weighting.SEATS:
        votes = seats_by_population(people, rule.thresholds)
    else:
        votes = votes_per_started(people, rule.unit)
    return [votes[partner.key] for partner in partners]


def _whole(rule: VoteRule, partner: Partner) -> int:
    votes = rule.given[partner.key]
    if votes != votes.to_integral_value():
        raise BadInput(
            place=Phrase("Stimmen von {name}", name=partner.name),
            problem=Phrase("{value} ist keine ganze Zahl.", value=votes),
        )
    return int(votes)


def _capital(rule: VoteRule, partners: Sequence[Partner], people: dict[str, int]) -> list[int]:
    fixed = {key: int(percent * CAPITAL_UNITS / 100) for key, percent in rule.given.items()}
    rest = [partner.key for partner in partners if partner.key not in fixed]
    left = CAPITAL_UNITS - sum(fixed.values())
    if left and not rest:
        raise BadInput(
            place=Phrase("Kapital"),
            problem=Phrase("Die Anteile ergeben {total} % statt 100 %.", total=sum(rule.given.values())),
        )
    parts = apportion(left, [people[key] for key in rest]) if left else [0] * len(rest)
    shares = {**fixed, **dict(zip(rest, parts, strict=True))}
    return [shares[partner.key] for partner in partners]


def quota_words(rule: VoteRule) -> str:
    """Return what a decision needs, in words."""
    more = [f"mindestens {number(rule.needed)} Stimmen" if rule.needed else _majority_words(rule)]
    if rule.needs_heads:
        more.append(
            "ebenso viele der Mitglieder" if not rule.needed else f"{_majority_words(rule)} der Mitglieder"
        )
    if rule.vetoes:
        count = len(rule.vetoes)
        more.append(
            "Zustimmung eines bestimmten Mitglieds"
            if count == 1
            else f"Zustimmung {count} bestimmter Mitglieder"
        )
    return " und ".join([", ".join(more[:-1]), more[-1]]) if len(more) > 1 else more[0]


def _majority_words(rule: VoteRule) -> str:
    if rule.share == Fraction(1, 2) and rule.more_than:
        return "mehr als die Hälfte"
    if rule.share == 1:
        return "alle Stimmen"
    words = {Fraction(2, 3): "zwei Drittel", Fraction(3, 4): "drei Viertel", Fraction(1, 2): "die Hälfte"}
    said = words.get(rule.share, f"{rule.share.numerator}/{rule.share.denominator}")
    return f"{'mehr als' if rule.more_than else 'mindestens'} {said}"


def rule_words(rule: VoteRule) -> str:
    """Return the rule in words: who has how many votes, and which majority."""
    if rule.weighting is Weighting.UNKNOWN:
        return rule.words or "nicht bekannt"
    votes = {
        Weighting.EQUAL: "jedes Mitglied eine Stimme",
        Weighting.PER_STARTED: f"eine Stimme je angefangene {number(rule.unit)} Einwohner",
        Weighting.SEATS: f"ein Sitz, je einer mehr über {_thresholds(rule)} Einwohnern",
        Weighting.CAPITAL: "Stimmen nach Kapital",
        Weighting.GIVEN: "Stimmen einzeln festgelegt",
    }[rule.weighting]
    return rule.words or f"{votes}; {quota_words(rule)}"


def rule_head(rule: VoteRule) -> str:
    """Return matter and rule in words; words with a colon name the matter themselves."""
    words = rule_words(rule)
    label = rule.matter.label
    return words if ":" in words else f"{label[0].upper()}{label[1:]}: {words}"


def weighting_words(rule: VoteRule) -> str:
    """Return in a word or two how votes are handed out."""
    return {
        Weighting.EQUAL: "gleiche Stimmen",
        Weighting.PER_STARTED: "nach Einwohnern",
        Weighting.SEATS: "nach Größe gestuft",
        Weighting.CAPITAL: "nach Kapital",
        Weighting.GIVEN: "festgelegt",
        Weighting.UNKNOWN: "nicht bekannt",
    }[rule.weighting]


def _thresholds(rule: VoteRule) -> str:
    return ", ".join(number(each) for each in rule.thresholds)


def owner_sentence(found: Influence, owner: str) -> str:
    """Return in words what the rule means for the partner whose view the comparison takes."""
    say = next((each for each in found.says if each.key == owner), None)
    if say is None:
        return ""
    if say.is_dummy:
        return f"{say.name}: {percent(say.share)} der Stimmen, aber nie Einfluss auf das Ergebnis."
    often = f"{percent(say.blocks)} der sonst möglichen Mehrheiten"
    blocks = "jede Mehrheit" if say.blocks >= ALWAYS else often
    share, power = percent(say.share), percent(say.power)
    return f"{say.name}: {share} der Stimmen, {power} Einfluss; kann {blocks} verhindern."
