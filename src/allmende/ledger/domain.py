"""Lines of money between bodies: sums, differences, whether chains of payments come out even. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from allmende.common.formats import day, euro
from allmende.rules.texts import german
from allmende.rules.units import unit


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
    """Return per flow what must still be posted so that the sum of postings becomes `after`, in cents.

    In the order of `after`; flows that no longer exist come last.
    """
    flows = dict.fromkeys([*after, *before])
    lines = (Line(flow, after.get(flow, 0) - before.get(flow, 0)) for flow in flows)
    return [line for line in lines if line.cents]


@dataclass(frozen=True, slots=True)
class Change:
    """An input, or a value of law or contract, that is not what it was; as people read it."""

    name: str
    label: str
    before: str
    after: str
    origin: str = ""
    """Section or document, and since when it is known."""

    @property
    def sentence(self) -> str:
        origin = f" ({self.origin})" if self.origin else ""
        return f"{self.label}: {self.before or 'nichts'} → {self.after or 'nichts'}{origin}."


@dataclass(frozen=True, slots=True)
class Causes:
    """Why a recalculation gives other amounts."""

    inputs: tuple[Change, ...] = ()
    parameters: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inputs or self.parameters)

    @property
    def sentences(self) -> list[str]:
        """Return one German sentence per cause."""
        return [change.sentence for change in (*self.inputs, *self.parameters)]


def causes_of(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> Causes:
    """Compare the explanations of two runs: which inputs and which parameter rows differ."""
    old, new = _leaves(before), _leaves(after)
    inputs: list[Change] = []
    parameters: list[Change] = []
    for name in dict.fromkeys([*old, *new]):
        was, becomes = old.get(name, {}), new.get(name, {})
        if was.get("value") == becomes.get("value"):
            continue
        node = becomes or was
        is_parameter = node["kind"] == "parameter"
        change = Change(
            name,
            str(node.get("label") or name),
            shown_value(was),
            shown_value(becomes),
            _origin(node) if is_parameter else "",
        )
        (parameters if is_parameter else inputs).append(change)
    return Causes(tuple(inputs), tuple(parameters))


def shown_value(node: Mapping[str, Any]) -> str:
    """Return the value of a node of an explanation as people read it: `57.000,00 EUR je Vollzeitstelle`."""
    if shown := node.get("shown"):
        return str(shown)
    text, measure = str(node.get("value") or ""), str(node.get("unit") or "")
    if measure == "yes_no":
        return {"yes": "ja", "no": "nein"}.get(text, text)
    try:
        if measure == "date":
            return day(date.fromisoformat(text))
        exact = unit(measure)
        if endless := node.get("exact"):
            return german(Fraction(str(endless)) * exact.scale, exact)
        return "; ".join(german(Fraction(part) * exact.scale, exact) for part in text.split("; "))
    except ValueError:
        return text


def _origin(node: Mapping[str, Any]) -> str:
    if node.get("layer"):
        return "Annahme"
    since = str((node.get("known") or {}).get("from") or "")
    told = str(node.get("section") or node.get("source") or "")
    return ", ".join(
        filter(None, (told, f"bekannt seit {date.fromisoformat(since):%d.%m.%Y}" if since else ""))
    )


def _leaves(trees: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the inputs and parameters of explanations by name."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = list(trees)
    while waiting:
        node = waiting.pop()
        if node.get("kind") in {"input", "parameter"}:
            found[str(node["name"])] = node
        waiting.extend(node.get("inputs") or ())
    return found


def shown_period(start: date, until: date) -> str:
    """Return `2025` for a calendar year, else first and last day; `until` is the first day after."""
    if (start.month, start.day) == (1, 1) and until == date(start.year + 1, 1, 1):
        return str(start.year)
    return f"{day(start)} bis {day(until - timedelta(days=1))}"


@dataclass(slots=True)
class Sums:
    """What a body pays and gets, in cents."""

    paid: int = 0
    received: int = 0
    by_kind: dict[PostingKind, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def net(self) -> int:
        return self.received - self.paid

    @property
    def is_of_one_kind(self) -> bool:
        """Return whether adding makes sense: what is planned, owed and paid never adds up to anything."""
        return len(self.by_kind.keys() - {PostingKind.KORREKTUR}) <= 1


def sentence_for_gap(name: str, gap: Gap) -> str:
    """Say in German that a chain of payments does not come out even."""
    verb = "behält" if gap.cents > 0 else "gibt mehr weiter, als sie erhält:"
    received, passed_on = euro(gap.received), euro(gap.passed_on)
    return f"{name} {verb} {euro(abs(gap.cents))}: erhalten {received}, weitergegeben {passed_on}."
