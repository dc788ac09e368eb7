"""What became of a proposed decision: the result of the vote, its day, and from when it holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allmende.reading.facts import Relation


class DecisionState(StrEnum):
    """What became of a decision; a paper can only propose one."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"


REPEALS = frozenset({Relation.AUFGEHOBEN, Relation.ERSETZT})
"""A decision that another one names in this way no longer holds. It does not revive when that one goes."""

AMENDS = frozenset({Relation.GEAENDERT, Relation.ERGAENZT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result as a person records it; counts are None where only words are known."""

    state: DecisionState
    decided_on: date
    effective_on: date | None = None
    outcome: str = ""
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None

    @property
    def holds_from(self) -> date | None:
        """Return the first day on which the decision holds; only decisions taken hold."""
        return (self.effective_on or self.decided_on) if self.state is DecisionState.TAKEN else None


def state_told_by(outcome: str) -> DecisionState | None:
    """Return what the words of a vote say about the decision; None where they leave it open."""
    words = outcome.casefold()
    for told, state in (
        ("abgelehnt", DecisionState.REJECTED),
        ("vertagt", DecisionState.POSTPONED),
        ("zurückgestellt", DecisionState.POSTPONED),
        ("zurückgezogen", DecisionState.WITHDRAWN),
        ("beschlossen", DecisionState.TAKEN),
        ("angenommen", DecisionState.TAKEN),
        ("zugestimmt", DecisionState.TAKEN),
    ):
        if told in words:
            return state
    return None
