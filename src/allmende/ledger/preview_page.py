"""What a recalculation would change, before anything is posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allmende.ledger.actions import Plan
from allmende.ledger.domain import Line, net_of
from allmende.register import queries as register


@dataclass(frozen=True, slots=True)
class LineRow:
    """One stream before and after, in cents."""

    payer: str
    payee: str
    what: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class NetRow:
    """What a body gets more than it pays, before and after, in cents."""

    body: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The preview as the page shows it."""

    lines: list[LineRow]
    nets: list[NetRow]
    causes: list[str]
    sentences: list[str]
    is_unchanged: bool

    @classmethod
    def of(cls, plan: Plan, *, on: date) -> "PreviewPage":
        """Return the preview with the names that hold on `on`."""
        flows = [line.flow for line in plan.lines]
        bodies = register.bodies_by_id({each for flow in flows for each in (flow.payer, flow.payee)}, on=on)
        names = {body_id: str(body) for body_id, body in bodies.items()}
        changed = {line.flow: line.cents for line in plan.to_post}
        before = [Line(line.flow, line.cents - changed.get(line.flow, 0)) for line in plan.lines]
        rows = [
            LineRow(
                names.get(old.flow.payer, ""),
                names.get(old.flow.payee, ""),
                str(plan.outcomes[old.flow.rule].tree.get("label") or old.flow.rule),
                old.cents,
                new.cents,
            )
            for old, new in zip(before, plan.lines, strict=True)
        ]
        told = dict.fromkeys(outcome.sentence for outcome in plan.outcomes.values())
        is_unchanged = not plan.to_post and not plan.causes
        return cls(rows, _nets(before, plan.lines, names), plan.causes.sentences, list(told), is_unchanged)


def _nets(before: Sequence[Line], after: Sequence[Line], names: Mapping[int, str]) -> list[NetRow]:
    bodies = dict.fromkeys(body for line in after for body in (line.flow.payer, line.flow.payee))
    return [NetRow(names.get(body, ""), net_of(before, body), net_of(after, body)) for body in bodies]
