"""Lines of money between bodies: sums, differences, whether chains of payments come out even. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from allmende.common.formats import euro


class PostingKind(StrEnum):
    """What a posting says: planned, owed, paid, paid on account, or a correction of any of them."""

    PLAN = "plan"
    SOLL = "soll"
    IST = "ist"
    ABSCHLAG = "abschlag"
    KORREKTUR = "korrektur"

    @property
    def label(self) -> str:
        return {
            "plan": "Plan",
            "soll": "Soll",
            "ist": "Ist",
            "abschlag": "Abschlag",
            "korrektur": "Korrektur",
        }[self.value]


class Mark(StrEnum):
    """How far a value can be trusted."""

    SEEN = "seen"
    TO_VERIFY = "to_verify"
    ASSUMED = "assumed"

    @property
    def label(self) -> str:
        return {"seen": "belegt", "to_verify": "zu prüfen", "assumed": "angenommen"}[self.value]


@dataclass(frozen=True, slots=True)
class Flow:
    """One stream of a calculation: the amount of a rule goes from payer to payee (ids of bodies).

    `from_own_money`: the payer bears it; otherwise it only passes on what it gets.
    """

    rule: str
    payer: int
    payee: int
    from_own_money: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """What a flow came to, in whole cents."""

    flow: Flow
    cents: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A body that passes money on and keeps some of it (`cents` > 0) or passes on more than it gets (< 0)."""

    body: int
    received: int
    passed_on: int

    @property
    def cents(self) -> int:
        return self.received - self.passed_on


def pass_through_gaps(lines: Iterable[Line]) -> list[Gap]:
    """Return every body that passes money on which it has not received, or keeps what was meant for others.

    A body is an intermediary if it pays anything that is not from its own money. Chains stay separate
    lines: what comes in must equal what goes on, whatever the body adds from its own money.
    """
    received: dict[int, int] = defaultdict(int)
    passed_on: dict[int, int] = defaultdict(int)
    intermediaries: dict[int, None] = {}
    for line in lines:
        received[line.flow.payee] += line.cents
        if not line.flow.from_own_money:
            passed_on[line.flow.payer] += line.cents
            intermediaries.setdefault(line.flow.payer)
    gaps = (Gap(body, received[body], passed_on[body]) for body in intermediaries)
    return [gap for gap in gaps if gap.cents]


def net_of(lines: Iterable[Line], body: int) -> int:
    """Return what a body gets more than it pays, in cents; negative: what it bears."""
    total = 0
    for line in lines:
        total += (line.flow.payee == body) * line.cents - (line.flow.payer == body) * line.cents
    return total


def differences(before: Mapping[Flow, int], after: Mapping[Flow, int]) -> list[Line]:
    """Return per flow what must still be posted so that the sum of postings becomes `after`, in cents."""
    flows = dict.fromkeys([*before, *after])
    lines = (Line(flow, after.get(flow, 0) - before.get(flow, 0)) for flow in flows)
    return [line for line in lines if line.cents]


@dataclass(frozen=True, slots=True)
class InputChange:
    """An input that is not what it was."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A value of law or contract that another row gives now than before."""

    name: str
    label: str
    before: str
    after: str
    unit: str
    section: str
    known_since: str


@dataclass(frozen=True, slots=True)
class Causes:
    """Why a recalculation gives other amounts."""

    inputs: tuple[InputChange, ...] = ()
    parameters: tuple[ParameterChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inputs or self.parameters)

    @property
    def sentences(self) -> list[str]:
        """Return one German sentence per cause."""
        told = [
            f"{each.label}: {each.before or 'nichts'} → {each.after or 'nichts'}." for each in self.inputs
        ]
        for row in self.parameters:
            since = f", bekannt seit {row.known_since}" if row.known_since else ""
            section = f" ({row.section}{since})" if row.section else ""
            told.append(
                f"{row.label}: {row.before or 'nichts'} → {row.after or 'nichts'} {row.unit}{section}."
            )
        return told


def causes_of(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Causes:
    """Compare the explanations of two runs: which inputs and which parameter rows differ."""
    old, new = _leaves(before), _leaves(after)
    inputs, parameters = [], []
    for name in dict.fromkeys([*old, *new]):
        was, becomes = old.get(name, {}), new.get(name, {})
        values = str(was.get("value", "")), str(becomes.get("value", ""))
        if values[0] == values[1]:
            continue
        node = becomes or was
        label = str(node.get("label") or node["name"])
        if node["kind"] == "parameter":
            known = str((node.get("known") or {}).get("from") or "")
            parameters.append(
                ParameterChange(
                    str(node["name"]),
                    label,
                    *values,
                    str(node.get("unit", "")),
                    str(node.get("section", "")),
                    _german_day(known),
                )
            )
        else:
            inputs.append(InputChange(str(node["name"]), label, *values))
    return Causes(tuple(inputs), tuple(parameters))


def _leaves(trees: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the inputs and parameters of explanations by name; a keyed parameter counts once per value."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = list(trees)
    while waiting:
        node = waiting.pop()
        if node.get("kind") in {"input", "parameter"}:
            found[str(node["name"])] = node
        waiting.extend(node.get("inputs") or ())
    return found


def _german_day(iso: str) -> str:
    try:
        return f"{date.fromisoformat(iso):%d.%m.%Y}"
    except ValueError:
        return iso


@dataclass(slots=True)
class Sums:
    """What a body pays and gets, in cents."""

    paid: int = 0
    received: int = 0
    by_kind: dict[PostingKind, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def net(self) -> int:
        return self.received - self.paid


def sentence_for_gap(name: str, gap: Gap) -> str:
    """Say in German that a chain of payments does not come out even."""
    verb = "behält" if gap.cents > 0 else "gibt mehr weiter, als sie erhält:"
    received, passed_on = euro(gap.received), euro(gap.passed_on)
    return f"{name} {verb} {euro(abs(gap.cents))}: erhalten {received}, weitergegeben {passed_on}."
