"""What a voting rule or a cost key of the register means for the parties of a day: influence, shares.

Votes, capital and inhabitants come from the register, so a stored rule holds no figure twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmende.common.money import apportion
from allmende.cooperations.domain import Matter, PartyRole
from allmende.cooperations.models import Cooperation, Party
from allmende.cooperations.options.cost_reading import key_from
from allmende.cooperations.options.costs import missing_driver
from allmende.cooperations.options.domain import Figure, Partner, VoteRule, Weighting
from allmende.cooperations.options.fields import Fields
from allmende.cooperations.options.influence import (
    CAPITAL_UNITS,
    Influence,
    body_under,
    influence_of,
    missing_for,
    quota_words,
    rule_words,
    weights_of,
)
from allmende.cooperations.options.partners import partners_from
from allmende.cooperations.options.reading import partner_from
from allmende.cooperations.options.vote_reading import vote_rule_from
from allmende.register import queries as register
from allmende.sharing.keys import AllocationKey, Component, Driver, KeyShare, Transition, allocate

VOTING = (PartyRole.LEAD.value, PartyRole.MEMBER.value)
PAYING = (*VOTING, PartyRole.CUSTOMER.value)
SAMPLE_CENTS = 10_000_000
"""A cost of 100,000 euros shows what a key does."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A party with its figures."""

    partner: Partner
    votes: int | None
    capital_cents: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Who pays what of a sample cost; `missing` instead of it."""

    rows: tuple[tuple[str, KeyShare], ...] = ()
    total_cents: int = SAMPLE_CENTS
    missing: str = ""


def taking_part(cooperation: Cooperation, *, on: date, roles: Sequence[str]) -> list[Taking]:
    """Return the parties of a day in these roles with inhabitants, votes and capital."""
    rows = {
        row.body_id: row
        for row in Party.objects.filter(
            cooperation.last_said, cooperation=cooperation, valid__contains=on, role__in=roles
        ).order_by("body__key")
    }
    bodies = register.bodies_by_id(rows, on=on)
    views = [bodies[body_id] for body_id in rows if body_id in bodies]
    return [
        Taking(_partner(stored, rows[view.id]), rows[view.id].votes, rows[view.id].capital_cents)
        for view, stored in zip(views, partners_from(views, on=on), strict=True)
    ]


def _partner(stored: Mapping[str, Any], row: Party) -> Partner:
    partner = partner_from(Fields(stored, "Beteiligte"))
    if row.capital_cents is None:
        return partner
    return replace(partner, drivers={**partner.drivers, Driver.CAPITAL: Figure(Decimal(row.capital_cents))})


def rule_from(stored: Mapping[str, Any], matter: Matter, taking: Sequence[Taking]) -> VoteRule:
    """Return a stored rule with the votes that the parties have today; raise BadInput if it cannot be."""
    rule = vote_rule_from(
        Fields({"weighting": Weighting.UNKNOWN.value, **stored, "matter": matter.value}, "Abstimmung")
    )
    if rule.weighting is Weighting.GIVEN:
        return replace(
            rule,
            given={each.partner.key: Decimal(each.votes) for each in taking if each.votes is not None},
        )
    if rule.weighting is Weighting.CAPITAL:
        return replace(rule, weighting=Weighting.GIVEN, given=_by_capital(taking))
    return rule


def _by_capital(taking: Sequence[Taking]) -> dict[str, Decimal]:
    """Return the capital in hundredths of a percent; who has none stated lacks it in the result."""
    held = {each.partner.key: each.capital_cents for each in taking if each.capital_cents is not None}
    if not any(held.values()):
        return {}
    parts = apportion(CAPITAL_UNITS, list(held.values()))
    return {key: Decimal(part) for key, part in zip(held, parts, strict=True)}


def influence_under(stored: Mapping[str, Any], matter: Matter, taking: Sequence[Taking]) -> Influence:
    """Return who has which influence under a stored rule."""
    return influence_of(rule_from(stored, matter, taking), [each.partner for each in taking])


def words_of_rule(stored: Mapping[str, Any], matter: Matter) -> str:
    """Return a stored rule in words."""
    rule = rule_from(stored, matter, ())
    if stored.get("weighting") in (Weighting.GIVEN.value, Weighting.CAPITAL.value):
        by = (
            "Stimmen nach Kapital"
            if stored["weighting"] == Weighting.CAPITAL.value
            else "Stimmen je Mitglied"
        )
        return f"{by}; {quota_words(rule)}"
    return rule_words(rule)


def check_rule(stored: Mapping[str, Any], matter: Matter, taking: Sequence[Taking]) -> None:
    """Raise what makes a rule impossible for these parties: a quota out of reach, nobody with a vote."""
    rule, partners = rule_from(stored, matter, taking), [each.partner for each in taking]
    if not missing_for(rule, partners):
        body_under(rule, partners, weights_of(rule, partners))


def shares_under(stored: Mapping[str, Any], taking: Sequence[Taking]) -> Shares:
    """Return what each party pays of a sample cost under a stored key; raise what is wrong with the key."""
    parts = key_from(Fields({"key": stored.get("parts") or []}, "Kostentopf"))
    if not parts:
        return Shares(missing="Bestandteile des Schlüssels")
    typed = stored.get("values") or {}
    partners = [_with_values(each.partner, typed) for each in taking]
    if not partners:
        return Shares(missing="Beteiligte")
    exempt = frozenset(map(str, stored.get("exempt") or []))
    for driver, _weight in parts:
        if gap := missing_driver(driver, [each for each in partners if each.key not in exempt]):
            return Shares(missing=gap)
    name_of = _names(partners)
    key = AllocationKey(
        members=tuple(name_of.values()),
        components=tuple(
            Component(driver, weight, _named(_values(driver, partners), name_of)) for driver, weight in parts
        ),
        exempt=frozenset(name_of[key] for key in exempt if key in name_of),
        caps=_named(stored.get("caps") or {}, name_of),
        floors=_named(stored.get("floors") or {}, name_of),
        transition=_transition(stored.get("transition") or {}, name_of),
    )
    total = stored.get("total_cents") or SAMPLE_CENTS
    return Shares(tuple((share.member, share) for share in allocate(total, key)), total)


def _names(partners: Sequence[Partner]) -> dict[str, str]:
    """Return the names by key; who shares a name with others has the key behind it."""
    names = Counter(each.name for each in partners)
    return {
        each.key: each.name if names[each.name] == 1 else f"{each.name} ({each.key})" for each in partners
    }


def _named(values: Mapping[str, Any], name_of: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of those who take part by name, as messages tell them."""
    return {name_of[key]: value for key, value in values.items() if key in name_of}


def _transition(stored: Mapping[str, Any], name_of: Mapping[str, str]) -> Transition | None:
    if not stored:
        return None
    former = {key: Fraction(value) for key, value in stored["former"].items()}
    return Transition(_named(former, name_of), stored["step"], stored["steps"])


def _with_values(partner: Partner, typed: Mapping[str, Mapping[str, str]]) -> Partner:
    added = {
        Driver(code): Figure(Decimal(values[partner.key]))
        for code, values in typed.items()
        if partner.key in values
    }
    return replace(partner, drivers={**partner.drivers, **added})


def _values(driver: Driver, partners: Sequence[Partner]) -> dict[str, Fraction]:
    return {each.key: Fraction(each.drivers[driver].value) for each in partners if driver in each.drivers}
