"""Programmes and their building blocks: those of the Land as shipped, those of one's own as terms. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from allmende.funding.domain.words import CostClass

TO_VERIFY = "to_verify"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be so before a grant can be given; a person answers it."""

    id: str
    text: str
    section: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class ForwardingRules:
    """By which rules of law a grant goes on to a provider, and the names of what they ask for.

    `clauses`: the parameters that a forwarding agreement sets.
    """

    grant_rule: str
    share_rule: str
    clauses: tuple[str, ...]
    posts: str
    months: str
    gross: str
    total: str
    contract: str


@dataclass(frozen=True, slots=True)
class BuildingBlock:
    """One part of a programme that is applied for on its own.

    `rules` name the rules of law that give the amount, `condition_rules` those that answer yes or no.
    `until` is the first day after; None: no end is known.
    """

    key: str
    name: str
    programme: str
    rules: tuple[str, ...]
    start: date
    until: date | None
    classes: frozenset[CostClass]
    applicants: frozenset[str]
    conditions: tuple[Condition, ...] = ()
    condition_rules: tuple[str, ...] = ()
    forwarding: ForwardingRules | None = None
    """None: the money may not be handed on."""
    before_start: bool = False
    minimum_fte: str = ""
    """The parameter of law that tells the smallest share of a post that is funded."""

    def holds_on(self, on: date) -> bool:
        return self.start <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Programme:
    """A directive under which a body can get money. `giver`: key of the body that pays."""

    key: str
    name: str
    giver: str
    office: str
    legal_basis: str
    start: date
    until: date | None
    until_is_verified: bool
    source: str
    blocks: tuple[BuildingBlock, ...]

    def holds_on(self, on: date) -> bool:
        return self.start <= on and (self.until is None or on < self.until)


@cache
def shipped_programmes() -> tuple[Programme, ...]:
    """Return the programmes that come with the product, read once."""
    text = (files("allmende.funding") / "data" / "programmes.yaml").read_text(encoding="utf-8")
    return tuple(_programme(row) for row in yaml.safe_load(text))


def shipped_block(key: str) -> BuildingBlock | None:
    """Return a building block of a shipped programme, None for a key that none has."""
    return next((each for each in _blocks(shipped_programmes()) if each.key == key), None)


def shipped_programme(key: str) -> Programme | None:
    """Return a shipped programme, None for a key that none has."""
    return next((each for each in shipped_programmes() if each.key == key), None)


def _blocks(programmes: Iterable[Programme]) -> Iterable[BuildingBlock]:
    return (block for programme in programmes for block in programme.blocks)


def _programme(row: Mapping[str, Any]) -> Programme:
    return Programme(
        key=row["key"],
        name=row["name"],
        giver=row["giver"],
        office=row["office"],
        legal_basis=row["legal_basis"],
        start=row["from"],
        until=row.get("until"),
        until_is_verified=row.get("until_mark") != TO_VERIFY,
        source=row["source"],
        blocks=tuple(_block(each, row) for each in row["blocks"]),
    )


def _block(row: Mapping[str, Any], programme: Mapping[str, Any]) -> BuildingBlock:
    return BuildingBlock(
        key=row["key"],
        name=row["name"],
        programme=programme["key"],
        rules=tuple(row["rules"]),
        start=row["from"],
        until=row.get("until", programme.get("until")),
        classes=frozenset(CostClass(each) for each in row["classes"]),
        applicants=frozenset(row["applicants"]),
        conditions=_conditions(row.get("conditions", ())),
        condition_rules=tuple(row.get("condition_rules", ())),
        forwarding=_forwarding(row["forwarding"]) if "forwarding" in row else None,
        before_start=row.get("before_start", False),
        minimum_fte=row.get("minimum_fte", ""),
    )


def _forwarding(row: Mapping[str, Any]) -> ForwardingRules:
    return ForwardingRules(
        grant_rule=row["grant_rule"],
        share_rule=row["share_rule"],
        clauses=tuple(row["clauses"]),
        **row["inputs"],
    )


def _conditions(rows: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(
        Condition(row["id"], row["text"], row["section"], row.get("mark") != TO_VERIFY) for row in rows
    )
