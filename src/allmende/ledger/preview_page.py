"""What a recalculation would change, before anything is posted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allmende.ledger.actions import Plan
from allmende.ledger.domain import Line
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


def _nets(before: Iterable[Line], after: Iterable[Line], names: Mapping[int, str]) -> list[NetRow]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for index, lines in enumerate((before, after)):
        for line in lines:
            sums[line.flow.payer][index] -= line.cents
            sums[line.flow.payee][index] += line.cents
    return [NetRow(names.get(body, ""), old, new) for body, (old, new) in sums.items()]
