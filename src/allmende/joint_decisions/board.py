"""One matter as one person may see it on one day: everything a page, a file or a mail shows.

Whoever may not see a partner's entry gets the same as if there were none: no state, no count, no date.
`board_reading` reads it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.joint_decisions import effect, states, thresholds
from allmende.joint_decisions.core_text import CoreText
from allmende.joint_decisions.domain import Effect, PartnerState
from allmende.joint_decisions.models import CoreVersion, JointDecision
from allmende.joint_decisions.permissions import Rights
from allmende.register.domain import BodyView
from allmende.register.names import sort_key


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One go of a council as the viewer may see it. `number` counts what the viewer sees."""

    id: int
    number: int
    attempt: states.Attempt
    reference: str
    paper_id: int | None
    paper_url: str
    is_shared: bool
    contradiction: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner with all the viewer may know of it."""

    id: int
    body: BodyView
    effect: Effect
    legal_basis: str
    weight: Decimal
    has_veto: bool
    joined_on: date
    last_day: date | None
    population: int | None
    standing: states.Standing
    decisions: tuple[DecisionView, ...]

    @property
    def name(self) -> str:
        return str(self.body)

    @property
    def sort_name(self) -> str:
        return sort_key(self.body.name)

    @property
    def state(self) -> PartnerState:
        return self.standing.state

    @property
    def result(self) -> states.Result | None:
        return self.standing.result

    @property
    def reference(self) -> str:
        return next((each.reference for each in reversed(self.decisions) if each.reference), "")

    @property
    def paper_url(self) -> str:
        return next((each.paper_url for each in reversed(self.decisions) if each.paper_url), "")

    @property
    def has_paper(self) -> bool:
        """Return whether the stations are those of a paper that the viewer may open."""
        return bool(self.decisions) and self.decisions[-1].paper_id is not None

    @property
    def is_released(self) -> bool:
        return any(each.attempt.is_released for each in self.decisions)

    @property
    def stations(self) -> tuple[states.Station, ...]:
        return self.decisions[-1].attempt.stations if self.decisions else ()

    @property
    def next_on(self) -> date | None:
        return self.standing.next_station.on if self.standing.next_station else None

    @property
    def decided_on(self) -> date | None:
        return self.result.decided_on if self.result else None

    @property
    def conditions(self) -> tuple[str, ...]:
        return self.result.conditions if self.result else ()

    @property
    def contradiction(self) -> str:
        return next((each.contradiction for each in self.decisions if each.contradiction), "")

    @property
    def vote(self) -> thresholds.Vote:
        return thresholds.Vote(
            key=self.body.key,
            name=self.name,
            stand=self.standing.stand,
            weight=Fraction(self.weight),
            population=self.population,
            on=self.standing.agreed_on,
        )


@dataclass(frozen=True)
class Board:
    """A matter on a day. `core` is the newest released text, without what the viewer may not read."""

    matter: JointDecision
    on: date
    rights: Rights
    lead: BodyView
    core_version: CoreVersion | None
    core: CoreText | None
    rules: tuple[thresholds.Rule, ...]
    rows: tuple[PartnerRow, ...]
    former: tuple[PartnerRow, ...] = field(default=())

    @cached_property
    def counting(self) -> list[PartnerRow]:
        """Return the partners whose consent is required."""
        return [row for row in self.rows if row.effect is Effect.REQUIRED]

    @cached_property
    def votes(self) -> list[thresholds.Vote]:
        return [row.vote for row in self.counting]

    @cached_property
    def threshold(self) -> thresholds.Evaluation:
        return thresholds.evaluate(self.rules, self.votes)

    @cached_property
    def reached_on(self) -> date | None:
        """Return the day on which enough have agreed, or can have by what is planned."""
        return thresholds.reached_on(self.rules, self.votes) if self.rules else None

    @cached_property
    def steps(self) -> list[effect.EffectStep]:
        """Return the way to the effect; none where the threshold cannot be reached."""
        matter = self.matter
        course = effect.Course(
            form=ComparedForm(matter.legal_form) if matter.legal_form else None,
            received_on=matter.received_on,
            approved_on=matter.approved_on,
            announced_on=matter.announced_on,
            agreed_on=matter.agreed_on,
        )
        return effect.steps(course, reached_on=self.reached_on, today=self.on)

    @property
    def effective_on(self) -> date | None:
        return effect.effective_on(self.steps)

    @cached_property
    def unheard(self) -> list[PartnerRow]:
        """Return who must be heard and has not said anything yet."""
        return [row for row in self.rows if row.effect is Effect.HEARD and row.result is None]

    @cached_property
    def counts(self) -> list[tuple[PartnerState, int]]:
        """Return how many partners stand where, in the order of the way."""
        found = Counter(row.state for row in self.rows)
        return [(state, found[state]) for state in PartnerState if found[state]]

    def row_of(self, partner_id: int) -> PartnerRow | None:
        return next((row for row in (*self.rows, *self.former) if row.id == partner_id), None)
